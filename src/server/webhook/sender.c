/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/sender.h"

#include "config.h"

#include "server/log.h"
#include "server/webhook/delivery.h"
#include "sql/transaction.h"

#define TICK_MS 1000
/* A slow platform holds up nobody but itself. */
#define MOST_OF_ONE 8
/* Longer than a try lasts: who took an event and died leaves it to the next. */
#define LEASE (2 * REDRESS_MINUTE)
/* The last failure makes it a dead letter. */
static const gint64 delays[] = {
  5 * REDRESS_SECOND, 5 * REDRESS_MINUTE, 30 * REDRESS_MINUTE, 2 * REDRESS_HOUR,  5 * REDRESS_HOUR,
  10 * REDRESS_HOUR,  14 * REDRESS_HOUR,  20 * REDRESS_HOUR,   24 * REDRESS_HOUR,
};

struct _RedressWebhookSender
{
  RedressServer *server;
  GBytes *key;
  GMainContext *context;
  GSource *timer;
  SoupSession *session; /* (nullable): made in the context, by the first event */
  GCancellable *cancellable;
  gint64 n_failed; /* database thread: looks for events, one after the other */
  GHashTable
      *full; /* (owned) (element-type utf8): database thread: had as many as may go at once */

  GMutex lock;
  GCond changed;
  GHashTable *flying; /* (element-type utf8 guint): how many of a platform are under way */
  guint n_busy;       /* those, and jobs that wait for a thread */
};

/* One event on its way. */
typedef struct
{
  RedressWebhookSender *sender;
  RedressWebhookEndpoint *endpoint;
  RedressWebhookEvent *event;
  RedressWebhookAnswer answer;
  gboolean has_landed; /* makes room for another */
} Flight;

/**
 * redress_webhook_get_delay:
 * @failures: how often it failed, at least once
 *
 * Returns: microseconds to the next try; 0: it is given up
 */
gint64
redress_webhook_get_delay (gint64 failures)
{
  return failures >= 1 && failures <= (gint64)G_N_ELEMENTS (delays) ? delays[failures - 1] : 0;
}

static void
change_busy (RedressWebhookSender *self, int by)
{
  g_mutex_lock (&self->lock);
  self->n_busy = (guint)((int)self->n_busy + by);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static guint
change_flying (RedressWebhookSender *self, const char *platform, int by)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = GPOINTER_TO_UINT (g_hash_table_lookup (self->flying, platform));
  n = (guint)((int)n + by);
  g_hash_table_insert (self->flying, g_strdup (platform), GUINT_TO_POINTER (n));
  g_mutex_unlock (&self->lock);
  return n;
}

static void
land (Flight *self)
{
  if (!self->has_landed)
    change_flying (self->sender, self->endpoint->platform, -1);
  self->has_landed = TRUE;
}

static void
flight_free (gpointer data)
{
  Flight *self = data;

  land (self);
  change_busy (self->sender, -1);
  redress_webhook_endpoint_free (self->endpoint);
  redress_webhook_event_free (self->event);
  g_free (self->answer.words);
  g_free (self);
}

static gboolean
is_taken (const RedressWebhookAnswer *answer)
{
  return answer->status >= 200 && answer->status < 300;
}

static void
note_failure (Flight *self, RedressTime now)
{
  RedressWebhookEvent *event = self->event;
  gint64 delay = redress_webhook_get_delay (event->attempts);

  if (delay == 0)
    {
      event->dead_at = now;
      event->next_at = REDRESS_TIME_UNKNOWN;
    }
  else
    event->next_at = now + MAX (delay, self->answer.retry_after);
}

/* Gone says: nobody listens there any more. */
static gboolean
stop_endpoint (Flight *self, RedressSqlConnection *connection, RedressTime now, GError **error)
{
  g_autoptr (RedressWebhookEndpoint) endpoint = NULL;

  if (self->answer.status != 410)
    return TRUE;
  if (!redress_webhook_endpoint_table_find (connection, self->endpoint->platform, &endpoint, error))
    return FALSE;
  if (endpoint == NULL || endpoint->stopped_at != REDRESS_TIME_UNKNOWN)
    return TRUE;

  endpoint->stopped_at = now;
  endpoint->stopped_by = g_strdup ("server");
  endpoint->stopped_why = g_strdup ("410 Gone");
  redress_log (redress_server_get_clock (self->sender->server), "webhook-gone",
               REDRESS_LOG_TEXT ("platform", endpoint->platform));
  return redress_webhook_endpoint_table_put (connection, endpoint, now, error) &&
         redress_webhook_event_table_park (connection, endpoint->platform, error);
}

