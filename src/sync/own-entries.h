/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"

G_BEGIN_DECLS

/**
 * RedressOwnEntry:
 * @log: name of a log
 * @index: the place in it that the server named
 * @command_id: of what this desk sent
 * @verdict: (nullable): what it decided; %NULL: it was no decision
 * @amount: (nullable): how much, as it stands in the command; %NULL: it did not say
 * @bad_since: since when it cannot be proved; unknown where that was not tried in vain
 * @n_failed: how often it could not be, since the desk was started
 *
 * A decision of this desk whose entry was not seen in the log yet.
 */
typedef struct
{
  char *log;
  gint64 index;
  char *command_id;
  char *verdict;
  char *amount;
  RedressTime bad_since;
  guint n_failed; /* not kept */
} RedressOwnEntry;

/**
 * RedressOwnEntries:
 *
 * Those of one account, kept in a file.
 */
typedef struct _RedressOwnEntries RedressOwnEntries;

RedressOwnEntries *redress_own_entries_open (const char *path);
void redress_own_entries_free (RedressOwnEntries *self);
/* (transfer none) (element-type RedressOwnEntry): the oldest first */
GPtrArray *redress_own_entries_get (RedressOwnEntries *self);
/* Takes @entry. */
gboolean redress_own_entries_add (RedressOwnEntries *self, RedressOwnEntry *entry, GError **error);
void redress_own_entry_free (RedressOwnEntry *self);
gboolean
redress_own_entries_remove (RedressOwnEntries *self, const RedressOwnEntry *entry, GError **error);
/* Remembers since when an entry cannot be proved. */
gboolean redress_own_entries_mark (RedressOwnEntries *self,
                                   RedressOwnEntry *entry,
                                   RedressTime bad_since,
                                   GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOwnEntries, redress_own_entries_free)

G_END_DECLS
