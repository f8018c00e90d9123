/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

/* Deciding a ticket over HTTP, and all that may go wrong in it. */

static void
test_loop (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressAnswer) answer = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->note = g_strdup ("日志未到账");
  answer = redress_loop_send (loop, loop->agent, decide);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, REDRESS_STATE_DECIDED);
  g_assert_cmpint (answer->seq, >, 0);
  g_assert_cmpint (answer->audit_index, >=, 0);
  g_assert_null (answer->claim);
  g_assert_nonnull (answer->decision);

  ticket = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
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
    g_assert_cmpstr (recorded->effects[1], ==, "refund_source");
    /* The race is a mark, nothing that a platform does. */
    g_assert_null (recorded->effects[2]);
    g_assert_cmpstr (recorded->message, ==, "我们同意。");
    g_assert_cmpint (recorded->effect_at, ==, recorded->recorded_at + REDRESS_MINUTE);
    g_assert_cmpstr (recorded->effect_state, ==, "pending");
  }
}

static void
test_replay (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTestAnswer) first = NULL;
  g_autoptr (RedressTestAnswer) again = NULL;
  const RedressCommand *commands[1];

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  commands[0] = decide;
  first = redress_test_backend_send_commands (loop->backend, loop->agent, commands, 1);
  redress_test_answer_expect (first, 200);

  redress_clock_advance (loop->backend->clock, REDRESS_MINUTE);
  redress_test_backend_restart (loop->backend);
  again = redress_test_backend_send_commands (loop->backend, loop->agent, commands, 1);
  redress_test_answer_expect (again, 200);
  g_assert_cmpmem (first->body, first->length, again->body, again->length);
}

static void
test_replay_of_refusal (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  /* Refused for want of a claim: the same command stays refused once there is one. */
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
  redress_loop_claim (loop);
  redress_loop_expect_refused (loop, decide, 409, "claim_lost");
}

static void
test_other_body (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decide);
  decide->note = g_strdup ("another");
  redress_loop_expect_refused (loop, decide, 422, "command_id_reused");
}

static void
test_same_id_of_another_account (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) claim = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_expect_applied (loop, loop->agent, claim);
  answer = redress_loop_send (loop, loop->rival, claim);
  g_assert_cmpuint (answer->status, ==, 409);
  g_assert_cmpstr (answer->problem->code, ==, "claim_lost");
}

/* Nothing personal stands in the clear in any entry of the log. */
static void
check_leaves (gpointer data)
{
  static const char *const personal[] = { "c-4821", "客户", "player", "秘密", "88-R-1", "R-1" };
  RedressTestBackend *backend = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      redress_test_backend_get_connection (backend), "select leaf from audit_leaf", &error);
  guint n = 0;

  g_assert_no_error (error);
  for (; redress_sql_statement_step (statement, &error) == REDRESS_SQL_ROW; n++)
    {
      const char *leaf = redress_sql_statement_get_text (statement, 0);

      for (guint i = 0; i < G_N_ELEMENTS (personal); i++)
        g_assert_null (strstr (leaf, personal[i]));
    }
  g_assert_no_error (error);
  /* Three of the ticket, two of policies. */
  g_assert_cmpuint (n, ==, 5);
}

static void
test_nothing_personal_in_the_log (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->note = g_strdup ("秘密");
  decide->message = g_strdup ("秘密");
  redress_loop_expect_applied (loop, loop->agent, decide);
  redress_test_backend_run (loop->backend, check_leaves, loop->backend);
}

static void
test_stale_version (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTestAnswer) answer = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  answer = redress_test_backend_intake (
      loop->backend, "PATCH", "/v1/platforms/kameng/tickets/R-1/facts",
      "{\"facts\":[{\"name\":\"channel_log.credited\",\"value\":true,\"source\":\"platform\"}]}");
  redress_test_answer_expect (answer, 200);
  redress_loop_expect_refused (loop, decide, 412, "version_changed");
}

static void
test_seen_differs (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->seen_digest[0] = decide->seen_digest[0] == 'a' ? 'b' : 'a';
  redress_loop_expect_refused (loop, decide, 409, "seen_differs");
  redress_loop_renew_id (loop, decide);
  g_clear_pointer (&decide->seen_digest, g_free);
  redress_loop_expect_refused (loop, decide, 409, "seen_differs");
}

static void
test_verdict_not_allowed (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_REJECT);
  redress_loop_expect_refused (loop, decide, 422, "verdict_not_allowed");
  redress_loop_renew_id (loop, decide);
  decide->verdict = REDRESS_VERDICT_HOLD;
  redress_loop_expect_refused (loop, decide, 422, "verdict_not_final");
}

static void
test_override (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_PARTIAL);
  decide->amount = (RedressAmount){ 1000, REDRESS_UNIT_FEN };
  decide->has_amount = TRUE;
  redress_loop_expect_refused (loop, decide, 422, "override_reason_required");
  redress_loop_renew_id (loop, decide);
  decide->override_reason = g_strdup ("Half of it arrived");
  redress_loop_expect_applied (loop, loop->agent, decide);

  ticket = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  {
    const RedressDecision *recorded = g_ptr_array_index (ticket->decisions, 0);

    g_assert_cmpstr (recorded->override_reason, ==, "Half of it arrived");
    g_assert_cmpint (recorded->amount.value, ==, 1000);
    g_assert_cmpstr (recorded->effects[0], ==, "refund_source");
    g_assert_null (recorded->effects[1]);
  }
}