static RedressSqlOutcome
record_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Flight *self = data;
  RedressTime now = redress_clock_now (redress_server_get_clock (self->sender->server));
  RedressWebhookEvent *event = self->event;

  event->attempts++;
  event->tried_at = now;
  event->status = self->answer.status;
  g_free (event->words);
  event->words = g_strdup (self->answer.words);
  g_free (event->silence);
  event->silence = g_strdup (self->answer.silence);
  if (is_taken (&self->answer))
    {
      event->sent_at = now;
      event->next_at = REDRESS_TIME_UNKNOWN;
    }
  else
    note_failure (self, now);
  return redress_webhook_event_table_update (connection, event, error) &&
                 stop_endpoint (self, connection, now, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static void fill_again (RedressWebhookSender *self, const char *platform);

/* Database thread. What cannot be written down is tried again after the lease. */
static void
record (RedressServer *server, gpointer data)
{
  Flight *self = data;
  g_autoptr (GError) error = NULL;

  land (self);
  if (!redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                                record_in_transaction, self, &error))
    redress_log (redress_server_get_clock (server), "webhook-unrecorded",
                 REDRESS_LOG_NUMBER ("event", self->event->id),
                 REDRESS_LOG_TEXT ("error", error->message));
  else if (!is_taken (&self->answer))
    redress_log (redress_server_get_clock (server),
                 self->event->dead_at != REDRESS_TIME_UNKNOWN ? "webhook-dead" : "webhook-failed",
                 REDRESS_LOG_TEXT ("platform", self->event->platform),
                 REDRESS_LOG_NUMBER ("event", self->event->id),
                 REDRESS_LOG_NUMBER ("attempts", self->event->attempts),
                 REDRESS_LOG_NUMBER ("status", self->answer.status));
  if (is_taken (&self->answer))
    fill_again (self->sender, self->endpoint->platform);
}

static void
answered (const RedressWebhookAnswer *answer, gpointer data)
{
  Flight *self = data;

  /* The end of this server says nothing about the platform. */
  if (answer->status == 0 && g_cancellable_is_cancelled (self->sender->cancellable))
    {
      flight_free (self);
      return;
    }
  self->answer.status = answer->status;
  self->answer.retry_after = answer->retry_after;
  self->answer.silence = answer->silence;
  self->answer.words = g_strdup (answer->words);
  redress_server_run_later (self->sender->server, record, self, flight_free);
}

/* How much is under way is bounded for each platform, and by nothing else: what had to wait for a
 * connection because others are slow would use up its time. */
static void
make_session (RedressWebhookSender *self)
{
  self->session =
      soup_session_new_with_options ("user-agent", "redress-server/" REDRESS_VERSION, "max-conns",
                                     G_MAXINT, "max-conns-per-host", G_MAXINT, NULL);
}

static gboolean
send_cb (gpointer data)
{
  Flight *self = data;
  RedressWebhookSender *sender = self->sender;
  RedressTime now = redress_clock_now (redress_server_get_clock (sender->server));

  if (sender->session == NULL)
    make_session (sender);
  redress_webhook_deliver (sender->session, self->endpoint, self->event, sender->key, now,
                           sender->cancellable, answered, self);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  RedressWebhookSender *sender;
  RedressWebhookEndpoint *endpoint;
  guint most;
  GPtrArray *events;
} Taking;

static RedressSqlOutcome
take_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Taking *taking = data;
  RedressTime now = redress_clock_now (redress_server_get_clock (taking->sender->server));

  taking->events = redress_webhook_event_table_take (connection, taking->endpoint->platform, now,
                                                     now + LEASE, taking->most, error);
  return taking->events != NULL && taking->events->len > 0 ? REDRESS_SQL_COMMIT
                                                           : REDRESS_SQL_ROLLBACK;
}

static void
fly (RedressWebhookSender *self, RedressWebhookEndpoint *endpoint, RedressWebhookEvent *event)
{
  Flight *flight = g_new0 (Flight, 1);

  flight->sender = self;
  flight->endpoint = endpoint;
  flight->event = event;
  change_flying (self, endpoint->platform, 1);
  change_busy (self, 1);
  g_main_context_invoke (self->context, send_cb, flight);
}

static RedressWebhookEndpoint *
copy_endpoint (const RedressWebhookEndpoint *endpoint)
{
  RedressWebhookEndpoint *copy = g_new0 (RedressWebhookEndpoint, 1);

  copy->platform = g_strdup (endpoint->platform);
  copy->url = g_strdup (endpoint->url);
  copy->generation = endpoint->generation;
  copy->rotated_at = endpoint->rotated_at;
  return copy;
}

/* The next look comes soon, so a failure is told once, and its end. */
static void
note_look (RedressWebhookSender *self, const GError *error)
{
  RedressClock *clock = redress_server_get_clock (self->server);

  if (error == NULL && self->n_failed > 0)
    redress_log (clock, "webhooks-read-again", REDRESS_LOG_NUMBER ("failed", self->n_failed));
  else if (error != NULL && self->n_failed == 0)
    redress_log (clock, "webhooks-unread", REDRESS_LOG_TEXT ("error", error->message));
  self->n_failed = error != NULL ? self->n_failed + 1 : 0;
  if (error != NULL)
    redress_metrics_add (redress_server_get_metrics (self->server),
                         "redress_webhook_look_failures_total", NULL, 1);
}

