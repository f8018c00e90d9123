/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/authenticate.h"
#include "server/log.h"
#include "server/server.h"

#include <string.h>

/* The life of one request, from the request line to the sent answer. */

RedressExchange *
redress_exchange_new (RedressEdge *edge, struct MHD_Connection *connection, const char *uri)
{
  RedressExchange *self = g_new0 (RedressExchange, 1);
  guint64 number = edge->id_base + (guint)g_atomic_int_add (&edge->n_requests, 1);

  self->edge = edge;
  self->connection = connection;
  self->uri = g_strdup (uri);
  self->content_length = -1;
  self->started = g_get_monotonic_time ();
  self->link.data = self;
  g_snprintf (self->id, sizeof self->id, "%016" G_GINT64_MODIFIER "x", number);
  redress_response_init (&self->response);
  return self;
}

static void
clear_computed (RedressExchange *self)
{
  if (self->computed != NULL && self->computed_free != NULL)
    self->computed_free (self->computed);
  self->computed = NULL;
}

/* One request less of its account. */
static void
leave_account (RedressExchange *self)
{
  GHashTable *counts = self->edge->counts;
  guint n;

  if (!self->is_counted)
    return;
  g_mutex_lock (&self->edge->lock);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (counts, self->account->id));
  if (n > 1)
    g_hash_table_insert (counts, g_strdup (self->account->id), GUINT_TO_POINTER (n - 1));
  else
    g_hash_table_remove (counts, self->account->id);
  g_mutex_unlock (&self->edge->lock);
  self->is_counted = FALSE;
}

void
redress_exchange_free (RedressExchange *self)
{
  leave_account (self);
  clear_computed (self);
  redress_response_clear (&self->response);
  g_clear_pointer (&self->upload, redress_upload_free);
  redress_exchange_drop_body (self);
  g_clear_pointer (&self->account, redress_account_free);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_clear_pointer (&self->captures, g_strfreev);
  g_free (self->method);
  g_free (self->uri);
  g_free (self);
}

/* Gives the exchange back to libmicrohttpd, which will call the handler again. */
static void
hand_back (RedressExchange *self)
{
  RedressEdge *edge = self->edge;

  MHD_resume_connection (self->connection);
  g_mutex_lock (&edge->lock);
  edge->n_away--;
  g_cond_broadcast (&edge->cond);
  g_mutex_unlock (&edge->lock);
}

void
redress_exchange_finish (RedressExchange *self)
{
  self->phase = REDRESS_EXCHANGE_ANSWER;
  hand_back (self);
}

/* One request more of its account; FALSE if there are too many. */
static gboolean
enter_account (RedressExchange *self)
{
  RedressEdge *edge = self->edge;
  guint n;

  if (self->is_counted)
    return TRUE;
  g_mutex_lock (&edge->lock);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (edge->counts, self->account->id));
  self->is_counted = n < edge->limits.per_account;
  if (self->is_counted)
    g_hash_table_insert (edge->counts, g_strdup (self->account->id), GUINT_TO_POINTER (n + 1));
  g_mutex_unlock (&edge->lock);
  return self->is_counted;
}

/* A connector that names another platform learns nothing about it. */
static gboolean
check_platform (RedressExchange *self)
{
  if (self->route->access != REDRESS_ACCESS_CONNECTOR ||
      redress_account_has_scope (self->account, self->captures[0]))
    return TRUE;
  redress_response_problem (&self->response, 404, "not_found", "There is no such thing", NULL);
  return FALSE;
}

/* Thread of the database or a reader: who asks? Again for each run, because a session may end while
 * it waits. */
