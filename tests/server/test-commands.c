/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backend.h"

#include <string.h>

/* The loop of an agent over HTTP: intake, claim, decide, and all that may go wrong in it. */

static const char *const kameng[] = { "kameng", NULL };

typedef struct
{
  RedressTestBackend *backend;
  char *agent;
  char *rival;
  gint64 ticket;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->backend = redress_test_backend_new ();
  fixture->agent =
      redress_test_backend_add_account (fixture->backend, "agent", REDRESS_ROLE_AGENT, kameng);
  fixture->rival =
      redress_test_backend_add_account (fixture->backend, "agent2", REDRESS_ROLE_AGENT, kameng);
  fixture->ticket = redress_test_backend_create_ticket (fixture->backend, "R-1");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->backend, redress_test_backend_free);
  g_free (fixture->agent);
  g_free (fixture->rival);
}

static RedressAnswer *
send (Fixture *fixture, const char *token, const RedressCommand *command)
{
  return redress_test_backend_command (fixture->backend, token, command);
}

/* Changes nothing of what the command is; only for another try. */
static void
renew_id (Fixture *fixture, RedressCommand *command)
{
  g_free (command->command_id);
  command->command_id = redress_command_id_new (redress_clock_now (fixture->backend->clock));
}

static RedressCommand *
decision (Fixture *fixture, RedressVerdict verdict)
{
  return redress_test_backend_new_decision (fixture->backend, fixture->agent, fixture->ticket,
                                            verdict);
}

static RedressCommand *
command (Fixture *fixture, RedressCommandType type)
{
  return redress_test_backend_new_command (fixture->backend, type, fixture->ticket);
}

static void
expect_refused (Fixture *fixture, RedressCommand *sent, guint status, const char *code)
{
  g_autoptr (RedressAnswer) answer = send (fixture, fixture->agent, sent);

  g_assert_nonnull (answer->problem);
  g_assert_cmpstr (answer->problem->code, ==, code);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpint (answer->audit_index, ==, -1);
  g_assert_cmpint (answer->seq, ==, 0);
}

static void
expect_applied (Fixture *fixture, const char *token, RedressCommand *sent)
{
  g_autoptr (RedressAnswer) answer = send (fixture, token, sent);

  if (answer->problem != NULL)
    g_test_message ("refused: %s", answer->problem->code);
  g_assert_cmpuint (answer->status, ==, 200);
}

static void
test_loop (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  decide->note = g_strdup ("日志未到账");
  answer = send (fixture, fixture->agent, decide);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, REDRESS_STATE_DECIDED);
  g_assert_cmpint (answer->seq, >, 0);
  g_assert_cmpint (answer->audit_index, >=, 0);
  g_assert_null (answer->claim);
  g_assert_nonnull (answer->decision);

  ticket = redress_test_backend_fetch (fixture->backend, fixture->agent, fixture->ticket);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_DECIDED);
  g_assert_cmpint (ticket->summary->rev, ==, answer->rev);
  g_assert_cmpint (ticket->summary->version, ==, answer->version);
  g_assert_cmpuint (ticket->decisions->len, ==, 1);
  {
    const RedressDecision *recorded = g_ptr_array_index (ticket->decisions, 0);

    g_assert_cmpint (recorded->verdict, ==, REDRESS_VERDICT_APPROVE);
    g_assert_cmpint (recorded->recommended, ==, REDRESS_VERDICT_APPROVE);
    g_assert_cmpint (recorded->amount.value, ==, 32800);
    g_assert_cmpstr (recorded->note, ==, "日志未到账");
    g_assert_cmpstr (recorded->effects[0], ==, "revoke_secret");
    g_assert_cmpint (recorded->effect_at, ==, recorded->recorded_at + REDRESS_MINUTE);
    g_assert_cmpstr (recorded->effect_state, ==, "pending");
  }
}

static void
test_replay (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTestAnswer) first = NULL;
  g_autoptr (RedressTestAnswer) again = NULL;
  const RedressCommand *commands[1];

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  commands[0] = decide;
  first = redress_test_backend_send_commands (fixture->backend, fixture->agent, commands, 1);
  redress_test_answer_expect (first, 200);

  redress_clock_advance (fixture->backend->clock, REDRESS_MINUTE);
  redress_test_backend_restart (fixture->backend);
  again = redress_test_backend_send_commands (fixture->backend, fixture->agent, commands, 1);
  redress_test_answer_expect (again, 200);
  g_assert_cmpmem (first->body, first->length, again->body, again->length);
}

static void
test_replay_of_refusal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  /* Refused for want of a claim: the same command stays refused once there is one. */
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  expect_refused (fixture, decide, 409, "claim_lost");
  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  expect_refused (fixture, decide, 409, "claim_lost");
}

static void
test_other_body (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  expect_applied (fixture, fixture->agent, decide);
  decide->note = g_strdup ("another");
  expect_refused (fixture, decide, 422, "command_id_reused");
}

