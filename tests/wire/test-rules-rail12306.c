/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

#include "core/calculator.h"

/* What is special about points; the rules one by one are in test-rules.c. */

static gint64
get_amount (RedressTestRules *rules, const char *changes)
{
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, changes);
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (rules->policy, ticket, 0);
  RedressAmount amount;

  g_assert_true (redress_evaluation_get_amount (evaluation, rules->policy, ticket,
                                                REDRESS_VERDICT_APPROVE, &amount));
  g_assert_cmpint (amount.unit, ==, REDRESS_UNIT_POINTS);
  return amount.value;
}

/* What a rule saw of a fact, such as one that the policy works out. */
static gint64
get_seen (RedressTestRules *rules, const char *changes, const char *name)
{
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, changes);
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (rules->policy, ticket, 0);

  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      for (guint j = 0; j < finding->facts->len; j++)
        {
          const RedressFindingFact *fact = g_ptr_array_index (finding->facts, j);

          if (g_str_equal (fact->name, name) && fact->value.type == REDRESS_VALUE_INTEGER)
            return fact->value.integer;
        }
    }
  g_test_message ("no rule saw %s", name);
  g_test_fail ();
  return -1;
}

/* The worked examples of docs/domain.md: a fare of 553 yuan needs 55,300 points, 100 yuan 10,000;
 * 10,000 points are what 2,000 yuan of fares earn at the rate of 5. */
static void
test_points_of_the_domain (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");

  g_assert_cmpint (get_seen (rules, "fare.amount=55300", "points_needed"), ==, 55300);
  g_assert_cmpint (get_seen (rules, "fare.amount=10000", "points_needed"), ==, 10000);
  g_assert_cmpint (get_amount (rules, "$BACKFILL fare.amount=200000"), ==, 10000);
  g_assert_cmpint (get_amount (rules, "$BACKFILL fare.amount=200000 member.age_at_travel=60"), ==,
                   30000);
}

/* Both dates of the domain: a beneficiary after 60 natural days, a backfill within 90. */
static void
test_clocks_of_facts (void)
{
  static const struct
  {
    const char *name;
    const char *from;
    gint64 days;
  } expected[] = {
    { "beneficiary", "beneficiary.submitted_at", 60 },
    { "backfill", "trip.departs_at", 90 },
  };
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");
  GPtrArray *clocks = redress_policy_get_clocks (policy);
  guint found = 0;

  for (guint i = 0; i < clocks->len; i++)
    {
      const RedressPolicyClock *clock = g_ptr_array_index (clocks, i);
      g_autoptr (RedressDeadline) deadline = NULL;

      if (clock->purpose != REDRESS_CLOCK_FACT)
        continue;
      g_assert_cmpstr (clock->name, ==, expected[found].name);
      g_assert_cmpstr (clock->from, ==, expected[found].from);
      g_assert_cmpint (clock->unit, ==, REDRESS_SPAN_NATURAL_DAYS);
      deadline = redress_policy_clock_compute (clock, 0, NULL, NULL, NULL);
      g_assert_cmpint (deadline->due, ==, expected[found].days * REDRESS_DAY);
      found++;
    }
  g_assert_cmpuint (found, ==, G_N_ELEMENTS (expected));
}

/* Fares of docs/domain.md B5: 553 yuan earn 2765 points, or 8295 over 60. */
static void
test_points (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");

  g_assert_cmpint (get_amount (rules, "$BACKFILL"), ==, 2765);
  g_assert_cmpint (get_amount (rules, "$BACKFILL member.age_at_travel=60"), ==, 8295);
  g_assert_cmpint (get_amount (rules, "$BACKFILL fare.amount=10000"), ==, 500);
  g_assert_cmpint (get_amount (rules, "$BACKFILL fare.amount=1999"), ==, 99);
}

