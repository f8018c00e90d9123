/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

#define N REDRESS_OUTCOME_NO_MATCH
#define M REDRESS_OUTCOME_MATCH
#define U REDRESS_OUTCOME_UNKNOWN

/* How @when comes out for @ticket, in a policy with facts of every type. Takes @when. */
static RedressOutcome
judge (RedressCondition *when, RedressTicket *ticket)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressEvaluation) evaluation = NULL;

  redress_test_add_fact (policy, "a", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "b", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "i", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "j", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "t", REDRESS_FACT_TIME);
  redress_test_add_fact (policy, "u", REDRESS_FACT_TIME);
  redress_test_add_fact (policy, "x", REDRESS_FACT_TEXT);
  redress_test_add_fact (policy, "y", REDRESS_FACT_TEXT);
  redress_test_add_rule (policy, "R", 3, when, "approve");
  redress_test_compile (policy);

  evaluation = redress_policy_evaluate (policy, ticket, 1000);
  return redress_test_find (evaluation, "R")->outcome;
}

static RedressTicket *
with_booleans (int a, int b)
{
  RedressTicket *ticket = redress_ticket_new ();

  if (a != U)
    redress_test_set_boolean (ticket, "a", a == M);
  if (b != U)
    redress_test_set_boolean (ticket, "b", b == M);

  return ticket;
}

/* Kleene's tables, whole. */
static void
test_tables (void)
{
  static const struct
  {
    RedressOutcome a, b, all, any, none;
  } rows[] = {
    { N, N, N, N, M }, { N, U, N, U, U }, { N, M, N, M, N }, { U, N, N, U, U }, { U, U, U, U, U },
    { U, M, U, M, N }, { M, N, N, M, N }, { M, U, U, M, N }, { M, M, M, M, N },
  };
  static const RedressConditionKind kinds[] = { REDRESS_CONDITION_ALL, REDRESS_CONDITION_ANY,
                                                REDRESS_CONDITION_NONE };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressTicket) ticket = with_booleans (rows[i].a, rows[i].b);
      RedressOutcome expected[] = { rows[i].all, rows[i].any, rows[i].none };

      for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
        g_assert_cmpint (judge (redress_test_group (kinds[k], redress_test_is ("a", TRUE),
                                                    redress_test_is ("b", TRUE), NULL),
                                ticket),
                         ==, expected[k]);
    }
}

static void
test_nesting (void)
{
  g_autoptr (RedressTicket) ticket = with_booleans (M, U);
  RedressCondition *deep = redress_test_group (
      REDRESS_CONDITION_ALL,
      redress_test_group (
          REDRESS_CONDITION_ANY,
          redress_test_group (REDRESS_CONDITION_NONE,
                              redress_test_group (REDRESS_CONDITION_ALL,
                                                  redress_test_is ("b", TRUE),
                                                  redress_test_is ("a", FALSE), NULL),
                              NULL),
          NULL),
      NULL);

  /* b is unknown, but a settles the innermost group. */
  g_assert_cmpint (judge (deep, ticket), ==, M);
}

static void
test_integers (void)
{
  static const struct
  {
    RedressTest test;
    RedressOutcome below, same, above;
  } rows[] = {
    { REDRESS_TEST_EQ, N, M, N }, { REDRESS_TEST_NE, M, N, M }, { REDRESS_TEST_LT, M, N, N },
    { REDRESS_TEST_LE, M, M, N }, { REDRESS_TEST_GT, N, N, M }, { REDRESS_TEST_GE, N, M, M },
  };
  g_autoptr (RedressTicket) nothing = redress_ticket_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      RedressOutcome expected[] = { rows[i].below, rows[i].same, rows[i].above };

      for (int value = 4; value <= 6; value++)
        {
          g_autoptr (RedressTicket) ticket = redress_ticket_new ();

          redress_test_set_integer (ticket, "i", value);
          redress_test_set_integer (ticket, "j", 5);
          redress_test_set_time (ticket, "t", value);
          redress_test_set_time (ticket, "u", 5);
          g_assert_cmpint (judge (redress_test_integer ("i", rows[i].test, 5), ticket), ==,
                           expected[value - 4]);
          g_assert_cmpint (judge (redress_test_pair ("i", rows[i].test, "j"), ticket), ==,
                           expected[value - 4]);
          g_assert_cmpint (judge (redress_test_pair ("t", rows[i].test, "u"), ticket), ==,
                           expected[value - 4]);
        }

      g_assert_cmpint (judge (redress_test_integer ("i", rows[i].test, 5), nothing), ==, U);
      g_assert_cmpint (judge (redress_test_pair ("i", rows[i].test, "j"), nothing), ==, U);
    }
}

