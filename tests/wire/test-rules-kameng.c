/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

/* Everything is known, nothing was delivered: R-KM-4 approves. */
#define BASE                                                                                       \
  "kind=review reason=not_received text=words number=K1 state=dispatched_undelivered "             \
  "at=dispatched_undelivered paid=32800 amount=32800 method=wechat cancels=0 opened=0 "            \
  "placed=-300 "                                                                                   \
  "requested=0 item.instant_topup=false item.flash_sale=false item.cancels_used=0 "                \
  "item.server=1 item.face_value=30000 item.auto_renew=false item.auto_renew_disclosed=true "      \
  "platform.requested_at=0 secret.generated_at=-95 secret.shipped_at=-91 secret.redeemed=false "   \
  "secret.valid=true secret.revoked=true channel_log.credited=false channel_log.amount=0 "         \
  "channel_log.server=1 channel_log.read_at=6000 account.abuse_flag=false "                        \
  "complaint.announced=false refund.credited=false refund.due_at=-100 "                            \
  "+order_screen +payment_record +account_screen +channel_log +secret_log"

#define DELIVERED "state=delivered at=delivered channel_log.credited=true channel_log.amount=30000 "

static const RedressRuleCase cases[] = {
  { "R-KM-2b", "-account_screen answer.account_screen=not_provided", "", NULL, "reject" },
  { "R-KM-2", "-account_screen", "", "-account_screen state=?", "need_info" },
  { "R-KM-2", "number=?", "-account_screen state=not_fulfilled", NULL, "need_info" },
  { "R-KM-2a", "kind=appeal reason=value_mismatch " DELIVERED, "kind=appeal", NULL, "need_info" },
  { "R-KM-2a", "kind=appeal reason=code_invalid " DELIVERED,
    "kind=appeal reason=code_invalid +invalid_proof", NULL, "need_info" },
  { "R-KM-11", "item.flash_sale=true item.cancels_used=1", "item.flash_sale=true",
    "item.flash_sale=? item.cancels_used=1", "reject" },
  { "R-KM-15", "state=refunded", "", "state=?", "reject" },
  { "R-KM-1", "state=not_fulfilled", "", "state=not_fulfilled item.instant_topup=?", "approve" },
  { "R-KM-1b", "state=not_fulfilled item.instant_topup=true", "item.instant_topup=true",
    "state=not_fulfilled item.instant_topup=?", "approve" },
  { "R-KM-1c", "state=fulfilling", "", "state=?", "hold" },
  { "R-KM-6b", "channel_log.credited=? answer.channel_log=not_provided", "channel_log.credited=?",
    NULL, "escalate" },
  { "R-KM-3", "secret.shipped_at=60", "", "secret.shipped_at=60 secret.redeemed=?", "approve" },
  { "R-KM-3b", "secret.shipped_at=60 channel_log.credited=true", "channel_log.credited=true",
    "secret.shipped_at=60 channel_log.credited=?", "escalate" },
  { "R-KM-4", "", "channel_log.credited=true", "channel_log.credited=?", "approve" },
  { "R-KM-5", "channel_log.credited=true", "", "secret.redeemed=?", "reject" },
  { "R-KM-5", "secret.redeemed=true", "state=delivered", "channel_log.credited=?", "reject" },
  { "R-KM-4b", "state=delivered", "", "state=delivered channel_log.credited=?", "escalate" },
  { "R-KM-7", DELIVERED "reason=value_mismatch channel_log.amount=18000 +balance_screen",
    DELIVERED "reason=value_mismatch +balance_screen",
    DELIVERED "reason=value_mismatch channel_log.amount=? +balance_screen", "partial" },
  { "R-KM-7b", DELIVERED "reason=server_mismatch channel_log.server=9 +balance_screen",
    DELIVERED "reason=server_mismatch +balance_screen",
    DELIVERED "reason=server_mismatch channel_log.server=? +balance_screen", "reissue" },
  { "R-KM-8", DELIVERED "reason=code_invalid secret.valid=false +invalid_proof",
    DELIVERED "reason=code_invalid +invalid_proof",
    DELIVERED "reason=code_invalid secret.valid=? +invalid_proof", "reissue" },
  { "R-KM-9",
    DELIVERED "reason=renewal_undisclosed item.auto_renew=true item.auto_renew_disclosed=false",
    DELIVERED "reason=renewal_undisclosed item.auto_renew=true",
    DELIVERED "reason=renewal_undisclosed item.auto_renew=true item.auto_renew_disclosed=?",
    "escalate" },
  { "R-KM-10", DELIVERED "reason=not_needed", "", "state=?", "reject" },
  { "R-ALL", "kind=refund_chase", "kind=refund_chase refund.due_at=100",
    "kind=refund_chase refund.due_at=?", "approve" },
  { "R-ALL-2", "kind=refund_chase refund.credited=true", "kind=refund_chase",
    "kind=refund_chase refund.credited=?", "reject" },
  { "R-ALL-3", "kind=refund_chase refund.due_at=0", "kind=refund_chase",
    "kind=refund_chase refund.due_at=?", "hold" },
  { "R-KM-12", "amount=200000", "amount=199999", NULL, NULL },
  { "R-KM-12b", "cancels=6", "cancels=5", "cancels=-1", NULL },
  { "R-KM-12b", "account.abuse_flag=true", "account.abuse_flag=?", NULL, NULL },
  { "R-KM-13", "item.instant_topup=true", "", "item.instant_topup=?", NULL },
  { "R-KM-14", "", "secret.revoked=false", "secret.revoked=?", NULL },
  { "R-ALL-5", "complaint.announced=true", "complaint.announced=?", NULL, NULL },
  { "R-ALL-6", "at=not_fulfilled", "", "at=?", NULL },
};