/* Whether points close to expiry can be used is a limit of the policy. */
static void
test_expiring_points (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");

  g_assert_cmpint (redress_policy_get_limit (rules->policy, "expiring_is_frozen", 0), ==, 1);
  redress_test_rules_expect (rules, "balance.usable=50000 balance.expiring=6000",
                             "R-12306-8 reject", "");
}

/* The date stands in the letter: nobody promises it, it is when the rule allows it. */
static void
test_date_in_the_letter (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");
  g_autoptr (RedressTicket) ticket =
      redress_test_rules_ticket (rules, "$OTHER beneficiary.submitted_at=-86400");
  g_autofree char *zh = redress_policy_write_message (rules->policy, ticket, REDRESS_VERDICT_REJECT,
                                                      "beneficiary_waits", NULL, NULL, "zh_CN");
  g_autofree char *en = redress_policy_write_message (rules->policy, ticket, REDRESS_VERDICT_REJECT,
                                                      "points_short", NULL, NULL, "en");

  g_assert_cmpstr (zh, ==, "受让人自 2027 年 1 月 14 日起生效，生效期不可缩短。");
  g_assert_cmpstr (en, ==,
                   "The trip needs 55,300 points, of which 60,000 points are usable. Points cannot "
                   "be topped up with money.");
}

static const RedressCalculation *
find_line (GPtrArray *results, const char *value)
{
  for (guint i = 0; i < results->len; i++)
    {
      const RedressCalculation *result = g_ptr_array_index (results, i);

      if (g_str_equal (result->line->value, value))
        return result;
    }
  g_assert_not_reached ();
}

/* The same integers that the rules see; what is tried leaves the ticket alone. */
static void
test_calculator (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, "fare.amount=55300");
  g_autoptr (RedressTicket) empty = redress_test_rules_ticket (rules, "fare.amount=?");
  g_autoptr (GPtrArray) trial = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_free);
  g_autoptr (GPtrArray) results = redress_policy_calculate (rules->policy, ticket, NULL, 0, "en");
  g_autoptr (GPtrArray) unknown = redress_policy_calculate (rules->policy, empty, NULL, 0, "en");
  g_autoptr (GPtrArray) tried = NULL;
  g_autoptr (GPtrArray) again = NULL;
  RedressFact *fare = redress_fact_new ("fare.amount", "agent", 0);

  g_assert_cmpstr (find_line (results, "points_needed")->value, ==, "55,300 points");
  g_assert_cmpstr (find_line (results, "points_needed")->formula, ==,
                   "¥553.00 × 100 points a yuan");
  g_assert_cmpstr (find_line (results, "points_earned")->value, ==, "2,765 points");
  g_assert_cmpstr (find_line (results, "points_earned_senior")->value, ==, "8,295 points");

  g_assert_false (find_line (unknown, "points_needed")->known);
  g_assert_cmpstr (find_line (unknown, "points_needed")->missing[0], ==, "fare.amount");
  g_assert_null (find_line (unknown, "points_needed")->missing[1]);

  fare->unit = g_strdup ("fen");
  redress_value_set_integer (&fare->value, 10000);
  g_ptr_array_add (trial, fare);
  tried = redress_policy_calculate (rules->policy, ticket, trial, 0, "en");
  g_assert_cmpstr (find_line (tried, "points_needed")->value, ==, "10,000 points");
  again = redress_policy_calculate (rules->policy, ticket, NULL, 0, "en");
  g_assert_cmpstr (find_line (again, "points_needed")->value, ==, "55,300 points");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/rail12306/points", test_points);
  g_test_add_func ("/rules/rail12306/points-of-the-domain", test_points_of_the_domain);
  g_test_add_func ("/rules/rail12306/clocks-of-facts", test_clocks_of_facts);
  g_test_add_func ("/rules/rail12306/expiring-points", test_expiring_points);
  g_test_add_func ("/rules/rail12306/date-in-the-letter", test_date_in_the_letter);
  g_test_add_func ("/rules/rail12306/calculator", test_calculator);
  return g_test_run ();
}
