/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

/* Ends the engine once the server was told. */
static gboolean
stop_on_thread (gpointer data)
{
  redress_engine_stop (REDRESS_SYNC (data)->engine);
  return G_SOURCE_REMOVE;
}

static void
cleared_cache_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = g_task_get_source_object (task);
  GError *error = NULL;
  gboolean cleared = redress_store_rebuild_cache_finish (REDRESS_STORE (source), result, &error);

  redress_sync_adopt (self, self->server, NULL, NULL);
  g_clear_pointer (&self->key, g_free);
  if (cleared)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
told_server_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = g_task_get_source_object (task);

  redress_sync_invoke (self, stop_on_thread, g_object_ref (self), g_object_unref);
  if (self->key != NULL)
    redress_secrets_store_async (REDRESS_SECRET_REFRESH_TOKEN, self->key, NULL, NULL, NULL, NULL);
  if (self->store != NULL)
    redress_store_rebuild_cache_async (self->store, NULL, cleared_cache_cb,
                                       g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
sign_out_on_thread (gpointer data)
{
  GTask *task = data;
  RedressSync *self = g_task_get_source_object (task);

  redress_engine_sign_out (self->engine, g_object_ref (task));
  return G_SOURCE_REMOVE;
}

/* The seal key stays: the outbox is sealed with it, and it outlives the session. */
void
redress_sync_sign_out_async (RedressSync *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task;
  g_autoptr (GTask) telling = NULL;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_sign_out_async);
  telling = g_task_new (self, NULL, told_server_cb, task);
  redress_sync_invoke (self, sign_out_on_thread, g_object_ref (telling), g_object_unref);
}

gboolean
redress_sync_sign_out_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
redress_waiting_outbox_free (RedressWaitingOutbox *self)
{
  if (self == NULL)
    return;
  g_free (self->account_name);
  g_free (self->server);
  g_free (self);
}

static void
list_waiting_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RedressSync *self = source;
  g_autoptr (GPtrArray) entries = NULL;
  GPtrArray *waiting = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_waiting_outbox_free);

  entries = self->home != NULL ? redress_home_list (self->home) : g_ptr_array_new ();
  for (guint i = 0; i < entries->len; i++)
    {
      RedressHomeEntry *entry = g_ptr_array_index (entries, i);
      RedressStorePaths *paths = redress_home_get_paths (self->home, entry->key);
      guint n = 0;

      if (redress_store_count_waiting_sync (paths, &n, NULL) && n > 0)
        {
          RedressWaitingOutbox *outbox = g_new0 (RedressWaitingOutbox, 1);

          outbox->account_name = g_strdup (entry->account->name);
          outbox->server = g_strdup (entry->server);
          outbox->waiting = n;
          g_ptr_array_add (waiting, outbox);
        }
      redress_store_paths_free (paths);
    }
  g_task_return_pointer (task, waiting, (GDestroyNotify)g_ptr_array_unref);
}

void
redress_sync_list_waiting_async (RedressSync *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_list_waiting_async);
  g_task_run_in_thread (task, list_waiting_on_worker);
}

GPtrArray *
redress_sync_list_waiting_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
