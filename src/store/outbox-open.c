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

/**
 * redress_store_count_waiting_sync:
 * @paths: where a store lies that is not open
 * @waiting: (out): commands in its outbox without a final answer
 * @error: return location
 *
 * Looks at the outbox alone and changes nothing. Blocks.
 *
 * Returns: whether it worked; where there is no outbox nothing waits
 */
gboolean
redress_store_count_waiting_sync (const RedressStorePaths *paths, guint *waiting, GError **error)
{
  g_autofree char *path = g_build_filename (paths->data, redress_outbox_file.name, NULL);
  g_autoptr (RedressSqlConnection) outbox = NULL;
  gint64 n_waiting = 0;
  RedressTime leaving_at;

  *waiting = 0;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  outbox = redress_database_file_open_read_only (&redress_outbox_file, paths->data, error);
  if (outbox == NULL ||
      !redress_outbox_table_count_waiting (outbox, &n_waiting, &leaving_at, error))
    return FALSE;
  *waiting = (guint)MIN (n_waiting, (gint64)G_MAXUINT);
  return TRUE;
}
