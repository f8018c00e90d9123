/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>
#include <gnutls/crypto.h>
#include <string.h>

#define SEAL_KEY_BYTES 32

/* Signing in, or resuming, from the lock on the home to the running engine. Each step starts
 * the next; the first error ends the job. */
typedef struct
{
  char *server;
  GBytes *body;             /* (nullable): NULL when resuming */
  RedressHttp *http;        /* (nullable) */
  RedressSession *session;  /* (nullable) */
  RedressHomeEntry *entry;  /* (nullable): who worked here last */
  RedressStorePaths *paths; /* (nullable) */
  char *key;
  GBytes *seal_key; /* (nullable) */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->server);
  g_free (job->key);
  g_clear_pointer (&job->body, g_bytes_unref);
  g_clear_pointer (&job->http, redress_http_free);
  g_clear_pointer (&job->session, redress_session_free);
  g_clear_pointer (&job->entry, redress_home_entry_free);
  g_clear_pointer (&job->paths, redress_store_paths_free);
  g_clear_pointer (&job->seal_key, g_bytes_unref);
  g_free (job);
}

/* Passes the job on to a function of the sync thread. */
static gboolean
start_engine (gpointer data)
{
  GTask *task = data;
  RedressSync *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autofree char *witness = NULL;

  witness = g_build_filename (job->paths->data, "witness", NULL);
  redress_engine_set_witness_folder (self->engine, witness);
  redress_engine_start (self->engine, g_steal_pointer (&job->http), g_steal_pointer (&job->session),
                        self->store);
  return G_SOURCE_REMOVE;
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressStore) store = redress_store_open_finish (result, &error);

  if (store == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  g_free (self->key);
  self->key = g_strdup (job->key);
  self->is_plain = job->seal_key == NULL;
  redress_sync_adopt (self, job->server,
                      job->session != NULL ? job->session->account : job->entry->account, store);
  if (job->session == NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s",
                               _ ("Nobody is signed in."));
      return;
    }
  if (job->session->refresh_token != NULL)
    redress_secrets_store_async (REDRESS_SECRET_REFRESH_TOKEN, job->key,
                                 job->session->refresh_token, NULL, NULL, NULL);
  redress_sync_invoke (self, start_engine, g_object_ref (task), g_object_unref);
  g_task_return_boolean (task, TRUE);
}

static void
open_store (GTask *task)
{
  RedressSync *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);

  /* The same account again: its store is open already. */
  if (self->store != NULL && g_strcmp0 (self->key, job->key) == 0 && job->session != NULL)
    {
      redress_sync_adopt (self, job->server, job->session->account, self->store);
      redress_sync_invoke (self, start_engine, g_object_ref (task), g_object_unref);
      g_task_return_boolean (task, TRUE);
      return;
    }
  redress_store_open_async (job->paths, job->seal_key, self->clock, g_task_get_cancellable (task),
                            opened_cb, g_object_ref (task));
}

static void
looked_up_token_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  char *token = redress_secrets_lookup_finish (result, NULL);

  if (token != NULL)
    {
      job->session = redress_session_new ();
      job->session->refresh_token = token;
      job->session->account = redress_account_copy (job->entry->account);
      job->http = redress_http_new (job->server, NULL);
    }
  if (job->http == NULL)
    g_clear_pointer (&job->session, redress_session_free);
  open_store (task);
}

static void
have_seal_key (GTask *task)
{
  Job *job = g_task_get_task_data (task);

  if (job->body != NULL)
    open_store (task);
  else
    redress_secrets_lookup_async (REDRESS_SECRET_REFRESH_TOKEN, job->key,
                                  g_task_get_cancellable (task), looked_up_token_cb,
                                  g_object_ref (task));
}

static void
stored_seal_key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);

  /* A key that would be lost at the end of the session must not seal anything. */
  if (!redress_secrets_store_finish (result, NULL))
    g_clear_pointer (&job->seal_key, g_bytes_unref);
  have_seal_key (task);
}

static void
make_seal_key (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  guchar key[SEAL_KEY_BYTES];
  g_autofree char *text = NULL;

  if (gnutls_rnd (GNUTLS_RND_KEY, key, sizeof key) != 0)
    {
      have_seal_key (task);
      return;
    }
  job->seal_key = g_bytes_new (key, sizeof key);
  text = g_base64_encode (key, sizeof key);
  gnutls_memset (key, 0, sizeof key);
  redress_secrets_store_async (REDRESS_SECRET_SEAL_KEY, job->key, text,
                               g_task_get_cancellable (task), stored_seal_key_cb,
                               g_object_ref (task));
}

static void
looked_up_seal_key_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = redress_secrets_lookup_finish (result, &error);
  gsize length = 0;
  guchar *key = text != NULL ? g_base64_decode (text, &length) : NULL;

  if (length == SEAL_KEY_BYTES)
    job->seal_key = g_bytes_new_take (g_steal_pointer (&key), length);
  g_free (key);
  if (job->seal_key != NULL || error != NULL)
    have_seal_key (task);
  else
    make_seal_key (task);
}

static void
remember_on_worker (GTask *worker, gpointer source, gpointer data, GCancellable *cancellable)
{
  RedressSync *self = source;
  Job *job = data;
  GError *error = NULL;

  if (job->session != NULL &&
      !redress_home_remember (self->home, job->server, job->session->account, &error))
    g_task_return_error (worker, error);
  else
    g_task_return_boolean (worker, TRUE);
}

