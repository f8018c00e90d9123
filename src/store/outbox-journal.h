/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/outbox-table.h"

G_BEGIN_DECLS

/**
 * RedressOutboxJournal:
 *
 * A text file beside outbox.db that says again, one line each with a checksum, which commands
 * were recorded and which left. Only read when the database is damaged. A command gets its line
 * after its commit, so the journal never knows of one that was not recorded.
 */
typedef struct _RedressOutboxJournal RedressOutboxJournal;

RedressOutboxJournal *redress_outbox_journal_open (const char *path, GError **error);
void redress_outbox_journal_close (RedressOutboxJournal *self);
gboolean redress_outbox_journal_add_recorded (RedressOutboxJournal *self,
                                              const RedressOutboxRow *row,
                                              GError **error);
gboolean redress_outbox_journal_add_left (RedressOutboxJournal *self,
                                          const char *command_id,
                                          GError **error);
gboolean redress_outbox_journal_sync (RedressOutboxJournal *self, GError **error);

GPtrArray *redress_outbox_journal_read (const char *path, guint *n_damaged, GError **error);
gboolean redress_outbox_journal_rewrite (const char *path, GPtrArray *rows, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOutboxJournal, redress_outbox_journal_close)

G_END_DECLS
