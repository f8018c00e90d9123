/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

#include "wire/json.h"

/* What platforms hand in, and that saying it twice does nothing twice. */

#define TICKETS "/v1/platforms/kameng/tickets"
#define FACTS TICKETS "/R-1/facts"
#define TIMELINE TICKETS "/R-1/timeline"
#define EFFECTS TICKETS "/R-1/effects"
#define WITHDRAW TICKETS "/R-1/withdraw"

static RedressTestAnswer *
send_with_key (
    RedressLoop *loop, const char *method, const char *path, const char *body, const char *key)
{
  const char *headers[] = { "Content-Type", "application/json", "Idempotency-Key", key, NULL };

  return redress_test_backend_send (loop->backend, loop->backend->kameng_key, method, path, body,
                                    -1, headers);
}

static RedressTestAnswer *
send (RedressLoop *loop, const char *method, const char *path, const char *body)
{
  return redress_test_backend_intake (loop->backend, method, path, body);
}

static void
expect (RedressLoop *loop, const char *method, const char *path, const char *body, guint status)
{
  g_autoptr (RedressTestAnswer) answer = send (loop, method, path, body);

  redress_test_answer_expect (answer, status);
}

static void
expect_problem (RedressLoop *loop,
                const char *method,
                const char *path,
                const char *body,
                guint status,
                const char *code)
{
  g_autoptr (RedressTestAnswer) answer = send (loop, method, path, body);

  g_test_message ("%s", body);
  redress_test_answer_expect_problem (answer, status, code);
}

static RedressTicket *
fetch (RedressLoop *loop)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

static void
test_create (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = fetch (loop);
  const RedressSummary *summary = ticket->summary;

  g_assert_cmpstr (summary->platform, ==, "kameng");
  g_assert_cmpstr (summary->order_no, ==, "88-R-1");
  g_assert_cmpint (summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (summary->rev, ==, 1);
  g_assert_cmpint (summary->version, ==, 1);
  g_assert_cmpint (summary->round, ==, 1);
  g_assert_cmpint (summary->due_at, ==, summary->opened_at + 24 * REDRESS_HOUR);
  g_assert_cmpstr (summary->due_rule, ==, "review");
  g_assert_cmpint (ticket->policy_version, ==, 3);
  g_assert_cmpstr (summary->reason_text, ==, "充值未到账");
  /* The order went on after the customer had asked. */
  g_assert_cmpuint (summary->badges, ==, REDRESS_BADGE_RACE);
  g_assert_cmpuint (ticket->facts->len, ==, 2);
  g_assert_cmpuint (ticket->events->len, ==, 1);
  g_assert_cmpint (ticket->customer.cancels_90d, ==, 1);
  g_assert_cmpint (ticket->order.paid.value, ==, 32800);
}

static void
test_masked (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = fetch (loop);
  const RedressFact *fact = redress_ticket_find_fact (ticket, "claim.account");

  g_assert_cmpint (fact->value.type, ==, REDRESS_VALUE_MASKED);
  g_assert_cmpstr (fact->value.text, ==, "**** 4821");
}

static void
test_create_again (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *body = redress_test_new_ticket ("kameng-virtual", "R-1");
  g_autofree char *other = redress_test_new_ticket ("kameng-virtual", "R-1");
  g_autoptr (RedressTestAnswer) again = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  again = send (loop, "POST", TICKETS, body);
  redress_test_answer_expect (again, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (again->json), "id"), ==,
                   loop->ticket);
  *strstr (other, "32800") = '9';
  expect_problem (loop, "POST", TICKETS, other, 409, "external_id_taken");
  ticket = fetch (loop);
  g_assert_cmpint (ticket->summary->rev, ==, 1);
}

