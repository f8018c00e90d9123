/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

/* What a platform carries out although nothing is decided yet. */

#define EFFECTS "/v1/platforms/kameng/tickets/R-1/effects"
#define FACTS "/v1/platforms/kameng/tickets/R-1/facts"
#define REPORT(name, state)                                                                        \
  "{\"round\":1,\"effects\":[{\"name\":\"" name "\",\"state\":\"" state                            \
  "\",\"at\":\"2026-11-22T03:01:00Z\"}]}"

static void
report (RedressLoop *loop, const char *body, guint status)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (loop->backend, "POST", EFFECTS, body);

  redress_test_answer_expect (answer, status);
}

static RedressTicket *
fetch (RedressLoop *loop)
{
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

/* The agent takes the ticket and puts it on hold for an hour. */
static void
hold (RedressLoop *loop)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressCommand) command = redress_loop_command (loop, REDRESS_COMMAND_HOLD);

  redress_loop_claim (loop);
  ticket = fetch (loop);
  command->base_version = ticket->summary->version;
  command->claim_token = ticket->summary->claim->token;
  command->note = g_strdup ("等渠道回复");
  command->until = redress_clock_now (loop->backend->clock) + REDRESS_HOUR;
  redress_loop_expect_applied (loop, loop->agent, command);
}

/* What the platform was told by webhook about the ticket. */
static void
expect_told (RedressLoop *loop, const char *types)
{
  g_autofree char *told = redress_loop_list_told (loop, loop->ticket);

  g_assert_cmpstr (told, ==, types);
}

static void
expect_only (RedressTicket *ticket, const char *state)
{
  const RedressInterimEffect *effect;

  g_assert_cmpuint (ticket->interim_effects->len, ==, 1);
  effect = g_ptr_array_index (ticket->interim_effects, 0);
  g_assert_cmpstr (effect->name, ==, "revoke_secret");
  g_assert_cmpint (effect->verdict, ==, REDRESS_VERDICT_HOLD);
  g_assert_cmpint (effect->round, ==, 1);
  g_assert_cmpstr (effect->state, ==, state);
  g_assert_cmpstr (effect->actor_name, !=, NULL);
  g_assert_cmpint (effect->reported_at != REDRESS_TIME_UNKNOWN, ==,
                   !redress_interim_effect_is_pending (effect));
}

static void
expect_decided (RedressLoop *loop, const char *effects)
{
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *joined = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decision);
  ticket = fetch (loop);
  joined = g_strjoinv (
      " ", ((const RedressDecision *)g_ptr_array_index (ticket->decisions, 0))->effects);
  g_assert_cmpstr (joined, ==, effects);
  g_assert_cmpint (ticket->summary->badges & REDRESS_BADGE_EFFECT_FAILED, ==, 0);
}

/* What came back ends the hold before its time, and is not asked for again. */
static void
test_done (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) held = NULL;
  g_autoptr (RedressTicket) back = NULL;

  hold (loop);
  held = fetch (loop);
  g_assert_cmpint (held->summary->state, ==, REDRESS_STATE_HELD);
  expect_only (held, "pending");
  expect_told (loop, "effects.requested");
  report (loop, REPORT ("refund_source", "done"), 409);
  report (loop, REPORT ("refund_settled", "done"), 409);
  report (loop, REPORT ("revoke_secret", "done"), 200);
  back = fetch (loop);
  g_assert_cmpint (back->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (back->hold_until, ==, REDRESS_TIME_UNKNOWN);
  expect_only (back, "done");
  expect_decided (loop, "refund_source");
}

static void
test_failed (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) back = NULL;
  g_autoptr (RedressTicket) again = NULL;

  hold (loop);
  report (loop, REPORT ("revoke_secret", "failed"), 200);
  back = fetch (loop);
  g_assert_cmpint (back->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (back->summary->badges & REDRESS_BADGE_EFFECT_FAILED, !=, 0);
  expect_only (back, "failed");
  /* What failed may be tried once more. */
  hold (loop);
  again = fetch (loop);
  expect_only (again, "pending");
  report (loop, REPORT ("revoke_secret", "failed"), 200);
  expect_decided (loop, "revoke_secret refund_source");
}

/* The time of the hold is over, the answer comes later: nothing else happens to the ticket, and
 * what is decided meanwhile is settled by the same report. */
static void
test_late (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = NULL;
  const RedressDecision *decision;

  hold (loop);
  redress_test_backend_advance (loop->backend, REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  expect_decided (loop, "revoke_secret refund_source");
  report (loop, REPORT ("revoke_secret", "done"), 200);
  report (loop, REPORT ("refund_source", "done"), 200);
  ticket = fetch (loop);
  expect_only (ticket, "done");
  decision = g_ptr_array_index (ticket->decisions, 0);
  g_assert_cmpstr (decision->effect_state, ==, "done");
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_EFFECTED);
}

/* A hold that no rule speaks of, because the rule that would does not match, asks for nothing. */
static void
test_none (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_intake (
      loop->backend, "PATCH", FACTS,
      "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":\"platform\"}]}");

  redress_test_answer_expect (answer, 200);
  hold (loop);
  ticket = fetch (loop);
  g_assert_cmpuint (ticket->interim_effects->len, ==, 0);
  expect_told (loop, "");
  report (loop, REPORT ("revoke_secret", "done"), 409);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/interim-effects/" path, RedressLoop, NULL, redress_loop_set_up, func,       \
              redress_loop_tear_down)
  ADD ("done", test_done);
  ADD ("failed", test_failed);
  ADD ("late", test_late);
  ADD ("none", test_none);
  return g_test_run ();
}
