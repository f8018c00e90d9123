/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/admin.h"
#include "server/loop.h"
#include "server/webhook-receiver.h"
#include "server/webhook/event-table.h"
#include "server/webhook/sender.h"
#include "server/webhook/signature.h"
#include "support/spin.h"

/* What platforms are told, by a real server to a real receiver. */

#define EFFECTS "/v1/platforms/kameng/tickets/R-1/effects"
#define DONE                                                                                       \
  "{\"round\":1,\"effects\":["                                                                     \
  "{\"name\":\"refund_source\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"},"               \
  "{\"name\":\"revoke_secret\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"},"               \
  "{\"name\":\"refund_settled\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"}]}"

/* How many of a platform are under way at once. */
#define MOST_OF_ONE 8

static const char *const kameng[] = { "kameng", NULL };
static const char *const cainiao[] = { "cainiao", NULL };

typedef struct
{
  RedressLoop loop;
  RedressWebhookReceiver *receiver;
  char *supervisor;
} Fixture;

typedef struct
{
  Fixture *fixture;
  const char *const *words;
  RedressExit status;
  char *output;
} Admin;

/* Database thread. */
static void
run_admin (gpointer data)
{
  Admin *admin = data;
  g_autoptr (GString) complaint = g_string_new (NULL);
  GString *output = g_string_new (NULL);
  RedressAdminCall call = {
    .server = redress_service_get_server (admin->fixture->loop.backend->service),
    .arguments = admin->words,
    .output = output,
    .complaint = complaint,
  };

  admin->status = redress_admin_run (&call);
  admin->output = g_string_free (output, FALSE);
  g_strchomp (admin->output);
}

/* (transfer full): what the command says. */
static char *
admin (Fixture *f, RedressExit expected, const char *verb, const char *platform, const char *url)
{
  const char *const words[] = { "webhook", verb, platform, url, NULL };
  Admin call = { .fixture = f, .words = words };

  redress_test_backend_run (f->loop.backend, run_admin, &call);
  g_assert_cmpint (call.status, ==, expected);
  return call.output;
}

static char *
set_address (Fixture *f)
{
  return admin (f, REDRESS_EXIT_GOOD, "set", "kameng",
                redress_webhook_receiver_get_url (f->receiver));
}

static void
set_up (Fixture *f, gconstpointer data)
{
  redress_loop_set_up (&f->loop, data);
  f->receiver = redress_webhook_receiver_new ();
  f->supervisor = redress_test_backend_add_account (f->loop.backend, "supervisor",
                                                    REDRESS_ROLE_SUPERVISOR, kameng);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_loop_tear_down (&f->loop, data);
  redress_webhook_receiver_free (f->receiver);
  g_free (f->supervisor);
}

/* Tokens live for ten minutes. */
static void
advance (Fixture *f, gint64 by)
{
  redress_test_backend_advance (f->loop.backend, by);
  redress_loop_sign_in_again (&f->loop);
  g_free (f->supervisor);
  f->supervisor = redress_test_backend_sign_in (f->loop.backend, 3);
}

static void
decide (Fixture *f)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_test_backend_claim (f->loop.backend, f->loop.agent, f->loop.ticket);
  decision = redress_loop_decision (&f->loop, REDRESS_VERDICT_APPROVE);
  g_free (decision->note);
  decision->note = g_strdup ("for the house alone");
  redress_loop_expect_applied (&f->loop, f->loop.agent, decision);
  /* The policy of the tests gives a minute of grace. */
  advance (f, REDRESS_MINUTE);
}

/* Closes the ticket. */
static void
report_effects (Fixture *f)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (f->loop.backend, "POST", EFFECTS, DONE);

  redress_test_answer_expect (answer, 200);
}

typedef struct
{
  Fixture *fixture;
  gboolean (*func) (const RedressWebhookEvent *event);
  gint64 id;
  gboolean is_so;
} Question;

