/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/webhook/delivery.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

#define MOST_WORDS_BYTES (3 * 300)

/**
 * Platform:
 *
 * Answers every request with the input, and then says no more.
 */
typedef struct
{
  GSocketService *service;
  GSocketConnection *connection; /* (nullable) */
  SoupSession *session;
  RedressWebhookEndpoint endpoint;
  RedressWebhookEvent event;
  const guint8 *data;
  gsize size;
  guint n_answers;
} Platform;

/* Before the request is read, even; a platform may do that, too. */
static gboolean
incoming_cb (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  Platform *self = data;
  GSocket *socket = g_socket_connection_get_socket (connection);

  g_set_object (&self->connection, connection);
  if (self->size > 0)
    g_socket_send (socket, (const char *)self->data, self->size, NULL, NULL);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  return TRUE;
}

static Platform *
platform_new (void)
{
  Platform *self = g_new0 (Platform, 1);
  guint16 port;

  self->service = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (self->service), NULL, NULL);
  g_assert_cmpuint (port, !=, 0);
  g_signal_connect (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  self->session = soup_session_new ();
  self->endpoint = (RedressWebhookEndpoint){
    .platform = (char *)"kameng",
    .url = g_strdup_printf ("http://127.0.0.1:%u/hook", port),
    .generation = 2,
    .rotated_at = REDRESS_SECOND,
  };
  self->event = (RedressWebhookEvent){ .name = (char *)"msg_1", .body = (char *)"{}" };
  return self;
}

/* It ends in the database and before the eyes of a supervisor. */
static void
answered_cb (const RedressWebhookAnswer *answer, gpointer data)
{
  Platform *self = data;

  self->n_answers++;
  g_assert_cmpuint (answer->status, <, 1000);
  g_assert_cmpint (answer->retry_after, >=, 0);
  g_assert_cmpint (answer->retry_after, <=, REDRESS_DAY);
  g_assert_nonnull (answer->words);
  g_assert_true (g_utf8_validate (answer->words, -1, NULL));
  g_assert_cmpuint (strlen (answer->words), <=, MOST_WORDS_BYTES);
}

/* Whatever a platform says, it is one answer to one event. */
int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static Platform *platform = NULL;
  g_autoptr (GBytes) key = g_bytes_new_static ("01234567890123456789012345678901", 32);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  if (platform == NULL)
    platform = platform_new ();
  platform->data = data;
  platform->size = size;
  platform->n_answers = 0;
  redress_webhook_deliver (platform->session, &platform->endpoint, &platform->event, key,
                           REDRESS_DAY / 2, cancellable, answered_cb, platform);
  while (platform->n_answers == 0)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&platform->connection);
  soup_session_abort (platform->session);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (platform->n_answers, ==, 1);
  return 0;
}