static void
test_amounts (RedressLoop *loop, gconstpointer data)
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

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->has_amount = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("amount %" G_GINT64_FORMAT, cases[i].value);
      redress_loop_renew_id (loop, decide);
      decide->amount = (RedressAmount){ cases[i].value, cases[i].unit };
      redress_loop_expect_refused (loop, decide, 422, cases[i].code);
    }
  redress_loop_renew_id (loop, decide);
  decide->amount = (RedressAmount){ 32800, REDRESS_UNIT_FEN };
  redress_loop_expect_applied (loop, loop->agent, decide);
}

/* A part has to be named, and a part of nothing is none. */
static void
test_part_of_nothing (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_PARTIAL);
  decide->override_reason = g_strdup ("Half of it arrived");
  redress_loop_expect_refused (loop, decide, 422, "amount_required");
  redress_loop_renew_id (loop, decide);
  decide->has_amount = TRUE;
  decide->amount = (RedressAmount){ 0, REDRESS_UNIT_FEN };
  redress_loop_expect_refused (loop, decide, 422, "amount_invalid");
}

static void
test_reasons_and_evidence (RedressLoop *loop, gconstpointer data)
{
  const char *unknown[] = {
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    NULL,
  };
  g_autoptr (RedressCommand) decide = NULL;

  redress_loop_claim (loop);
  decide = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  decide->cited = g_strdupv ((char **)unknown);
  redress_loop_expect_refused (loop, decide, 422, "evidence_unknown");
  g_clear_pointer (&decide->cited, g_strfreev);
  decide->opened = g_strdupv ((char **)unknown);
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_refused (loop, decide, 422, "evidence_unknown");
  g_clear_pointer (&decide->opened, g_strfreev);
  g_clear_pointer (&decide->reason_code, g_free);
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_refused (loop, decide, 422, "reason_required");
  decide->reason_code = g_strdup ("credited");
  redress_loop_renew_id (loop, decide);
  redress_loop_expect_refused (loop, decide, 422, "reason_unknown");
}

/* Three commands: one of another ticket in between goes its own way. */
static void
test_order (RedressLoop *loop, gconstpointer data)
{
  gint64 other = redress_test_backend_create_ticket (loop->backend, "R-2");
  g_autoptr (RedressCommand) refused = redress_loop_command (loop, REDRESS_COMMAND_RENEW);
  g_autoptr (RedressCommand) free_one =
      redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_CLAIM, other);
  g_autoptr (RedressCommand) later = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  const RedressCommand *commands[] = { refused, free_one, later };
  const guint expected[] = { 409, 200, 424 };
  g_autoptr (RedressTestAnswer) answer = NULL;
  JsonArray *answers;

  answer = redress_test_backend_send_commands (loop->backend, loop->agent, commands, 3);
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
  redress_loop_expect_refused (loop, later, 424, "earlier_refused");
}

static void
test_bad_requests (RedressLoop *loop, gconstpointer data)
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
          loop->backend, loop->agent, "POST", "/v1/commands", cases[i].body, -1, headers);

      g_test_message ("%s", cases[i].body);
      redress_test_answer_expect_problem (answer, cases[i].status, cases[i].code);
    }
}

static void
test_malformed_command (RedressLoop *loop, gconstpointer data)
{
  const char *body = "{\"commands\":[{\"command_id\":\"0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee\","
                     "\"type\":\"fly\",\"ticket\":1}]}";
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autoptr (RedressTestAnswer) answer = redress_test_backend_send (
      loop->backend, loop->agent, "POST", "/v1/commands", body, -1, headers);
  JsonArray *answers;

  redress_test_answer_expect (answer, 200);
  answers = json_object_get_array_member (json_node_get_object (answer->json), "answers");
  g_assert_cmpint (
      json_object_get_int_member (json_array_get_object_element (answers, 0), "status"), ==, 400);
}

static void
test_outside_scope (RedressLoop *loop, gconstpointer data)
{
  const char *const cainiao[] = { "cainiao", NULL };
  g_autofree char *stranger =
      redress_test_backend_add_account (loop->backend, "stranger", REDRESS_ROLE_AGENT, cainiao);
  g_autoptr (RedressCommand) claim = redress_loop_command (loop, REDRESS_COMMAND_CLAIM);
  g_autoptr (RedressCommand) nothing =
      redress_test_backend_new_command (loop->backend, REDRESS_COMMAND_CLAIM, 999);
  g_autoptr (RedressAnswer) outside = redress_loop_send (loop, stranger, claim);
  g_autoptr (RedressAnswer) missing = redress_loop_send (loop, stranger, nothing);

  g_assert_cmpuint (outside->status, ==, 404);
  g_assert_cmpuint (missing->status, ==, 404);
  g_assert_cmpstr (outside->problem->code, ==, missing->problem->code);
  g_assert_cmpstr (outside->problem->title, ==, missing->problem->title);
  g_assert_cmpint (outside->version, ==, 0);
  g_assert_null (outside->claim);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/commands/" path, RedressLoop, NULL, redress_loop_set_up, func,              \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("loop", test_loop);
  ADD ("replay", test_replay);
  ADD ("replay-of-refusal", test_replay_of_refusal);
  ADD ("other-body", test_other_body);
  ADD ("same-id-of-another-account", test_same_id_of_another_account);
  ADD ("nothing-personal-in-the-log", test_nothing_personal_in_the_log);
  ADD ("stale-version", test_stale_version);
  ADD ("seen-differs", test_seen_differs);
  ADD ("verdict-not-allowed", test_verdict_not_allowed);
  ADD ("part-of-nothing", test_part_of_nothing);
  ADD ("override", test_override);
  ADD ("amounts", test_amounts);
  ADD ("reasons-and-evidence", test_reasons_and_evidence);
  ADD ("order", test_order);
  ADD ("bad-requests", test_bad_requests);
  ADD ("malformed-command", test_malformed_command);
  ADD ("outside-scope", test_outside_scope);
  return g_test_run ();
}
