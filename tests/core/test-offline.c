/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

typedef struct
{
  RedressPolicy *policy;
  RedressTicket *ticket;
  gboolean evidence;
  RedressAmount amount; /* what the decision pays back */
} Fixture;

static void
fixture_clear (Fixture *self)
{
  g_clear_pointer (&self->policy, redress_policy_unref);
  g_clear_object (&self->ticket);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
set_overlay (RedressPolicy *policy, const char *id, const char *fact, const char *effect)
{
  RedressRule *rule = redress_test_add_rule (policy, id, 4, redress_test_is (fact, TRUE), "");

  redress_test_add_fact (policy, fact, REDRESS_FACT_BOOLEAN);
  g_strfreev (rule->effects);
  rule->effects = g_strsplit (effect, " ", -1);
}

/* A ticket that may be decided offline until 1000. */
static void
start (Fixture *self)
{
  RedressClaim *claim = redress_claim_new ();

  self->policy = redress_test_policy ();
  set_overlay (self->policy, "LIVE", "instant", "online_only");
  set_overlay (self->policy, "EYES", "flag", "four_eyes");
  redress_test_compile (self->policy);

  self->ticket = redress_ticket_new ();
  self->evidence = TRUE;
  self->ticket->summary->amount.value = 50000;
  claim->holder = g_strdup ("a-3");
  claim->mode = REDRESS_CLAIM_OFFLINE;
  claim->lease_until = 1000;
  self->ticket->summary->claim = claim;
  redress_test_set_boolean (self->ticket, "instant", FALSE);
  redress_test_set_boolean (self->ticket, "flag", FALSE);
}

static RedressOfflineCheck
check (Fixture *self, RedressTime now)
{
  g_autoptr (RedressEvaluation) evaluation =
      redress_policy_evaluate (self->policy, self->ticket, now);

  return redress_policy_check_offline (self->policy, self->ticket, evaluation, self->amount, "a-3",
                                       self->evidence, now);
}

static RedressFact *
get_fact (Fixture *self, guint index)
{
  return g_ptr_array_index (self->ticket->facts, index);
}

static void
test_allowed (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OK);
}

static void
test_live_state (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  redress_value_set_boolean (&get_fact (&fixture, 0)->value, TRUE);
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NEEDS_LIVE_STATE);
  /* Nobody knows: then it may need it. */
  redress_value_clear (&get_fact (&fixture, 0)->value);
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NEEDS_LIVE_STATE);

  redress_value_set_boolean (&get_fact (&fixture, 0)->value, FALSE);
  fixture.policy->offline_class = REDRESS_OFFLINE_FORBIDDEN;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NEEDS_LIVE_STATE);
}

static void
test_second (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  redress_value_set_boolean (&get_fact (&fixture, 1)->value, TRUE);
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NEEDS_SECOND);
}

/* Whatever the ticket asks for, it is the money that counts. */
static void
test_second_by_amount (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  redress_policy_set_limit (fixture.policy, "four_eyes_amount", 40000);
  fixture.amount.value = 39999;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OK);
  fixture.amount.value = 40000;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NEEDS_SECOND);
}

static void
test_limit (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  fixture.ticket->summary->amount.value = 50001;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OVER_LIMIT);
  fixture.ticket->summary->amount.value = 1;
  fixture.amount.value = 50000;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OK);
  fixture.amount.value = 50001;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OVER_LIMIT);
  fixture.amount.value = 0;
  fixture.ticket->summary->amount = (RedressAmount){ 1, REDRESS_UNIT_POINTS };
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_OVER_LIMIT);
}

static void
test_claim (void)
{
  g_auto (Fixture) fixture = { 0 };
  RedressClaim *claim;

  start (&fixture);
  claim = fixture.ticket->summary->claim;
  g_assert_cmpint (check (&fixture, 999), ==, REDRESS_OFFLINE_OK);
  g_assert_cmpint (check (&fixture, 1000), ==, REDRESS_OFFLINE_NOT_CHECKED_OUT);

  claim->mode = REDRESS_CLAIM_ONLINE;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NOT_CHECKED_OUT);
  claim->mode = REDRESS_CLAIM_OFFLINE;
  g_free (claim->holder);
  claim->holder = g_strdup ("a-4");
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NOT_CHECKED_OUT);
  g_clear_pointer (&fixture.ticket->summary->claim, redress_claim_free);
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_NOT_CHECKED_OUT);
}

