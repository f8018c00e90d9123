/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/webhook-loop.h"
#include "server/webhook/signature.h"

/* What platforms are told, by a real server to a real receiver. */

/* How many of a platform are under way at once. */
#define MOST_OF_ONE 8

static void
check_signature (const RedressToldEvent *event, const char *secret, const char *signature)
{
  gint64 seconds = 0;
  gsize length;
  g_autofree guchar *bytes = g_base64_decode (secret + strlen ("whsec_"), &length);
  g_autoptr (GBytes) key = g_bytes_new (bytes, length);
  g_autofree char *expected = NULL;

  g_assert_true (g_ascii_string_to_signed (event->timestamp, 10, 1, G_MAXINT64, &seconds, NULL));
  expected = redress_webhook_sign (key, event->name, seconds * REDRESS_SECOND, event->body);
  g_assert_cmpstr (signature, ==, expected);
}

static void
test_told (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  const RedressToldEvent *event, *closed;
  JsonObject *told, *decision, *ticket;

  redress_webhook_loop_decide (f);
  event = redress_webhook_receiver_wait (f->receiver, 0);
  g_assert_cmpstr (redress_told_event_get_type (event), ==, "decision.effective");
  check_signature (event, secret, event->signature);
  told = json_object_get_object_member (json_node_get_object (event->json), "data");
  decision = json_object_get_object_member (told, "decision");
  ticket = json_object_get_object_member (told, "ticket");
  g_assert_cmpstr (json_object_get_string_member (decision, "verdict"), ==, "approve");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (decision, "effects")), ==,
                    2);
  g_assert_cmpstr (json_object_get_string_member (ticket, "external_id"), ==, "R-1");
  g_assert_null (strstr (event->body, "for the house alone"));
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);

  redress_webhook_loop_report_effects (f);
  closed = redress_webhook_receiver_wait (f->receiver, 1);
  g_assert_cmpstr (redress_told_event_get_type (closed), ==, "ticket.closed");
  g_assert_cmpstr (closed->name, !=, event->name);
}

/* The same bytes again, under the same name; what comes behind it waits. */
static void
test_again (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  const RedressToldEvent *first, *second;

  redress_webhook_receiver_set_status (f->receiver, 503);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_report_effects (f);
  first = redress_webhook_receiver_wait (f->receiver, 0);
  redress_webhook_loop_wait_attempts (f, 1, 1);
  redress_webhook_receiver_set_status (f->receiver, 204);
  redress_webhook_loop_advance (f, 6 * REDRESS_SECOND);
  second = redress_webhook_receiver_wait (f->receiver, 1);
  g_assert_cmpstr (second->name, ==, first->name);
  g_assert_cmpstr (second->body, ==, first->body);
  check_signature (second, secret, second->signature);
  g_assert_cmpstr (redress_told_event_get_type (redress_webhook_receiver_wait (f->receiver, 2)), ==,
                   "ticket.closed");
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 3);
}

static void
test_rotated (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *old = redress_webhook_loop_set_address (f);
  g_autofree char *fresh =
      redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "rotate", "kameng", NULL);
  g_autofree char *said =
      redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "secret", "kameng", NULL);
  const RedressToldEvent *event;
  g_auto (GStrv) signatures = NULL;

  g_assert_cmpstr (fresh, !=, old);
  g_assert_cmpstr (said, ==, fresh);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  event = redress_webhook_receiver_wait (f->receiver, 0);
  g_assert_cmpstr (redress_told_event_get_type (event), ==, "test.sent");
  signatures = g_strsplit (event->signature, " ", -1);
  g_assert_cmpuint (g_strv_length (signatures), ==, 2);
  check_signature (event, fresh, signatures[0]);
  check_signature (event, old, signatures[1]);

  redress_webhook_loop_advance (f, REDRESS_DAY + REDRESS_MINUTE);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  event = redress_webhook_receiver_wait (f->receiver, 1);
  check_signature (event, fresh, event->signature);
}

/* A server that ends while the platform thinks tells it again. */
static void
test_restart (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);

  redress_webhook_receiver_set_status (f->receiver, 502);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_wait_attempts (f, 1, 1);
  redress_test_backend_restart (f->loop.backend);
  redress_webhook_receiver_set_status (f->receiver, 200);
  redress_webhook_loop_advance (f, 6 * REDRESS_SECOND);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
}

static void
test_nobody_listens (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret =
      redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "set", "kameng", "http://127.0.0.1:9/x");

  redress_webhook_loop_decide (f);
  redress_webhook_loop_wait_attempts (f, 1, 1);
}

