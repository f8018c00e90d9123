/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/listen.h"

#include "core/error.h"

#include <unistd.h>

#define BACKLOG 512
#define PORTS_TO_TRY 50

static GSocket *
bind_port (const char *address, guint16 port, GError **error)
{
  g_autoptr (GSocketAddress) where = g_inet_socket_address_new_from_string (address, port);
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_socket_address_get_family (where), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, where, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

static guint16
get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) where = g_socket_get_local_address (socket, NULL);

  return where != NULL ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (where)) : 0;
}

/**
 * redress_listen:
 * @address: numeric address
 * @port: (inout): which; 0 for any; the one it became
 * @try_next: take one of the next where it is taken
 * @error: return location
 *
 * Returns: a listening socket that does not block, or -1 with @error set
 */
int
redress_listen (const char *address, guint16 *port, gboolean try_next, GError **error)
{
  guint tries = try_next && *port != 0 ? PORTS_TO_TRY : 1;

  if (!g_hostname_is_ip_address (address))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s is no numeric address",
                   address);
      return -1;
    }
  for (guint i = 0; i < tries && *port + i <= G_MAXUINT16; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (GSocket) socket = bind_port (address, (guint16)(*port + i), &local_error);

      if (socket != NULL)
        {
          *port = get_port (socket);
          /* The socket closes its descriptor when it goes; the duplicate stays. */
          return dup (g_socket_get_fd (socket));
        }
      if (i + 1 < tries && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        continue;
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
                   "cannot listen on %s port %u: %s", address, *port + i, local_error->message);
      return -1;
    }
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "no port is free from %u on",
               *port);
  return -1;
}
