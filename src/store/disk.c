/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/disk.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "store/cache.h"
#include "store/file-error.h"
#include "store/outbox.h"
#include "store/seen-cases.h"

#define KEEP_CLOSED_DAYS 30

/**
 * redress_disk_new:
 * @paths: where it lies
 * @seal: (nullable) (transfer full): what seals it
 * @clock: the clock
 * @notices: where its news go
 *
 * Returns: (transfer full): a disk that is not open yet
 */
RedressDisk *
redress_disk_new (const RedressStorePaths *paths,
                  RedressSeal *seal,
                  RedressClock *clock,
                  RedressNotices *notices)
{
  RedressDisk *self = g_new0 (RedressDisk, 1);

  self->data_folder = g_strdup (paths->data);
  self->cache_folder = g_strdup (paths->cache);
  self->seal = seal;
  self->clock = redress_clock_ref (clock);
  self->notices = redress_notices_ref (notices);
  self->overlay = redress_overlay_new ();
  self->policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)redress_policy_unref);
  self->seen = redress_seen_cases_new ();
  self->keep_closed_days = KEEP_CLOSED_DAYS;
  return self;
}

/**
 * redress_disk_close_cache:
 * @self: a disk
 *
 * Closes what can be made anew.
 */
void
redress_disk_close_cache (RedressDisk *self)
{
  g_clear_pointer (&self->cache, redress_sql_connection_close);
  g_clear_pointer (&self->search, redress_sql_connection_close);
  g_hash_table_remove_all (self->policies);
  g_clear_pointer (&self->calendar, redress_calendar_unref);
}

/**
 * redress_disk_free:
 * @self: (transfer full) (nullable): a disk whose worker has ended
 */
void
redress_disk_free (RedressDisk *self)
{
  if (self == NULL)
    return;
  redress_disk_close_cache (self);
  g_clear_pointer (&self->journal, redress_outbox_journal_close);
  g_clear_pointer (&self->evidence, redress_evidence_files_free);
  g_clear_pointer (&self->seal, redress_seal_free);
  g_clear_pointer (&self->report, redress_damage_report_free);
  redress_overlay_unref (self->overlay);
  g_hash_table_unref (self->policies);
  g_hash_table_unref (self->seen);
  redress_notices_unref (self->notices);
  redress_clock_unref (self->clock);
  g_free (self->account);
  g_free (self->data_folder);
  g_free (self->cache_folder);
  g_free (self);
}

/**
 * redress_disk_build_cache_path:
 * @self: a disk
 * @name: of a file
 *
 * Returns: (transfer full): its path among what may be deleted
 */
char *
redress_disk_build_cache_path (RedressDisk *self, const char *name)
{
  return g_build_filename (self->cache_folder, name, NULL);
}

/**
 * redress_disk_build_data_path:
 * @self: a disk
 * @name: of a file
 *
 * Returns: (transfer full): its path among what must never be deleted
 */
char *
redress_disk_build_data_path (RedressDisk *self, const char *name)
{
  return g_build_filename (self->data_folder, name, NULL);
}

/* Asked before the databases are: on a disk that cannot be written they fail in ways that say
 * less. */
static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      redress_set_file_error (error, "making", path, errno);
      return FALSE;
    }
  if (g_access (path, W_OK) == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, "%s cannot be written: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
is_damage (const GError *error)
{
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

/* The outbox is whole by now, so what is damaged is the cache; that is begun anew. */
static gboolean
open_cache (RedressDisk *self, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (redress_cache_open (self, &failure) && redress_disk_load_overlay (self, &failure))
    return TRUE;
  if (is_damage (failure))
    return redress_cache_rebuild (self, TRUE, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
open_all (RedressDisk *self, GError **error)
{
  g_autofree char *evidence = redress_disk_build_cache_path (self, "evidence");

  self->evidence = redress_evidence_files_new (evidence, self->seal);
  return redress_outbox_open (self, error) && open_cache (self, error);
}

/**
 * redress_disk_open:
 * @self: (type RedressDisk): a disk
 * @error: return location
 *
 * Opens the databases in the worker's thread, mends what is damaged and notes what was done.
 *
 * Returns: (transfer full) (nullable): the connection of the outbox, which the worker owns
 */
RedressSqlConnection *
redress_disk_open (gpointer self, GError **error)
{
  RedressDisk *disk = self;

  if (disk->seal == NULL)
    disk->notes |= REDRESS_STORE_PLAIN_OUTBOX;
  if (make_folder (disk->data_folder, error) && make_folder (disk->cache_folder, error) &&
      open_all (disk, error))
    return disk->outbox;
  redress_disk_close_cache (disk);
  g_clear_pointer (&disk->outbox, redress_sql_connection_close);
  return NULL;
}

/**
 * redress_disk_get_cache:
 * @self: a disk
 * @error: return location
 *
 * A cache that a failing disk kept from being begun anew is begun now.
 *
 * Returns: (transfer none) (nullable): the cache, or %NULL with @error set
 */
RedressSqlConnection *
redress_disk_get_cache (RedressDisk *self, GError **error)
{
  if (self->is_cache_lost && !redress_cache_reset_feed (self, error))
    return NULL;
  if (self->cache == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "the cache is not open");
  return self->cache;
}
