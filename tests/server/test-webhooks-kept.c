/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "server/log.h"
#include "server/webhook-loop.h"
#include "support/spin.h"

/* What cannot be told now is kept: given up, stopped, or without an address. */

typedef struct
{
  RedressWebhookLoop *loop;
  const char *words;
} Script;

typedef struct
{
  gint n_unread; /* atomic */
  gint n_read;   /* atomic */
} Heard;

static const char *const cainiao[] = { "cainiao", NULL };

static void
test_dead (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  g_autoptr (RedressTestAnswer) before = NULL, after = NULL;
  JsonArray *dead;

  redress_webhook_receiver_set_status (f->receiver, 500);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_report_effects (f);
  redress_webhook_loop_fail (f, 1);
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 10);
  dead = json_object_get_array_member (redress_webhook_loop_list (f, &before), "dead");
  g_assert_cmpuint (json_array_get_length (dead), ==, 1);
  g_assert_cmpint (json_object_get_int_member (json_array_get_object_element (dead, 0), "status"),
                   ==, 500);

  redress_webhook_receiver_set_status (f->receiver, 200);
  redress_webhook_loop_change (f, f->loop.agent, "/v1/webhook-events/1/resend", NULL, 403);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/9/resend", NULL, 404);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/2/resend", NULL, 200);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
  redress_webhook_loop_wait (f, 2, redress_webhook_event_is_sent);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 409);
  dead = json_object_get_array_member (redress_webhook_loop_list (f, &after), "dead");
  g_assert_cmpuint (json_array_get_length (dead), ==, 0);
  redress_test_backend_check_trail (f->loop.backend);
}

/* After days without an answer nobody sends them one by one. */
static void
test_all_again (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  g_autoptr (RedressTestAnswer) before = NULL, after = NULL;
  JsonObject *oldest;

  redress_webhook_receiver_set_status (f->receiver, 500);
  for (guint i = 0; i < 2; i++)
    redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/test", NULL, 200);
  redress_webhook_loop_fail (f, 2);
  oldest = json_array_get_object_element (
      json_object_get_array_member (redress_webhook_loop_list (f, &before), "dead"), 0);
  g_assert_cmpint (json_object_get_int_member (oldest, "id"), ==, 1);

  redress_webhook_receiver_set_status (f->receiver, 200);
  redress_webhook_loop_change (f, f->loop.agent, "/v1/webhooks/kameng/resend", NULL, 403);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/cainiao/resend", NULL, 404);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/resend", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
  redress_webhook_loop_wait (f, 2, redress_webhook_event_is_sent);
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 22);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/resend", NULL, 200);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (
                        redress_webhook_loop_list (f, &after), "dead")),
                    ==, 0);
  redress_test_backend_check_trail (f->loop.backend);
}

/* Decisions go on while nothing leaves, and leave afterwards. */
static void
test_stopped (RedressWebhookLoop *f, gconstpointer data)
{
  static const char why[] = "{\"why\":\"refunds are paid twice\"}";
  g_autofree char *stranger = redress_test_backend_add_account (f->loop.backend, "stranger",
                                                                REDRESS_ROLE_SUPERVISOR, cainiao);
  g_autofree char *secret = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonObject *platform;

  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 409);
  secret = redress_webhook_loop_set_address (f);
  redress_webhook_loop_change (f, f->loop.agent, "/v1/webhooks/kameng/stop", why, 403);
  redress_webhook_loop_change (f, stranger, "/v1/webhooks/kameng/stop", why, 404);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/stop", "{\"why\":\"\"}", 422);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 409);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 200);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/stop", why, 409);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_parked);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 409);
  platform = json_array_get_object_element (
      json_object_get_array_member (redress_webhook_loop_list (f, &answer), "platforms"), 0);
  g_assert_cmpstr (json_object_get_string_member (platform, "state"), ==, "stopped");
  g_assert_cmpint (json_object_get_int_member (platform, "waiting"), ==, 1);
  g_assert_cmpstr (json_object_get_string_member (platform, "stopped_why"), ==,
                   "refunds are paid twice");
  redress_test_backend_restart (f->loop.backend);
  g_assert_cmpuint (redress_webhook_receiver_count (f->receiver), ==, 0);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
  redress_test_backend_check_trail (f->loop.backend);
}

