/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

/* An order that was not used, asked for by its owner: R-12306-5 approves. */
#define ORDER                                                                                      \
  "kind=review reason=plan_changed text=words number=E1 state=not_fulfilled at=not_fulfilled "     \
  "paid=55300 amount=55300 method=points opened=0 placed=-86400 requested=0 owner.matches=true "   \
  "points.paid=55300 points.to_return=55300 points.expired=false points.respent=false "            \
  "trip.used=false trip.departs_at=86400 complaint.announced=false refund.credited=false "         \
  "refund.due_at=-100 +order_detail +points_record +gate_log"

static const RedressRuleCase order_cases[] = {
  { "R-12306-1b", "owner.matches=false answer.owner.matches=not_provided", "owner.matches=false",
    "owner.matches=? answer.owner.matches=not_provided", "reject" },
  { "R-12306-1", "owner.matches=false", "", "owner.matches=?", "need_info" },
  { "R-12306-1", "reason=?", "", NULL, "need_info" },
  { "R-12306-2", "points.to_return=55000", "", "points.to_return=?", "hold" },
  { "R-12306-13", "state=cancelled", "", "state=?", "reject" },
  { "R-12306-3", "trip.used=true", "", "trip.used=?", "reject" },
  { "R-12306-3", "state=delivered", "", "state=?", "reject" },
  { "R-12306-4", "points.expired=true", "", "points.expired=?", "escalate" },
  { "R-12306-5", "", "trip.used=true", "trip.used=?", "approve" },
  { "R-ALL", "kind=refund_chase", "kind=refund_chase refund.due_at=0",
    "kind=refund_chase refund.credited=?", "approve" },
  { "R-ALL-2", "kind=refund_chase refund.credited=true", "kind=refund_chase",
    "kind=refund_chase refund.credited=?", "reject" },
  { "R-ALL-3", "kind=refund_chase refund.due_at=60", "kind=refund_chase",
    "kind=refund_chase refund.due_at=?", "hold" },
  { "R-12306-15", "kind=appeal points.respent=true", "kind=appeal", NULL, NULL },
  { "R-ALL-4", "amount=200000", "amount=199999", NULL, NULL },
  { "R-ALL-5", "complaint.announced=true", "", NULL, NULL },
  { "R-ALL-6", "state=cancelled", "", "at=?", NULL },
};

static const RedressVerdictCase order_verdicts[] = {
  { "", "R-12306-5 approve", "cancel_order credit_points" },
  { "points.to_return=?", "R-12306-2 need_info (R-12306-5)", "cancel_order credit_points" },
  { "points.expired=?", "R-12306-4 need_info (R-12306-5)", NULL },
  { "points.expired=true level=supervisor", "R-12306-4 approve", "cancel_order credit_points" },
  { "points.to_return=50000 level=supervisor", "R-12306-2 hold", "" },
  { "amount=200000 points.paid=200000 points.to_return=200000", "R-12306-5 approve four_eyes",
    NULL },
  { "state=delivered trip.used=?", "R-12306-3 reject", "race" },
};

static void
test_order (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-order");

  g_assert_cmpint (redress_policy_get_unit (policy), ==, REDRESS_UNIT_POINTS);
  redress_test_rule_cases (policy, ORDER, order_cases, G_N_ELEMENTS (order_cases));
  redress_test_all_rules_covered (policy, order_cases, G_N_ELEMENTS (order_cases));
  redress_test_verdict_cases (policy, ORDER, order_verdicts, G_N_ELEMENTS (order_verdicts));
}

/* Three failures in a row, and every check passes: R-12306-12 hands it up. */
#define REDEEM                                                                                     \
  "kind=recheck reason=payment_failed text=words number=E2 state=payment_failing paid=55300 "      \
  "amount=55300 method=points opened=0 placed=-600 requested=0 attempts.in_row=3 "                 \
  "attempts.last_code=P17 incident.open=false points.deducted=false eticket.issued=false "         \
  "member.real_name=true member.face_checked=true member.review_passed=true "                      \
  "member.first_total=12000 balance.usable=60000 balance.expiring=0 fare.amount=55300 "            \
  "fare.cash_part=0 trip.redeemable=true trip.type=one_way trip.departs_at=86400 "                 \
  "trip.travelled=false beneficiary.is_self=true complaint.announced=false +attempt_log "          \
  "+points_record"

