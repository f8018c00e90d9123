/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

#define MAX_HITS 100

typedef struct
{
  RedressEngine *engine;
  gint64 ticket;
  char *sha256;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *wish = data;

  g_free (wish->sha256);
  g_free (wish);
}

/* TRUE if @task was answered because nobody is signed in. */
gboolean
redress_engine_refuse_offline (RedressEngine *self, GTask *task)
{
  if (self->http != NULL && self->session->access_token != NULL)
    return FALSE;
  g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                           _ ("There is no connection to the server."));
  g_object_unref (task);
  return TRUE;
}

/* A full disk must not keep an agent from looking; a wrong digest must. */
static gboolean
keep (RedressStore *store, const char *sha256, GBytes *bytes, GError **error)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autofree char *found = NULL;

  if (store != NULL && redress_store_put_evidence_sync (store, sha256, bytes, NULL))
    return TRUE;
  found = redress_sha256_hex (data, length);
  if (g_str_equal (found, sha256))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s",
               _ ("The file is not the one that was handed in. It is not shown."));
  return FALSE;
}

static void
got_evidence_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Wish *wish = g_task_get_task_data (task);
  RedressEngine *engine = wish->engine;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);

  if (reply != NULL && reply->status != 200)
    error = redress_http_error_from_status (reply->status);
  if (error == NULL && keep (engine->store, wish->sha256, reply->body, &error))
    {
      g_task_return_pointer (task, g_bytes_ref (reply->body), (GDestroyNotify)g_bytes_unref);
      return;
    }
  if (engine->fetcher != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    redress_fetcher_note_evidence (engine->fetcher, wish->ticket, wish->sha256, error);
  g_task_return_error (task, g_steal_pointer (&error));
}

void
redress_engine_fetch_evidence (RedressEngine *self, gint64 ticket, const char *sha256, GTask *task)
{
  g_autofree char *id = redress_ticket_format_id (ticket);
  g_autofree char *path = g_strconcat ("/v1/tickets/", id, "/evidence/", sha256, NULL);
  RedressCall call = {
    .method = "GET", .path = path, .max_bytes = REDRESS_MAX_EVIDENCE_BYTES, .timeout = 120
  };
  Wish *wish = g_new0 (Wish, 1);

  wish->engine = self;
  wish->ticket = ticket;
  wish->sha256 = g_strdup (sha256);
  g_task_set_task_data (task, wish, wish_free);
  if (redress_engine_refuse_offline (self, task))
    return;
  redress_fetcher_note_evidence (self->fetcher, ticket, sha256, NULL);
  redress_http_send_async (self->http, &call, g_task_get_cancellable (task), got_evidence_cb, task);
}

static gpointer
read_hits (JsonObject *object, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (g_object_unref);
  JsonArray *results = NULL;

  if (!redress_json_read_array (object, "results", TRUE, MAX_HITS, &results, error))
    return NULL;
  for (guint i = 0; i < json_array_get_length (results); i++)
    {
      JsonNode *element = json_array_get_element (results, i);
      RedressSummary *summary =
          JSON_NODE_HOLDS_OBJECT (element)
              ? redress_summary_from_json (json_node_get_object (element), error)
              : NULL;

      if (summary == NULL)
        {
          g_prefix_error (error, "results[%u]: ", i);
          return NULL;
        }
      g_ptr_array_add (hits, summary);
    }
  return g_steal_pointer (&hits);
}

static const RedressQuestion search = {
  .read = read_hits,
  .destroy = (GDestroyNotify)g_ptr_array_unref,
};

void
redress_engine_search (RedressEngine *self, const char *text, GTask *task)
{
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  g_autofree char *path = g_strdup_printf ("/v1/search?limit=50&q=%s", escaped);
  RedressCall call = { .method = "GET", .path = path };

  redress_engine_ask (self, &search, &call, task);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, NULL);

  /* Without an answer the session ends by itself; the agent is signed out all the same. */
  g_task_return_boolean (task, TRUE);
}

void
redress_engine_sign_out (RedressEngine *self, GTask *task)
{
  RedressCall call = { .method = "DELETE", .path = "/v1/sessions/current", .timeout = 5 };

  if (self->http == NULL || self->session->access_token == NULL)
    {
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  redress_http_send_async (self->http, &call, g_task_get_cancellable (task), signed_out_cb, task);
}

void
redress_engine_set_open_ticket (RedressEngine *self, gint64 ticket)
{
  self->open_ticket = ticket;
  if (ticket != 0 && self->fetcher != NULL)
    redress_fetcher_want_ticket (self->fetcher, ticket);
}
