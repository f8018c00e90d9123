/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/audit-leaf.h"
#include "server/server.h"
#include "server/ticket-table.h"

G_BEGIN_DECLS

/**
 * RedressTicketChange:
 * @row: (owned): the ticket, changed in memory and written by redress_ticket_change_finish()
 * @version_before: its version before
 * @state_before: its state before
 * @seq: position in the feed, once finished
 * @audit_index: place of the entry in the log, once finished; -1 if none was written
 * @clock_moved: the due time is worked out anew
 *
 * One change of one ticket inside a writing transaction.
 */
typedef struct
{
  RedressServer *server;
  RedressSqlConnection *connection;
  RedressTime now;
  RedressTicketRow *row;
  gint64 version_before;
  RedressState state_before;
  gint64 seq;
  gint64 audit_index;
  gboolean clock_moved;
} RedressTicketChange;

void redress_ticket_change_init (RedressTicketChange *self,
                                 RedressServer *server,
                                 RedressTicketRow *row,
                                 RedressTime now);
void redress_ticket_change_clear (RedressTicketChange *self);
/* Something that decisions rest on changes. */
void redress_ticket_change_touch (RedressTicketChange *self);
/* CONFLICT: the trigger is not legal in the ticket's state. */
gboolean
redress_ticket_change_move (RedressTicketChange *self, RedressTrigger trigger, GError **error);
gboolean redress_ticket_change_void_pending (RedressTicketChange *self, GError **error);
void redress_ticket_change_free_claim (RedressTicketChange *self);
void redress_ticket_change_stop_waiting (RedressTicketChange *self);
void redress_ticket_change_set_badge (RedressTicketChange *self, guint badge, gboolean on);
/* An effect failed, or none is failed any more. */
void redress_ticket_change_mark_failed (RedressTicketChange *self, gboolean failed);
void redress_ticket_change_set_label (RedressTicketChange *self, const char *label, gboolean on);
gboolean
redress_ticket_change_finish (RedressTicketChange *self, RedressAuditLeaf *leaf, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressTicketChange, redress_ticket_change_clear)

G_END_DECLS
