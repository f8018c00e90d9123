/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

/* Who holds a ticket, how long, and what that is worth. */

static void
test_claim_race (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) mine = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) theirs = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressAnswer) won = redress_loop_send (loop, loop->agent, mine);
  g_autoptr (RedressAnswer) lost = redress_loop_send (loop, loop->rival, theirs);

  g_assert_cmpuint (won->status, ==, 200);
  g_assert_cmpint (won->claim->token, ==, 1);
  g_assert_cmpint (won->version, ==, 1);
  g_assert_cmpuint (lost->status, ==, 409);
  g_assert_cmpstr (lost->problem->code, ==, "claim_lost");
  g_assert_cmpstr (lost->claim->holder_name, ==, "agent");
}

/* After the lease the token still counts, until somebody else has taken the ticket. */
static void
test_late_decision (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) claim = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressCommand) again = NULL;

  redress_loop_expect_applied (loop, loop->agent, claim);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  again = redress_command_copy (decide);
  redress_loop_renew_id (loop, again);
  redress_test_backend_advance (loop->backend, REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  redress_loop_expect_applied (loop, loop->agent, decide);
  redress_loop_expect_refused (loop, again, 409, "already_decided");
}

static void
test_lost_claim (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) mine = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) theirs = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_expect_applied (loop, loop->agent, mine);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_test_backend_advance (loop->backend, REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  answer = redress_loop_send (loop, loop->rival, theirs);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->claim->token, ==, 2);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
}

/* Who lost the ticket and got it back decides anew: between the two somebody else had it. */
static void
test_old_token_of_the_same_holder (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) release = redress_loop_command (loop, REDRESS_COMMAND_RELEASE);
  g_autoptr (RedressCommand) theirs = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) their_release = redress_loop_command (loop, REDRESS_COMMAND_RELEASE);
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  release->claim_token = 1;
  redress_loop_expect_applied (loop, loop->agent, release);
  redress_loop_expect_applied (loop, loop->rival, theirs);
  their_release->claim_token = 2;
  redress_loop_expect_applied (loop, loop->rival, their_release);
  redress_loop_claim (loop);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
  decide->claim_token = 3;
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_applied (loop, loop->agent, decide);
}

static void
test_renew_and_release (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) claim = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) renew = redress_loop_command (loop, REDRESS_COMMAND_RENEW);
  g_autoptr (RedressCommand) release = redress_loop_command (loop, REDRESS_COMMAND_RELEASE);
  g_autoptr (RedressCommand) theirs = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressAnswer) renewed = NULL;
  g_autoptr (RedressAnswer) released = NULL;
  g_autoptr (RedressAnswer) taken = NULL;
  RedressTime now;

  redress_loop_expect_applied (loop, loop->agent, claim);
  redress_clock_advance (loop->backend->clock, 5 * REDRESS_MINUTE);
  now = redress_clock_now (loop->backend->clock);
  renew->claim_token = release->claim_token = 1;
  renewed = redress_loop_send (loop, loop->agent, renew);
  g_assert_cmpint (renewed->claim->token, ==, 1);
  g_assert_cmpint (renewed->claim->lease_until, ==, now + 15 * REDRESS_MINUTE);
  g_assert_cmpint (renewed->audit_index, ==, -1);
  released = redress_loop_send (loop, loop->agent, release);
  g_assert_cmpuint (released->status, ==, 200);
  g_assert_null (released->claim);
  taken = redress_loop_send (loop, loop->rival, theirs);
  g_assert_cmpint (taken->claim->token, ==, 2);
  g_assert_cmpint (taken->version, ==, 1);
}

static void
test_check_out (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) check_out = redress_loop_command (loop, REDRESS_COMMAND_CHECK_OUT);
  g_autoptr (RedressAnswer) answer = NULL;

  /* Only what one holds can be checked out. */
  redress_loop_expect_refused (loop, check_out, 409, "claim_lost");
  redress_loop_claim (loop);
  redress_loop_renew_id (loop, check_out);
  check_out->claim_token = 1;
  answer = redress_loop_send (loop, loop->agent, check_out);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->claim->mode, ==, REDRESS_CLAIM_OFFLINE);
  g_assert_cmpint (answer->claim->token, ==, 1);
  g_assert_cmpint (answer->claim->lease_until, ==,
                   redress_clock_now (loop->backend->clock) + 8 * REDRESS_HOUR);
}

static void
test_check_out_limit (RedressLoop *loop, gconstpointer data)
{
  for (guint i = 0; i <= 20; i++)
    {
      g_autofree char *number = g_strdup_printf ("L-%u", i);
      gint64 ticket = redress_test_backend_create_ticket (loop->backend, number);
      g_autoptr (RedressCommand) check_out =
          redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_CHECK_OUT, ticket);

      redress_test_backend_claim (loop->backend, loop->agent, ticket);
      check_out->claim_token = 1;
      if (i < 20)
        redress_loop_expect_applied (loop, loop->agent, check_out);
      else
        redress_loop_expect_refused (loop, check_out, 422, "check_out_limit");
    }
}

