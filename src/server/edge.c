/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/listen.h"
#include "server/log.h"
#include "server/server.h"

#include <gio/gio.h>
#include <signal.h>
#include <unistd.h>

/* Bytes a connection may use for its headers. libmicrohttpd answers 431 in its own words where
 * they do not fit; below that the check of the first call answers in ours. */
#define CONNECTION_MEMORY (40 * 1024)
#define REAP_INTERVAL_MS 1000

const RedressEdgeLimits redress_edge_limits_default = {
  .header_bytes = 16 * 1024,
  .json_bytes = 256 * 1024,
  .file_bytes = 64 * 1024 * 1024,
  .large_bytes = 64 * 1024 * 1024,
  .header_ms = 10 * 1000,
  .body_ms = 30 * 1000,
  .idle_ms = 75 * 1000,
  .answer_ms = 60 * 1000,
  .connections = 3000,
  .per_account = 20,
  .park_ms = 25 * 1000,
  .late_ms = 2000,
  .wake_gap_ms = 200,
  .drain_ms = 10 * 1000,
  .protocol = REDRESS_PROTOCOL,
};

/* libmicrohttpd: the request line is read. What is returned is the context of the request. */
static gpointer
begin_request (gpointer edge, const char *uri, struct MHD_Connection *connection)
{
  RedressEdge *self = edge;
  RedressEdgeSocket *socket = redress_edge_socket_get (connection);

  g_mutex_lock (&self->lock);
  /* A fresh connection keeps the deadline it has from its start. */
  if (socket->phase == REDRESS_SOCKET_IDLE)
    {
      socket->phase = REDRESS_SOCKET_HEADERS;
      socket->deadline = g_get_monotonic_time () + (gint64)self->limits.header_ms * 1000;
    }
  g_mutex_unlock (&self->lock);
  return redress_exchange_new (self, connection, uri);
}

/* Another thread goes on with the exchange; the connection sleeps meanwhile. */
static enum MHD_Result
give_away (RedressExchange *self, RedressExchangePhase phase, void (*to) (RedressExchange *))
{
  RedressEdge *edge = self->edge;
  gboolean may_go = redress_edge_socket_enter (self->socket, REDRESS_SOCKET_WORKING, 0);

  g_mutex_lock (&edge->lock);
  may_go = may_go && !edge->stopping;
  if (may_go)
    edge->n_away++;
  g_mutex_unlock (&edge->lock);
  if (!may_go)
    return MHD_NO;
  self->phase = phase;
  MHD_suspend_connection (self->connection);
  to (self);
  return MHD_YES;
}

static enum MHD_Result
await_body (RedressExchange *self, RedressExchangePhase phase)
{
  gint64 quarters_mib = MAX (self->content_length, 0) / (256 * 1024);
  gint64 limit_ms = (gint64)self->edge->limits.body_ms + quarters_mib * 1000;

  self->phase = phase;
  return redress_edge_socket_enter (self->socket, REDRESS_SOCKET_BODY, limit_ms) ? MHD_YES : MHD_NO;
}

/* The answer is there before the body. A client that is still sending would find a broken
 * connection instead of the answer, so a body of some size is read and dropped first. */
static enum MHD_Result
refuse (RedressExchange *self)
{
  if (!self->must_close && self->content_length > 0 &&
      self->content_length <= REDRESS_EDGE_LARGEST_DISCARD &&
      !g_hash_table_contains (self->headers, "expect"))
    return await_body (self, REDRESS_EXCHANGE_DISCARD);
  return redress_exchange_reply (self);
}

/* The headers are there. */
static enum MHD_Result
first_call (RedressExchange *self, const char *method, const char *version)
{
  RedressEdge *edge = self->edge;

  self->socket = redress_edge_socket_get (self->connection);
  self->method = g_strdup (method);
  g_mutex_lock (&edge->lock);
  edge->n_exchanges++;
  g_mutex_unlock (&edge->lock);
  if (!redress_edge_socket_enter (self->socket, REDRESS_SOCKET_WORKING, 0))
    return MHD_NO;
  if (!redress_exchange_check (self, version))
    return refuse (self);
  if (self->route->body == REDRESS_BODY_FILE)
    return give_away (self, REDRESS_EXCHANGE_ADMITTING, redress_exchange_admit);
  if (self->content_length > 0)
    self->body = g_byte_array_new ();
  return await_body (self, REDRESS_EXCHANGE_BODY);
}

/* A piece of the body. What cannot be written is dropped; the end of the upload says so. */
static enum MHD_Result
take_piece (RedressExchange *self, const char *data, gsize size)
{
  gboolean is_reaped;

  g_mutex_lock (&self->edge->lock);
  is_reaped = self->socket->is_reaped;
  g_mutex_unlock (&self->edge->lock);
  if (is_reaped)
    return MHD_NO;
  if (self->phase == REDRESS_EXCHANGE_DISCARD)
    return MHD_YES;
  if (self->upload != NULL)
    redress_upload_append (self->upload, data, size, NULL);
  else if (self->body != NULL && self->body->len + size <= self->edge->limits.json_bytes)
    redress_exchange_add_to_body (self, data, size);
  else
    return MHD_NO;
  return MHD_YES;
}

