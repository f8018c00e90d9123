/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook-loop.h"

#include "server/webhook/sender.h"
#include "support/spin.h"

#define EFFECTS "/v1/platforms/kameng/tickets/R-1/effects"
#define DONE                                                                                       \
  "{\"round\":1,\"effects\":["                                                                     \
  "{\"name\":\"refund_source\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"},"               \
  "{\"name\":\"revoke_secret\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"},"               \
  "{\"name\":\"refund_settled\",\"state\":\"done\",\"at\":\"2026-11-22T03:10:00Z\"}]}"

typedef struct
{
  RedressWebhookLoop *fixture;
  const char *const *words;
  RedressExit status;
  char *output;
} Admin;

static const char *const kameng[] = { "kameng", NULL };

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

char *
redress_webhook_loop_admin (RedressWebhookLoop *f,
                            RedressExit expected,
                            const char *verb,
                            const char *platform,
                            const char *url)
{
  const char *const words[] = { "webhook", verb, platform, url, NULL };
  Admin call = { .fixture = f, .words = words };

  redress_test_backend_run (f->loop.backend, run_admin, &call);
  g_assert_cmpint (call.status, ==, expected);
  return call.output;
}

char *
redress_webhook_loop_set_address (RedressWebhookLoop *f)
{
  return redress_webhook_loop_admin (f, REDRESS_EXIT_GOOD, "set", "kameng",
                                     redress_webhook_receiver_get_url (f->receiver));
}

void
redress_webhook_loop_set_up (RedressWebhookLoop *f, gconstpointer data)
{
  redress_loop_set_up (&f->loop, data);
  f->receiver = redress_webhook_receiver_new ();
  f->supervisor = redress_test_backend_add_account (f->loop.backend, "supervisor",
                                                    REDRESS_ROLE_SUPERVISOR, kameng);
}

void
redress_webhook_loop_tear_down (RedressWebhookLoop *f, gconstpointer data)
{
  redress_loop_tear_down (&f->loop, data);
  redress_webhook_receiver_free (f->receiver);
  g_free (f->supervisor);
}

void
redress_webhook_loop_advance (RedressWebhookLoop *f, gint64 by)
{
  redress_test_backend_advance (f->loop.backend, by);
  redress_loop_sign_in_again (&f->loop);
  g_free (f->supervisor);
  f->supervisor = redress_test_backend_sign_in (f->loop.backend, 3);
}

void
redress_webhook_loop_decide (RedressWebhookLoop *f)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_test_backend_claim (f->loop.backend, f->loop.agent, f->loop.ticket);
  decision = redress_loop_decision (&f->loop, REDRESS_VERDICT_APPROVE);
  g_free (decision->note);
  decision->note = g_strdup ("for the house alone");
  redress_loop_expect_applied (&f->loop, f->loop.agent, decision);
  /* The policy of the tests gives a minute of grace. */
  redress_webhook_loop_advance (f, REDRESS_MINUTE);
}

void
redress_webhook_loop_report_effects (RedressWebhookLoop *f)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (f->loop.backend, "POST", EFFECTS, DONE);

  redress_test_answer_expect (answer, 200);
}

typedef struct
{
  RedressWebhookLoop *fixture;
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

void
redress_webhook_loop_wait (RedressWebhookLoop *f,
                           gint64 id,
                           gboolean (*func) (const RedressWebhookEvent *event))
{
  Question question = { .fixture = f, .func = func, .id = id };

  redress_test_spin_until (look, &question, "what becomes of the event");
}

gboolean
redress_webhook_event_is_sent (const RedressWebhookEvent *event)
{
  return event->sent_at != REDRESS_TIME_UNKNOWN;
}

gboolean
redress_webhook_event_is_dead (const RedressWebhookEvent *event)
{
  return event->dead_at != REDRESS_TIME_UNKNOWN;
}

gboolean
redress_webhook_event_is_parked (const RedressWebhookEvent *event)
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

void
redress_webhook_loop_wait_attempts (RedressWebhookLoop *f, gint64 id, gint64 attempts)
{
  attempts_wanted = attempts;
  redress_webhook_loop_wait (f, id, was_tried);
}

void
redress_webhook_loop_change (
    RedressWebhookLoop *f, const char *token, const char *path, const char *body, guint status)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_send (f->loop.backend, token, "POST", path, body, body != NULL ? -1 : 0,
                                 body != NULL ? headers : NULL);

  redress_test_answer_expect (answer, status);
}

JsonObject *
redress_webhook_loop_list (RedressWebhookLoop *f, RedressTestAnswer **answer)
{
  *answer = redress_test_backend_get (f->loop.backend, f->supervisor, "/v1/webhooks");
  redress_test_answer_expect (*answer, 200);
  return json_node_get_object ((*answer)->json);
}

void
redress_webhook_loop_fail (RedressWebhookLoop *f, gint64 last)
{
  for (gint64 failures = 1; failures <= 10; failures++)
    {
      for (gint64 id = 1; id <= last; id++)
        redress_webhook_loop_wait_attempts (f, id, failures);
      redress_webhook_loop_advance (f, redress_webhook_get_delay (failures) + REDRESS_SECOND);
    }
  for (gint64 id = 1; id <= last; id++)
    redress_webhook_loop_wait (f, id, redress_webhook_event_is_dead);
}
