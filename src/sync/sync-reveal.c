/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

typedef struct
{
  gint64 ticket;
  char *fact;   /* (nullable) */
  char *sha256; /* (nullable) */
  char *reason; /* (nullable): NULL: the bytes of what was revealed */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_free (request->fact);
  g_free (request->sha256);
  g_free (request->reason);
  g_free (request);
}

/**
 * redress_revealed_free:
 * @self: (transfer full) (nullable): what was revealed
 */
void
redress_revealed_free (RedressRevealed *self)
{
  if (self == NULL)
    return;

  redress_fact_free (self->fact);
  redress_evidence_free (self->evidence);
  g_free (self);
}

static void
ask_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  if (request->reason != NULL)
    redress_engine_reveal (engine, request->ticket, request->fact, request->sha256, request->reason,
                           task);
  else
    redress_engine_fetch_revealed (engine, request->ticket, request->sha256, task);
}

/* Takes @task. */
static void
ask (RedressSync *self,
     GTask *task,
     gint64 ticket,
     const char *fact,
     const char *sha256,
     const char *reason)
{
  Request *request = g_new0 (Request, 1);

  request->ticket = ticket;
  request->fact = g_strdup (fact);
  request->sha256 = g_strdup (sha256);
  request->reason = g_strdup (reason);
  redress_sync_ask (self, task, ask_on_thread, request, request_free);
}

void
redress_sync_reveal_async (RedressSync *self,
                           gint64 ticket,
                           const char *fact,
                           const char *sha256,
                           const char *reason,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REDRESS_IS_SYNC (self));
  g_return_if_fail (reason != NULL);

  g_task_set_source_tag (task, redress_sync_reveal_async);
  ask (self, task, ticket, fact, sha256, reason);
}

RedressRevealed *
redress_sync_reveal_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
redress_sync_fetch_revealed_async (RedressSync *self,
                                   gint64 ticket,
                                   const char *sha256,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (REDRESS_IS_SYNC (self));
  g_return_if_fail (sha256 != NULL);

  g_task_set_source_tag (task, redress_sync_fetch_revealed_async);
  ask (self, task, ticket, NULL, sha256, NULL);
}
