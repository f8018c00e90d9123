/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressHeadlessDesk:
 * @sync: what a window would show
 * @applied: commands of which the server said that they were applied
 * @conflicts: that met a changed ticket
 * @refused: that it will never take
 *
 * One desk without a window. What must not fail ends the program with words.
 */
typedef struct
{
  RedressSync *sync;
  guint applied, conflicts, refused;
} RedressHeadlessDesk;

/* Its files lie in the folder @home. */
void redress_headless_desk_open (RedressHeadlessDesk *self, const char *home);
/* Does nothing where none is open. */
void redress_headless_desk_close (RedressHeadlessDesk *self);
/* Returns after the first sync. */
void redress_headless_desk_sign_in (RedressHeadlessDesk *self,
                                    const char *server,
                                    const char *name,
                                    const char *password);
/* Conditions for redress_test_spin_until (). */
gboolean redress_headless_desk_is_online (gpointer self);
gboolean redress_headless_desk_is_offline (gpointer self);
/* (nullable) (transfer full) */
RedressCase *redress_headless_desk_load (RedressHeadlessDesk *self, gint64 ticket);
/* The next ticket after @after that is open, has been fetched and may be decided for good without
 * a second person; 0 if there is none. */
gint64 redress_headless_desk_find_decidable (RedressHeadlessDesk *self, gint64 after);
gboolean redress_headless_desk_claim (RedressHeadlessDesk *self,
                                      RedressCommandType type,
                                      gint64 ticket,
                                      GError **error);
void redress_headless_desk_await_claim (RedressHeadlessDesk *self, gint64 ticket);
void redress_headless_desk_await_evidence (RedressHeadlessDesk *self, gint64 ticket);
/* (transfer full): a decision of a ticket that is claimed and whose details are here. */
RedressCommand *redress_headless_desk_build (RedressHeadlessDesk *self, gint64 ticket);
/* (transfer full): the entry, which is durable by now. */
RedressOutboxEntry *redress_headless_desk_record (RedressHeadlessDesk *self,
                                                  const RedressCommand *command,
                                                  guint undo_seconds);
RedressOutboxEntry *
redress_headless_desk_decide (RedressHeadlessDesk *self, gint64 ticket, guint undo_seconds);

G_END_DECLS
