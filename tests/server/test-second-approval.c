/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-loop.h"

/* From 2000 yuan on two people decide. */

static const char *const kameng[] = { "kameng", NULL };

typedef struct
{
  RedressLoop loop;
  char *supervisor; /* token of a-3 */
  char *other;      /* token of a-4, a supervisor too */
} Fixture;

/* A dear ticket. */
static void
create_ticket (RedressLoop *loop)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "B-1");
  g_autoptr (GString) body = g_string_new (good);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "32800", "200000", 0);
  answer = redress_test_backend_intake (loop->backend, "POST", "/v1/platforms/kameng/tickets",
                                        body->str);
  redress_test_answer_expect (answer, 201);
  loop->ticket = json_object_get_int_member (json_node_get_object (answer->json), "id");
}

/* A ticket that asks for less than its dear order cost. */
static gint64
create_cheap_ticket (RedressLoop *loop, const char *external_id)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", external_id);
  g_autoptr (GString) body = g_string_new (good);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "\"paid\":{\"value\":32800", "\"paid\":{\"value\":500000", 0);
  answer = redress_test_backend_intake (loop->backend, "POST", "/v1/platforms/kameng/tickets",
                                        body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  redress_loop_set_up (&f->loop, data);
  f->supervisor = redress_test_backend_add_account (f->loop.backend, "supervisor",
                                                    REDRESS_ROLE_SUPERVISOR, kameng);
  f->other = redress_test_backend_add_account (f->loop.backend, "supervisor2",
                                               REDRESS_ROLE_SUPERVISOR, kameng);
  create_ticket (&f->loop);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_loop_tear_down (&f->loop, data);
  g_free (f->supervisor);
  g_free (f->other);
}

static void
decide (Fixture *f, const char *token)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_test_backend_claim (f->loop.backend, token, f->loop.ticket);
  decision = redress_test_backend_new_decision (f->loop.backend, token, f->loop.ticket,
                                                REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (&f->loop, token, decision);
}

/* What a second person's desk would send. */
static RedressCommand *
new_command (Fixture *f, RedressCommandType type)
{
  RedressCommand *command = redress_test_backend_new_decision (
      f->loop.backend, f->supervisor, f->loop.ticket, REDRESS_VERDICT_NONE);

  command->type = type;
  g_clear_pointer (&command->reason_code, g_free);
  return command;
}

static void
expect (Fixture *f, const char *token, RedressCommand *command, guint status, const char *code)
{
  g_autoptr (RedressAnswer) answer = NULL;

  redress_loop_renew_id (&f->loop, command);
  answer = redress_loop_send (&f->loop, token, command);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer->problem != NULL ? answer->problem->code : NULL, ==, code);
}

static RedressTicket *
fetch (Fixture *f)
{
  return redress_test_backend_fetch (f->loop.backend, f->supervisor, f->loop.ticket);
}

static void
test_approved (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCommand) approve = NULL;
  g_autoptr (RedressAnswer) answer = NULL;
  g_autoptr (RedressAnswer) replay = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autofree char *before = NULL, *after = NULL;
  const RedressDecision *decision;

  decide (f, f->loop.agent);
  redress_test_backend_advance (f->loop.backend, 5 * REDRESS_MINUTE);
  /* Nobody carries out what is not approved. */
  before = redress_loop_list_told (&f->loop, f->loop.ticket);
  g_assert_cmpstr (before, ==, "");
  approve = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  answer = redress_loop_send (&f->loop, f->supervisor, approve);
  after = redress_loop_list_told (&f->loop, f->loop.ticket);
  g_assert_cmpstr (after, ==, "decision.effective");
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, REDRESS_STATE_DECIDED);
  ticket = fetch (f);
  decision = g_ptr_array_index (ticket->decisions, 0);
  g_assert_cmpstr (decision->actor, ==, "a-1");
  g_assert_cmpstr (decision->approved_by, ==, "a-3");
  g_assert_cmpstr (decision->approved_by_name, ==, "supervisor");
  g_assert_false (decision->is_void);
  /* The grace of a minute begins with the approval. */
  g_assert_cmpint (decision->effect_at, ==,
                   redress_clock_now (f->loop.backend->clock) + REDRESS_MINUTE);
  replay = redress_loop_send (&f->loop, f->supervisor, approve);
  g_assert_cmpint (replay->seq, ==, answer->seq);
  expect (f, f->other, approve, 412, "version_changed");
}

static void
expect_state_after (Fixture *f, const char *external_id, gint64 amount, RedressState state)
{
  g_autoptr (RedressCommand) decision = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  f->loop.ticket = create_cheap_ticket (&f->loop, external_id);
  redress_test_backend_claim (f->loop.backend, f->loop.agent, f->loop.ticket);
  decision = redress_test_backend_new_decision (f->loop.backend, f->loop.agent, f->loop.ticket,
                                                REDRESS_VERDICT_APPROVE);
  decision->has_amount = TRUE;
  decision->amount = (RedressAmount){ amount, REDRESS_UNIT_FEN };
  answer = redress_loop_send (&f->loop, f->loop.agent, decision);
  g_assert_cmpuint (answer->status, ==, 200);
  g_assert_cmpint (answer->state, ==, state);
}