static void
test_each_rule (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");

  redress_test_rule_cases (policy, BASE, cases, G_N_ELEMENTS (cases));
  redress_test_all_rules_covered (policy, cases, G_N_ELEMENTS (cases));
}

static const RedressVerdictCase verdicts[] = {
  /* The ticket of the first picture: six cancels ask for a second approval, the issuer has not
   * answered yet. */
  { "secret.revoked=? cancels=6 claim.server=2", "R-KM-4 approve four_eyes",
    "revoke_secret cancel_order refund_source" },
  { "state=not_fulfilled", "R-KM-1 approve", "cancel_order refund_source fast_lane race" },
  { "item.instant_topup=true", "R-KM-4 approve",
    "revoke_secret cancel_order refund_source online_only" },
  /* What nobody knows is asked for, and what would hold otherwise is kept. */
  { "item.flash_sale=? item.cancels_used=1", "R-KM-11 need_info (R-KM-4)", NULL },
  { "channel_log.credited=?", "R-KM-4 need_info", NULL },
  { "secret.shipped_at=?", "R-KM-3 need_info (R-KM-4)",
    "revoke_secret cancel_order refund_source" },
  { "secret.redeemed=? channel_log.credited=true", "R-KM-5 reject", "" },
  /* Escalated, then a supervisor decides. */
  { "secret.shipped_at=60 channel_log.credited=true level=supervisor", "R-KM-3b approve",
    "cancel_order refund_source" },
  { "channel_log.credited=? answer.channel_log=not_provided level=supervisor", "R-KM-6b approve",
    "cancel_order revoke_secret refund_source" },
  { DELIVERED "reason=value_mismatch channel_log.amount=18000 +balance_screen kind=appeal",
    "R-KM-7 partial", "refund_part" },
  { DELIVERED "kind=appeal reason=not_received", "R-KM-10 reject", "" },
  { DELIVERED "kind=appeal reason=not_needed amount=200000", "R-KM-10 reject four_eyes", "" },
  { "complaint.announced=true", "R-KM-4 approve",
    "revoke_secret cancel_order refund_source legal_hold" },
  { "kind=refund_chase", "R-ALL approve", "chase_refund" },
};

