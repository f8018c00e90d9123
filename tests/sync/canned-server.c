/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/canned-server.h"

#include <string.h>

struct _RedressCannedServer
{
  GSocketService *service;
  RedressCannedAnswer answer;
  gpointer user_data;
  char *url;
  GMutex mutex;
  GCond ended;
  gboolean is_closed; /* under @mutex */
  guint n_running;    /* connections being served, under @mutex */
  GPtrArray *paths;   /* (element-type utf8), under @mutex */
};

/* Reads head and body of one request; NULL at the end of the connection. */
static char *
read_request (GDataInputStream *input, char **method, char **path)
{
  g_autofree char *line = g_data_input_stream_read_line (input, NULL, NULL, NULL);
  gsize length = 0, got = 0;
  g_auto (GStrv) words = NULL;
  char *body;

  if (line == NULL)
    return NULL;
  words = g_strsplit (line, " ", 3);
  *method = g_strdup (words[0]);
  *path = g_strdup (words[0] != NULL && words[1] != NULL ? words[1] : "");
  while (TRUE)
    {
      g_autofree char *header = g_data_input_stream_read_line (input, NULL, NULL, NULL);

      if (header == NULL || *g_strstrip (header) == '\0')
        break;
      if (g_ascii_strncasecmp (header, "content-length:", 15) == 0)
        length = (gsize)g_ascii_strtoull (header + 15, NULL, 10);
    }
  body = g_malloc0 (length + 1);
  if (length > 0)
    g_input_stream_read_all (G_INPUT_STREAM (input), body, length, &got, NULL, NULL);
  return body;
}

/* A connection may reach its thread only after the server is gone. */
static gboolean
begin (RedressCannedServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->is_closed)
    return FALSE;
  self->n_running++;
  return TRUE;
}

static void
end (RedressCannedServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->n_running--;
  g_cond_signal (&self->ended);
}

static gboolean
run_cb (GThreadedSocketService *service,
        GSocketConnection *connection,
        GObject *source,
        gpointer user_data)
{
  RedressCannedServer *self = user_data;
  g_autoptr (GDataInputStream) input =
      g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));

  if (!begin (self))
    return TRUE;
  g_data_input_stream_set_newline_type (input, G_DATA_STREAM_NEWLINE_TYPE_ANY);
  while (TRUE)
    {
      g_autofree char *method = NULL, *path = NULL, *body = NULL;
      g_autoptr (GBytes) bytes = NULL;
      gsize length;
      const void *data;

      body = read_request (input, &method, &path);
      if (body == NULL)
        break;
      g_mutex_lock (&self->mutex);
      g_ptr_array_add (self->paths, g_strdup (path));
      g_mutex_unlock (&self->mutex);
      bytes = self->answer (method, path, body, self->user_data);
      if (bytes == NULL)
        break;
      data = g_bytes_get_data (bytes, &length);
      g_output_stream_write_all (output, data, length, NULL, NULL, NULL);
      /* One answer a connection: a cut answer ends as it should. */
      break;
    }
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  end (self);
  return TRUE;
}

static void
clear (gpointer data)
{
  RedressCannedServer *self = data;

  g_cond_clear (&self->ended);
  g_ptr_array_unref (self->paths);
  g_mutex_clear (&self->mutex);
  g_free (self->url);
}

static void
release (gpointer data, GClosure *closure)
{
  g_atomic_rc_box_release_full (data, clear);
}

RedressCannedServer *
redress_canned_server_new (RedressCannedAnswer answer, gpointer user_data)
{
  RedressCannedServer *self = g_atomic_rc_box_new0 (RedressCannedServer);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;

  self->answer = answer;
  self->user_data = user_data;
  self->paths = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ended);
  self->service = g_threaded_socket_service_new (8);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL);
  g_assert_nonnull (bound);
  self->url = g_strdup_printf ("http://127.0.0.1:%u",
                               g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_signal_connect_data (self->service, "run", G_CALLBACK (run_cb), g_atomic_rc_box_acquire (self),
                         release, 0);
  g_socket_service_start (self->service);
  return self;
}

void
redress_canned_server_free (RedressCannedServer *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_clear_object (&self->service);
  g_mutex_lock (&self->mutex);
  self->is_closed = TRUE;
  while (self->n_running > 0)
    g_cond_wait (&self->ended, &self->mutex);
  g_mutex_unlock (&self->mutex);
  release (self, NULL);
}

const char *
redress_canned_server_get_url (RedressCannedServer *self)
{
  return self->url;
}

guint
redress_canned_server_count (RedressCannedServer *self, const char *path_prefix)
{
  guint n = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->paths->len; i++)
    n += g_str_has_prefix (g_ptr_array_index (self->paths, i), path_prefix);
  g_mutex_unlock (&self->mutex);
  return n;
}

GBytes *
redress_canned_json (guint status, const char *body)
{
  char *text =
      g_strdup_printf ("HTTP/1.1 %u X\r\nContent-Type: application/json\r\n"
                       "Content-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n%s",
                       status, strlen (body), body);

  return g_bytes_new_take (text, strlen (text));
}
