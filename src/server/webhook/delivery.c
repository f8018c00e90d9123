/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/delivery.h"

#include <string.h>

#include "server/webhook/signature.h"

/* After a change of the secret both sign, so that the platform can change its own. */
#define BOTH_SIGN REDRESS_DAY
/* From the first byte sent to the answer. */
#define LONGEST_SECONDS 30
#define MOST_WORDS 300
#define LONGEST_WAIT_SECONDS (24 * 3600)

typedef struct
{
  SoupMessage *message;
  GCancellable *cancellable; /* of this try alone */
  GCancellable *outer;       /* of the sender */
  gulong outer_id;
  GSource *deadline;
  RedressWebhookAnswer answer;
  RedressWebhookAnswered answered;
  gpointer data;
  char words[MOST_WORDS + 1];
} Delivery;

static void
delivery_free (Delivery *self)
{
  g_cancellable_disconnect (self->outer, self->outer_id);
  g_source_destroy (self->deadline);
  g_source_unref (self->deadline);
  g_object_unref (self->cancellable);
  g_object_unref (self->outer);
  g_object_unref (self->message);
  g_free (self->answer.words);
  g_free (self);
}

static void
finish (Delivery *self, const char *words)
{
  self->answer.words = g_utf8_make_valid (words, -1);
  self->answered (&self->answer, self->data);
  delivery_free (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Delivery *self = data;
  gsize length = 0;

  /* What it says is for people alone: the status tells whether it took the event. */
  g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, NULL);
  self->words[length] = '\0';
  finish (self, self->words);
}

/* The first that fits. */
static const struct
{
  GQuark (*domain) (void);
  int code; /* -1: any */
  const char *silence;
} reasons[] = {
  { g_io_error_quark, G_IO_ERROR_CANCELLED, "late" },
  { g_resolver_error_quark, -1, "name_unknown" },
  { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, "refused" },
  { g_io_error_quark, G_IO_ERROR_TIMED_OUT, "unreachable" },
  { g_io_error_quark, G_IO_ERROR_HOST_UNREACHABLE, "unreachable" },
  { g_io_error_quark, G_IO_ERROR_NETWORK_UNREACHABLE, "unreachable" },
  { g_tls_error_quark, -1, "not_trusted" },
};

static const char *
find_silence (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (error->domain == reasons[i].domain () &&
        (reasons[i].code < 0 || error->code == reasons[i].code))
      return reasons[i].silence;
  return "broken_off";
}

static gint64
get_retry_after (SoupMessage *message)
{
  const char *text =
      soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  gint64 seconds = 0;

  if (text != NULL)
    g_ascii_string_to_signed (text, 10, 0, LONGEST_WAIT_SECONDS, &seconds, NULL);
  return seconds * REDRESS_SECOND;
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Delivery *self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream =
      soup_session_send_finish (SOUP_SESSION (source), result, &error);

  if (stream == NULL)
    {
      self->answer.silence = find_silence (error);
      finish (self, error->message);
      return;
    }
  self->answer.status = soup_message_get_status (self->message);
  self->answer.retry_after = get_retry_after (self->message);
  g_input_stream_read_all_async (stream, self->words, MOST_WORDS, G_PRIORITY_DEFAULT,
                                 self->cancellable, read_cb, self);
}

static char *
sign (const RedressWebhookEndpoint *endpoint,
      const RedressWebhookEvent *event,
      GBytes *key,
      RedressTime now)
{
  g_autoptr (GBytes) secret =
      redress_webhook_secret_new (key, endpoint->platform, endpoint->generation);
  g_autofree char *signature = redress_webhook_sign (secret, event->name, now, event->body);
  g_autoptr (GBytes) old_secret = NULL;
  g_autofree char *old_signature = NULL;

  if (endpoint->generation <= 1 || endpoint->rotated_at == REDRESS_TIME_UNKNOWN ||
      endpoint->rotated_at + BOTH_SIGN <= now)
    return g_steal_pointer (&signature);

  old_secret = redress_webhook_secret_new (key, endpoint->platform, endpoint->generation - 1);
  old_signature = redress_webhook_sign (old_secret, event->name, now, event->body);
  return g_strconcat (signature, " ", old_signature, NULL);
}

static SoupMessage *
make_message (const RedressWebhookEndpoint *endpoint,
              const RedressWebhookEvent *event,
              GBytes *key,
              RedressTime now)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, endpoint->url);
  g_autoptr (GBytes) body = g_bytes_new (event->body, strlen (event->body));
  g_autofree char *signature = sign (endpoint, event, key, now);
  g_autofree char *at = g_strdup_printf ("%" G_GINT64_FORMAT, now / REDRESS_SECOND);
  SoupMessageHeaders *headers;

  if (message == NULL)
    return NULL;
  headers = soup_message_get_request_headers (message);
  soup_message_headers_append (headers, "webhook-id", event->name);
  soup_message_headers_append (headers, "webhook-timestamp", at);
  soup_message_headers_append (headers, "webhook-signature", signature);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  /* An answer from elsewhere proves nothing. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  return message;
}

static gboolean
late_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
outer_cb (GCancellable *outer, gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static Delivery *
delivery_new (SoupMessage *message, GCancellable *outer)
{
  Delivery *self = g_new0 (Delivery, 1);

  self->message = message;
  self->cancellable = g_cancellable_new ();
  self->outer = g_object_ref (outer);
  self->outer_id = g_cancellable_connect (outer, G_CALLBACK (outer_cb),
                                          g_object_ref (self->cancellable), g_object_unref);
  self->deadline = g_timeout_source_new_seconds (LONGEST_SECONDS);
  g_source_set_callback (self->deadline, late_cb, g_object_ref (self->cancellable), g_object_unref);
  g_source_attach (self->deadline, g_main_context_get_thread_default ());
  return self;
}

/**
 * redress_webhook_deliver:
 * @session: what sends
 * @endpoint: where
 * @event: what
 * @key: the server's key for webhooks
 * @now: the time, which is signed
 * @cancellable: ends the try
 * @answered: called with what came of it
 * @data: for @answered
 */
void
redress_webhook_deliver (SoupSession *session,
                         const RedressWebhookEndpoint *endpoint,
                         const RedressWebhookEvent *event,
                         GBytes *key,
                         RedressTime now,
                         GCancellable *cancellable,
                         RedressWebhookAnswered answered,
                         gpointer data)
{
  SoupMessage *message = make_message (endpoint, event, key, now);
  RedressWebhookAnswer none = { .silence = "no_address", .words = (char *)"" };
  Delivery *self;

  if (message == NULL)
    {
      answered (&none, data);
      return;
    }
  self = delivery_new (message, cancellable);
  self->answered = answered;
  self->data = data;
  soup_session_send_async (session, message, G_PRIORITY_DEFAULT, self->cancellable, sent_cb, self);
}
