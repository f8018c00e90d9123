/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/delivery.h"
#include "support/spin.h"

/* What is kept of a platform that gives no answer. */

typedef struct
{
  gboolean is_over;
  guint status;
  const char *silence;
} Outcome;

static void
answered (const RedressWebhookAnswer *answer, gpointer data)
{
  Outcome *outcome = data;

  outcome->is_over = TRUE;
  outcome->status = answer->status;
  outcome->silence = answer->silence;
}

static gboolean
is_over (gpointer data)
{
  return ((Outcome *)data)->is_over;
}

static Outcome
deliver (const char *url)
{
  g_autoptr (SoupSession) session = soup_session_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) key = g_bytes_new_static ("0123456789abcdef0123456789abcdef", 32);
  RedressWebhookEndpoint endpoint = { .platform = (char *)"kameng",
                                      .url = (char *)url,
                                      .generation = 1,
                                      .rotated_at = REDRESS_TIME_UNKNOWN };
  RedressWebhookEvent event = { .name = (char *)"msg_1", .body = (char *)"{}" };
  Outcome outcome = { 0 };

  redress_webhook_deliver (session, &endpoint, &event, key, REDRESS_SECOND, cancellable, answered,
                           &outcome);
  redress_test_spin_until (is_over, &outcome, "the end of a try");
  g_assert_cmpuint (outcome.status, ==, 0);
  return outcome;
}

/* Speaks no TLS, and of HTTP nothing but the end. */
static gboolean
hang_up (GSocketService *service, GSocketConnection *connection, GObject *source, gpointer data)
{
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

/* Port 9 of a machine without the discard protocol, a name that RFC 6761 keeps free, and what is no
 * address at all. */
static void
test_nobody (void)
{
  g_assert_cmpstr (deliver ("http://127.0.0.1:9/x").silence, ==, "refused");
  g_assert_cmpstr (deliver ("http://nosuch.invalid/x").silence, ==, "name_unknown");
  g_assert_cmpstr (deliver ("nowhere").silence, ==, "no_address");
}

static void
test_hangs_up (void)
{
  g_autoptr (GSocketService) service = g_socket_service_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service), NULL, &error);
  g_autofree char *plain = g_strdup_printf ("http://127.0.0.1:%u/x", port);
  g_autofree char *tls = g_strdup_printf ("https://127.0.0.1:%u/x", port);

  g_assert_no_error (error);
  g_signal_connect (service, "incoming", G_CALLBACK (hang_up), NULL);
  g_assert_cmpstr (deliver (plain).silence, ==, "broken_off");
  g_assert_cmpstr (deliver (tls).silence, ==, "not_trusted");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/webhook-delivery/nobody", test_nobody);
  g_test_add_func ("/webhook-delivery/hangs-up", test_hangs_up);
  return g_test_run ();
}
