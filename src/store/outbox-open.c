/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include "store/database-file.h"

#define JOURNAL "outbox.journal"

static gboolean
open_journal (RedressDisk *disk, GError **error)
{
  g_autofree char *path = redress_disk_build_data_path (disk, JOURNAL);
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);

  if (rows == NULL || !redress_outbox_journal_rewrite (path, rows, error))
    return FALSE;
  disk->journal = redress_outbox_journal_open (path, error);
  return disk->journal != NULL;
}

/**
 * redress_outbox_open:
 * @disk: the disk
 * @error: return location
 *
 * Opens outbox.db and its journal.
 *
 * Returns: whether both are open
 */
gboolean
redress_outbox_open (RedressDisk *disk, GError **error)
{
  disk->outbox = redress_database_file_open (&redress_outbox_file, disk->data_folder, error);
  return disk->outbox != NULL && redress_outbox_table_wake_sending (disk->outbox, error) &&
         open_journal (disk, error);
}