static void
test_evidence (void)
{
  g_auto (Fixture) fixture = { 0 };

  start (&fixture);
  fixture.evidence = FALSE;
  g_assert_cmpint (check (&fixture, 0), ==, REDRESS_OFFLINE_EVIDENCE_MISSING);
}

static RedressCompareResult
compare (const RedressValue *claim, const RedressValue *log, gint64 tolerance, gboolean contradicts)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressFact *claim_fact = redress_fact_new ("claim", "customer", 0);
  RedressFact *log_fact = redress_fact_new ("log", "platform", 0);
  RedressComparison comparison = { .claim = (char *)"claim",
                                   .log = (char *)"log",
                                   .tolerance = tolerance,
                                   .contradicts = contradicts };

  redress_value_copy (claim, &claim_fact->value);
  redress_value_copy (log, &log_fact->value);
  g_ptr_array_add (ticket->facts, claim_fact);
  g_ptr_array_add (ticket->facts, log_fact);

  return redress_comparison_judge (&comparison, ticket);
}

static void
test_comparison (void)
{
  RedressValue unknown = REDRESS_VALUE_INIT;
  RedressValue yes = { REDRESS_VALUE_BOOLEAN, { TRUE } };
  RedressValue no = { REDRESS_VALUE_BOOLEAN, { FALSE } };
  RedressValue five = { REDRESS_VALUE_INTEGER, { .integer = 5 } };
  RedressValue eight = { REDRESS_VALUE_INTEGER, { .integer = 8 } };
  RedressValue least = { REDRESS_VALUE_INTEGER, { .integer = G_MININT64 } };
  RedressValue mask = { REDRESS_VALUE_MASKED, { .text = (char *)"**** 41" } };
  RedressValue other = { REDRESS_VALUE_MASKED, { .text = (char *)"**** 42" } };

  g_assert_cmpint (compare (&yes, &yes, 0, TRUE), ==, REDRESS_COMPARE_AGREES);
  g_assert_cmpint (compare (&yes, &no, 0, TRUE), ==, REDRESS_COMPARE_CONTRADICTS);
  g_assert_cmpint (compare (&yes, &no, 0, FALSE), ==, REDRESS_COMPARE_DIFFERS);
  g_assert_cmpint (compare (&yes, &unknown, 0, TRUE), ==, REDRESS_COMPARE_UNKNOWN);
  g_assert_cmpint (compare (&unknown, &unknown, 0, TRUE), ==, REDRESS_COMPARE_UNKNOWN);
  g_assert_cmpint (compare (&yes, &five, 0, TRUE), ==, REDRESS_COMPARE_UNKNOWN);
  g_assert_cmpint (compare (&five, &eight, 3, TRUE), ==, REDRESS_COMPARE_AGREES);
  g_assert_cmpint (compare (&eight, &five, 3, TRUE), ==, REDRESS_COMPARE_AGREES);
  g_assert_cmpint (compare (&five, &eight, 2, FALSE), ==, REDRESS_COMPARE_DIFFERS);
  g_assert_cmpint (compare (&five, &least, 2, FALSE), ==, REDRESS_COMPARE_DIFFERS);
  g_assert_cmpint (compare (&mask, &mask, 0, TRUE), ==, REDRESS_COMPARE_AGREES);
  g_assert_cmpint (compare (&mask, &other, 0, TRUE), ==, REDRESS_COMPARE_CONTRADICTS);
}

static void
test_comparison_without_facts (void)
{
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressComparison comparison = { .claim = (char *)"claim", .log = (char *)"log" };

  g_assert_cmpint (redress_comparison_judge (&comparison, ticket), ==, REDRESS_COMPARE_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/offline/allowed", test_allowed);
  g_test_add_func ("/offline/live-state", test_live_state);
  g_test_add_func ("/offline/second", test_second);
  g_test_add_func ("/offline/second-by-amount", test_second_by_amount);
  g_test_add_func ("/offline/limit", test_limit);
  g_test_add_func ("/offline/claim", test_claim);
  g_test_add_func ("/offline/evidence", test_evidence);
  g_test_add_func ("/comparison/values", test_comparison);
  g_test_add_func ("/comparison/without-facts", test_comparison_without_facts);
  return g_test_run ();
}