#define BACKFILL                                                                                   \
  "kind=review reason=backfill trip.travelled=true trip.departs_at=-864000 "                       \
  "member.age_at_travel=40 +travel_proof "

#define OTHER                                                                                      \
  "beneficiary.is_self=false beneficiary.verified=true beneficiary.submitted_at=-6000000 "

static const RedressRuleCase redeem_cases[] = {
  { "R-12306-6", "attempts.in_row=2", "", "attempts.in_row=?", "need_info" },
  { "R-12306-11e", BACKFILL "-travel_proof", BACKFILL, NULL, "need_info" },
  { "R-12306-11f", BACKFILL "-travel_proof answer.travel_proof=not_provided",
    BACKFILL "-travel_proof", NULL, "reject" },
  { "R-12306-16", "fare.cash_part=1", "", "fare.cash_part=?", "escalate" },
  { "R-12306-12b", "points.deducted=true", "", "points.deducted=?", "escalate" },
  { "R-12306-18", "eticket.issued=true", "", "eticket.issued=?", "reject" },
  { "R-12306-7", "member.face_checked=false", "", "member.real_name=?", "reject" },
  { "R-12306-7b", "member.first_total=9999", "member.first_total=10000", "member.first_total=?",
    "reject" },
  { "R-12306-8", "balance.usable=55299", "balance.usable=55300", "balance.usable=?", "reject" },
  { "R-12306-9", "trip.redeemable=false", "", "trip.redeemable=?", "reject" },
  { "R-12306-9", "trip.type=round_trip", "", "trip.type=?", "reject" },
  { "R-12306-10",
    "beneficiary.is_self=false beneficiary.verified=true beneficiary.submitted_at=-5183999",
    "beneficiary.is_self=false beneficiary.verified=true beneficiary.submitted_at=-5184000",
    "beneficiary.is_self=false beneficiary.verified=true", "reject" },
  { "R-12306-10b", OTHER "beneficiary.verified=false", OTHER, OTHER "beneficiary.verified=?",
    "reject" },
  { "R-12306-17", "incident.open=true", "incident.open=?", "reason=? incident.open=true", "hold" },
  { "R-12306-12", "", "attempts.in_row=2 points.deducted=true", "attempts.in_row=?", "escalate" },
  { "R-12306-11d", BACKFILL "trip.travelled=false", BACKFILL, BACKFILL "trip.travelled=?",
    "reject" },
  { "R-12306-11c", BACKFILL "trip.departs_at=2026-08-17T23:00:00+08:00",
    BACKFILL "trip.departs_at=2026-08-18T01:00:00+08:00", BACKFILL "trip.departs_at=?", "reject" },
  { "R-12306-11b", BACKFILL "member.age_at_travel=60", BACKFILL "member.age_at_travel=59",
    BACKFILL "member.age_at_travel=?", "approve" },
  { "R-12306-11", BACKFILL, BACKFILL "member.age_at_travel=60", BACKFILL "member.age_at_travel=?",
    "approve" },
  { "R-ALL-4", "amount=200000", "", NULL, NULL },
  { "R-ALL-5", "complaint.announced=true", "", NULL, NULL },
};

static const RedressVerdictCase redeem_verdicts[] = {
  { "", "R-12306-12 escalate", "" },
  { "level=supervisor", "R-12306-12 approve", "release_payment" },
  { "attempts.in_row=2", "R-12306-6 need_info", "send_steps" },
  /* Points that are gone matter more than how often it failed. */
  { "attempts.in_row=1 points.deducted=true level=supervisor", "R-12306-12b approve",
    "reverse_points" },
  { "balance.usable=?", "R-12306-8 need_info (R-12306-12)", NULL },
  /* For oneself no beneficiary is needed, whatever is unknown of one. */
  { "beneficiary.verified=? beneficiary.submitted_at=?", "R-12306-12 escalate", NULL },
  { BACKFILL "member.age_at_travel=?", "R-12306-11b need_info", NULL },
};