static void
test_same_id_of_another_account (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) claim = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressAnswer) answer = NULL;

  expect_applied (fixture, fixture->agent, claim);
  answer = send (fixture, fixture->rival, claim);
  g_assert_cmpuint (answer->status, ==, 409);
  g_assert_cmpstr (answer->problem->code, ==, "claim_lost");
}

static void
test_claim_race (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) mine = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) theirs = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressAnswer) won = send (fixture, fixture->agent, mine);
  g_autoptr (RedressAnswer) lost = send (fixture, fixture->rival, theirs);

  g_assert_cmpuint (won->status, ==, 200);
  g_assert_cmpint (won->claim->token, ==, 1);
  g_assert_cmpint (won->version, ==, 1);
  g_assert_cmpuint (lost->status, ==, 409);
  g_assert_cmpstr (lost->problem->code, ==, "claim_lost");
  g_assert_cmpstr (lost->claim->holder_name, ==, "agent");
}

static void
test_lapsed_claim (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) mine = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) theirs = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressCommand) late = NULL;

  expect_applied (fixture, fixture->agent, mine);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  late = redress_command_copy (decide);
  renew_id (fixture, late);

  /* After the lease the token still counts, until somebody else has taken the ticket. */
  redress_clock_advance (fixture->backend->clock, 9 * REDRESS_MINUTE);
  {
    g_autofree char *agent = g_strdup (fixture->agent);
    g_autoptr (RedressCommand) renew = command (fixture, REDRESS_COMMAND_RENEW);

    renew->claim_token = 1;
    expect_applied (fixture, agent, renew);
  }
  expect_applied (fixture, fixture->agent, decide);
  expect_refused (fixture, late, 409, "already_decided");
  (void)theirs;
}

static void
test_stale_version (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  answer = redress_test_backend_intake (
      fixture->backend, "PATCH", "/v1/platforms/kameng/tickets/R-1/facts",
      "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":\"platform\"}]}");
  redress_test_answer_expect (answer, 200);
  expect_refused (fixture, decide, 412, "version_changed");
}

static void
test_seen_differs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  decide->seen_digest[0] = decide->seen_digest[0] == 'a' ? 'b' : 'a';
  expect_refused (fixture, decide, 409, "seen_differs");
  renew_id (fixture, decide);
  g_clear_pointer (&decide->seen_digest, g_free);
  expect_refused (fixture, decide, 409, "seen_differs");
}

static void
test_verdict_not_allowed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_REJECT);
  expect_refused (fixture, decide, 422, "verdict_not_allowed");
  renew_id (fixture, decide);
  decide->verdict = REDRESS_VERDICT_HOLD;
  expect_refused (fixture, decide, 422, "verdict_not_final");
}

static void
test_override (Fixture *fixture, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_PARTIAL);
  decide->amount = (RedressAmount){ 1000, REDRESS_UNIT_FEN };
  decide->has_amount = TRUE;
  expect_refused (fixture, decide, 422, "override_reason_required");
  renew_id (fixture, decide);
  decide->override_reason = g_strdup ("Half of it arrived");
  expect_applied (fixture, fixture->agent, decide);

  ticket = redress_test_backend_fetch (fixture->backend, fixture->agent, fixture->ticket);
  {
    const RedressDecision *recorded = g_ptr_array_index (ticket->decisions, 0);

    g_assert_cmpstr (recorded->override_reason, ==, "Half of it arrived");
    g_assert_cmpint (recorded->amount.value, ==, 1000);
    g_assert_cmpstr (recorded->effects[0], ==, "refund_source");
    g_assert_null (recorded->effects[1]);
  }
}

static void
test_amounts (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    gint64 value;
    RedressUnit unit;
    const char *code;
  } cases[] = {
    { 32801, REDRESS_UNIT_FEN, "amount_above_paid" },
    { -1, REDRESS_UNIT_FEN, "amount_invalid" },
    { 100, REDRESS_UNIT_POINTS, "amount_invalid" },
  };
  g_autoptr (RedressCommand) decide = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  decide->has_amount = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("amount %" G_GINT64_FORMAT, cases[i].value);
      renew_id (fixture, decide);
      decide->amount = (RedressAmount){ cases[i].value, cases[i].unit };
      expect_refused (fixture, decide, 422, cases[i].code);
    }
  renew_id (fixture, decide);
  decide->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  expect_applied (fixture, fixture->agent, decide);
}

