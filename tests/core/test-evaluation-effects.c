/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

/* What a verdict would set off, and for how much. */

/* Rules A, B... of phase 3 that match where the facts a, b... are true. */
static RedressPolicy *
make_policy (const char *const *verdicts)
{
  RedressPolicy *policy = redress_test_policy ();

  for (guint i = 0; verdicts[i] != NULL; i++)
    {
      char fact[] = { (char)('a' + i), '\0' };
      char rule[] = { (char)('A' + i), '\0' };

      redress_test_add_fact (policy, fact, REDRESS_FACT_BOOLEAN);
      redress_test_add_rule (policy, rule, 3, redress_test_is (fact, TRUE), verdicts[i]);
    }
  return policy;
}

/* A ticket for which that many rules match. */
static RedressTicket *
make_ticket (guint n_rules)
{
  RedressTicket *ticket = redress_ticket_new ();

  for (guint i = 0; i < n_rules; i++)
    {
      char fact[] = { (char)('a' + i), '\0' };

      redress_test_set_boolean (ticket, fact, TRUE);
    }
  return ticket;
}

static void
test_effects_and_amounts (void)
{
  static const char *const lists[] = { "partial approve", "approve", NULL };
  g_autoptr (RedressPolicy) policy = make_policy (lists);
  g_autoptr (RedressTicket) ticket = make_ticket (2);
  g_autoptr (RedressEvaluation) evaluation = NULL;
  RedressRule *rule = g_ptr_array_index (policy->rules, 0);
  RedressAmount amount;
  g_auto (GStrv) effects = NULL;

  redress_test_add_fact (policy, "short", REDRESS_FACT_INTEGER);
  rule->amount = g_strdup ("short");
  rule->effects_of[REDRESS_VERDICT_APPROVE] = g_strsplit ("refund", " ", -1);
  redress_test_compile (policy);
  ticket->summary->amount.value = 51200;
  evaluation = redress_policy_evaluate (policy, ticket, 0);

  g_assert_cmpstr (redress_evaluation_get_rule (evaluation, REDRESS_VERDICT_APPROVE)->id, ==, "A");
  g_assert_null (redress_evaluation_get_rule (evaluation, REDRESS_VERDICT_REISSUE));
  effects = redress_evaluation_get_effects (evaluation, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (effects[0], ==, "refund");
  g_assert_cmpuint (g_strv_length (evaluation->effects), ==, 0);

  /* Nobody knows how much is missing. */
  g_assert_false (
      redress_evaluation_get_amount (evaluation, policy, ticket, REDRESS_VERDICT_PARTIAL, &amount));
  g_assert_true (
      redress_evaluation_get_amount (evaluation, policy, ticket, REDRESS_VERDICT_APPROVE, &amount));
  g_assert_cmpint (amount.value, ==, 51200);

  redress_test_set_integer (ticket, "short", 20480);
  g_clear_pointer (&evaluation, redress_evaluation_free);
  evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_assert_true (
      redress_evaluation_get_amount (evaluation, policy, ticket, REDRESS_VERDICT_PARTIAL, &amount));
  g_assert_cmpint (amount.value, ==, 20480);
}

static char *
list_platform_effects (RedressPolicy *policy, RedressTicket *ticket, RedressVerdict verdict)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);
  g_auto (GStrv) effects = redress_evaluation_get_platform_effects (evaluation, verdict);

  return g_strjoinv (" ", effects);
}

/* A hold is always allowed; only a rule that matches says what it sets off. What is done is not
 * asked for again, by whatever verdict. */
static void
test_interim_effects (void)
{
  static const char *const lists[] = { "hold approve", NULL };
  g_autoptr (RedressPolicy) policy = make_policy (lists);
  g_autoptr (RedressTicket) match = make_ticket (1);
  g_autoptr (RedressTicket) unknown = redress_ticket_new ();
  RedressRule *rule = g_ptr_array_index (policy->rules, 0);
  RedressInterimEffect *asked = redress_interim_effect_new ();
  g_autofree char *first = NULL;
  g_autofree char *nobody_knows = NULL;
  g_autofree char *pending = NULL;
  g_autofree char *done = NULL;
  g_autofree char *next_round = NULL;

  rule->effects_of[REDRESS_VERDICT_HOLD] = g_strsplit ("stop race", " ", -1);
  rule->effects_of[REDRESS_VERDICT_APPROVE] = g_strsplit ("refund stop", " ", -1);
  redress_test_compile (policy);
  first = list_platform_effects (policy, match, REDRESS_VERDICT_HOLD);
  g_assert_cmpstr (first, ==, "stop");
  nobody_knows = list_platform_effects (policy, unknown, REDRESS_VERDICT_HOLD);
  g_assert_cmpstr (nobody_knows, ==, "");

  asked->round = match->summary->round;
  asked->name = g_strdup ("stop");
  asked->state = g_strdup ("pending");
  g_ptr_array_add (match->interim_effects, asked);
  pending = list_platform_effects (policy, match, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (pending, ==, "refund stop");
  g_free (asked->state);
  asked->state = g_strdup ("done");
  done = list_platform_effects (policy, match, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (done, ==, "refund");
  match->summary->round++;
  next_round = list_platform_effects (policy, match, REDRESS_VERDICT_APPROVE);
  g_assert_cmpstr (next_round, ==, "refund stop");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/evaluation-effects/amounts", test_effects_and_amounts);
  g_test_add_func ("/core/evaluation-effects/interim", test_interim_effects);
  return g_test_run ();
}