/* libmicrohttpd calls this when the headers are there, for each piece of the body, at its end,
 * and whenever a connection was resumed. */
static enum MHD_Result
handle (gpointer edge,
        struct MHD_Connection *connection,
        const char *url,
        const char *method,
        const char *version,
        const char *data,
        gsize *size,
        gpointer *context)
{
  RedressExchange *self = *context;
  enum MHD_Result result;

  switch (self->phase)
    {
    case REDRESS_EXCHANGE_NEW:
      return first_call (self, method, version);
    case REDRESS_EXCHANGE_ADMITTING:
      return self->upload != NULL ? await_body (self, REDRESS_EXCHANGE_BODY) : refuse (self);
    case REDRESS_EXCHANGE_BODY:
    case REDRESS_EXCHANGE_DISCARD:
      if (*size > 0)
        {
          result = take_piece (self, data, *size);
          *size = 0;
          return result;
        }
      if (self->phase == REDRESS_EXCHANGE_DISCARD)
        return redress_exchange_reply (self);
      if (self->body != NULL)
        g_byte_array_append (self->body, (const guint8 *)"", 1);
      return give_away (self, REDRESS_EXCHANGE_RUNNING, redress_exchange_run);
    case REDRESS_EXCHANGE_ANSWER:
      return redress_exchange_reply (self);
    case REDRESS_EXCHANGE_RUNNING:
    case REDRESS_EXCHANGE_SENT:
    default:
      return MHD_NO;
    }
}

/* libmicrohttpd: the answer is sent, or the connection broke. */
static void
end_request (gpointer edge,
             struct MHD_Connection *connection,
             gpointer *context,
             enum MHD_RequestTerminationCode code)
{
  RedressEdge *self = edge;
  RedressExchange *exchange = *context;

  if (exchange == NULL)
    return;
  *context = NULL;
  if (exchange->socket != NULL)
    {
      redress_exchange_log (exchange);
      redress_edge_socket_enter (exchange->socket, REDRESS_SOCKET_IDLE, self->limits.idle_ms);
      g_mutex_lock (&self->lock);
      self->n_exchanges--;
      g_cond_broadcast (&self->cond);
      g_mutex_unlock (&self->lock);
    }
  redress_exchange_free (exchange);
}

/* What libmicrohttpd has to say may quote a request: only that it said something is kept. */
static void
count_complaint (gpointer edge, const char *format, va_list arguments)
{
  RedressEdge *self = edge;

  redress_metrics_add (redress_server_get_metrics (self->server), "redress_edge_complaints_total",
                       NULL, 1);
}

static struct MHD_Daemon *
start_daemon (RedressEdge *self, int fd, const RedressEdgeOptions *options)
{
  guint flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
  struct MHD_OptionItem tls[] = {
    { MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)options->certificate },
    { MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)options->private_key },
    { MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
    { MHD_OPTION_END, 0, NULL },
  };
  struct MHD_OptionItem none[] = { { MHD_OPTION_END, 0, NULL } };

  if (self->has_tls)
    flags |= MHD_USE_TLS;
  return MHD_start_daemon (
      flags, 0, NULL, NULL, handle, self, MHD_OPTION_EXTERNAL_LOGGER, count_complaint, self,
      MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_URI_LOG_CALLBACK, begin_request, self,
      MHD_OPTION_NOTIFY_COMPLETED, end_request, self, MHD_OPTION_NOTIFY_CONNECTION,
      redress_edge_notify_connection, self, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
      (gsize)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT, self->limits.connections + 64,
      MHD_OPTION_CONNECTION_TIMEOUT, MAX (1, self->limits.idle_ms / 1000), MHD_OPTION_ARRAY,
      self->has_tls ? tls : none, MHD_OPTION_END);
}

static gboolean
start_listening (RedressEdge *self, const RedressEdgeOptions *options, GError **error)
{
  const char *address = options->address != NULL ? options->address : "127.0.0.1";
  gboolean is_ipv6 = strchr (address, ':') != NULL;
  guint16 port = options->port;
  int fd = redress_listen (address, &port, options->try_next_ports, error);

  if (fd < 0)
    return FALSE;
  self->daemon = start_daemon (self, fd, options);
  if (self->daemon == NULL)
    {
      close (fd);
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                   self->has_tls ? "cannot speak TLS with this certificate and key"
                                 : "the HTTP server does not start");
      return FALSE;
    }
  self->url = g_strdup_printf (is_ipv6 ? "%s://[%s]:%u" : "%s://%s:%u",
                               self->has_tls ? "https" : "http", address, port);
  return TRUE;
}

