/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-salvage.h"

#include "sql/integrity.h"
#include "sql/salvage.h"
#include "store/database-file.h"
#include "store/file-error.h"
#include "store/outbox-compare.h"

#include <errno.h>
#include <glib/gstdio.h>

/*
 * The new outbox is made whole under another name; then the damaged one gets another name, then the
 * new one gets its own. After a crash in between either the damaged one is still there, and all is
 * done again, or the new one is, and only its name is missing.
 */
static const RedressDatabaseFile new_file = {
  .name = "outbox.new.db",
  .application_id = 0x52644f62,
  .durable = TRUE,
  .scripts = "/org/redress/Desk/sql/outbox",
};

static gboolean
put_in_place (RedressDisk *disk, GError **error)
{
  g_autofree char *from = redress_disk_build_data_path (disk, new_file.name);
  g_autofree char *to = redress_disk_build_data_path (disk, redress_outbox_file.name);

  if (g_rename (from, to) == 0)
    return TRUE;
  redress_set_file_error (error, "renaming", from, errno);
  return FALSE;
}

/**
 * redress_outbox_salvage_finish:
 * @disk: a disk whose outbox is not open
 * @error: return location
 *
 * Ends what an earlier run may have begun.
 *
 * Returns: whether there is only one outbox now
 */
gboolean
redress_outbox_salvage_finish (RedressDisk *disk, GError **error)
{
  g_autofree char *made = redress_disk_build_data_path (disk, new_file.name);
  g_autofree char *path = redress_disk_build_data_path (disk, redress_outbox_file.name);

  if (!g_file_test (made, G_FILE_TEST_EXISTS))
    return TRUE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return redress_database_file_remove (&new_file, disk->data_folder, error);
  return put_in_place (disk, error);
}

static void
tell (RedressDisk *disk,
      const GError *why,
      const RedressSqlSalvage *salvage,
      const RedressOutboxComparison *comparison,
      char *kept)
{
  g_message ("The outbox was damaged (%s): %" G_GINT64_FORMAT " rows were read from it with %u "
             "gaps, %u commands from its journal, which has %u damaged lines; the damaged file is "
             "kept as %s",
             why->message, salvage->n_rows, salvage->n_gaps + salvage->n_missing, comparison->n_put,
             comparison->journal->n_damaged, kept);
  disk->report = redress_damage_report_new (redress_clock_now (disk->clock));
  disk->report->n_restored = comparison->n_put;
  disk->report->n_dropped = comparison->n_dropped;
  disk->report->n_gaps = salvage->n_gaps + salvage->n_missing + comparison->journal->n_damaged;
  disk->report->kept = kept;
  /* Before the new one has its name: the program may end there. */
  redress_damage_report_write (disk->report, disk->data_folder, NULL);
}

/* A file of which nothing can be read is no failure here: there is still the journal. */
static gboolean
make_new (RedressDisk *disk,
          const char *damaged,
          RedressOutboxComparison *comparison,
          RedressSqlSalvage *salvage,
          GError **error)
{
  g_autoptr (RedressSqlConnection) made = NULL;
  g_autoptr (GError) failure = NULL;

  if (!redress_database_file_remove (&new_file, disk->data_folder, error))
    return FALSE;
  made = redress_database_file_open (&new_file, disk->data_folder, error);
  if (made == NULL)
    return FALSE;
  if (!redress_sql_salvage (damaged, made, salvage, &failure) &&
      g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return redress_outbox_compare (made, comparison, error);
}

/**
 * redress_outbox_salvage:
 * @disk: a disk whose outbox is not open
 * @journal: what the journal says; the positions of its rows may be changed
 * @why: what is wrong with the outbox
 * @error: return location
 *
 * Reads what can be read of the damaged outbox and of its journal into a new one, and keeps the
 * damaged one under another name.
 *
 * Returns: whether there is a whole outbox now; if not, the damaged one is as it was
 */
gboolean
redress_outbox_salvage (RedressDisk *disk,
                        const RedressJournalContent *journal,
                        const GError *why,
                        GError **error)
{
  g_autofree char *damaged = redress_disk_build_data_path (disk, redress_outbox_file.name);
  g_autofree char *kept = NULL;
  RedressOutboxComparison comparison = { .journal = journal, .is_salvaged = TRUE };
  RedressSqlSalvage salvage = { 0 };

  if (!make_new (disk, damaged, &comparison, &salvage, error))
    return FALSE;
  kept = redress_sql_move_aside (damaged, redress_clock_now (disk->clock), error);
  if (kept == NULL)
    return FALSE;
  tell (disk, why, &salvage, &comparison, g_steal_pointer (&kept));
  return put_in_place (disk, error);
}