/* Database thread. */
static void
ask (gpointer data)
{
  Question *question = data;
  g_autoptr (RedressWebhookEvent) event = NULL;

  g_assert_true (redress_webhook_event_table_find (
      redress_test_backend_get_connection (question->fixture->loop.backend), question->id, &event,
      NULL));
  question->is_so = event != NULL && question->func (event);
}

static gboolean
look (gpointer data)
{
  Question *question = data;

  redress_test_backend_run (question->fixture->loop.backend, ask, question);
  return question->is_so;
}

static void
wait_for (Fixture *f, gint64 id, gboolean (*func) (const RedressWebhookEvent *event))
{
  Question question = { .fixture = f, .func = func, .id = id };

  redress_test_spin_until (look, &question, "what becomes of the event");
}

static gboolean
is_sent (const RedressWebhookEvent *event)
{
  return event->sent_at != REDRESS_TIME_UNKNOWN;
}

static gboolean
is_dead (const RedressWebhookEvent *event)
{
  return event->dead_at != REDRESS_TIME_UNKNOWN;
}

static gboolean
is_parked (const RedressWebhookEvent *event)
{
  return event->next_at == REDRESS_TIME_UNKNOWN && event->sent_at == REDRESS_TIME_UNKNOWN &&
         event->dead_at == REDRESS_TIME_UNKNOWN;
}

static gint64 attempts_wanted;

static gboolean
was_tried (const RedressWebhookEvent *event)
{
  return event->attempts == attempts_wanted;
}

static void
wait_for_attempts (Fixture *f, gint64 id, gint64 attempts)
{
  attempts_wanted = attempts;
  wait_for (f, id, was_tried);
}

static void
change (Fixture *f, const char *token, const char *path, const char *body, guint status)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_send (f->loop.backend, token, "POST", path, body, body != NULL ? -1 : 0,
                                 body != NULL ? headers : NULL);

  redress_test_answer_expect (answer, status);
}

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
test_told (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);
  const RedressToldEvent *event, *closed;
  JsonObject *told, *decision, *ticket;

  decide (f);
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
  wait_for (f, 1, is_sent);

  report_effects (f);
  closed = redress_webhook_receiver_wait (f->receiver, 1);
  g_assert_cmpstr (redress_told_event_get_type (closed), ==, "ticket.closed");
  g_assert_cmpstr (closed->name, !=, event->name);
}

/* The same bytes again, under the same name; what comes behind it waits. */
static void
test_again (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);
  const RedressToldEvent *first, *second;

  redress_webhook_receiver_set_status (f->receiver, 503);
  decide (f);
  report_effects (f);
  first = redress_webhook_receiver_wait (f->receiver, 0);
  wait_for_attempts (f, 1, 1);
  redress_webhook_receiver_set_status (f->receiver, 204);
  advance (f, 6 * REDRESS_SECOND);
  second = redress_webhook_receiver_wait (f->receiver, 1);
  g_assert_cmpstr (second->name, ==, first->name);
  g_assert_cmpstr (second->body, ==, first->body);
  check_signature (second, secret, second->signature);
  g_assert_cmpstr (redress_told_event_get_type (redress_webhook_receiver_wait (f->receiver, 2)), ==,
                   "ticket.closed");
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 3);
}

static JsonObject *
list (Fixture *f, RedressTestAnswer **answer)
{
  *answer = redress_test_backend_get (f->loop.backend, f->supervisor, "/v1/webhooks");
  redress_test_answer_expect (*answer, 200);
  return json_node_get_object ((*answer)->json);
}

/* Until the first event is given up; the receiver refuses it. */
static void
fail_for_days (Fixture *f)
{
  for (gint64 failures = 1; failures <= 10; failures++)
    {
      wait_for_attempts (f, 1, failures);
      advance (f, redress_webhook_get_delay (failures) + REDRESS_SECOND);
    }
  wait_for (f, 1, is_dead);
}