/* What somebody sends again while nothing leaves waits like all else. */
static void
test_dead_of_stopped (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);

  redress_webhook_receiver_set_status (f->receiver, 500);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_fail (f, 1);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/stop", "{\"why\":\"repair\"}",
                               200);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhook-events/1/resend", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_parked);
  redress_webhook_receiver_set_status (f->receiver, 200);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
}

static void
run_script (gpointer data)
{
  Script *script = data;
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (
      redress_test_backend_get_connection (script->loop->loop.backend), script->words, &error);
  g_assert_no_error (error);
}

static gint64
count_failed_looks (RedressWebhookLoop *f)
{
  static const char name[] = "\nredress_webhook_look_failures_total ";
  g_autofree char *text = redress_metrics_to_text (
      redress_server_get_metrics (redress_service_get_server (f->loop.backend->service)));
  const char *line = strstr (text, name);

  return line != NULL ? g_ascii_strtoll (line + strlen (name), NULL, 10) : 0;
}

static gboolean
has_failed_thrice (gpointer f)
{
  return count_failed_looks (f) >= 3;
}

static void
hear (const char *line, gpointer data)
{
  Heard *heard = data;

  if (strstr (line, "\"webhooks-unread\"") != NULL)
    g_atomic_int_inc (&heard->n_unread);
  else if (strstr (line, "\"webhooks-read-again\"") != NULL)
    g_atomic_int_inc (&heard->n_read);
}

static gboolean
has_read_again (gpointer data)
{
  return g_atomic_int_get (&((Heard *)data)->n_read) > 0;
}

/* A log that says the same each second hides all else. */
static void
test_said_once (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  Script away = { f, "alter table webhook rename to elsewhere;" };
  Script back = { f, "alter table elsewhere rename to webhook;" };
  Heard heard = { 0 };

  redress_log_set_writer (hear, &heard);
  redress_test_backend_run (f->loop.backend, run_script, &away);
  redress_test_spin_until (has_failed_thrice, f, "three looks in vain");
  redress_test_backend_run (f->loop.backend, run_script, &back);
  redress_test_spin_until (has_read_again, &heard, "a look that works");
  redress_log_set_writer (NULL, NULL);
  g_assert_cmpint (heard.n_unread, ==, 1);
}

/* What happened before anybody listened is told too. */
static void
test_set_later (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *removed = NULL, *secret = NULL;

  redress_webhook_loop_decide (f);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_parked);
  secret = redress_webhook_loop_set_address (f);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
  removed = redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "remove", "kameng", NULL);
  redress_webhook_loop_report_effects (f);
  redress_webhook_loop_wait (f, 2, redress_webhook_event_is_parked);
}

static void
test_gone (RedressWebhookLoop *f, gconstpointer data)
{
  g_autofree char *secret = redress_webhook_loop_set_address (f);
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonObject *platform;

  redress_webhook_receiver_set_status (f->receiver, 410);
  redress_webhook_loop_decide (f);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_parked);
  platform = json_array_get_object_element (
      json_object_get_array_member (redress_webhook_loop_list (f, &answer), "platforms"), 0);
  g_assert_cmpstr (json_object_get_string_member (platform, "stopped_by"), ==, "server");
  redress_webhook_receiver_set_status (f->receiver, 200);
  redress_webhook_loop_change (f, f->supervisor, "/v1/webhooks/kameng/start", NULL, 200);
  redress_webhook_loop_wait (f, 1, redress_webhook_event_is_sent);
}

#define PATH "/server/webhooks-kept/"
#define ADD(name, func)                                                                            \
  g_test_add (PATH name, RedressWebhookLoop, NULL, redress_webhook_loop_set_up, func,              \
              redress_webhook_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("dead", test_dead);
  ADD ("all-again", test_all_again);
  ADD ("stopped", test_stopped);
  ADD ("dead-of-stopped", test_dead_of_stopped);
  ADD ("said-once", test_said_once);
  ADD ("set-later", test_set_later);
  ADD ("gone", test_gone);
  return g_test_run ();
}