static void
remembered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  redress_secrets_lookup_async (REDRESS_SECRET_SEAL_KEY, job->key, g_task_get_cancellable (task),
                                looked_up_seal_key_cb, g_object_ref (task));
}

/* Who it is is known now. */
static void
have_account (GTask *task, const RedressAccount *account)
{
  RedressSync *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  g_autoptr (GTask) worker = g_task_new (self, NULL, remembered_cb, g_object_ref (task));

  job->key = redress_home_get_key (job->server, account->id);
  job->paths = redress_home_get_paths (self->home, job->key);
  g_task_set_task_data (worker, job, NULL);
  g_task_run_in_thread (worker, remember_on_worker);
}

static GError *
translate_refusal (const RedressReply *reply)
{
  const char *detail = reply->problem != NULL ? reply->problem->detail : NULL;

  switch (reply->status)
    {
    case 401:
    case 403:
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "%s",
                          _ ("Check both and try again."));
    case 426:
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_TOO_NEW, "%s",
                          _ ("The server speaks another version of the protocol. Update Redress, "
                             "or ask whoever runs the server."));
    case 429:
      if (reply->retry_after > 0)
        return g_error_new (REDRESS_ERROR, REDRESS_ERROR_RETRY, _ ("Try again in %d seconds."),
                            (int)(reply->retry_after / REDRESS_SECOND));
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_RETRY, "%s", _ ("Try again later."));
    default:
      if (reply->status >= 500)
        return g_error_new (REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                            _ ("The server has a problem of its own. Try again later."));
      return g_error_new (REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                          detail != NULL && *detail != '\0'
                              ? detail
                              : _ ("Something else answers at that address."));
    }
}

static gboolean
authorized_on_main (gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);

  have_account (task, job->session->account);
  return G_SOURCE_REMOVE;
}

/* On the sync thread. */
static void
authorized_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = g_task_get_source_object (task);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *data;

  if (reply == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (reply->status < 200 || reply->status >= 300)
    {
      g_task_return_error (task, translate_refusal (reply));
      return;
    }
  data = g_bytes_get_data (reply->body, &length);
  node = redress_json_parse (data, length, &redress_json_limits_response, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    job->session = redress_session_from_json (json_node_get_object (node), NULL);
  if (job->session == NULL)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                             _ ("Something else answers at that address."));
  else
    g_main_context_invoke_full (self->main_context, G_PRIORITY_DEFAULT, authorized_on_main,
                                g_object_ref (task), g_object_unref);
}

static gboolean
authorize_on_thread (gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);
  RedressCall call = { .method = "POST", .path = "/v1/sessions", .body = job->body, .timeout = 20 };
  GError *error = NULL;

  job->http = redress_http_new (job->server, &error);
  if (job->http == NULL)
    {
      g_task_return_error (task, error);
      return G_SOURCE_REMOVE;
    }
  g_free (job->server);
  job->server = g_strdup (redress_http_get_server (job->http));
  redress_http_send_async (job->http, &call, g_task_get_cancellable (task), authorized_cb,
                           g_object_ref (task));
  return G_SOURCE_REMOVE;
}

static void
open_home_on_worker (GTask *worker, gpointer source, gpointer data, GCancellable *cancellable)
{
  RedressSync *self = source;
  Job *job = data;
  GError *error = NULL;

  if (self->home == NULL)
    self->home = redress_home_open (self->data_dir, self->cache_dir, &error);
  if (self->home == NULL)
    {
      g_task_return_error (worker, error);
      return;
    }
  if (job->body == NULL)
    job->entry = redress_home_get_last (self->home);
  g_task_return_boolean (worker, TRUE);
}

static void
opened_home_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = REDRESS_SYNC (source);
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (job->body != NULL)
    redress_sync_invoke (self, authorize_on_thread, g_object_ref (task), g_object_unref);
  else if (job->entry == NULL)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s",
                             _ ("Nobody has signed in on this computer yet."));
  else
    {
      job->server = g_strdup (job->entry->server);
      have_account (task, job->entry->account);
    }
}

/* Takes @body. */
static void
start_job (RedressSync *self,
           const char *server,
           GBytes *body,
           gpointer tag,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (GTask) worker = g_task_new (self, NULL, opened_home_cb, g_object_ref (task));
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, job, job_free);
  job->server = g_strdup (server);
  job->body = body;
  g_task_set_task_data (worker, job, NULL);
  g_task_run_in_thread (worker, open_home_on_worker);
}

static GBytes *
make_body (const char *first, const char *first_value, const char *second, const char *second_value)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, first, first_value);
  if (second != NULL)
    json_object_set_string_member (object, second, second_value);
  json_node_set_object (node, object);
  return redress_json_canonical (node);
}

void
redress_sync_sign_in_async (RedressSync *self,
                            const char *server,
                            const char *name,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));
  start_job (self, server, make_body ("name", name, "password", password),
             redress_sync_sign_in_async, cancellable, callback, user_data);
}

void
redress_sync_sign_in_with_code_async (RedressSync *self,
                                      const char *server,
                                      const char *code,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));
  start_job (self, server, make_body ("code", code, NULL, NULL),
             redress_sync_sign_in_with_code_async, cancellable, callback, user_data);
}

gboolean
redress_sync_sign_in_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

void
redress_sync_resume_async (RedressSync *self,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (REDRESS_IS_SYNC (self));
  start_job (self, NULL, NULL, redress_sync_resume_async, cancellable, callback, user_data);
}

gboolean
redress_sync_resume_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
