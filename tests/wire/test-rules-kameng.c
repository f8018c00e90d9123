/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/rule-case.h"

/* What is special about virtual goods; the rules one by one are in test-rules.c. */

/* Whether silence of the platform is enough is for the operator to say: the rule ships off. */
static void
test_silent_platform (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  RedressRule *rule = (RedressRule *)redress_policy_find_rule (rules->policy, "R-KM-6");
  const char *silent = "channel_log.credited=? answer.secret_log=not_provided";

  g_assert_false (rule->enabled);
  redress_test_rules_expect (rules, silent, "R-KM-6b escalate", "");
  rule->enabled = TRUE;
  redress_test_rules_expect (rules, silent, "R-KM-6 approve",
                             "cancel_order revoke_secret refund_source");
}

/* A completed order is never approved without a ground, not even by way of an override. */
static void
test_completed_is_not_approved (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      redress_test_rules_ticket (rules, "$DELIVERED reason=not_needed");
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (rules->policy, ticket, 0);

  g_assert_cmphex (evaluation->allowed, ==,
                   REDRESS_VERDICT_BIT (REDRESS_VERDICT_REJECT) |
                       REDRESS_VERDICT_BIT (REDRESS_VERDICT_NEED_INFO) |
                       REDRESS_VERDICT_BIT (REDRESS_VERDICT_HOLD) |
                       REDRESS_VERDICT_BIT (REDRESS_VERDICT_ESCALATE));
}

/* 500 ordered for 512 yuan, 300 credited: 204.80 yuan are missing. */
static void
test_proposed_amount (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (
      rules,
      "$DELIVERED kind=appeal reason=value_mismatch paid=51200 amount=51200 item.face_value=50000 "
      "channel_log.amount=30000 +balance_screen");
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (rules->policy, ticket, 0);
  RedressAmount amount;

  g_assert_true (redress_evaluation_get_amount (evaluation, rules->policy, ticket,
                                                evaluation->recommended, &amount));
  g_assert_cmpint (amount.value, ==, 20480);
}

static void
test_words (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, "");
  g_autofree char *en = redress_policy_write_message (
      rules->policy, ticket, REDRESS_VERDICT_APPROVE, "not_credited_unused", NULL, NULL, "en");
  g_autofree char *zh = redress_policy_write_message (
      rules->policy, ticket, REDRESS_VERDICT_APPROVE, "not_credited_unused", NULL, NULL, "zh_CN");

  g_assert_cmpstr (en, ==,
                   "Your order is cancelled. ¥328.00 goes back to WeChat Pay. The code we sent no "
                   "longer works.");
  g_assert_cmpstr (zh, ==, "您的订单已取消，¥328.00 将原路退回微信支付，已发送的卡密同时作废。");
}

/* Who lost an appeal is told where else to turn, and not to appeal; K14 of docs/domain.md. */
static void
test_lost_appeal (void)
{
  static const char *const flows[] = { "rail12306-order", "rail12306-redemption", "cainiao-return",
                                       "kameng-virtual", "btepai-order" };

  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autoptr (RedressTestRules) rules = redress_test_rules_load (flows[i]);
      g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, "kind=appeal");
      const RedressLegal *help = redress_policy_find_legal (rules->policy, "outside_help");
      g_autofree char *en = redress_policy_write_message (
          rules->policy, ticket, REDRESS_VERDICT_REJECT, "no_answer", NULL, NULL, "en");
      g_autofree char *zh = redress_policy_write_message (
          rules->policy, ticket, REDRESS_VERDICT_REJECT, "no_answer", NULL, NULL, "zh_CN");

      g_assert_nonnull (help);
      g_assert_cmpstr (help->owner.en, ==, "Legal counsel");
      g_assert_true (
          g_str_has_prefix (en, "We looked at your appeal anew and the refusal stands ("));
      g_assert_true (g_str_has_suffix (en, help->text.en));
      g_assert_true (g_str_has_suffix (zh, help->text.zh_CN));
      g_assert_nonnull (strstr (zh, "12315"));
    }
}

static void
expect_legal (const char *flow, const char *changes, const char *reason, const char *id)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load (flow);
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, changes);
  const RedressLegal *legal = redress_policy_find_legal (rules->policy, id);
  g_autofree char *en = redress_policy_write_message (rules->policy, ticket, REDRESS_VERDICT_REJECT,
                                                      reason, NULL, NULL, "en");
  g_autofree char *zh = redress_policy_write_message (rules->policy, ticket, REDRESS_VERDICT_REJECT,
                                                      reason, NULL, NULL, "zh_CN");

  g_assert_nonnull (strstr (en, legal->text.en));
  g_assert_nonnull (strstr (zh, legal->text.zh_CN));
}

/* Who is refused by the terms reads where they stand, and who lost where to complain; K22, T13. */
static void
test_terms (void)
{
  expect_legal ("kameng-virtual", "", "flash_limit", "terms");
  expect_legal ("btepai-order", "kind=appeal", "too_late", "complaint_channel");
}

/* The right of seven days is what a customer quotes, never what a rule rests on; K16. */
static void
test_seven_days (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  GPtrArray *legal = redress_policy_get_legal (rules->policy);
  const RedressLegal *seven_days = redress_policy_find_legal (rules->policy, "seven_days");

  g_assert_cmpuint (legal->len, ==, 3);
  g_assert_cmpstr (seven_days->claim, ==, "claim.seven_days");
  g_assert_null (redress_policy_find_legal (rules->policy, "nothing"));
  redress_test_rules_expect (rules, "claim.seven_days=true", "R-KM-4 approve", NULL);
  redress_test_rules_expect (rules, "claim.seven_days=true $DELIVERED reason=not_needed",
                             "R-KM-10 reject", NULL);
}

/* What the first picture shows beside the rules. */
static void
test_comparisons (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (
      rules, "claim.credited=false claim.code_used=false claim.server=2 claim.amount=32800 "
             "claim.requested_at=-40 claim.sent_at=-100 platform.amount=32800 claim.account=x41 "
             "channel_log.account=x41");
  const RedressCompareResult expected[] = {
    REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES, REDRESS_COMPARE_DIFFERS, REDRESS_COMPARE_AGREES,
    REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES,
  };
  GPtrArray *comparisons = redress_policy_get_comparisons (rules->policy);

  g_assert_cmpuint (comparisons->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < comparisons->len; i++)
    g_assert_cmpint (redress_comparison_judge (g_ptr_array_index (comparisons, i), ticket), ==,
                     expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/kameng/silent-platform", test_silent_platform);
  g_test_add_func ("/rules/kameng/completed-is-not-approved", test_completed_is_not_approved);
  g_test_add_func ("/rules/kameng/proposed-amount", test_proposed_amount);
  g_test_add_func ("/rules/kameng/words", test_words);
  g_test_add_func ("/rules/kameng/lost-appeal", test_lost_appeal);
  g_test_add_func ("/rules/kameng/terms", test_terms);
  g_test_add_func ("/rules/kameng/seven-days", test_seven_days);
  g_test_add_func ("/rules/kameng/comparisons", test_comparisons);
  return g_test_run ();
}