static void
test_reasons_and_evidence (Fixture *fixture, gconstpointer data)
{
  const char *unknown[] = {
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    NULL,
  };
  g_autoptr (RedressCommand) decide = NULL;

  redress_test_backend_claim (fixture->backend, fixture->agent, fixture->ticket);
  decide = decision (fixture, REDRESS_VERDICT_APPROVE);
  decide->cited = g_strdupv ((char **)unknown);
  expect_refused (fixture, decide, 422, "evidence_unknown");
  g_clear_pointer (&decide->cited, g_strfreev);
  decide->opened = g_strdupv ((char **)unknown);
  renew_id (fixture, decide);
  expect_refused (fixture, decide, 422, "evidence_unknown");
  g_clear_pointer (&decide->opened, g_strfreev);
  g_clear_pointer (&decide->reason_code, g_free);
  renew_id (fixture, decide);
  expect_refused (fixture, decide, 422, "reason_required");
  decide->reason_code = g_strdup ("credited");
  renew_id (fixture, decide);
  expect_refused (fixture, decide, 422, "reason_unknown");
}

/* Three commands: one of another ticket in between goes its own way. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  gint64 other = redress_test_backend_create_ticket (fixture->backend, "R-2");
  g_autoptr (RedressCommand) refused = command (fixture, REDRESS_COMMAND_RENEW);
  g_autoptr (RedressCommand) free_one =
      redress_test_backend_new_command (fixture->backend, REDRESS_COMMAND_CLAIM, other);
  g_autoptr (RedressCommand) later = command (fixture, REDRESS_COMMAND_CLAIM);
  const RedressCommand *commands[] = { refused, free_one, later };
  const guint expected[] = { 409, 200, 424 };
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonArray *answers;

  answer = redress_test_backend_send_commands (fixture->backend, fixture->agent, commands, 3);
  redress_test_answer_expect (answer, 200);
  answers = json_object_get_array_member (json_node_get_object (answer->json), "answers");
  g_assert_cmpuint (json_array_get_length (answers), ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      JsonObject *object = json_array_get_object_element (answers, i);

      g_assert_cmpstr (json_object_get_string_member (object, "command_id"), ==,
                       commands[i]->command_id);
      g_assert_cmpint (json_object_get_int_member (object, "status"), ==, expected[i]);
    }
  /* Alone it gets the answer it got. */
  expect_refused (fixture, later, 424, "earlier_refused");
}

static void
test_bad_requests (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { "{}", 400, "malformed" },
    { "{\"commands\":{}}", 400, "malformed" },
    { "{\"commands\":[]}", 422, "too_many_commands" },
    { "{\"commands\":[1]}", 400, "malformed" },
    { "{\"commands\":[{\"type\":\"claim\",\"ticket\":1}]}", 400, "malformed" },
  };
  const char *headers[] = { "Content-Type", "application/json", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RedressTestAnswer) answer = redress_test_backend_send (
          fixture->backend, fixture->agent, "POST", "/v1/commands", cases[i].body, -1, headers);

      g_test_message ("%s", cases[i].body);
      redress_test_answer_expect_problem (answer, cases[i].status, cases[i].code);
    }
}

static void
test_malformed_command (Fixture *fixture, gconstpointer data)
{
  const char *body = "{\"commands\":[{\"command_id\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\","
                     "\"type\":\"fly\",\"ticket\":1}]}";
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_send (
      fixture->backend, fixture->agent, "POST", "/v1/commands", body, -1, headers);
  JsonArray *answers;

  redress_test_answer_expect (answer, 200);
  answers = json_object_get_array_member (json_node_get_object (answer->json), "answers");
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (answers, 0), "status"), ==, 400);
}

static void
test_outside_scope (Fixture *fixture, gconstpointer data)
{
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger =
      redress_test_backend_add_account (fixture->backend, "stranger", REDRESS_ROLE_AGENT, cainiao);
  g_autoptr (RedressCommand) claim = command (fixture, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) nothing =
      redress_test_backend_new_command (fixture->backend, REDRESS_COMMAND_CLAIM, 999);
  g_autoptr (RedressAnswer) outside = send (fixture, stranger, claim);
  g_autoptr (RedressAnswer) missing = send (fixture, stranger, nothing);

  g_assert_cmpuint (outside->status, ==, 404);
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpstr (outside->problem->code, ==, missing->problem->code);
  g_assert_cmpstr (outside->problem->title, ==, missing->problem->title);
  g_assert_cmpint (outside->version, ==, 0);
  g_assert_null (outside->claim);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/commands/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("loop", test_loop);
  ADD ("replay", test_replay);
  ADD ("replay-of-refusal", test_replay_of_refusal);
  ADD ("other-body", test_other_body);
  ADD ("same-id-of-another-account", test_same_id_of_another_account);
  ADD ("claim-race", test_claim_race);
  ADD ("lapsed-claim", test_lapsed_claim);
  ADD ("stale-version", test_stale_version);
  ADD ("seen-differs", test_seen_differs);
  ADD ("verdict-not-allowed", test_verdict_not_allowed);
  ADD ("override", test_override);
  ADD ("amounts", test_amounts);
  ADD ("reasons-and-evidence", test_reasons_and_evidence);
  ADD ("order", test_order);
  ADD ("bad-requests", test_bad_requests);
  ADD ("malformed-command", test_malformed_command);
  ADD ("outside-scope", test_outside_scope);
  return g_test_run ();
}
