/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/transaction.h"
#include "store/store-private.h"

/* Ahead of all that a main loop does: nothing of the next turn reads what was true in this one. */
#define TURN_PRIORITY (G_PRIORITY_HIGH - 100)

static gboolean
turn_cb (gpointer user_data)
{
  RedressStore *self = user_data;
  RedressSqlConnection *cache = redress_reader_get_cache (self->window, NULL);

  self->window_turn = 0;
  if (cache != NULL)
    redress_sql_snapshot_end (cache);
  return G_SOURCE_REMOVE;
}

/*
 * redress_store_get_window_cache:
 *
 * For the reads a window cannot wait for: single rows by their key. All reads of one turn of the
 * main loop see the same state. Each by itself would take and give back the locks of the file,
 * which costs more than to read the row.
 *
 * Returns: (transfer none) (nullable): the cache, or %NULL with @error set
 */
RedressSqlConnection *
redress_store_get_window_cache (RedressStore *self, GError **error)
{
  RedressSqlConnection *cache;

  if (self->window == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
      return NULL;
    }
  cache = redress_reader_get_cache (self->window, error);
  if (cache == NULL || !redress_sql_snapshot_begin (cache, error))
    return NULL;
  if (self->window_turn == 0)
    self->window_turn = g_idle_add_full (TURN_PRIORITY, turn_cb, self, NULL);
  return cache;
}

void
redress_store_close_window_cache (RedressStore *self)
{
  g_clear_handle_id (&self->window_turn, g_source_remove);
  g_clear_pointer (&self->window, redress_reader_free);
}
