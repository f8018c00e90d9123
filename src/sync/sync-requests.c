/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

/* What a window asks of the sync thread, on its way there. */
typedef struct
{
  RedressSync *sync;
  GTask *task; /* (nullable) */
  RedressCommandType type;
  gint64 ticket;
  gboolean prefetch;
  char *text;
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->text);
  g_object_unref (request->sync);
  g_free (request);
}

static Request *
request_new (RedressSync *sync, GTask *task, gint64 ticket, const char *text)
{
  Request *request = g_new0 (Request, 1);

  request->sync = g_object_ref (sync);
  request->task = task;
  request->ticket = ticket;
  request->text = g_strdup (text);
  return request;
}

/* Takes @request. After the end of the thread there is nobody to ask. */
static void
send (Request *request, GSourceFunc function)
{
  if (request->sync->thread != NULL)
    {
      redress_sync_invoke (request->sync, function, request, request_free);
      return;
    }
  if (request->task != NULL)
    {
      g_task_return_new_error (request->task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("There is no connection to the server."));
      g_object_unref (request->task);
    }
  request_free (request);
}

static gboolean
claim_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_claim (request->sync->engine, request->type, request->ticket, request->text,
                        request->task);
  return G_SOURCE_REMOVE;
}

void
redress_sync_claim_async (RedressSync *self,
                          RedressCommandType type,
                          gint64 ticket,
                          const char *hand_to,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = request_new (self, task, ticket, hand_to);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_claim_async);
  request->type = type;
  send (request, claim_on_thread);
}

RedressClaim *
redress_sync_claim_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
open_ticket_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_set_open_ticket (request->sync->engine, request->ticket);
  return G_SOURCE_REMOVE;
}

void
redress_sync_set_open_ticket (RedressSync *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));
  send (request_new (self, NULL, ticket, NULL), open_ticket_on_thread);
}

static gboolean
prefetch_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_set_prefetch (request->sync->engine, request->prefetch);
  return G_SOURCE_REMOVE;
}

void
redress_sync_set_prefetch (RedressSync *self, gboolean prefetch)
{
  Request *request = request_new (self, NULL, 0, NULL);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  request->prefetch = prefetch;
  send (request, prefetch_on_thread);
}

static gboolean
fetch_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_fetch_evidence (request->sync->engine, request->ticket, request->text,
                                 request->task);
  return G_SOURCE_REMOVE;
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
  send (request_new (self, task, ticket, sha256), fetch_on_thread);
}

GBytes *
redress_sync_fetch_evidence_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
search_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_search (request->sync->engine, request->text, request->task);
  return G_SOURCE_REMOVE;
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
  send (request_new (self, task, 0, text), search_on_thread);
}

GPtrArray *
redress_sync_search_server_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