static void
test_hand_over (RedressLoop *loop, gconstpointer data)
{
  static const char *const nobody[] = { "a-99", "nobody", "a-", "k-1", "a-3", "stranger", "" };
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger =
      redress_test_backend_add_account (loop->backend, "stranger", REDRESS_ROLE_AGENT, cainiao);
  g_autoptr (RedressCommand) hand_over = redress_loop_command (loop, REDRESS_COMMAND_HAND_OVER);
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_claim (loop);
  hand_over->claim_token = 1;
  for (guint i = 0; i < G_N_ELEMENTS (nobody); i++)
    {
      g_free (hand_over->hand_to);
      hand_over->hand_to = g_strdup (nobody[i]);
      redress_loop_renew_id (loop, hand_over);
      redress_loop_expect_refused (loop, hand_over, 422, "account_unknown");
    }
  g_free (hand_over->hand_to);
  hand_over->hand_to = g_strdup ("a-2");
  redress_loop_renew_id (loop, hand_over);
  answer = redress_loop_send (loop, loop->agent, hand_over);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->claim->holder, ==, "a-2");
  g_assert_cmpint (answer->claim->token, ==, 2);
}

static void
test_hand_over_by_name (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) hand_over = redress_loop_command (loop, REDRESS_COMMAND_HAND_OVER);
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_claim (loop);
  hand_over->claim_token = 1;
  g_free (hand_over->hand_to);
  hand_over->hand_to = g_strdup ("agent2");
  answer = redress_loop_send (loop, loop->agent, hand_over);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpstr (answer->claim->holder, ==, "a-2");
}

/* What the next one is to know goes with the ticket. */
static void
test_hand_over_with_note (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) hand_over = redress_loop_command (loop, REDRESS_COMMAND_HAND_OVER);
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  hand_over->claim_token = 1;
  hand_over->hand_to = g_strdup ("agent2");
  hand_over->note = g_strdup ("The customer calls back at nine");
  redress_loop_expect_applied (loop, loop->agent, hand_over);
  ticket = redress_test_backend_fetch (loop->backend, loop->rival, loop->ticket);
  g_assert_cmpuint (ticket->notes->len, ==, 1);
  g_assert_cmpstr (((RedressNote *)g_ptr_array_index (ticket->notes, 0))->text, ==,
                   hand_over->note);
}

static char *
add_supervisor (RedressLoop *loop)
{
  static const char *const kameng[] = { "kameng", NULL };

  return redress_test_backend_add_account (loop->backend, "supervisor", REDRESS_ROLE_SUPERVISOR,
                                           kameng);
}

static void
expect_code (
    RedressLoop *loop, const char *token, RedressCommand *command, guint status, const char *code)
{
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_renew_id (loop, command);
  answer = redress_loop_send (loop, token, command);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer->problem->code, ==, code);
}

/* What was decided on a ticket that is taken away does not count, nor does the same token later. */
static void
test_revoke (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressCommand) check_out = redress_loop_command (loop, REDRESS_COMMAND_CHECK_OUT);
  g_autoptr (RedressCommand) revoke = redress_loop_command (loop, REDRESS_COMMAND_REVOKE);
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  check_out->claim_token = 1;
  redress_loop_expect_applied (loop, loop->agent, check_out);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  revoke->claim_token = 1;
  revoke->note = g_strdup ("Its holder is away");
  answer = redress_loop_send (loop, supervisor, revoke);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_null (answer->claim);
  g_assert_cmpint (answer->audit_index, >=, 0);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
  ticket = redress_test_backend_fetch (loop->backend, loop->rival, loop->ticket);
  g_assert_cmpuint (ticket->notes->len, ==, 1);
  /* Nobody has it now; the next holder's token is another one. */
  expect_code (loop, supervisor, revoke, 409, "claim_lost");
  redress_loop_claim (loop);
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
  decide->claim_token = 3;
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_applied (loop, loop->agent, decide);
}

static void
test_revoke_is_refused (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autofree char *long_reason = g_strnfill (201, 'x');
  g_autoptr (RedressCommand) revoke = redress_loop_command (loop, REDRESS_COMMAND_REVOKE);

  redress_loop_claim (loop);
  revoke->claim_token = 1;
  expect_code (loop, supervisor, revoke, 422, "reason_required");
  revoke->note = g_steal_pointer (&long_reason);
  expect_code (loop, supervisor, revoke, 422, "reason_too_long");
  g_free (revoke->note);
  revoke->note = g_strdup ("Its holder is away");
  expect_code (loop, loop->rival, revoke, 403, "forbidden");
  expect_code (loop, loop->agent, revoke, 403, "forbidden");
  /* Meant was the claim before this one. */
  revoke->claim_token = 7;
  expect_code (loop, supervisor, revoke, 409, "claim_lost");
}

/* Checked out, decided without a connection, sent hours later. */
static void
test_offline_decision (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) check_out = redress_loop_command (loop, REDRESS_COMMAND_CHECK_OUT);
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_claim (loop);
  check_out->claim_token = 1;
  redress_loop_expect_applied (loop, loop->agent, check_out);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->offline = TRUE;
  redress_test_backend_advance (loop->backend, 7 * REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  answer = redress_loop_send (loop, loop->agent, decide);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_true (answer->decision->offline);
  g_assert_cmpint (answer->decision->decided_at, ==, decide->made_at);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/claims/" path, RedressLoop, NULL, redress_loop_set_up, func,                \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("claim-race", test_claim_race);
  ADD ("late-decision", test_late_decision);
  ADD ("lost-claim", test_lost_claim);
  ADD ("old-token-of-the-same-holder", test_old_token_of_the_same_holder);
  ADD ("renew-and-release", test_renew_and_release);
  ADD ("check-out", test_check_out);
  ADD ("check-out-limit", test_check_out_limit);
  ADD ("hand-over", test_hand_over);
  ADD ("hand-over-by-name", test_hand_over_by_name);
  ADD ("hand-over-with-note", test_hand_over_with_note);
  ADD ("revoke", test_revoke);
  ADD ("revoke-is-refused", test_revoke_is_refused);
  ADD ("offline-decision", test_offline_decision);
  return g_test_run ();
}