static gboolean
send_some (RedressWebhookSender *self, RedressWebhookEndpoint *endpoint, GError **error)
{
  guint flying = change_flying (self, endpoint->platform, 0);
  Taking taking = { .sender = self,
                    .endpoint = endpoint,
                    .most = MOST_OF_ONE - MIN (flying, MOST_OF_ONE) };
  g_autoptr (GPtrArray) events = NULL;
  gboolean done;

  if (taking.most == 0)
    return TRUE;
  done = redress_sql_transaction (redress_server_get_connection (self->server), REDRESS_SQL_WRITE,
                                  take_in_transaction, &taking, error);
  events = taking.events;
  if (done && events->len == taking.most)
    g_hash_table_add (self->full, g_strdup (endpoint->platform));
  else
    g_hash_table_remove (self->full, endpoint->platform);
  while (done && events->len > 0)
    fly (self, copy_endpoint (endpoint), g_ptr_array_steal_index (events, 0));
  return done;
}

/* Of all platforms, or of one alone. */
static void
look (RedressWebhookSender *self, const char *platform)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) endpoints = redress_webhook_endpoint_table_list_running (
      redress_server_get_connection (self->server), &error);

  for (guint i = 0; error == NULL && i < endpoints->len; i++)
    {
      RedressWebhookEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (!g_cancellable_is_cancelled (self->cancellable) &&
          (platform == NULL || g_str_equal (platform, endpoint->platform)))
        send_some (self, endpoint, &error);
    }
  note_look (self, error);
}

/* Where more waits than may go at once, each that was taken makes room for the next: a platform is
 * told as fast as it answers. */
static void
fill_again (RedressWebhookSender *self, const char *platform)
{
  if (g_hash_table_contains (self->full, platform))
    look (self, platform);
}

/* Database thread. */
static void
fill (RedressServer *server, gpointer data)
{
  look (*(RedressWebhookSender **)data, NULL);
}

static void
filled (gpointer data)
{
  RedressWebhookSender **self = data;

  change_busy (*self, -1);
  g_free (self);
}

static gboolean
tick_cb (gpointer data)
{
  RedressWebhookSender *self = data;

  change_busy (self, 1);
  redress_server_run_later (self->server, fill, g_memdup2 (&self, sizeof self), filled);
  return G_SOURCE_CONTINUE;
}

/**
 * redress_webhook_sender_new:
 * @server: a server that serves
 * @key: what secrets are made of
 * @context: where requests run
 *
 * Returns: (transfer full): a sender at work
 */
RedressWebhookSender *
redress_webhook_sender_new (RedressServer *server, GBytes *key, GMainContext *context)
{
  RedressWebhookSender *self = g_new0 (RedressWebhookSender, 1);

  self->server = server;
  self->key = g_bytes_ref (key);
  self->context = g_main_context_ref (context);
  self->cancellable = g_cancellable_new ();
  self->flying = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->full = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->timer = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->timer, tick_cb, self, NULL);
  g_source_attach (self->timer, context);
  return self;
}

/* In the context, where no tick runs meanwhile. */
static gboolean
end_cb (gpointer data)
{
  RedressWebhookSender *self = data;

  g_source_destroy (self->timer);
  g_cancellable_cancel (self->cancellable);
  change_busy (self, -1);
  return G_SOURCE_REMOVE;
}

static gboolean
drop_session_cb (gpointer data)
{
  RedressWebhookSender *self = data;

  g_clear_object (&self->session);
  change_busy (self, -1);
  return G_SOURCE_REMOVE;
}

static void
run_in_context (RedressWebhookSender *self, GSourceFunc func)
{
  change_busy (self, 1);
  g_main_context_invoke (self->context, func, self);
  g_mutex_lock (&self->lock);
  while (self->n_busy > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * redress_webhook_sender_stop:
 * @self: the sender
 *
 * Ends what is under way, which goes again later, and waits for its end.
 */
void
redress_webhook_sender_stop (RedressWebhookSender *self)
{
  run_in_context (self, end_cb);
  run_in_context (self, drop_session_cb);
}

/**
 * redress_webhook_sender_free:
 * @self: (transfer full) (nullable): a sender that was stopped
 */
void
redress_webhook_sender_free (RedressWebhookSender *self)
{
  if (self == NULL)
    return;

  g_source_unref (self->timer);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->flying);
  g_hash_table_unref (self->full);
  g_main_context_unref (self->context);
  g_bytes_unref (self->key);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}
