/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

typedef struct
{
  gint64 ticket;
  gboolean prefetch;
  char *text;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->text);
  g_free (request);
}

static Request *
request_new (gint64 ticket, const char *text)
{
  Request *request = g_new0 (Request, 1);

  request->ticket = ticket;
  request->text = g_strdup (text);
  return request;
}

static void
claim_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  redress_engine_claim (engine, redress_command_copy (data), task);
}

void
redress_sync_claim_async (RedressSync *self,
                          const RedressCommand *command,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REDRESS_IS_SYNC (self));
  g_return_if_fail (command != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_claim_async);
  redress_sync_ask (self, task, claim_on_thread, redress_command_copy (command),
                    (GDestroyNotify)redress_command_free);
}

RedressClaim *
redress_sync_claim_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
open_ticket_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_set_open_ticket (engine, request->ticket);
}

void
redress_sync_set_open_ticket (RedressSync *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));
  redress_sync_ask (self, NULL, open_ticket_on_thread, request_new (ticket, NULL), request_free);
}

static void
prefetch_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_set_prefetch (engine, request->prefetch);
}

void
redress_sync_set_prefetch (RedressSync *self, gboolean prefetch)
{
  Request *request = request_new (0, NULL);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  request->prefetch = prefetch;
  redress_sync_ask (self, NULL, prefetch_on_thread, request, request_free);
}

static void
fetch_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_fetch_evidence (engine, request->ticket, request->text, task);
}

void
redress_sync_fetch_evidence_async (RedressSync *self,
                                   gint64 ticket,
                                   const char *sha256,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_fetch_evidence_async);
  redress_sync_ask (self, task, fetch_on_thread, request_new (ticket, sha256), request_free);
}

GBytes *
redress_sync_fetch_evidence_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
search_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_search (engine, request->text, task);
}

void
redress_sync_search_server_async (RedressSync *self,
                                  const char *text,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_search_server_async);
  redress_sync_ask (self, task, search_on_thread, request_new (0, text), request_free);
}

GPtrArray *
redress_sync_search_server_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
