/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

/* Tickets that wait, go elsewhere, or get a note. */

static const char *const kameng[] = { "kameng", NULL };

static void
test_hold_and_resume (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) hold = redress_loop_command (loop, REDRESS_COMMAND_HOLD);
  g_autoptr (RedressCommand) resume = redress_loop_command (loop, REDRESS_COMMAND_RESUME);
  g_autoptr (RedressAnswer) held = NULL;
  g_autoptr (RedressAnswer) resumed = NULL;
  RedressTime now = redress_clock_now (loop->backend->clock);

  redress_loop_claim (loop);
  hold->base_version = 1;
  hold->claim_token = 1;
  hold->until = now + REDRESS_HOUR;
  redress_loop_expect_refused (loop, hold, 422, "reason_required");
  hold->note = g_strdup ("等渠道回复");
  hold->until = now;
  redress_loop_renew_id (loop, hold);
  redress_loop_expect_refused (loop, hold, 422, "until_invalid");
  hold->until = now + REDRESS_HOUR;
  redress_loop_renew_id (loop, hold);
  held = redress_loop_send (loop, loop->agent, hold);
  g_assert_cmpint (held->state, ==, REDRESS_STATE_HELD);
  g_assert_cmpint (held->version, ==, 2);
  resumed = redress_loop_send (loop, loop->rival, resume);
  g_assert_cmpint (resumed->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (resumed->version, ==, 3);
}

static void
test_hold_ends (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) hold = redress_loop_command (loop, REDRESS_COMMAND_HOLD);
  g_autoptr (RedressTicket) before = NULL;
  g_autoptr (RedressTicket) after = NULL;

  redress_loop_claim (loop);
  hold->base_version = 1;
  hold->claim_token = 1;
  hold->note = g_strdup ("later");
  hold->until = redress_clock_now (loop->backend->clock) + REDRESS_MINUTE;
  redress_loop_expect_applied (loop, loop->agent, hold);
  redress_test_backend_advance (loop->backend, REDRESS_MINUTE - 1);
  before = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpint (before->summary->state, ==, REDRESS_STATE_HELD);
  g_assert_cmpint (before->hold_until, ==, hold->until);
  g_assert_cmpuint (before->notes->len, ==, 1);
  redress_test_backend_advance (loop->backend, 1);
  after = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpint (after->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (after->hold_until, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (after->summary->version, ==, before->summary->version + 1);
}

static RedressCommand *
ask_platform (RedressLoop *loop)
{
  const char *slots[] = { "channel_log", NULL };
  const char *names[] = { "claim.amount", NULL };
  RedressCommand *ask = redress_loop_command (loop, REDRESS_COMMAND_NEED_INFO);

  redress_loop_claim (loop);
  ask->base_version = 1;
  ask->claim_token = 1;
  ask->ask = g_strdup ("platform");
  ask->slots = g_strdupv ((char **)slots);
  ask->fact_names = g_strdupv ((char **)names);
  return ask;
}

static const char *
answer_fact (RedressTicket *ticket, const char *name)
{
  const RedressFact *fact = redress_ticket_find_fact (ticket, name);

  return fact != NULL ? fact->value.text : NULL;
}

/* The clock stands still while the customer is asked; the answer lets it run on. */
static void
test_customer_pauses (RedressLoop *loop, gconstpointer data)
{
  const char *names[] = { "claim.amount", NULL };
  g_autoptr (RedressCommand) ask = ask_platform (loop);
  g_autoptr (RedressTicket) waiting = NULL;
  g_autoptr (RedressTicket) after = NULL;
  const RedressWait *wait;

  g_free (ask->ask);
  ask->ask = g_strdup ("customer");
  g_clear_pointer (&ask->slots, g_strfreev);
  g_strfreev (ask->fact_names);
  ask->fact_names = g_strdupv ((char **)names);
  redress_loop_expect_applied (loop, loop->agent, ask);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, &waiting), ==, 24);
  g_assert_cmpuint (waiting->summary->badges & REDRESS_BADGE_PAUSED, !=, 0);
  g_assert_cmpuint (waiting->waits->len, ==, 1);

  /* Seventy-two hours are the policy's time for an answer. */
  redress_test_backend_advance (loop->backend, 72 * REDRESS_HOUR);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, &after), ==, 24 + 72);
  g_assert_cmpint (after->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpuint (after->summary->badges & REDRESS_BADGE_PAUSED, ==, 0);
  wait = g_ptr_array_index (after->waits, 0);
  g_assert_cmpint (wait->state, ==, REDRESS_STATE_WAITING_CUSTOMER);
  g_assert_cmpint (wait->until - wait->from, ==, 72 * REDRESS_HOUR);
}

/* The platform's slowness is not the customer's fault, unless a policy says so. */
static void
test_platform_does_not_pause (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) ask = ask_platform (loop);
  g_autoptr (RedressTicket) waiting = NULL;

  redress_loop_expect_applied (loop, loop->agent, ask);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, &waiting), ==, 24);
  g_assert_cmpuint (waiting->summary->badges & REDRESS_BADGE_PAUSED, ==, 0);
  redress_test_backend_advance (loop->backend, 4 * REDRESS_HOUR);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, NULL), ==, 24);
}