static void
test_idempotency_key (RedressLoop *loop, gconstpointer data)
{
  const char *body = "{\"events\":[{\"at\":\"2026-11-22T02:11:00Z\",\"lane\":\"system\","
                     "\"code\":\"log_read\"}]}";
  const char *other = "{\"events\":[{\"at\":\"2026-11-22T02:12:00Z\",\"lane\":\"system\","
                      "\"code\":\"log_read\"}]}";
  g_autoptr (RedressTestAnswer) first = send_with_key (loop, "POST", TIMELINE, body, "k-1");
  g_autoptr (RedressTestAnswer) note = NULL;
  g_autoptr (RedressTestAnswer) again = NULL;
  g_autoptr (RedressTestAnswer) reused = NULL;
  g_autoptr (RedressTestAnswer) missing = NULL;

  redress_test_answer_expect (first, 200);
  expect (loop, "POST", TIMELINE, other, 200);
  again = send_with_key (loop, "POST", TIMELINE, body, "k-1");
  redress_test_answer_expect (again, 200);
  g_assert_cmpmem (first->body, first->length, again->body, again->length);
  reused = send_with_key (loop, "POST", TIMELINE, other, "k-1");
  redress_test_answer_expect_problem (reused, 422, "idempotency_key_reused");
  missing = send_with_key (loop, "POST", TIMELINE, body, "");
  redress_test_answer_expect_problem (missing, 400, "idempotency_key_required");
}

/* A member of a good body, and what to put in its place. */
static void
test_bad_tickets (RedressLoop *loop, gconstpointer data)
{
  static const struct
  {
    const char *from;
    const char *to;
    const char *code;
    const char *detail;
  } cases[] = {
    { "\"kameng-virtual\"", "\"unknown-flow\"", "flow_unknown", "unknown-flow" },
    { "\"kameng-virtual\"", "\"cainiao-return\"", "flow_unknown", "cainiao-return" },
    { "\"review\"", "\"riddle\"", "invalid", "kind" },
    { "\"external_id\":\"R-9\"", "\"external_id\":\"\"", "invalid", "external_id" },
    { "2026-11-22T02:30:00Z", "2026-11-22T03:30:00Z", "opened_at_invalid", NULL },
    { "2026-11-22T02:30:00Z", "yesterday", "invalid", "opened_at" },
    { "\"not_received\"", "\"no_such_ground\"", "reason_unknown", "no_such_ground" },
    { "\"value\":32800,\"unit\":\"fen\"}", "\"value\":-1,\"unit\":\"fen\"}", "invalid", "amount" },
    { "\"unit\":\"fen\"", "\"unit\":\"yuan\"", "invalid", "amount" },
    { "\"value\":32800,\"unit\":\"fen\"}", "\"value\":32800,\"unit\":\"points\"}", "fact_invalid",
      "amount: the unit is another one in the policy" },
    { "\"paid\":{\"value\":32800,\"unit\":\"fen\"}", "\"paid\":{\"value\":1,\"unit\":\"points\"}",
      "fact_invalid", "order.paid" },
    { "\"c-4821\"", "\"\"", "invalid", "customer.ref" },
    { "\"value\":false", "\"value\":7", "fact_invalid", "channel_log.credited" },
    { "\"value\":false", "\"value\":false,\"unit\":\"fen\"", "fact_invalid",
      "channel_log.credited" },
    { "\"channel_log.credited\"", "\"channel_log.colour\"", "fact_invalid", "channel_log.colour" },
    { "\"channel_log.credited\"", "\"claim.account\"", "invalid", "claim.account" },
    { "\"lane\":\"customer\"", "\"lane\":\"fast\"", "invalid", "events" },
    { "\"title\":\"点卡 328\"", "\"title\":\"x\",\"previous_external_id\":\"R-0\"",
      "previous_unknown", "R-0" },
    { "\"title\":\"点卡 328\"", "\"title\":\"x\",\"labels\":[\"a\\nb\"]", "invalid", "labels" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "R-9");
      g_autoptr (GString) body = g_string_new (good);
      g_autoptr (RedressTestAnswer) answer = NULL;

      g_assert_cmpuint (g_string_replace (body, cases[i].from, cases[i].to, 1), ==, 1);
      answer = send (loop, "POST", TICKETS, body->str);
      g_test_message ("%s", cases[i].to);
      redress_test_answer_expect_problem (answer, 422, cases[i].code);
      if (cases[i].detail != NULL)
        g_assert_nonnull (strstr (redress_test_answer_get (answer, "detail"), cases[i].detail));
    }
}

