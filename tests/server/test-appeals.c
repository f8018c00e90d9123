/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include "wire/json.h"

/* An appeal goes to somebody else, pays nothing twice and undoes what was wrong. */

#define TICKETS "/v1/platforms/kameng/tickets"

static gint64
appeal (RedressLoop *loop, const char *number, const char *against)
{
  g_autofree char *plain = redress_test_new_ticket ("kameng-virtual", number);
  g_autofree char *member = g_strdup_printf ("\"previous_external_id\":\"%s\",\"title\"", against);
  g_autofree char *own = g_strdup_printf ("88-%s", number);
  g_autoptr (GString) body = g_string_new (plain);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "\"title\"", member, 1);
  g_string_replace (body, own, "88-R-1", 0);
  g_string_replace (body, "\"kind\":\"review\"", "\"kind\":\"appeal\"", 1);
  answer = redress_test_backend_intake (loop->backend, "POST", TICKETS, body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

static void
expect (RedressLoop *loop,
        const char *token,
        const RedressCommand *command,
        guint status,
        const char *code)
{
  g_autoptr (RedressAnswer) answer = redress_test_backend_command (loop->backend, token, command);

  g_assert_cmpstr (answer->problem != NULL ? answer->problem->code : NULL, ==, code);
  g_assert_cmpuint (answer->status, ==, status);
}

static RedressCommand *
new_decision (
    RedressLoop *loop, const char *token, gint64 ticket, RedressVerdict verdict, gint64 amount)
{
  RedressCommand *decide =
      redress_test_backend_new_decision (loop->backend, token, ticket, verdict);

  g_free (decide->override_reason);
  decide->override_reason = g_strdup ("half of it was used");
  decide->has_amount = amount > 0;
  decide->amount = (RedressAmount){ amount, REDRESS_UNIT_FEN };
  return decide;
}

static void
decide (RedressLoop *loop, const char *token, gint64 ticket, RedressVerdict verdict, gint64 amount)
{
  g_autoptr (RedressCommand) command = NULL;

  redress_test_backend_claim (loop->backend, token, ticket);
  command = new_decision (loop, token, ticket, verdict, amount);
  expect (loop, token, command, 200, NULL);
}

static RedressDecision *
fetch_decision (RedressLoop *loop, gint64 ticket)
{
  g_autoptr (RedressTicket) fetched =
      redress_test_backend_fetch (loop->backend, loop->agent, ticket);

  return g_ptr_array_steal_index (fetched->decisions, fetched->decisions->len - 1);
}

static void
say_credited (RedressLoop *loop, const char *number)
{
  g_autofree char *path = g_strdup_printf (TICKETS "/%s/facts", number);
  g_autoptr (RedressTestAnswer) told = redress_test_backend_intake (
      loop->backend, "PATCH", path,
      "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":\"platform\"}]}");

  redress_test_answer_expect (told, 200);
}

static void
test_same_reviewer (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) claim = NULL;
  g_autoptr (RedressCommand) hand_over = NULL;
  g_autoptr (RedressCommand) again = NULL;
  gint64 second;

  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_PARTIAL, 10000);
  second = appeal (loop, "A-1", "R-1");
  claim = redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_CLAIM, second);
  expect (loop, loop->agent, claim, 403, "same_reviewer");

  /* Nor when somebody else hands it over. */
  redress_test_backend_claim (loop->backend, loop->rival, second);
  hand_over = redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_HAND_OVER, second);
  hand_over->claim_token = 1;
  hand_over->hand_to = g_strdup ("a-1");
  expect (loop, loop->rival, hand_over, 200, NULL);
  again = new_decision (loop, loop->agent, second, REDRESS_VERDICT_APPROVE, 0);
  expect (loop, loop->agent, again, 403, "same_reviewer");
}

static void
test_paid_once (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressCommand) too_much = NULL;
  g_autoptr (RedressDecision) decision = NULL;
  gint64 second, third;

  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_PARTIAL, 10000);
  second = appeal (loop, "A-1", "R-1");
  ticket = redress_test_backend_fetch (loop->backend, loop->rival, second);
  g_assert_cmpint (ticket->paid_back, ==, 10000);
  g_assert_cmpint (ticket->previous_decision->verdict, ==, REDRESS_VERDICT_PARTIAL);

  redress_test_backend_claim (loop->backend, loop->rival, second);
  too_much = new_decision (loop, loop->rival, second, REDRESS_VERDICT_PARTIAL, 22801);
  expect (loop, loop->rival, too_much, 422, "amount_above_paid");
  decide (loop, loop->rival, second, REDRESS_VERDICT_PARTIAL, 800);

  /* What both granted counts, and a full refund is what is left. */
  third = appeal (loop, "A-2", "A-1");
  decide (loop, loop->agent, third, REDRESS_VERDICT_APPROVE, 0);
  decision = fetch_decision (loop, third);
  g_assert_cmpint (decision->amount.value, ==, 32800 - 10000 - 800);
}

static void
test_overturned (RedressLoop *loop, gconstpointer data)
{
  static const char *const undone[] = { "reissue_secret", NULL };
  g_autoptr (RedressDecision) decision = NULL;
  g_autofree char *of_first = NULL, *of_second = NULL;
  gint64 second;

  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_APPROVE, 0);
  second = appeal (loop, "A-1", "R-1");
  say_credited (loop, "A-1");
  decide (loop, loop->rival, second, REDRESS_VERDICT_REJECT, 0);
  decision = fetch_decision (loop, second);
  g_assert_cmpstrv (decision->effects, undone);
  g_assert_cmpstr (decision->effect_state, ==, "pending");
  of_first = redress_loop_list_told (loop, loop->ticket);
  of_second = redress_loop_list_told (loop, second);
  g_assert_cmpstr (of_first, ==, "decision.effective decision.reversed");
  g_assert_cmpstr (of_second, ==, "decision.effective");
}

static void
test_upheld (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *of_first = NULL;
  g_autoptr (RedressDecision) decision = NULL;
  gint64 second;

  say_credited (loop, "R-1");
  decide (loop, loop->agent, loop->ticket, REDRESS_VERDICT_REJECT, 0);
  second = appeal (loop, "A-1", "R-1");
  say_credited (loop, "A-1");
  decide (loop, loop->rival, second, REDRESS_VERDICT_REJECT, 0);
  decision = fetch_decision (loop, second);
  g_assert_cmpuint (decision->effects != NULL ? g_strv_length (decision->effects) : 0, ==, 0);
  of_first = redress_loop_list_told (loop, loop->ticket);
  g_assert_cmpstr (of_first, ==, "decision.effective");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/appeals/" path, RedressLoop, NULL, redress_loop_set_up, func,               \
              redress_loop_tear_down)
  ADD ("same-reviewer", test_same_reviewer);
  ADD ("paid-once", test_paid_once);
  ADD ("overturned", test_overturned);
  ADD ("upheld", test_upheld);
  return g_test_run ();
}