/* The policy of the tests stops the clock of what is held. */
static void
test_hold_pauses (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) hold = redress_loop_command (loop, REDRESS_COMMAND_HOLD);
  g_autoptr (RedressCommand) resume = redress_loop_command (loop, REDRESS_COMMAND_RESUME);
  g_autoptr (RedressTicket) held = NULL;
  RedressTime now = redress_clock_now (loop->backend->clock);

  redress_loop_claim (loop);
  hold->base_version = 1;
  hold->claim_token = 1;
  hold->note = g_strdup ("later");
  hold->until = now + REDRESS_DAY;
  redress_loop_expect_applied (loop, loop->agent, hold);
  redress_test_backend_advance (loop->backend, 3 * REDRESS_HOUR);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, &held), ==, 24);
  g_assert_cmpuint (held->summary->badges & REDRESS_BADGE_PAUSED, !=, 0);
  redress_loop_expect_applied (loop, loop->agent, resume);
  g_assert_cmpint (redress_loop_get_due_hours (loop, loop->ticket, NULL), ==, 27);
}

static void
test_nobody_answers (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) ask = ask_platform (loop);
  g_autoptr (RedressTicket) asked = NULL;
  g_autoptr (RedressTicket) after = NULL;

  redress_loop_expect_applied (loop, loop->agent, ask);
  asked = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpint (asked->summary->state, ==, REDRESS_STATE_WAITING_PLATFORM);
  g_assert_cmpstr (answer_fact (asked, "answer.channel_log"), ==, "asked");
  /* The policy's clock gives the platform four hours. */
  redress_test_backend_advance (loop->backend, 4 * REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  after = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpint (after->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpstr (answer_fact (after, "answer.channel_log"), ==, "not_provided");
  g_assert_cmpstr (answer_fact (after, "answer.claim.amount"), ==, "not_provided");
}

static void
test_bad_questions (RedressLoop *loop, gconstpointer data)
{
  const char *unknown[] = { "passport", NULL };
  g_autoptr (RedressCommand) ask = ask_platform (loop);

  g_strfreev (ask->slots);
  ask->slots = g_strdupv ((char **)unknown);
  redress_loop_expect_refused (loop, ask, 422, "slot_unknown");
  g_clear_pointer (&ask->slots, g_strfreev);
  g_strfreev (ask->fact_names);
  ask->fact_names = g_strdupv ((char **)unknown);
  redress_loop_renew_id (loop, ask);
  redress_loop_expect_refused (loop, ask, 422, "fact_unknown");
  g_clear_pointer (&ask->fact_names, g_strfreev);
  redress_loop_renew_id (loop, ask);
  redress_loop_expect_refused (loop, ask, 422, "nothing_asked");
  g_clear_pointer (&ask->ask, g_free);
  redress_loop_renew_id (loop, ask);
  redress_loop_expect_refused (loop, ask, 422, "ask_required");
}

static void
test_escalate (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = redress_test_backend_add_account (loop->backend, "supervisor",
                                                                  REDRESS_ROLE_SUPERVISOR, kameng);
  g_autoptr (RedressCommand) escalate = redress_loop_command (loop, REDRESS_COMMAND_ESCALATE);
  g_autoptr (RedressCommand) theirs = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  escalate->base_version = 1;
  escalate->claim_token = 1;
  redress_loop_expect_refused (loop, escalate, 422, "note_required");
  escalate->note = g_strdup ("金额大");
  redress_loop_renew_id (loop, escalate);
  redress_loop_expect_applied (loop, loop->agent, escalate);

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_refused (loop, decide, 403, "supervisor_only");
  redress_test_backend_advance (loop->backend, REDRESS_HOUR);
  g_free (supervisor);
  supervisor = redress_test_backend_sign_in (loop->backend, 3);
  redress_loop_expect_applied (loop, supervisor, theirs);
  {
    g_autoptr (RedressCommand) final = redress_test_backend_new_decision (
        loop->backend, supervisor, loop->ticket, REDRESS_VERDICT_APPROVE);

    redress_loop_expect_applied (loop, supervisor, final);
  }
}

static void
test_note (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) note = redress_loop_command (loop, REDRESS_COMMAND_NOTE);
  g_autoptr (RedressAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_expect_refused (loop, note, 422, "note_required");
  note->note = g_strdup ("请看聊天记录 😀");
  redress_loop_renew_id (loop, note);
  answer = redress_loop_send (loop, loop->rival, note);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->rev, ==, 2);
  g_assert_cmpint (answer->version, ==, 1);
  ticket = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpuint (ticket->notes->len, ==, 1);
  {
    const RedressNote *kept = g_ptr_array_index (ticket->notes, 0);

    g_assert_cmpstr (kept->text, ==, "请看聊天记录 😀");
    g_assert_cmpstr (kept->actor_name, ==, "agent2");
  }
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/waiting/" path, RedressLoop, NULL, redress_loop_set_up, func,               \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("hold-and-resume", test_hold_and_resume);
  ADD ("hold-ends", test_hold_ends);
  ADD ("customer-pauses", test_customer_pauses);
  ADD ("platform-does-not-pause", test_platform_does_not_pause);
  ADD ("hold-pauses", test_hold_pauses);
  ADD ("nobody-answers", test_nobody_answers);
  ADD ("bad-questions", test_bad_questions);
  ADD ("escalate", test_escalate);
  ADD ("note", test_note);
  return g_test_run ();
}
