/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/engine-private.h"

#include "config.h"

#include "core/error.h"
#include "wire/json.h"

#include <glib/gi18n.h>

/* Beyond this a desk's clock is wrong enough to say so. */
#define SKEW_LIMIT (120 * REDRESS_SECOND)
#define KEEP_ALIVE_SECONDS 30
/* The access token is exchanged a little before it ends. */
#define REFRESH_BEFORE (2 * REDRESS_MINUTE)

RedressEngine *
redress_engine_new (RedressClock *clock, const RedressEngineListener *listener, gpointer owner)
{
  RedressEngine *self = g_new0 (RedressEngine, 1);

  self->clock = redress_clock_ref (clock);
  self->listener = *listener;
  self->owner = owner;
  self->prefetch = TRUE;
  self->status = REDRESS_SYNC_SIGNED_OUT;
  return self;
}

void
redress_engine_free (RedressEngine *self)
{
  if (self == NULL)
    return;
  redress_engine_stop (self);
  redress_clock_unref (self->clock);
  g_free (self->witness_folder);
  g_free (self);
}

RedressFailure
redress_engine_judge (RedressEngine *self, const RedressReply *reply, const GError *error)
{
  RedressFailure failure =
      reply != NULL ? redress_failure_from_status (reply->status) : REDRESS_FAILURE_UNREACHABLE;

  if (reply == NULL)
    self->listener.trouble (error->message, self->owner);
  else if (reply->status == 304)
    failure = REDRESS_FAILURE_NONE;
  else if (failure == REDRESS_FAILURE_UNREACHABLE)
    self->listener.trouble (_ ("The server has a problem of its own."), self->owner);
  else if (!self->push_refused)
    self->listener.trouble (NULL, self->owner);
  return failure;
}

JsonNode *
redress_engine_parse (const RedressReply *reply, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (reply->body, &length);
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                   _ ("The server's answer is not what was asked for."));
      return NULL;
    }
  return g_steal_pointer (&node);
}

GError *
redress_engine_create_refusal (const RedressReply *reply,
                               const RedressRefusal *refusals,
                               guint n_refusals)
{
  const char *code = reply->problem != NULL ? reply->problem->code : NULL;

  for (guint i = 0; i < n_refusals; i++)
    if (g_strcmp0 (refusals[i].code, code) == 0)
      return g_error_new_literal (REDRESS_ERROR, REDRESS_ERROR_CONFLICT, _ (refusals[i].words));
  return redress_http_error_from_status (reply->status);
}

/* The same question goes again after a while. Takes @text. */
static void
feed_failed (RedressEngine *self, char *text)
{
  self->listener.trouble (text, self->owner);
  g_free (text);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                                  .failure = REDRESS_FAILURE_UNREACHABLE });
}

/* An answer that cannot be read is no answer. */
static void
feed_garbled (RedressEngine *self, const GError *error)
{
  feed_failed (self,
               g_strdup_printf (_ ("The server's answer cannot be read: %s"), error->message));
}

static void
disk_failed (RedressEngine *self, const GError *error)
{
  feed_failed (self,
               g_strdup_printf (_ ("The disk of this computer does not work: %s"), error->message));
}

/* Where the cache was begun anew in the meantime, the next poll asks from its beginning. */
static void
page_not_taken (RedressEngine *self, const GError *error)
{
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE, .more = TRUE });
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_INVALID))
    feed_garbled (self, error);
  else
    disk_failed (self, error);
}

static void
note_page (RedressEngine *self, const RedressChangePage *page)
{
  RedressTime now = redress_clock_now (self->clock);
  gint64 skew = now - page->server_time;

  self->applied += page->changes->len;
  self->listener.progress (self->applied, page->more ? self->applied + 500 : self->applied,
                           self->owner);
  self->listener.synced (now, ABS (skew) > SKEW_LIMIT ? skew / REDRESS_SECOND : 0, self->owner);
}

static void
got_me_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressEngine *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressAccount) account = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->asking_me = FALSE;
  if (reply == NULL || reply->status != 200)
    return;
  node = redress_engine_parse (reply, NULL);
  if (node != NULL)
    account = redress_account_from_json (json_node_get_object (node), NULL);
  if (account == NULL)
    return;
  self->grants_version = account->grants_version;
  redress_account_free (self->session->account);
  self->session->account = g_steal_pointer (&account);
  redress_store_set_account_sync (self->store, self->session->account, NULL);
  self->listener.session (self->session, self->owner);
  redress_engine_wake (self);
}