static void
test_appeal (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "A-1");
  g_autoptr (GString) body = g_string_new (good);
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  g_string_replace (body, "\"title\"", "\"previous_external_id\":\"R-1\",\"title\"", 1);
  answer = send (loop, "POST", TICKETS, body->str);
  redress_test_answer_expect (answer, 201);
  ticket = redress_test_backend_fetch (
      loop->backend, loop->agent,
      json_object_get_int_member (json_node_get_object (answer->json), "id"));
  g_assert_cmpint (ticket->previous_ticket, ==, loop->ticket);
  /* Both are of one customer. */
  g_assert_cmpuint (ticket->customer.history->len, ==, 1);
  {
    const RedressHistoryItem *item = g_ptr_array_index (ticket->customer.history, 0);

    g_assert_cmpint (item->ticket, ==, loop->ticket);
    g_assert_cmpint (item->state, ==, REDRESS_STATE_OPEN);
  }
}

static void
test_timeline (RedressLoop *loop, gconstpointer data)
{
  const char *body = "{\"events\":[{\"at\":\"2026-11-22T02:09:00Z\",\"lane\":\"money\","
                     "\"code\":\"paid\"},{\"at\":\"2026-11-22T02:09:00Z\",\"lane\":\"money\","
                     "\"code\":\"paid\"}]}";
  g_autoptr (RedressTicket) once = NULL;
  g_autoptr (RedressTicket) twice = NULL;

  expect (loop, "POST", TIMELINE, body, 200);
  once = fetch (loop);
  g_assert_cmpuint (once->events->len, ==, 2);
  g_assert_cmpstr (((RedressEvent *)g_ptr_array_index (once->events, 0))->code, ==, "paid");
  expect (loop, "POST", TIMELINE, body, 200);
  twice = fetch (loop);
  g_assert_cmpuint (twice->events->len, ==, 2);
  g_assert_cmpint (twice->summary->rev, ==, once->summary->rev);
  expect_problem (loop, "POST", TIMELINE, "{\"events\":[{\"lane\":\"money\",\"code\":\"paid\"}]}",
                  422, "invalid");
}

static void
test_unknown_ticket (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTestAnswer) theirs = NULL;

  expect_problem (loop, "POST", TICKETS "/R-404/timeline", "{\"events\":[]}", 404, "not_found");
  /* Another platform's connector. */
  {
    const char *headers[] = { "Content-Type", "application/json", "Idempotency-Key", "k", NULL };

    theirs = redress_test_backend_send (loop->backend, loop->backend->cainiao_key, "PATCH", FACTS,
                                        "{\"facts\":[]}", -1, headers);
  }
  g_assert_cmpuint (theirs->status, >=, 401);
  g_assert_cmpuint (theirs->status, <=, 404);
}

static void
decide (RedressLoop *loop)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decision);
}

#define EFFECT(name, state)                                                                        \
  "{\"name\":\"" name "\",\"state\":\"" state "\",\"at\":\"2026-11-22T03:01:00Z\"}"
#define REPORT(effects) "{\"round\":1,\"effects\":[" effects "]}"

static void
expect_state (RedressLoop *loop, RedressState state, const char *effect_state, gboolean failed)
{
  g_autoptr (RedressTicket) ticket = fetch (loop);
  const RedressDecision *decision = g_ptr_array_index (ticket->decisions, 0);

  g_assert_cmpint (ticket->summary->state, ==, state);
  g_assert_cmpstr (decision->effect_state, ==, effect_state);
  g_assert_cmpint ((ticket->summary->badges & REDRESS_BADGE_EFFECT_FAILED) != 0, ==, failed);
  g_assert_cmpint (ticket->summary->labels != NULL, ==, failed);
}

static void
test_effects (RedressLoop *loop, gconstpointer data)
{
  expect_problem (loop, "POST", EFFECTS, REPORT (EFFECT ("revoke_secret", "done")), 409,
                  "state_changed");
  decide (loop);
  expect_problem (loop, "POST", EFFECTS, REPORT (EFFECT ("send_flowers", "done")), 422,
                  "effect_unknown");
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("revoke_secret", "done")), 200);
  expect_state (loop, REDRESS_STATE_DECIDED, "pending", FALSE);
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("refund_source", "failed")), 200);
  expect_state (loop, REDRESS_STATE_DECIDED, "failed", TRUE);
  /* A failure stays until that effect is done. */
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("revoke_secret", "done")), 200);
  expect_state (loop, REDRESS_STATE_DECIDED, "failed", TRUE);
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("refund_source", "done")), 200);
  expect_state (loop, REDRESS_STATE_EFFECTED, "done", FALSE);
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("refund_settled", "done")), 200);
  expect_state (loop, REDRESS_STATE_CLOSED, "done", FALSE);
}