/* Each has as many under way as it may; another, even at the same address, is told at once. */
static void
test_slow_ones (void)
{
  static const char *const slow[] = { "btepai", "cainiao" };
  g_autofree char *policies =
      g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", NULL);
  g_autoptr (RedressWebhookReceiver) receiver = redress_webhook_receiver_new ();
  g_autoptr (RedressTestBackend) backend = redress_test_backend_new_with (policies);
  const char *const scopes[] = { "btepai", "cainiao", "kameng", NULL };
  g_autofree char *deaf = g_strconcat (redress_webhook_receiver_get_url (receiver), "deaf", NULL);
  RedressWebhookLoop f = { .loop.backend = backend, .receiver = receiver };

  f.supervisor =
      redress_test_backend_add_account (backend, "supervisor", REDRESS_ROLE_SUPERVISOR, scopes);
  for (guint i = 0; i < 2 * MOST_OF_ONE; i++)
    {
      const char *platform = slow[i % 2];
      g_autofree char *path = g_strdup_printf ("/v1/webhooks/%s/test", platform);

      if (i < 2)
        g_free (redress_webhook_loop_admin (&f, REDRESS_EXIT_GOOD, "set", platform, deaf));
      redress_webhook_loop_change (&f, f.supervisor, path, NULL, 200);
    }
  redress_webhook_receiver_wait (receiver, 2 * MOST_OF_ONE - 1);
  g_free (redress_webhook_loop_set_address (&f));
  redress_webhook_loop_change (&f, f.supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  redress_webhook_loop_wait (&f, 2 * MOST_OF_ONE + 1, redress_webhook_event_is_sent);
  g_free (f.supervisor);
}

static void
add_backlog (gpointer data)
{
  RedressWebhookLoop *f = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run (
      redress_test_backend_get_connection (f->loop.backend),
      "with recursive n (i) as (select 1 union all select i + 1 from n where i < 240) "
      "insert into webhook_event (name, platform, type, body, made_at, leaves_at, next_at) "
      "select 'msg_' || i, 'kameng', 'test.sent', '{}', 1, 1, 1 from n",
      &error);
  g_assert_no_error (error);
}

/* A platform that comes back takes what waited as fast as it answers, not so much a second: by
 * seconds this would take longer than the receiver waits. */
static void
test_backlog (RedressWebhookLoop *f, gconstpointer data)
{
  redress_test_backend_run (f->loop.backend, add_backlog, f);
  g_free (redress_webhook_loop_set_address (f));
  redress_webhook_receiver_wait (f->receiver, 239);
}

static void
test_asked (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  g_autoptr (RedressCommand) command = NULL;
  const RedressToldEvent *event;
  JsonObject *told;

  redress_loop_claim (&f->loop);
  command = redress_loop_command (&f->loop, REDRESS_COMMAND_NEED_INFO);
  command->ask = g_strdup ("customer");
  command->slots = g_strsplit ("order_screen", " ", -1);
  command->message = g_strdup ("Please send the screen");
  command->claim_token = 1;
  command->base_version = 1;
  redress_loop_expect_applied (&f->loop, f->loop.agent, command);
  event = redress_webhook_receiver_wait (f->receiver, 0);
  g_assert_cmpstr (redress_told_event_get_type (event), ==, "info.requested");
  told = json_object_get_object_member (json_node_get_object (event->json), "data");
  g_assert_cmpstr (json_object_get_string_member (told, "message"), ==, "Please send the screen");
  g_assert_cmpstr (json_object_get_string_member (told, "ask"), ==, "customer");
}

static void
test_bad_addresses (RedressWebhookLoop *f, gconstpointer data)
{
  static const char *const bad[] = { "http://example.org/hook", "ftp://example.org", "nowhere",
                                     "https://", "" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_free (redress_webhook_loop_admin (f, REDRESS_EXIT_USAGE, "set", "kameng", bad[i]));
  g_free (redress_webhook_loop_admin (f, REDRESS_EXIT_USAGE, "set", "nobody",
                                      "https://example.org/hook"));
  g_free (redress_webhook_loop_admin (f, REDRESS_EXIT_USAGE, "rotate", "kameng", NULL));
  g_free (redress_webhook_loop_admin (f, REDRESS_EXIT_USAGE, "forget", "kameng", NULL));
  g_free (redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "set", "kameng",
                                      "https://example.org/hook"));
}

#define PATH "/server/webhooks/"
#define ADD(name, func)                                                                            \
  g_test_add (PATH name, RedressWebhookLoop, NULL, redress_webhook_loop_set_up, func,              \
              redress_webhook_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("told", test_told);
  ADD ("again", test_again);
  ADD ("rotated", test_rotated);
  ADD ("restart", test_restart);
  ADD ("nobody-listens", test_nobody_listens);
  g_test_add_func (PATH "slow-ones", test_slow_ones);
  ADD ("backlog", test_backlog);
  ADD ("asked", test_asked);
  ADD ("bad-addresses", test_bad_addresses);
  return g_test_run ();
}
