/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/edge-private.h"

#include "server/server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

/* Sent past libmicrohttpd, which has not called us yet and so takes no answer from us. */
static const char too_slow[] =
    "HTTP/1.1 408 Request Timeout\r\n"
    "Content-Type: application/problem+json\r\n"
    "Content-Length: 82\r\n"
    "Connection: close\r\n"
    "\r\n"
    "{\"code\":\"too_slow\",\"status\":408,\"title\":\"The request did not arrive in good time\"}";

static gboolean
is_loopback_peer (const struct sockaddr *address)
{
  if (address->sa_family == AF_INET)
    {
      struct in_addr in;

      memcpy (&in, (const char *)address + G_STRUCT_OFFSET (struct sockaddr_in, sin_addr),
              sizeof in);
      return (ntohl (in.s_addr) >> 24) == 127;
    }
  if (address->sa_family == AF_INET6)
    {
      struct in6_addr in6;

      memcpy (&in6, (const char *)address + G_STRUCT_OFFSET (struct sockaddr_in6, sin6_addr),
              sizeof in6);
      return IN6_IS_ADDR_LOOPBACK (&in6) || (IN6_IS_ADDR_V4MAPPED (&in6) && in6.s6_addr[12] == 127);
    }
  return FALSE;
}

static gint64
deadline_in (gint64 limit_ms)
{
  return limit_ms == 0 ? 0 : g_get_monotonic_time () + limit_ms * 1000;
}

static RedressEdgeSocket *
socket_new (RedressEdge *edge, struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info;
  RedressEdgeSocket *self = g_new0 (RedressEdgeSocket, 1);

  self->link.data = self;
  self->edge = edge;
  info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  self->fd = info->connect_fd;
  info = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  self->is_loopback = is_loopback_peer (info->client_addr);
  self->phase = REDRESS_SOCKET_HEADERS;
  self->deadline = deadline_in (edge->limits.header_ms);
  return self;
}

/* Called by libmicrohttpd: a connection came, or is about to be closed. */
void
redress_edge_notify_connection (gpointer edge,
                                struct MHD_Connection *connection,
                                gpointer *socket_context,
                                enum MHD_ConnectionNotificationCode code)
{
  RedressEdge *self = edge;
  RedressEdgeSocket *socket;

  if (code == MHD_CONNECTION_NOTIFY_STARTED)
    {
      socket = socket_new (self, connection);
      g_mutex_lock (&self->lock);
      g_queue_push_tail_link (&self->sockets, &socket->link);
      g_mutex_unlock (&self->lock);
      *socket_context = socket;
      return;
    }
  socket = *socket_context;
  g_mutex_lock (&self->lock);
  g_queue_unlink (&self->sockets, &socket->link);
  g_mutex_unlock (&self->lock);
  g_free (socket);
}

RedressEdgeSocket *
redress_edge_socket_get (struct MHD_Connection *connection)
{
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

  return info->socket_context;
}

/* FALSE: the reaper was faster, and the connection has to end without another word. */
gboolean
redress_edge_socket_enter (RedressEdgeSocket *self, RedressSocketPhase phase, gint64 limit_ms)
{
  gboolean is_alive;

  g_mutex_lock (&self->edge->lock);
  is_alive = !self->is_reaped;
  self->phase = phase;
  self->deadline = deadline_in (limit_ms);
  g_mutex_unlock (&self->edge->lock);
  return is_alive;
}

/* Under the lock, so the descriptor is still this connection's: libmicrohttpd closes it only
 * after it has told us. */
static void
reap (RedressEdgeSocket *self)
{
  gboolean is_request = self->phase == REDRESS_SOCKET_HEADERS || self->phase == REDRESS_SOCKET_BODY;

  self->is_reaped = TRUE;
  if (is_request && !self->edge->has_tls)
    (void)!send (self->fd, too_slow, sizeof too_slow - 1, MSG_DONTWAIT | MSG_NOSIGNAL);
  shutdown (self->fd, SHUT_RDWR);
  if (is_request)
    redress_metrics_add (redress_server_get_metrics (self->edge->server),
                         "redress_connections_reaped_total", NULL, 1);
}

/* libmicrohttpd 0.9 does not hear of an end that comes together with the last bytes; it would wait
 * until the time is over. Seen twice, because it may just be reading the end of a good request. */
static gboolean
has_hung_up (RedressEdgeSocket *self)
{
  gboolean was_gone = self->is_gone;
  char byte;

  self->is_gone = self->phase != REDRESS_SOCKET_WORKING && self->phase != REDRESS_SOCKET_ANSWER &&
                  recv (self->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
  return was_gone && self->is_gone;
}

/* A source of the main context: closes what is too slow, and what nobody is at any more. */
gboolean
redress_edge_reap (gpointer edge)
{
  RedressEdge *self = edge;
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&self->lock);
  for (GList *l = self->sockets.head; l != NULL; l = l->next)
    {
      RedressEdgeSocket *socket = l->data;

      if (socket->is_reaped)
        continue;
      if (socket->deadline != 0 && socket->deadline <= now)
        reap (socket);
      else if (has_hung_up (socket))
        {
          socket->is_reaped = TRUE;
          shutdown (socket->fd, SHUT_RDWR);
        }
    }
  g_mutex_unlock (&self->lock);
  return G_SOURCE_CONTINUE;
}
