/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "sql/integrity.h"
#include "store/database-file.h"
#include "store/meta-table.h"

/* A cache of a million tickets takes seconds to be looked through, so that is done on a thread of
 * its own behind the open window: after a crash, and once a week. */

static RedressSqlConnection *
open_cache (gpointer disk, GError **error)
{
  return redress_database_file_open_read_only (&redress_cache_file,
                                               ((RedressDisk *)disk)->cache_folder, error);
}

static gboolean
run_check (RedressSqlConnection *cache, gpointer data, GError **error)
{
  return redress_sql_check (cache, REDRESS_SQL_QUICK, error);
}

static gboolean
run_note (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressDisk *disk = data;
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  return cache != NULL &&
         redress_meta_table_set_int64 (cache, "checked_at", redress_clock_now (disk->clock), error);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressStore *self = REDRESS_STORE (source);
  g_autoptr (GError) error = NULL;
  gboolean is_whole = redress_sql_worker_run_finish (result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->checker == NULL)
    return;
  redress_store_stop_check (self);
  if (is_whole)
    redress_store_write_async (self, REDRESS_SQL_BACKGROUND, run_note, self->disk, NULL, NULL, NULL,
                               NULL);
  else
    redress_store_report_damage (self, error);
}

/*
 * redress_store_start_check:
 *
 * Looks through the cache if that is due.
 */
void
redress_store_start_check (RedressStore *self)
{
  if (!self->disk->wants_check)
    return;
  self->check = g_cancellable_new ();
  self->checker = redress_sql_worker_new ("store-checker", open_cache, self->disk, NULL);
  redress_sql_worker_run_async (self->checker, self, REDRESS_SQL_BACKGROUND, run_check, NULL, NULL,
                                self->check, checked_cb, NULL);
}

/*
 * redress_store_stop_check:
 *
 * Ends it, done or not.
 */
void
redress_store_stop_check (RedressStore *self)
{
  if (self->checker == NULL)
    return;
  g_cancellable_cancel (self->check);
  g_clear_object (&self->check);
  g_clear_pointer (&self->checker, redress_sql_worker_free);
}
