/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/identity-provider.h"

#include <gio/gio.h>
#include <string.h>

#define PATIENCE (20 * G_TIME_SPAN_SECOND)

struct _RedressIdentityProvider
{
  RedressTokenMaker *maker;
  GSocket *socket;
  GThread *thread;
  GCancellable *closed;
  char *issuer;
  GMutex lock;
  GCond changed;
  RedressIdentityMood mood;
  guint n_asked;
};

static char *
make_answer (RedressIdentityProvider *self, const char *path, RedressIdentityMood mood)
{
  g_autofree char *keys = redress_token_maker_get_keys (self->maker, NULL), *body = NULL;
  gboolean is_question = strstr (path, "/.well-known/openid-configuration") != NULL;

  if (mood == REDRESS_IDENTITY_FAILS)
    return g_strdup ("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  if (mood == REDRESS_IDENTITY_REDIRECTS && strstr (path, "/else") == NULL)
    return g_strdup_printf ("HTTP/1.1 302 There\r\nLocation: %s/else%s\r\nContent-Length: 0\r\n"
                            "Connection: close\r\n\r\n",
                            self->issuer,
                            is_question ? "/.well-known/openid-configuration" : "/keys");
  if (mood == REDRESS_IDENTITY_BABBLES)
    body = g_strdup ("<html>Welcome</html>");
  else if (is_question)
    body = g_strdup_printf ("{\"issuer\":\"%s%s\",\"jwks_uri\":\"%s/keys\"}", self->issuer,
                            mood == REDRESS_IDENTITY_LIES ? "/other" : "", self->issuer);
  else
    body = g_steal_pointer (&keys);
  return g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                          "Content-Length: %zu\r\nConnection: close\r\n\r\n%s",
                          strlen (body), body);
}

static void
flood (GOutputStream *out)
{
  static const char head[] = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"keys\":[";
  char spaces[4096];

  memset (spaces, ' ', sizeof spaces);
  g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL);
  while (g_output_stream_write_all (out, spaces, sizeof spaces, NULL, NULL, NULL))
    continue;
}

static RedressIdentityMood
await_mood (RedressIdentityProvider *self)
{
  RedressIdentityMood mood;

  g_mutex_lock (&self->lock);
  self->n_asked++;
  g_cond_broadcast (&self->changed);
  while (self->mood == REDRESS_IDENTITY_HANGS)
    g_cond_wait (&self->changed, &self->lock);
  mood = self->mood;
  g_mutex_unlock (&self->lock);
  return mood;
}

static void
serve (RedressIdentityProvider *self, GSocket *socket)
{
  g_autoptr (GSocketConnection) connection = g_socket_connection_factory_create_connection (socket);
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autofree char *answer = NULL;
  char request[4096] = "";
  gsize length = 0;
  gssize n = 1;
  RedressIdentityMood mood;

  while (n > 0 && strstr (request, "\r\n\r\n") == NULL && length + 1 < sizeof request)
    {
      n = g_socket_receive (socket, request + length, sizeof request - 1 - length, NULL, NULL);
      length += n > 0 ? (gsize)n : 0;
    }
  mood = await_mood (self);
  request[strcspn (request, "\r\n")] = '\0';
  if (mood == REDRESS_IDENTITY_FLOODS)
    {
      flood (out);
      return;
    }
  answer = make_answer (self, request, mood);
  g_output_stream_write_all (out, answer, strlen (answer), NULL, NULL, NULL);
}

static gpointer
run (gpointer data)
{
  RedressIdentityProvider *self = data;
  GSocket *socket;

  while ((socket = g_socket_accept (self->socket, self->closed, NULL)) != NULL)
    {
      serve (self, socket);
      g_object_unref (socket);
    }
  return NULL;
}

RedressIdentityProvider *
redress_identity_provider_new (void)
{
  RedressIdentityProvider *self = g_new0 (RedressIdentityProvider, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0), bound = NULL;
  g_autoptr (GError) error = NULL;

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->maker = redress_token_maker_new ();
  self->closed = g_cancellable_new ();
  self->socket =
      g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (self->socket, any, TRUE, &error));
  g_assert_true (g_socket_listen (self->socket, &error));
  bound = g_socket_get_local_address (self->socket, &error);
  self->issuer = g_strdup_printf ("http://127.0.0.1:%u/realm",
                                  g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  self->thread = g_thread_new ("identity", run, self);
  return self;
}

void
redress_identity_provider_close (RedressIdentityProvider *self)
{
  if (self->thread == NULL)
    return;
  redress_identity_provider_set_mood (self, REDRESS_IDENTITY_FAILS);
  g_cancellable_cancel (self->closed);
  g_thread_join (g_steal_pointer (&self->thread));
  g_socket_close (self->socket, NULL);
}

void
redress_identity_provider_free (RedressIdentityProvider *self)
{
  redress_identity_provider_close (self);
  g_object_unref (self->socket);
  g_object_unref (self->closed);
  redress_token_maker_free (self->maker);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self->issuer);
  g_free (self);
}

const char *
redress_identity_provider_get_issuer (RedressIdentityProvider *self)
{
  return self->issuer;
}

RedressTokenMaker *
redress_identity_provider_get_maker (RedressIdentityProvider *self)
{
  return self->maker;
}

void
redress_identity_provider_set_mood (RedressIdentityProvider *self, RedressIdentityMood mood)
{
  g_mutex_lock (&self->lock);
  self->mood = mood;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
redress_identity_provider_await_question (RedressIdentityProvider *self)
{
  gint64 until = g_get_monotonic_time () + PATIENCE; /* lint: allow clock: patience of a test */

  g_mutex_lock (&self->lock);
  while (self->n_asked == 0)
    g_assert_true (g_cond_wait_until (&self->changed, &self->lock, until));
  g_mutex_unlock (&self->lock);
}