static void
test_redemption (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");

  redress_test_rule_cases (policy, REDEEM, redeem_cases, G_N_ELEMENTS (redeem_cases));
  redress_test_all_rules_covered (policy, redeem_cases, G_N_ELEMENTS (redeem_cases));
  redress_test_verdict_cases (policy, REDEEM, redeem_verdicts, G_N_ELEMENTS (redeem_verdicts));
}

static gint64
get_amount (RedressPolicy *policy, const char *changes)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket (policy, REDEEM, changes);
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);
  RedressAmount amount;

  g_assert_true (
      redress_evaluation_get_amount (evaluation, policy, ticket, REDRESS_VERDICT_APPROVE, &amount));
  g_assert_cmpint (amount.unit, ==, REDRESS_UNIT_POINTS);
  return amount.value;
}

/* What a rule saw of a fact, such as one that the policy works out. */
static gint64
get_seen (RedressPolicy *policy, const char *changes, const char *name)
{
  g_autoptr (RedressTicket) ticket = redress_test_ticket (policy, REDEEM, changes);
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);

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
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");

  g_assert_cmpint (get_seen (policy, "fare.amount=55300", "points_needed"), ==, 55300);
  g_assert_cmpint (get_seen (policy, "fare.amount=10000", "points_needed"), ==, 10000);
  g_assert_cmpint (get_amount (policy, BACKFILL "fare.amount=200000"), ==, 10000);
  g_assert_cmpint (get_amount (policy, BACKFILL "fare.amount=200000 member.age_at_travel=60"), ==,
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
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");

  g_assert_cmpint (get_amount (policy, BACKFILL), ==, 2765);
  g_assert_cmpint (get_amount (policy, BACKFILL "member.age_at_travel=60"), ==, 8295);
  g_assert_cmpint (get_amount (policy, BACKFILL "fare.amount=10000"), ==, 500);
  g_assert_cmpint (get_amount (policy, BACKFILL "fare.amount=1999"), ==, 99);
}

/* Whether points close to expiry can be used is a limit of the policy. */
static void
test_expiring_points (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");
  const RedressVerdictCase frozen = { "balance.usable=50000 balance.expiring=6000",
                                      "R-12306-8 reject", "" };

  g_assert_cmpint (redress_policy_get_limit (policy, "expiring_is_frozen", 0), ==, 1);
  redress_test_verdict_cases (policy, REDEEM, &frozen, 1);
}

/* The date stands in the letter: nobody promises it, it is when the rule allows it. */
static void
test_date_in_the_letter (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("rail12306-redemption");
  g_autoptr (RedressTicket) ticket =
      redress_test_ticket (policy, REDEEM, OTHER "beneficiary.submitted_at=-86400");
  g_autofree char *zh = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_REJECT,
                                                      "beneficiary_waits", NULL, NULL, "zh_CN");
  g_autofree char *en = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_REJECT,
                                                      "points_short", NULL, NULL, "en");

  g_assert_cmpstr (zh, ==, "受让人自 2027 年 1 月 14 日起生效，生效期不可缩短。");
  g_assert_cmpstr (en, ==,
                   "The trip needs 55,300 points, of which 60,000 points are usable. Points cannot "
                   "be topped up with money.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/rail12306/order", test_order);
  g_test_add_func ("/rules/rail12306/redemption", test_redemption);
  g_test_add_func ("/rules/rail12306/points", test_points);
  g_test_add_func ("/rules/rail12306/points-of-the-domain", test_points_of_the_domain);
  g_test_add_func ("/rules/rail12306/clocks-of-facts", test_clocks_of_facts);
  g_test_add_func ("/rules/rail12306/expiring-points", test_expiring_points);
  g_test_add_func ("/rules/rail12306/date-in-the-letter", test_date_in_the_letter);
  return g_test_run ();
}