static gboolean
authenticate (RedressExchange *self, RedressTime now)
{
  const char *token = redress_bearer_token (g_hash_table_lookup (self->headers, "authorization"));
  g_autoptr (RedressAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  if (self->route->access != REDRESS_ACCESS_ACCOUNT &&
      self->route->access != REDRESS_ACCESS_CONNECTOR)
    return TRUE;
  account = redress_authenticate (self->edge->server, self->route->access, token, now, &error);
  if (account == NULL)
    {
      redress_response_error (&self->response, error);
      return FALSE;
    }
  g_clear_pointer (&self->account, redress_account_free);
  self->account = g_steal_pointer (&account);
  if (enter_account (self))
    return check_platform (self);
  redress_response_problem (&self->response, 429, "too_many_requests",
                            "This account has too many requests under way", NULL);
  return FALSE;
}

static void
reset_response (RedressExchange *self)
{
  redress_response_clear (&self->response);
  redress_response_init (&self->response);
}

/* Database thread, before the body of an upload is taken. */
static void
admit (gpointer data)
{
  RedressExchange *self = data;
  g_autofree char *folder =
      g_build_filename (redress_server_get_data_dir (self->edge->server), "tmp", NULL);
  RedressTime now = redress_clock_now (redress_server_get_clock (self->edge->server));
  g_autoptr (GError) error = NULL;

  if (authenticate (self, now))
    {
      self->upload = redress_upload_new (folder, &error);
      if (self->upload == NULL)
        redress_response_error (&self->response, error);
    }
  hand_back (self);
}

void
redress_exchange_admit (RedressExchange *self)
{
  redress_jobs_push_database (self->edge->jobs, admit, self);
}

/* Computing thread. */
static void
compute (gpointer data)
{
  RedressExchange *self = data;
  RedressResponse *response = &self->response;

  response->compute (response->compute_data);
  clear_computed (self);
  self->computed = g_steal_pointer (&response->compute_data);
  self->computed_free = response->compute_free;
  response->compute = NULL;
  redress_exchange_run_again (self);
}

static void
answer_shutting_down (RedressExchange *self)
{
  reset_response (self);
  redress_response_problem (&self->response, 503, "shutting_down", "The server is going down",
                            NULL);
  redress_exchange_finish (self);
}

/* Any thread: the database did not come to it in time. */
void
redress_exchange_answer_busy (RedressExchange *self)
{
  reset_response (self);
  redress_response_problem (&self->response, 503, "try_again", "It may work later", NULL);
  self->response.cause = g_strdup ("the database does not answer");
  redress_exchange_finish (self);
}

static void
call_handler (RedressExchange *self, RedressTime now)
{
  RedressRequest request = {
    .server = self->edge->server,
    .id = self->id,
    .method = self->method,
    .path = self->uri,
    .captures = self->captures,
    .query = self->query,
    .headers = self->headers,
    .account = self->account,
    .is_local = redress_exchange_is_local (self),
    .now = now,
    .received_at = self->received_at,
    .may_park = !self->is_last_run,
    .computed = self->computed,
  };

  if (self->body != NULL)
    {
      /* The last byte is a NUL that does not count. */
      request.body = (const char *)self->body->data;
      request.body_length = self->body->len - 1;
    }
  if (self->upload != NULL)
    {
      request.body_file = redress_upload_get_path (self->upload);
      request.body_sha256 = (char *)redress_upload_get_sha256 (self->upload);
      request.body_file_size = redress_upload_get_size (self->upload);
    }
  self->route->handler (&request, &self->response);
}

/* Database thread, or one that reads where the route only does. May be done again, as long as what
 * came of it is not settled. */
void
redress_exchange_handle (RedressExchange *self)
{
  RedressTime now = redress_clock_now (redress_server_get_clock (self->edge->server));

  reset_response (self);
  if (self->received_at == 0)
    self->received_at = now;
  self->seen_moves = redress_edge_count_moves (self->edge);
  if (authenticate (self, now))
    call_handler (self, now);
}

/* After redress_exchange_handle(), in the same thread. */
void
redress_exchange_settle (RedressExchange *self)
{
  if (self->response.compute != NULL && self->response.compute_waits)
    redress_jobs_push_outside (self->edge->jobs, compute, self);
  else if (self->response.compute != NULL)
    redress_jobs_push_compute (self->edge->jobs, compute, self);
  else if (self->response.may_rest && redress_edge_rest (self))
    return;
  else if (!self->response.park || self->is_last_run)
    redress_exchange_finish (self);
  else if (!redress_edge_park (self))
    answer_shutting_down (self);
}

static void
run (gpointer data)
{
  redress_exchange_handle (data);
  redress_exchange_settle (data);
}

/* Gives the exchange, as a part of @data, to a thread that may handle it. */
void
redress_exchange_push (RedressExchange *self, RedressJobFunc func, gpointer data)
{
  if (self->route->reads)
    redress_jobs_push_read (self->edge->jobs, func, data);
  else
    redress_jobs_push_database (self->edge->jobs, func, data);
}

void
redress_exchange_run_again (RedressExchange *self)
{
  redress_exchange_push (self, run, self);
}

/* Computing thread: a file is on the disk before anybody relies on it. */
static void
finish_upload (gpointer data)
{
  RedressExchange *self = data;
  g_autoptr (GError) error = NULL;

  if (redress_upload_finish (self->upload, &error))
    {
      redress_exchange_run_again (self);
      return;
    }
  redress_response_error (&self->response, error);
  redress_exchange_finish (self);
}

void
redress_exchange_run (RedressExchange *self)
{
  if (self->upload != NULL)
    redress_jobs_push_compute (self->edge->jobs, finish_upload, self);
  else if (self->route->is_grouped)
    redress_edge_group_add (self);
  else
    redress_exchange_run_again (self);
}

/* Ids and codes alone: the path may hold a platform's numbers, so the pattern stands for it. */
void
redress_exchange_log (RedressExchange *self)
{
  RedressServer *server = self->edge->server;
  RedressMetrics *metrics = redress_server_get_metrics (server);
  gint64 took = g_get_monotonic_time () - self->started;
  const char *pattern = self->route != NULL ? self->route->pattern : "none";
  const char *method = self->route != NULL ? self->route->method : "none";
  g_autofree char *labels = g_strdup_printf ("method=\"%s\",route=\"%s\",status=\"%u\"", method,
                                             pattern, self->response.status);
  g_autofree char *route = g_strdup_printf ("method=\"%s\",route=\"%s\"", method, pattern);
  gboolean has_id = g_str_has_prefix (pattern, "/v1/tickets/{id}") && self->captures != NULL &&
                    g_str_has_prefix (self->captures[0], "T-");

  if (self->response.status == 0)
    {
      redress_metrics_add (metrics, "redress_requests_aborted_total", NULL, 1);
      return;
    }
  redress_metrics_add (metrics, "redress_requests_total", labels, 1);
  redress_metrics_observe (metrics, "redress_request_seconds", route, took);
  redress_log (redress_server_get_clock (server), "request", REDRESS_LOG_TEXT ("id", self->id),
               REDRESS_LOG_TEXT ("method", method), REDRESS_LOG_TEXT ("route", pattern),
               REDRESS_LOG_TEXT ("ticket", has_id ? self->captures[0] : ""),
               REDRESS_LOG_TEXT ("account", self->account != NULL ? self->account->id : ""),
               REDRESS_LOG_NUMBER ("status", (gint64)self->response.status),
               REDRESS_LOG_NUMBER ("bytes", self->sent_bytes), REDRESS_LOG_NUMBER ("us", took),
               REDRESS_LOG_TEXT ("cause", self->response.cause));
}
