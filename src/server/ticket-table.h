/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* The columns of a summary, for every statement that reads one; the table is called t. */
#define REDRESS_SUMMARY_COLUMNS                                                                    \
  "t.id, t.platform, t.flow, t.kind, t.external_id, t.order_no, t.state, t.rev, t.version, "       \
  "t.round, t.opened_at, t.due_at, t.due_rule, t.due_provisional, t.amount, t.unit, "              \
  "t.customer_ref, t.customer_name, t.reason_code, t.reason_text, t.title, t.badges, t.labels, "   \
  "t.closed_at, t.holder, t.holder_name, t.claim_mode, t.claim_token, t.lease_until, t.incident, " \
  "(select i.words from incident i where i.id = t.incident), t.race"
#define REDRESS_N_SUMMARY_COLUMNS 32
/* Which of them is closed_at. */
#define REDRESS_SUMMARY_END 23

/* closed_at of a ticket that is not finished: after every time. */
#define REDRESS_UNFINISHED G_MAXINT64

/**
 * RedressTicketRow:
 * @ticket: (owned): the row's part of a ticket: all but facts, events, evidence, decisions and
 *   notes
 * @claim_token: the fencing token, also while nobody holds the ticket
 * @wake_at: when a held or waiting ticket comes back by itself
 * @asked_slots: (nullable) (owned): evidence that was asked for
 * @asked_facts: (nullable) (owned): facts that were asked for
 * @create_fingerprint: (owned): SHA-256 of the request that made it
 *
 * One row of the ticket table.
 */
typedef struct
{
  RedressTicket *ticket;
  gint64 claim_token;
  RedressTime wake_at;
  char **asked_slots;
  char **asked_facts;
  char *create_fingerprint;
} RedressTicketRow;

RedressTicketRow *redress_ticket_row_new (void);
void redress_ticket_row_free (RedressTicketRow *self);

RedressSummary *
redress_ticket_table_read_summary (RedressSqlStatement *statement, guint first, GError **error);
RedressTicketRow *
redress_ticket_table_load (RedressSqlConnection *connection, gint64 id, GError **error);
RedressTicketRow *redress_ticket_table_find (RedressSqlConnection *connection,
                                             const char *platform,
                                             const char *external_id,
                                             GError **error);
gboolean redress_ticket_table_insert (RedressSqlConnection *connection,
                                      RedressTicketRow *row,
                                      GError **error);
gboolean redress_ticket_table_update (RedressSqlConnection *connection,
                                      RedressTicketRow *row,
                                      GError **error);
gboolean redress_ticket_table_update_order (RedressSqlConnection *connection,
                                            RedressTicketRow *row,
                                            GError **error);
gboolean redress_ticket_table_count_check_outs (RedressSqlConnection *connection,
                                                const char *account,
                                                RedressTime now,
                                                gint64 *count,
                                                GError **error);
gint64 redress_ticket_table_find_due_to_wake (RedressSqlConnection *connection,
                                              RedressTime now,
                                              GError **error);
gboolean redress_ticket_table_put_off (RedressSqlConnection *connection,
                                       gint64 id,
                                       RedressTime wake_at,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTicketRow, redress_ticket_row_free)

G_END_DECLS
