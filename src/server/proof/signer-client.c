/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/signer-client.h"

#include "core/error.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* It answers in some milliseconds, or it is not well. */
#define PATIENCE_SECONDS 5
/* Longer than any answer. */
#define MOST_BYTES (64 * 1024)

static char *
exchange (GSocketConnection *connection,
          const char *request,
          GCancellable *cancellable,
          GError **error)
{
  GIOStream *stream = G_IO_STREAM (connection);
  g_autofree char *answer = g_malloc (MOST_BYTES + 1);
  gsize length = 0;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request),
                                  NULL, cancellable, error) ||
      !g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, error) ||
      !g_input_stream_read_all (g_io_stream_get_input_stream (stream), answer, MOST_BYTES, &length,
                                cancellable, error))
    return NULL;
  answer[length] = '\0';
  return g_steal_pointer (&answer);
}

static RedressSignerReply *
parse (const char *answer, GError **error)
{
  RedressSignerReply *self;
  g_auto (GStrv) parts = g_strsplit (answer, "\n", 2);
  guint64 status = 0;

  if (g_strv_length (parts) != 2 ||
      !g_ascii_string_to_unsigned (parts[0], 10, 100, 599, &status, NULL))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the answer was cut");
      return NULL;
    }
  self = g_new0 (RedressSignerReply, 1);
  self->status = (guint)status;
  self->words = g_strdup (parts[1]);
  return self;
}

/**
 * redress_signer_client_ask:
 * @socket_path: where it listens
 * @request: what is asked
 * @cancellable: (nullable): ends the waiting
 * @error: return location
 *
 * Returns: (transfer full): what it answered, whatever that is; %NULL where there was no answer
 */
RedressSignerReply *
redress_signer_client_ask (const char *socket_path,
                           const char *request,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (socket_path);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autofree char *answer = NULL;

  g_socket_client_set_timeout (client, PATIENCE_SECONDS);
  connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), cancellable, error);
  if (connection == NULL)
    return NULL;
  answer = exchange (connection, request, cancellable, error);
  return answer != NULL ? parse (answer, error) : NULL;
}

/**
 * redress_signer_reply_free:
 * @self: (transfer full) (nullable): an answer
 */
void
redress_signer_reply_free (RedressSignerReply *self)
{
  if (self == NULL)
    return;

  g_free (self->words);
  g_free (self);
}