/**
 * redress_edge_is_loopback:
 * @address: numeric address
 *
 * Returns: whether only this machine can reach it
 */
gboolean
redress_edge_is_loopback (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  return inet != NULL && g_inet_address_get_is_loopback (inet);
}

/**
 * redress_edge_start:
 * @server: what the handlers share
 * @jobs: threads for the handlers
 * @context: a context that another thread runs, for times
 * @options: where and how
 * @error: return location
 *
 * Begins to listen and to answer.
 *
 * Returns: (transfer full) (nullable): the edge, or %NULL with @error set
 */
RedressEdge *
redress_edge_start (RedressServer *server,
                    RedressJobs *jobs,
                    GMainContext *context,
                    const RedressEdgeOptions *options,
                    GError **error)
{
  RedressEdge *self = g_new0 (RedressEdge, 1);

  signal (SIGPIPE, SIG_IGN);
  self->server = server;
  self->jobs = jobs;
  self->limits = options->limits;
  self->has_tls = options->certificate != NULL;
  self->routes = options->routes != NULL ? options->routes : &redress_routes;
  self->id_base = ((guint64)g_random_int ()) << 32;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  g_queue_init (&self->sockets);
  g_queue_init (&self->parked);
  g_queue_init (&self->late);
  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  redress_edge_polls_init (self, context);
  self->reaper = g_timeout_source_new (MIN (REAP_INTERVAL_MS, self->limits.header_ms));
  g_source_set_callback (self->reaper, redress_edge_reap, self, NULL);
  if (start_listening (self, options, error))
    {
      g_source_attach (self->reaper, context);
      return self;
    }
  redress_edge_free (self);
  return NULL;
}

/* Returns whether the requests under way are answered in time. */
static gboolean
drain (RedressEdge *self)
{
  gint64 end = g_get_monotonic_time () + (gint64)self->limits.drain_ms * 1000;
  gboolean in_time = TRUE;

  g_mutex_lock (&self->lock);
  while (self->n_exchanges > 0 && in_time)
    in_time = g_cond_wait_until (&self->cond, &self->lock, end);
  /* From now on nothing is handed to other threads; what they hold comes back by itself. */
  self->stopping = TRUE;
  while (self->n_away > 0)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
  return in_time;
}

/**
 * redress_edge_stop:
 * @self: the edge
 *
 * Takes no more connections, answers the requests that are under way, tells waiting polls to come
 * again, then ends.
 */
void
redress_edge_stop (RedressEdge *self)
{
  MHD_socket fd = MHD_quiesce_daemon (self->daemon);
  gboolean in_time;

  if (fd != MHD_INVALID_SOCKET)
    close (fd);
  g_mutex_lock (&self->lock);
  self->draining = TRUE;
  g_mutex_unlock (&self->lock);
  redress_edge_wake_all (self);
  in_time = drain (self);
  MHD_stop_daemon (self->daemon);
  redress_log (redress_server_get_clock (self->server), "drained",
               REDRESS_LOG_NUMBER ("in_time", in_time));
}

/**
 * redress_edge_free:
 * @self: (transfer full): a stopped edge, whose main context does not run any more
 */
void
redress_edge_free (RedressEdge *self)
{
  g_source_destroy (self->reaper);
  g_source_unref (self->reaper);
  redress_edge_polls_clear (self);
  g_hash_table_unref (self->counts);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self->url);
  g_free (self);
}

/**
 * redress_edge_get_url:
 * @self: the edge
 *
 * Returns: its address, such as "http://127.0.0.1:8377"
 */
const char *
redress_edge_get_url (RedressEdge *self)
{
  return self->url;
}

/**
 * redress_edge_is_draining:
 * @self: the edge
 *
 * Returns: whether it is about to end
 */
gboolean
redress_edge_is_draining (RedressEdge *self)
{
  gboolean draining;

  g_mutex_lock (&self->lock);
  draining = self->draining;
  g_mutex_unlock (&self->lock);
  return draining;
}

/**
 * redress_edge_measure:
 * @self: the edge
 * @metrics: figures
 *
 * Sets the gauges of connections and requests.
 */
void
redress_edge_measure (RedressEdge *self, RedressMetrics *metrics)
{
  guint n_sockets, n_exchanges, n_parked;

  g_mutex_lock (&self->lock);
  n_sockets = g_queue_get_length (&self->sockets);
  n_exchanges = self->n_exchanges;
  n_parked = g_queue_get_length (&self->parked);
  g_mutex_unlock (&self->lock);
  redress_metrics_set (metrics, "redress_connections", NULL, n_sockets);
  redress_metrics_set (metrics, "redress_requests_under_way", NULL, n_exchanges);
  redress_metrics_set (metrics, "redress_requests_waiting", NULL, n_parked);
}