static void
test_texts (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressTicket) nothing = redress_ticket_new ();

  redress_test_set_text (ticket, "x", "二区");
  redress_test_set_text (ticket, "y", "一区");

  g_assert_cmpint (judge (redress_test_text ("x", REDRESS_TEST_EQ, "二区"), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_text ("x", REDRESS_TEST_NE, "二区"), ticket), ==, N);
  g_assert_cmpint (judge (redress_test_text ("x", REDRESS_TEST_IN, "一区|二区"), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_text ("x", REDRESS_TEST_IN, "一区|三区"), ticket), ==, N);
  g_assert_cmpint (judge (redress_test_text ("x", REDRESS_TEST_IN, "一区"), nothing), ==, U);
  g_assert_cmpint (judge (redress_test_pair ("x", REDRESS_TEST_NE, "y"), ticket), ==, M);
}

/* A time written in a file is a text until the fact's type says otherwise. */
static void
test_times_in_files (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  redress_test_set_time (ticket, "t", redress_test_time ("2026-11-16T16:31:09+08:00"));
  g_assert_cmpint (
      judge (redress_test_text ("t", REDRESS_TEST_LT, "2026-11-16T16:31:10+08:00"), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_text ("t", REDRESS_TEST_GE, "2026-11-16T08:31:10Z"), ticket),
                   ==, N);
}

/* Whether something is known is never unknown itself. */
static void
test_existence (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressTicket) nothing = redress_ticket_new ();

  redress_test_set_text (ticket, "x", "");
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_EXISTS, TRUE), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_EXISTS, FALSE), ticket), ==, N);
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_UNKNOWN, TRUE), ticket), ==, N);
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_EXISTS, TRUE), nothing), ==, N);
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_EXISTS, FALSE), nothing), ==, M);
  g_assert_cmpint (judge (redress_test_asks ("x", REDRESS_TEST_UNKNOWN, TRUE), nothing), ==, M);
}

static void
test_slots (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressTicket) nothing = redress_ticket_new ();
  RedressEvidence *evidence = redress_evidence_new ();

  evidence->slot = g_strdup ("log");
  g_ptr_array_add (ticket->evidence, evidence);

  g_assert_cmpint (judge (redress_test_asks ("log", REDRESS_TEST_HAS_SLOT, TRUE), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_asks ("log", REDRESS_TEST_HAS_SLOT, FALSE), ticket), ==, N);
  g_assert_cmpint (judge (redress_test_asks ("log", REDRESS_TEST_HAS_SLOT, TRUE), nothing), ==, N);
  g_assert_cmpint (judge (redress_test_integer ("evidence.log", REDRESS_TEST_GE, 1), ticket), ==,
                   M);
  g_assert_cmpint (judge (redress_test_integer ("evidence.log", REDRESS_TEST_EQ, 0), nothing), ==,
                   M);
}