static void
test_dead (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);
  g_autoptr (RedressTestAnswer) before = NULL, after = NULL;
  JsonArray *dead;

  redress_webhook_receiver_set_status (f->receiver, 500);
  decide (f);
  report_effects (f);
  fail_for_days (f);
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 10);
  dead = json_object_get_array_member (list (f, &before), "dead");
  g_assert_cmpuint (json_array_get_length (dead), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (dead, 0), "status"),
                   ==, 500);

  redress_webhook_receiver_set_status (f->receiver, 200);
  change (f, f->loop.agent, "/v1/webhook-events/1/resend", NULL, 403);
  change (f, f->supervisor, "/v1/webhook-events/9/resend", NULL, 404);
  change (f, f->supervisor, "/v1/webhook-events/2/resend", NULL, 200);
  change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 200);
  wait_for (f, 1, is_sent);
  wait_for (f, 2, is_sent);
  change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 409);
  dead = json_object_get_array_member (list (f, &after), "dead");
  g_assert_cmpuint (json_array_get_length (dead), ==, 0);
  redress_test_backend_check_trail (f->loop.backend);
}

/* Decisions go on while nothing leaves, and leave afterwards. */
static void
test_stopped (Fixture *f, gconstpointer data)
{
  static const char why[] = "{\"why\":\"refunds are paid twice\"}";
  g_autofree char *stranger = redress_test_backend_add_account (f->loop.backend, "stranger",
                                                                REDRESS_ROLE_SUPERVISOR, cainiao);
  g_autofree char *secret = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonObject *platform;

  change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 409);
  secret = set_address (f);
  change (f, f->loop.agent, "/v1/webhooks/kameng/stop", why, 403);
  change (f, stranger, "/v1/webhooks/kameng/stop", why, 404);
  change (f, f->supervisor, "/v1/webhooks/kameng/stop", "{\"why\":\"\"}", 422);
  change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 409);
  change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 200);
  change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 409);
  decide (f);
  wait_for (f, 1, is_parked);
  change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 409);
  platform = json_array_get_object_element (
      json_object_get_array_member (list (f, &answer), "platforms"), 0);
  g_assert_cmpstr (json_object_get_string_member (platform, "state"), ==, "stopped");
  g_assert_cmpint (json_object_get_int_member (platform, "waiting"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (platform, "stopped_why"), ==,
                   "refunds are paid twice");
  redress_test_backend_restart (f->loop.backend);
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 0);
  change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  wait_for (f, 1, is_sent);
  redress_test_backend_check_trail (f->loop.backend);
}

/* What somebody sends again while nothing leaves waits like all else. */
static void
test_dead_of_stopped (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);

  redress_webhook_receiver_set_status (f->receiver, 500);
  decide (f);
  fail_for_days (f);
  change (f, f->supervisor, "/v1/webhooks/kameng/stop", "{\"why\":\"repair\"}", 200);
  change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 200);
  wait_for (f, 1, is_parked);
  redress_webhook_receiver_set_status (f->receiver, 200);
  change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  wait_for (f, 1, is_sent);
}

/* What happened before anybody listened is told too. */
static void
test_set_later (Fixture *f, gconstpointer data)
{
  g_autofree char *removed = NULL, *secret = NULL;

  decide (f);
  wait_for (f, 1, is_parked);
  secret = set_address (f);
  wait_for (f, 1, is_sent);
  removed = admin (f, REDRESS_EXIT_GOOD, "remove", "kameng", NULL);
  report_effects (f);
  wait_for (f, 2, is_parked);
}