static void
test_verdicts (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");

  redress_test_verdict_cases (policy, BASE, verdicts, G_N_ELEMENTS (verdicts));
}

/* Whether silence of the platform is enough is for the operator to say: the rule ships off. */
static void
test_silent_platform (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");
  RedressRule *rule = (RedressRule *)redress_policy_find_rule (policy, "R-KM-6");
  const RedressVerdictCase off = { "channel_log.credited=? answer.secret_log=not_provided",
                                   "R-KM-6b escalate", "" };
  const RedressVerdictCase on = { "channel_log.credited=? answer.secret_log=not_provided",
                                  "R-KM-6 approve", "cancel_order revoke_secret refund_source" };

  g_assert_false (rule->enabled);
  redress_test_verdict_cases (policy, BASE, &off, 1);
  rule->enabled = TRUE;
  redress_test_verdict_cases (policy, BASE, &on, 1);
}

/* A completed order is never approved without a ground, not even by way of an override. */
static void
test_completed_is_not_approved (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket =
      redress_test_ticket (policy, BASE, DELIVERED "reason=not_needed");
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);

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
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_ticket (
      policy, BASE,
      DELIVERED "kind=appeal reason=value_mismatch paid=51200 amount=51200 item.face_value=50000 "
                "channel_log.amount=30000 +balance_screen");
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);
  RedressAmount amount;

  g_assert_true (
      redress_evaluation_get_amount (evaluation, policy, ticket, evaluation->recommended, &amount));
  g_assert_cmpint (amount.value, ==, 20480);
}

static void
test_words (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_ticket (policy, BASE, "");
  g_autofree char *en = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_APPROVE,
                                                      "not_credited_unused", NULL, NULL, "en");
  g_autofree char *zh = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_APPROVE,
                                                      "not_credited_unused", NULL, NULL, "zh_CN");

  g_assert_cmpstr (en, ==,
                   "Your order is cancelled. ¥328.00 goes back to WeChat Pay. The code we sent no "
                   "longer works.");
  g_assert_cmpstr (zh, ==, "您的订单已取消，¥328.00 将原路退回微信支付，已发送的卡密同时作废。");
}

/* What the first picture shows beside the rules. */
static void
test_comparisons (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_load_policy ("kameng-virtual");
  g_autoptr (RedressTicket) ticket = redress_test_ticket (
      policy, BASE,
      "claim.credited=false claim.code_used=false claim.server=2 claim.amount=32800 "
      "claim.requested_at=-40 claim.sent_at=-100 platform.amount=32800 claim.account=x41 "
      "channel_log.account=x41");
  const RedressCompareResult expected[] = {
    REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES, REDRESS_COMPARE_DIFFERS, REDRESS_COMPARE_AGREES,
    REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES, REDRESS_COMPARE_AGREES,
  };
  GPtrArray *comparisons = redress_policy_get_comparisons (policy);

  g_assert_cmpuint (comparisons->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < comparisons->len; i++)
    g_assert_cmpint (redress_comparison_judge (g_ptr_array_index (comparisons, i), ticket), ==,
                     expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rules/kameng/each-rule", test_each_rule);
  g_test_add_func ("/rules/kameng/verdicts", test_verdicts);
  g_test_add_func ("/rules/kameng/silent-platform", test_silent_platform);
  g_test_add_func ("/rules/kameng/completed-is-not-approved", test_completed_is_not_approved);
  g_test_add_func ("/rules/kameng/proposed-amount", test_proposed_amount);
  g_test_add_func ("/rules/kameng/words", test_words);
  g_test_add_func ("/rules/kameng/comparisons", test_comparisons);
  return g_test_run ();
}