static void
test_built_in (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressEvent *event = redress_event_new ();

  ticket->summary->kind = REDRESS_KIND_APPEAL;
  ticket->summary->amount.value = 32800;
  ticket->order.state = g_strdup ("sent");
  ticket->order.number = g_strdup ("");
  ticket->customer.cancels_90d = 6;
  event->code = g_strdup ("asked");
  g_ptr_array_add (ticket->events, event);
  redress_test_set_text (ticket, "answer.log", "not_provided");

  g_assert_cmpint (judge (redress_test_text ("ticket.kind", REDRESS_TEST_EQ, "appeal"), ticket), ==,
                   M);
  g_assert_cmpint (judge (redress_test_integer ("ticket.amount", REDRESS_TEST_EQ, 32800), ticket),
                   ==, M);
  g_assert_cmpint (judge (redress_test_text ("order.state", REDRESS_TEST_EQ, "sent"), ticket), ==,
                   M);
  g_assert_cmpint (
      judge (redress_test_integer ("customer.cancels_90d", REDRESS_TEST_GT, 5), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_integer ("event.asked", REDRESS_TEST_EQ, 1), ticket), ==, M);
  g_assert_cmpint (
      judge (redress_test_text ("now", REDRESS_TEST_EQ, "1970-01-01T00:00:00.001Z"), ticket), ==,
      M);
  g_assert_cmpint (
      judge (redress_test_text ("answer.log", REDRESS_TEST_EQ, "not_provided"), ticket), ==, M);
  g_assert_cmpint (judge (redress_test_text ("ticket.level", REDRESS_TEST_EQ, "agent"), ticket), ==,
                   M);

  /* Empty texts and times that nobody gave are unknown. */
  g_assert_cmpint (judge (redress_test_asks ("order.number", REDRESS_TEST_UNKNOWN, TRUE), ticket),
                   ==, M);
  g_assert_cmpint (
      judge (redress_test_asks ("order.requested_at", REDRESS_TEST_UNKNOWN, TRUE), ticket), ==, M);
  ticket->customer.cancels_90d = -1;
  g_assert_cmpint (
      judge (redress_test_integer ("customer.cancels_90d", REDRESS_TEST_GT, 5), ticket), ==, U);
}

static void
test_nobody_asked (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  g_assert_cmpint (judge (redress_test_text ("answer.log", REDRESS_TEST_EQ, "not_asked"), ticket),
                   ==, M);
}

/* A value of another type than the policy says is as good as none, but not absent. */
static void
test_wrong_type (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  redress_test_set_text (ticket, "i", "5");
  g_assert_cmpint (judge (redress_test_integer ("i", REDRESS_TEST_EQ, 5), ticket), ==, U);
  g_assert_cmpint (judge (redress_test_asks ("i", REDRESS_TEST_EXISTS, TRUE), ticket), ==, U);
}

static void
test_two_facts_of_one_name (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();

  redress_test_set_integer (ticket, "i", 5);
  redress_test_set_integer (ticket, "i", 5);
  g_assert_cmpint (judge (redress_test_integer ("i", REDRESS_TEST_EQ, 5), ticket), ==, M);

  redress_test_set_integer (ticket, "i", 6);
  g_assert_cmpint (judge (redress_test_integer ("i", REDRESS_TEST_EQ, 5), ticket), ==, U);

  /* The newer one counts, wherever it stands. */
  ((RedressFact *)ticket->facts->pdata[0])->as_of = 10;
  g_assert_cmpint (judge (redress_test_integer ("i", REDRESS_TEST_EQ, 5), ticket), ==, M);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/condition/tables", test_tables);
  g_test_add_func ("/condition/nesting", test_nesting);
  g_test_add_func ("/condition/integers", test_integers);
  g_test_add_func ("/condition/texts", test_texts);
  g_test_add_func ("/condition/times-in-files", test_times_in_files);
  g_test_add_func ("/condition/existence", test_existence);
  g_test_add_func ("/condition/slots", test_slots);
  g_test_add_func ("/condition/built-in", test_built_in);
  g_test_add_func ("/condition/nobody-asked", test_nobody_asked);
  g_test_add_func ("/condition/wrong-type", test_wrong_type);
  g_test_add_func ("/condition/two-facts-of-one-name", test_two_facts_of_one_name);
  return g_test_run ();
}
