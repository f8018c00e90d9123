/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

static RedressConnectorsRequest *
copy (const RedressConnectorsRequest *request)
{
  RedressConnectorsRequest *self = g_memdup2 (request, sizeof *request);

  self->platform = g_strdup (request->platform);
  self->why = g_strdup (request->why);
  return self;
}

static void
request_free (gpointer data)
{
  RedressConnectorsRequest *request = data;

  g_free (request->platform);
  g_free (request->why);
  g_free (request);
}

static void
connectors_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  redress_engine_connectors (engine, data, task);
}

void
redress_sync_connectors_async (RedressSync *self,
                               const RedressConnectorsRequest *request,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_connectors_async);
  redress_sync_ask (self, task, connectors_on_thread, copy (request), request_free);
}

RedressConnectors *
redress_sync_connectors_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