/* Role or scopes changed on the server: what left the scope must go before anything else. */
static void
ask_me (RedressEngine *self)
{
  RedressCall call = { .method = "GET", .path = "/v1/me" };

  if (self->asking_me)
    return;
  self->asking_me = TRUE;
  redress_http_send_async (self->http, &call, self->cancellable, got_me_cb, self);
}

static void
polled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressEngine *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autoptr (RedressChangePage) page = NULL;
  g_autoptr (JsonNode) node = NULL;
  RedressFailure failure;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  failure = redress_engine_judge (self, reply, error);
  if (failure != REDRESS_FAILURE_NONE)
    {
      redress_engine_event (
          self, (RedressSyncEvent){ .kind = REDRESS_EVENT_FEED_FAILED,
                                    .failure = failure,
                                    .retry_after = reply != NULL ? reply->retry_after : 0 });
      return;
    }
  node = redress_engine_parse (reply, &error);
  page = node != NULL ? redress_change_page_from_json (json_node_get_object (node), &error) : NULL;
  if (page == NULL)
    {
      feed_garbled (self, error);
      return;
    }
  if (!redress_store_apply_page_sync (self->store, self->asked_from, page, &error))
    {
      page_not_taken (self, error);
      return;
    }
  if (page->grants_version != self->grants_version)
    ask_me (self);
  note_page (self, page);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_PAGE, .more = page->more });
}

static void
poll_feed (RedressEngine *self, guint wait)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = redress_store_get_cursor_sync (self->store, &error);
  g_autofree char *escaped = cursor != NULL ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
  g_autofree char *path = NULL;
  RedressCall call = { .method = "GET", .timeout = wait + 20 };

  if (error != NULL)
    {
      disk_failed (self, error);
      return;
    }
  g_free (self->asked_from);
  self->asked_from = g_steal_pointer (&cursor);
  path = escaped != NULL
             ? g_strdup_printf ("/v1/changes?limit=500&wait=%u&cursor=%s", wait, escaped)
             : g_strdup_printf ("/v1/changes?limit=500&wait=%u", wait);
  call.path = path;
  redress_http_send_async (self->http, &call, self->cancellable, polled_cb, self);
}

static void
refreshed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressEngine *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressSession) session = NULL;
  RedressFailure failure;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  failure = redress_engine_judge (self, reply, error);
  if (failure == REDRESS_FAILURE_NONE)
    {
      node = redress_engine_parse (reply, NULL);
      session = node != NULL ? redress_session_from_json (json_node_get_object (node), NULL) : NULL;
      if (session == NULL)
        failure = REDRESS_FAILURE_UNREACHABLE;
    }
  if (failure != REDRESS_FAILURE_NONE)
    {
      redress_engine_event (
          self, (RedressSyncEvent){ .kind = REDRESS_EVENT_REFRESH_FAILED, .failure = failure });
      return;
    }
  redress_session_free (self->session);
  self->session = g_steal_pointer (&session);
  redress_http_set_token (self->http, self->session->access_token);
  self->listener.session (self->session, self->owner);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_REFRESHED });
}

static void
refresh (RedressEngine *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GBytes) body = NULL;
  RedressCall call = { .method = "POST", .path = "/v1/sessions/refresh" };

  redress_json_set_string (object, "refresh_token", self->session->refresh_token);
  json_node_set_object (node, object);
  body = redress_json_canonical (node);
  call.body = body;
  redress_http_set_token (self->http, NULL);
  redress_http_send_async (self->http, &call, self->cancellable, refreshed_cb, self);
}

static void
reset (RedressEngine *self)
{
  g_autoptr (GError) error = NULL;

  self->applied = 0;
  if (!redress_store_reset_feed_sync (self->store, &error))
    self->listener.trouble (error->message, self->owner);
}

static gboolean
timer_cb (gpointer user_data)
{
  RedressEngine *self = user_data;

  g_clear_pointer (&self->timer, g_source_unref);
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER });
  return G_SOURCE_REMOVE;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
set_timer (RedressEngine *self, RedressTime when)
{
  gint64 delay;

  clear_source (&self->timer);
  if (when == REDRESS_TIME_UNKNOWN)
    return;
  delay = when - redress_clock_now (self->clock);
  /* A wrong clock that is put right must not leave a timer hours away. */
  self->timer = g_timeout_source_new ((guint)(CLAMP (delay, 0, REDRESS_MINUTE) / 1000 + 1));
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, g_main_context_get_thread_default ());
}