static void
test_effects_without_refund (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decision = NULL;

  expect (loop, "PATCH", FACTS,
          "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":"
          "\"platform\"}]}",
          200);
  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_REJECT);
  redress_loop_expect_applied (loop, loop->agent, decision);
  expect_state (loop, REDRESS_STATE_DECIDED, "done", FALSE);
  expect (loop, "POST", EFFECTS, REPORT (EFFECT ("notified", "done")), 200);
  expect_state (loop, REDRESS_STATE_CLOSED, "done", FALSE);
}

static void
test_withdraw (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  expect (loop, "POST", WITHDRAW, "{\"text\":\"客户撤回\"}", 200);
  redress_loop_expect_refused (loop, decision, 412, "version_changed");
  ticket = fetch (loop);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_CLOSED);
  g_assert_cmpstr (ticket->summary->labels[0], ==, "withdrawn");
  g_assert_null (ticket->summary->claim);
  g_assert_cmpint (ticket->summary->closed_at, ==, redress_clock_now (loop->backend->clock));
  expect_problem (loop, "POST", WITHDRAW, "{}", 409, "state_changed");
}

/* From 2000 yuan on two people decide; what changes meanwhile voids the first decision. */
static void
test_change_voids_pending_approval (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "B-1");
  g_autoptr (GString) body = g_string_new (good);
  g_autoptr (RedressTestAnswer) answer = NULL;
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressTicket) pending = NULL;
  g_autoptr (RedressTicket) after = NULL;

  g_string_replace (body, "32800", "200000", 0);
  answer = send (loop, "POST", TICKETS, body->str);
  redress_test_answer_expect (answer, 201);
  loop->ticket = json_object_get_int_member (json_node_get_object (answer->json), "id");
  decide (loop);
  pending = fetch (loop);
  g_assert_cmpint (pending->summary->state, ==, REDRESS_STATE_SECOND_APPROVAL);
  g_assert_cmpuint (pending->summary->badges & REDRESS_BADGE_FOUR_EYES, !=, 0);
  g_assert_cmpint (pending->summary->closed_at, ==, REDRESS_TIME_UNKNOWN);

  expect (loop, "PATCH", TICKETS "/B-1/facts",
          "{\"facts\":[{\"name\":\"complaint.announced\",\"value\":true,\"source\":\"customer\"}]}",
          200);
  after = fetch (loop);
  g_assert_cmpint (after->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (after->summary->round, ==, 2);
  g_assert_cmpuint (after->summary->badges & REDRESS_BADGE_COMPLAINT, !=, 0);
  g_assert_true (((RedressDecision *)g_ptr_array_index (after->decisions, 0))->is_void);
  /* The next round may be decided. */
  decide (loop);
}

static void
test_answer_arrives (RedressLoop *loop, gconstpointer data)
{
  const char *names[] = { "claim.amount", NULL };
  g_autoptr (RedressCommand) ask = redress_loop_command (loop, REDRESS_COMMAND_NEED_INFO);
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  ask->base_version = 1;
  ask->claim_token = 1;
  ask->ask = g_strdup ("customer");
  ask->fact_names = g_strdupv ((char **)names);
  redress_loop_expect_applied (loop, loop->agent, ask);
  expect (loop, "PATCH", FACTS,
          "{\"facts\":[{\"name\":\"claim.amount\",\"value\":32800,\"unit\":\"fen\",\"source\":"
          "\"customer\"}]}",
          200);
  ticket = fetch (loop);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpstr (redress_ticket_find_fact (ticket, "answer.claim.amount")->value.text, ==,
                   "provided");
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/intake/" path, RedressLoop, NULL, redress_loop_set_up, func,                \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("create", test_create);
  ADD ("masked", test_masked);
  ADD ("create-again", test_create_again);
  ADD ("idempotency-key", test_idempotency_key);
  ADD ("bad-tickets", test_bad_tickets);
  ADD ("appeal", test_appeal);
  ADD ("timeline", test_timeline);
  ADD ("unknown-ticket", test_unknown_ticket);
  ADD ("effects", test_effects);
  ADD ("effects-without-refund", test_effects_without_refund);
  ADD ("withdraw", test_withdraw);
  ADD ("change-voids-pending-approval", test_change_voids_pending_approval);
  ADD ("answer-arrives", test_answer_arrives);
  return g_test_run ();
}
