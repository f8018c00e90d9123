/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

typedef struct
{
  gint64 ticket;
  char *reason;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->reason);
  g_free (request);
}

static void
export_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_export (engine, request->ticket, request->reason, task);
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
  Request *request = g_new0 (Request, 1);

  g_return_if_fail (REDRESS_IS_SYNC (self));
  g_return_if_fail (reason != NULL);

  g_task_set_source_tag (task, redress_sync_export_async);
  request->ticket = ticket;
  request->reason = g_strdup (reason);
  redress_sync_ask (self, task, export_on_thread, request, request_free);
}

RedressExport *
redress_sync_export_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