void
redress_engine_event (RedressEngine *self, RedressSyncEvent event)
{
  RedressTime now = redress_clock_now (self->clock);
  RedressSyncStep step;

  event.next_send = REDRESS_TIME_UNKNOWN;
  if (self->store != NULL)
    redress_store_next_send_sync (self->store, &event.next_send, NULL);
  step = redress_machine_step (&self->machine, &event, now, g_random_int ());
  if (step.status != self->status)
    {
      self->status = step.status;
      self->listener.status (step.status, now, self->owner);
      if (self->witness != NULL)
        redress_witness_set_online (self->witness, step.status == REDRESS_SYNC_ONLINE);
    }
  set_timer (self, step.timer);
  if (step.actions & REDRESS_DO_RESET)
    reset (self);
  if (step.actions & REDRESS_DO_REFRESH)
    refresh (self);
  if (step.actions & REDRESS_DO_POLL)
    poll_feed (self, step.poll_wait);
  if (step.actions & REDRESS_DO_PUSH)
    redress_engine_push (self);
  if (step.actions & REDRESS_DO_PREFETCH && self->fetcher != NULL)
    redress_fetcher_refill (self->fetcher, self->open_ticket, self->prefetch);
}

static gboolean
keep_alive_cb (gpointer user_data)
{
  RedressEngine *self = user_data;
  RedressTime now = redress_clock_now (self->clock);

  redress_engine_renew (self);
  if (self->status == REDRESS_SYNC_ONLINE && self->session->access_until - now < REFRESH_BEFORE &&
      !self->machine.need_refresh)
    {
      self->machine.need_refresh = TRUE;
      redress_engine_wake (self);
    }
  return G_SOURCE_CONTINUE;
}

void
redress_engine_start (RedressEngine *self,
                      RedressHttp *http,
                      RedressSession *session,
                      RedressStore *store)
{
  g_autofree char *cursor = NULL;

  redress_engine_stop (self);
  self->http = http;
  self->session = session;
  self->store = g_object_ref (store);
  self->cancellable = g_cancellable_new ();
  self->grants_version = session->account->grants_version;
  self->n_alone = 0;
  self->push_refused = FALSE;
  self->applied = 0;
  redress_http_set_token (http, session->access_token);
  redress_store_set_account_sync (store, session->account, NULL);
  self->fetcher = redress_fetcher_new (http, store, session->account->id, self->cancellable,
                                       self->listener.fetched, self->owner);
  if (self->witness_folder != NULL)
    self->witness = redress_witness_new (http, self->witness_folder, self->clock,
                                         self->listener.proofs, self->owner);
  self->keep_alive = g_timeout_source_new_seconds (KEEP_ALIVE_SECONDS);
  g_source_set_callback (self->keep_alive, keep_alive_cb, self, NULL);
  g_source_attach (self->keep_alive, g_main_context_get_thread_default ());
  cursor = redress_store_get_cursor_sync (store, NULL);
  redress_engine_event (
      self, (RedressSyncEvent){ .kind = REDRESS_EVENT_START, .first_sync = cursor == NULL });
  /* A resumed session has no access token yet. */
  if (session->access_token == NULL)
    {
      self->machine.need_refresh = TRUE;
      redress_engine_wake (self);
    }
}

void
redress_engine_set_witness_folder (RedressEngine *self, const char *folder)
{
  g_free (self->witness_folder);
  self->witness_folder = g_strdup (folder);
}

void
redress_engine_stop (RedressEngine *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  clear_source (&self->timer);
  clear_source (&self->keep_alive);
  g_clear_pointer (&self->fetcher, redress_fetcher_free);
  g_clear_pointer (&self->witness, redress_witness_free);
  g_clear_pointer (&self->sending, g_ptr_array_unref);
  g_clear_pointer (&self->asked_from, g_free);
  g_clear_pointer (&self->http, redress_http_free);
  g_clear_pointer (&self->session, redress_session_free);
  g_clear_object (&self->store);
  g_clear_object (&self->cancellable);
  self->asking_me = FALSE;
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_STOP });
}

void
redress_engine_wake (RedressEngine *self)
{
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_WAKE });
}

void
redress_engine_look (RedressEngine *self)
{
  redress_engine_event (self, (RedressSyncEvent){ .kind = REDRESS_EVENT_TIMER });
}

void
redress_engine_set_prefetch (RedressEngine *self, gboolean prefetch)
{
  self->prefetch = prefetch;
}
