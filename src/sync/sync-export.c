/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

typedef struct
{
  RedressSync *sync;
  GTask *task;
  gint64 ticket;
  char *reason;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->reason);
  g_object_unref (request->sync);
  g_free (request);
}

static gboolean
export_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_export (request->sync->engine, request->ticket, request->reason, request->task);
  return G_SOURCE_REMOVE;
}

void
redress_sync_export_async (RedressSync *self,
                           gint64 ticket,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request;

  g_return_if_fail (REDRESS_IS_SYNC (self));
  g_return_if_fail (reason != NULL);

  g_task_set_source_tag (task, redress_sync_export_async);
  if (self->thread == NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("There is no connection to the server."));
      g_object_unref (task);
      return;
    }
  request = g_new0 (Request, 1);
  request->sync = g_object_ref (self);
  request->task = task;
  request->ticket = ticket;
  request->reason = g_strdup (reason);
  redress_sync_invoke (self, export_on_thread, request, request_free);
}

RedressExport *
redress_sync_export_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
