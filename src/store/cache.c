/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cache.h"

#include "sql/integrity.h"
#include "store/database-file.h"
#include "store/evidence-store.h"
#include "store/meta-table.h"

#define CHECK_AFTER (7 * REDRESS_DAY)

/* Names a cache, so that a search index of another one is not taken for its own. */
static gboolean
ensure_id (RedressDisk *disk, GError **error)
{
  g_autofree char *id = NULL;
  RedressSqlStep step = redress_meta_table_get (disk->cache, "id", &id, error);

  if (step != REDRESS_SQL_DONE)
    return step == REDRESS_SQL_ROW;
  disk->notes |= REDRESS_STORE_FRESH;
  id = g_uuid_string_random ();
  return redress_meta_table_set (disk->cache, "id", id, error);
}

static gboolean
hide_tables (RedressDisk *disk, GError **error)
{
  g_autofree char *script = NULL;

  if (disk->seal != NULL)
    return TRUE;
  script = redress_database_file_read_script ("memory/details.sql");
  return redress_sql_connection_run_script (disk->cache, script, error);
}

static gboolean
load_account (RedressDisk *disk, GError **error)
{
  return disk->account != NULL || redress_meta_table_get (disk->cache, "account", &disk->account,
                                                          error) != REDRESS_SQL_ERROR;
}

static gboolean
open_cache (RedressDisk *disk, GError **error)
{
  if (!redress_database_file_inspect (&redress_cache_file, disk->cache_folder, FALSE, error))
    return FALSE;
  disk->cache = redress_database_file_open (&redress_cache_file, disk->cache_folder, error);
  if (disk->cache != NULL && hide_tables (disk, error) && ensure_id (disk, error) &&
      load_account (disk, error))
    return TRUE;
  g_clear_pointer (&disk->cache, redress_sql_connection_close);
  return FALSE;
}

/* For whoever wants to look at it; only the last one is kept, because it holds customers' data. */
static gboolean
move_aside (RedressDisk *disk, GError **error)
{
  g_autofree char *path = redress_disk_build_cache_path (disk, redress_cache_file.name);
  g_autofree char *kept = NULL;

  redress_database_file_remove_kept (&redress_cache_file, disk->cache_folder);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  kept = redress_sql_move_aside (path, redress_clock_now (disk->clock), error);
  return kept != NULL;
}

static void
tell_rebuilt (RedressDisk *disk)
{
  g_autoptr (GError) trouble =
      g_error_new (REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "the cache was damaged and is filled again from the server");

  disk->notes |= REDRESS_STORE_CACHE_REBUILT;
  redress_notices_add_trouble (disk->notices, trouble);
}

/* Closed well is closed by redress_cache_close(): a crash leaves the mark out. */
static gboolean
note_opening (RedressDisk *disk, GError **error)
{
  RedressTime now = redress_clock_now (disk->clock);
  gint64 is_closed = 0, checked_at = 0;

  if (!redress_meta_table_get_int64 (disk->cache, "closed", &is_closed, error) ||
      !redress_meta_table_get_int64 (disk->cache, "checked_at", &checked_at, error))
    return FALSE;
  if (checked_at == 0)
    return redress_meta_table_set_int64 (disk->cache, "checked_at", now, error);
  disk->wants_check = is_closed == 0 || now - checked_at > CHECK_AFTER;
  return redress_meta_table_set (disk->cache, "closed", NULL, error);
}

/**
 * redress_cache_close:
 * @disk: the disk
 *
 * Closes cache and search index at the end of the program.
 */
void
redress_cache_close (RedressDisk *disk)
{
  g_autoptr (GError) failure = NULL;

  if (disk->cache != NULL && !redress_meta_table_set_int64 (disk->cache, "closed", 1, &failure))
    g_debug ("%s", failure->message);
  redress_disk_close_cache (disk);
}

/**
 * redress_cache_open:
 * @disk: the disk
 * @error: return location
 *
 * Returns: whether cache and search index are open
 */
gboolean
redress_cache_open (RedressDisk *disk, GError **error)
{
  return open_cache (disk, error) && note_opening (disk, error) &&
         redress_search_index_open (disk, error);
}

static gboolean
open_empty (RedressDisk *disk, gboolean is_damaged, GError **error)
{
  gboolean is_gone;

  redress_disk_close_cache (disk);
  is_gone = is_damaged
                ? move_aside (disk, error)
                : redress_database_file_remove (&redress_cache_file, disk->cache_folder, error);
  if (!is_gone || !open_cache (disk, error) || !redress_search_index_open (disk, error))
    return FALSE;
  g_atomic_int_inc (&disk->generation);
  redress_notices_add_queues (disk->notices);
  redress_notices_add_policies (disk->notices);
  return disk->account == NULL ||
         redress_meta_table_set (disk->cache, "account", disk->account, error);
}

/* All of it or nothing: what is half open would never be made whole. */
static gboolean
begin_anew (RedressDisk *disk, gboolean is_damaged, GError **error)
{
  disk->is_cache_lost = FALSE;
  if (open_empty (disk, is_damaged, error) && redress_evidence_store_adopt_files (disk, error) &&
      redress_disk_load_overlay (disk, error))
    return TRUE;
  redress_disk_close_cache (disk);
  disk->is_cache_lost = TRUE;
  return FALSE;
}

/**
 * redress_cache_rebuild:
 * @disk: the disk
 * @is_damaged: whether it is done because the cache is damaged
 * @error: return location
 *
 * Begins cache and search index anew while the store is open. The outbox stays; so do pieces of
 * evidence if the cache was only damaged.
 *
 * Returns: whether the new ones are open
 */
gboolean
redress_cache_rebuild (RedressDisk *disk, gboolean is_damaged, GError **error)
{
  if (!is_damaged)
    redress_evidence_files_clear (disk->evidence);
  if (!begin_anew (disk, is_damaged, error))
    return FALSE;
  if (is_damaged)
    tell_rebuilt (disk);
  return TRUE;
}

/**
 * redress_cache_reset_feed:
 * @disk: the disk
 * @error: return location
 *
 * The feed begins anew, so everything that came by it is forgotten. Evidence has the same bytes
 * under the same digests as before and stays.
 *
 * Returns: whether it worked
 */
gboolean
redress_cache_reset_feed (RedressDisk *disk, GError **error)
{
  return begin_anew (disk, FALSE, error);
}

static gboolean
is_whole (RedressSqlConnection *connection)
{
  return redress_sql_check (connection, REDRESS_SQL_QUICK, NULL);
}

/**
 * redress_cache_mend:
 * @disk: the disk
 * @error: return location
 *
 * Somebody met damage. If it is in neither of the others it is in the cache. An open outbox is not
 * touched: it is copied and salvaged before it is opened the next time.
 *
 * Returns: whether all is well again
 */
gboolean
redress_cache_mend (RedressDisk *disk, GError **error)
{
  if (!is_whole (disk->outbox))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "the outbox is damaged; what can be saved is saved at the next start");
      return FALSE;
    }
  if (disk->cache != NULL && disk->search != NULL && !is_whole (disk->search))
    return redress_search_index_begin_anew (disk, error);
  return redress_cache_rebuild (disk, TRUE, error);
}