/* Whatever the ticket asks for, it is the money that counts. */
static void
test_amount_counts (Fixture *f, gconstpointer data)
{
  expect_state_after (f, "B-2", 199999, REDRESS_STATE_DECIDED);
  expect_state_after (f, "B-3", 200000, REDRESS_STATE_SECOND_APPROVAL);
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCommand) refuse = NULL;
  g_autoptr (RedressTicket) ticket = NULL;

  decide (f, f->loop.agent);
  refuse = new_command (f, REDRESS_COMMAND_REFUSE_SECOND);
  expect (f, f->supervisor, refuse, 422, "note_required");
  refuse->note = g_strdup ("金额与付款记录不符");
  expect (f, f->supervisor, refuse, 200, NULL);
  ticket = fetch (f);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (ticket->summary->round, ==, 2);
  g_assert_true (((RedressDecision *)g_ptr_array_index (ticket->decisions, 0))->is_void);
  g_assert_cmpuint (ticket->notes->len, ==, 1);
  /* The next round waits for a second person again. */
  decide (f, f->loop.agent);
}

static void
test_who_may_not (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCommand) early = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  g_autoptr (RedressCommand) approve = NULL;

  expect (f, f->supervisor, early, 409, "state_changed");
  decide (f, f->supervisor);
  approve = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  expect (f, f->loop.rival, approve, 403, "forbidden");
  expect (f, f->supervisor, approve, 403, "same_person");
  approve->type = REDRESS_COMMAND_REFUSE_SECOND;
  approve->note = g_strdup ("mine");
  expect (f, f->supervisor, approve, 403, "same_person");
  approve->type = REDRESS_COMMAND_APPROVE_SECOND;
  approve->offline = TRUE;
  expect (f, f->other, approve, 422, "offline_not_allowed");
  approve->offline = FALSE;
  expect (f, f->other, approve, 200, NULL);
}

static void
test_saw_something_else (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCommand) approve = NULL;
  g_autoptr (RedressTestAnswer) told = NULL;

  decide (f, f->loop.agent);
  approve = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  approve->seen_digest[0] = approve->seen_digest[0] == 'a' ? 'b' : 'a';
  expect (f, f->supervisor, approve, 409, "seen_differs");
  g_clear_pointer (&approve->seen_digest, g_free);
  expect (f, f->supervisor, approve, 409, "seen_differs");
  told = redress_test_backend_intake (
      f->loop.backend, "PATCH", "/v1/platforms/kameng/tickets/B-1/facts",
      "{\"facts\":[{\"name\":\"complaint.announced\",\"value\":true,\"source\":\"customer\"}]}");
  redress_test_answer_expect (told, 200);
  expect (f, f->supervisor, approve, 412, "version_changed");
}

static void
expect_void (Fixture *f)
{
  g_autoptr (RedressTicket) ticket = fetch (f);
  g_autofree char *told = redress_loop_list_told (&f->loop, f->loop.ticket);

  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_OPEN);
  g_assert_cmpint (ticket->summary->round, ==, 2);
  g_assert_true (((RedressDecision *)g_ptr_array_index (ticket->decisions, 0))->is_void);
  g_assert_cmpstr (told, ==, "");
}

/* Another request for the same order; returns its id. */
static gint64
create_duplicate (Fixture *f)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "D-1");
  g_autoptr (GString) body = g_string_new (good);
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "88-D-1", "88-B-1", 0);
  answer = redress_test_backend_intake (f->loop.backend, "POST", "/v1/platforms/kameng/tickets",
                                        body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

/* What comes in with another request voids what waits, or it would be approved unseen. */
static void
test_merge_voids (Fixture *f, gconstpointer data)
{
  g_autoptr (RedressCommand) merge = NULL, approve = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  gint64 other = create_duplicate (f);

  decide (f, f->loop.agent);
  redress_test_backend_claim (f->loop.backend, f->loop.agent, f->loop.ticket);
  ticket = fetch (f);
  merge = redress_test_backend_new_command (f->loop.backend, REDRESS_COMMAND_MERGE, f->loop.ticket);
  merge->base_version = ticket->summary->version;
  merge->claim_token = ticket->summary->claim->token;
  merge->other = other;
  expect (f, f->loop.agent, merge, 200, NULL);
  expect_void (f);
  approve = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  expect (f, f->supervisor, approve, 409, "state_changed");
}

static void
test_evidence_voids (Fixture *f, gconstpointer data)
{
  static const RedressTestSaid said = { .slot = "channel_log",
                                        .type = "application/vnd.redress.log+json",
                                        .holder = "platform",
                                        .sensitivity = "low",
                                        .name = "log.json" };
  static const char log[] = "{\"code\":\"TIMEOUT\"}";
  g_autoptr (RedressCommand) approve = NULL;
  g_autoptr (RedressTestAnswer) sent = NULL;

  decide (f, f->loop.agent);
  approve = new_command (f, REDRESS_COMMAND_APPROVE_SECOND);
  sent =
      redress_test_upload (&f->loop, f->loop.backend->kameng_key,
                           "/v1/platforms/kameng/tickets/B-1/evidence", &said, log, strlen (log));
  redress_test_answer_expect (sent, 201);
  expect_void (f);
  expect (f, f->supervisor, approve, 412, "version_changed");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/second-approval/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("approved", test_approved);
  ADD ("amount-counts", test_amount_counts);
  ADD ("refused", test_refused);
  ADD ("who-may-not", test_who_may_not);
  ADD ("saw-something-else", test_saw_something_else);
  ADD ("merge-voids", test_merge_voids);
  ADD ("evidence-voids", test_evidence_voids);
  return g_test_run ();
}