static void
test_rotated (Fixture *f, gconstpointer data)
{
  g_autofree char *old = set_address (f);
  g_autofree char *fresh = admin (f, REDRESS_EXIT_GOOD, "rotate", "kameng", NULL);
  g_autofree char *said = admin (f, REDRESS_EXIT_GOOD, "secret", "kameng", NULL);
  const RedressToldEvent *event;
  g_auto (GStrv) signatures = NULL;

  g_assert_cmpstr (fresh, !=, old);
  g_assert_cmpstr (said, ==, fresh);
  change (f, f->supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  event = redress_webhook_receiver_wait (f->receiver, 0);
  g_assert_cmpstr (redress_told_event_get_type (event), ==, "test.sent");
  signatures = g_strsplit (event->signature, " ", -1);
  g_assert_cmpuint (g_strv_length (signatures), ==, 2);
  check_signature (event, fresh, signatures[0]);
  check_signature (event, old, signatures[1]);

  advance (f, REDRESS_DAY + REDRESS_MINUTE);
  change (f, f->supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  event = redress_webhook_receiver_wait (f->receiver, 1);
  check_signature (event, fresh, event->signature);
}

static void
test_gone (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonObject *platform;

  redress_webhook_receiver_set_status (f->receiver, 410);
  decide (f);
  wait_for (f, 1, is_parked);
  platform = json_array_get_object_element (
      json_object_get_array_member (list (f, &answer), "platforms"), 0);
  g_assert_cmpstr (json_object_get_string_member (platform, "stopped_by"), ==, "server");
  redress_webhook_receiver_set_status (f->receiver, 200);
  change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  wait_for (f, 1, is_sent);
}

/* A server that ends while the platform thinks tells it again. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);

  redress_webhook_receiver_set_status (f->receiver, 502);
  decide (f);
  wait_for_attempts (f, 1, 1);
  redress_test_backend_restart (f->loop.backend);
  redress_webhook_receiver_set_status (f->receiver, 200);
  advance (f, 6 * REDRESS_SECOND);
  wait_for (f, 1, is_sent);
}

static void
test_nobody_listens (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = admin (f, REDRESS_EXIT_GOOD, "set", "kameng", "http://127.0.0.1:9/x");

  decide (f);
  wait_for_attempts (f, 1, 1);
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
  Fixture f = { .loop.backend = backend, .receiver = receiver };

  f.supervisor =
      redress_test_backend_add_account (backend, "supervisor", REDRESS_ROLE_SUPERVISOR, scopes);
  for (guint i = 0; i < 2 * MOST_OF_ONE; i++)
    {
      const char *platform = slow[i % 2];
      g_autofree char *path = g_strdup_printf ("/v1/webhooks/%s/test", platform);

      if (i < 2)
        g_free (admin (&f, REDRESS_EXIT_GOOD, "set", platform, deaf));
      change (&f, f.supervisor, path, NULL, 200);
    }
  redress_webhook_receiver_wait (receiver, 2 * MOST_OF_ONE - 1);
  g_free (set_address (&f));
  change (&f, f.supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  wait_for (&f, 2 * MOST_OF_ONE + 1, is_sent);
  g_free (f.supervisor);
}

static void
test_asked (Fixture *f, gconstpointer data)
{
  g_autofree char *secret = set_address (f);
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
test_bad_addresses (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = { "http://example.org/hook", "ftp://example.org", "nowhere",
                                     "https://", "" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_free (admin (f, REDRESS_EXIT_USAGE, "set", "kameng", bad[i]));
  g_free (admin (f, REDRESS_EXIT_USAGE, "set", "nobody", "https://example.org/hook"));
  g_free (admin (f, REDRESS_EXIT_USAGE, "rotate", "kameng", NULL));
  g_free (admin (f, REDRESS_EXIT_USAGE, "forget", "kameng", NULL));
  g_free (admin (f, REDRESS_EXIT_GOOD, "set", "kameng", "https://example.org/hook"));
}

#define ADD(name, func)                                                                            \
  g_test_add ("/server/webhooks/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("told", test_told);
  ADD ("again", test_again);
  ADD ("dead", test_dead);
  ADD ("stopped", test_stopped);
  ADD ("dead-of-stopped", test_dead_of_stopped);
  ADD ("set-later", test_set_later);
  ADD ("rotated", test_rotated);
  ADD ("gone", test_gone);
  ADD ("restart", test_restart);
  ADD ("nobody-listens", test_nobody_listens);
  g_test_add_func ("/server/webhooks/slow-ones", test_slow_ones);
  ADD ("asked", test_asked);
  ADD ("bad-addresses", test_bad_addresses);
  return g_test_run ();
}
