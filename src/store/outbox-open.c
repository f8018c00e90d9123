/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include "store/database-file.h"
#include "store/outbox-compare.h"
#include "store/outbox-salvage.h"

#define JOURNAL "outbox.journal"

static gboolean
compare_with_journal (RedressDisk *disk, const RedressJournalContent *journal, GError **error)
{
  RedressOutboxComparison comparison = { .journal = journal };

  if (!redress_outbox_compare (disk->outbox, &comparison, error))
    return FALSE;
  if (comparison.n_put + comparison.n_dropped == 0)
    return TRUE;
  g_message (
      "The outbox did not agree with its journal: %u commands were brought back, %u that had "
      "left were taken out",
      comparison.n_put, comparison.n_dropped);
  if (disk->report == NULL)
    disk->report = redress_damage_report_new (redress_clock_now (disk->clock));
  disk->report->n_restored += comparison.n_put;
  disk->report->n_dropped += comparison.n_dropped;
  return TRUE;
}

/* On a full disk the report stays in memory; that is no reason not to open the outbox. */
static gboolean
report (RedressDisk *disk, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 n_waiting = 0;
  RedressTime leaving_at;

  if (disk->report == NULL)
    {
      disk->report = redress_damage_report_read (disk->data_folder);
      return TRUE;
    }
  if (!redress_outbox_table_count_waiting (disk->outbox, &n_waiting, &leaving_at, error))
    return FALSE;
  disk->report->n_waiting = (guint)MIN (n_waiting, (gint64)G_MAXUINT);
  if (!redress_damage_report_write (disk->report, disk->data_folder, &failure))
    g_message ("The report of the damage cannot be kept: %s", failure->message);
  return TRUE;
}

static gboolean
open_journal (RedressDisk *disk, const char *path, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);

  if (rows == NULL || !redress_outbox_journal_rewrite (path, rows, error))
    return FALSE;
  disk->journal = redress_outbox_journal_open (path, error);
  return disk->journal != NULL;
}

/* The outbox is small, so it is always looked through; and before anything may write to it. */
static RedressSqlConnection *
open_whole (RedressDisk *disk, GError **error)
{
  if (!redress_database_file_inspect (&redress_outbox_file, disk->data_folder, TRUE, error))
    return NULL;
  return redress_database_file_open (&redress_outbox_file, disk->data_folder, error);
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static gboolean
open_database (RedressDisk *disk, const RedressJournalContent *journal, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!redress_outbox_salvage_finish (disk, error))
    return FALSE;
  disk->outbox = open_whole (disk, &failure);
  if (disk->outbox != NULL)
    return TRUE;
  if (!is_damage (failure))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!redress_outbox_salvage (disk, journal, failure, error))
    return FALSE;
  disk->outbox = open_whole (disk, error);
  return disk->outbox != NULL;
}

/**
 * redress_outbox_open:
 * @disk: the disk
 * @error: return location
 *
 * Opens outbox.db and its journal. A damaged outbox is kept, and what can be read of it and of
 * the journal goes into a new one.
 *
 * Returns: whether both are open
 */
gboolean
redress_outbox_open (RedressDisk *disk, GError **error)
{
  g_autofree char *path = redress_disk_build_data_path (disk, JOURNAL);
  g_autoptr (RedressJournalContent) journal = redress_outbox_journal_read (path, error);

  return journal != NULL && open_database (disk, journal, error) &&
         compare_with_journal (disk, journal, error) &&
         redress_outbox_table_wake_sending (disk->outbox, error) &&
         open_journal (disk, path, error) && report (disk, error);
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
