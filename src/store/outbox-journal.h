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

/**
 * RedressJournalContent:
 * @waiting: (element-type RedressOutboxRow): recorded and not left, oldest first, as not yet sent
 * @left: (element-type utf8): ids of commands that left
 * @n_damaged: lines that could not be read
 */
typedef struct
{
  GPtrArray *waiting;
  GHashTable *left;
  guint n_damaged;
} RedressJournalContent;

RedressJournalContent *redress_outbox_journal_read (const char *path, GError **error);
void redress_journal_content_free (RedressJournalContent *self);
gboolean redress_outbox_journal_rewrite (const char *path, GPtrArray *rows, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOutboxJournal, redress_outbox_journal_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressJournalContent, redress_journal_content_free)

G_END_DECLS
