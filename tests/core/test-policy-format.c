/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

static void
test_amounts (void)
{
  static const struct
  {
    RedressAmount amount;
    const char *en, *zh_CN;
  } rows[] = {
    { { 0, REDRESS_UNIT_FEN }, "¥0.00", "¥0.00" },
    { { 5, REDRESS_UNIT_FEN }, "¥0.05", "¥0.05" },
    { { 32800, REDRESS_UNIT_FEN }, "¥328.00", "¥328.00" },
    { { -32801, REDRESS_UNIT_FEN }, "-¥328.01", "-¥328.01" },
    { { 129900, REDRESS_UNIT_FEN }, "¥1,299.00", "¥1,299.00" },
    { { 1000000000000, REDRESS_UNIT_FEN }, "¥10,000,000,000.00", "¥10,000,000,000.00" },
    { { G_MININT64, REDRESS_UNIT_FEN },
      "-¥92,233,720,368,547,758.08",
      "-¥92,233,720,368,547,758.08" },
    { { 55300, REDRESS_UNIT_POINTS }, "55,300 points", "55,300 积分" },
    { { -1, REDRESS_UNIT_POINTS }, "-1 points", "-1 积分" },
    { { 999, REDRESS_UNIT_POINTS }, "999 points", "999 积分" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *en = redress_amount_format (&rows[i].amount, "en_GB.UTF-8");
      g_autofree char *zh = redress_amount_format (&rows[i].amount, "zh_CN.UTF-8");

      g_assert_cmpstr (en, ==, rows[i].en);
      g_assert_cmpstr (zh, ==, rows[i].zh_CN);
    }
}

static void
free_text (gpointer data)
{
  redress_text_clear (data);
  g_free (data);
}

static RedressPolicy *
make_policy (void)
{
  RedressPolicy *policy = redress_test_policy ();
  RedressFactSpec *fact;
  RedressText *label = g_new0 (RedressText, 1);

  redress_test_add_fact (policy, "flag", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "price", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "day", REDRESS_FACT_TIME);
  redress_test_add_fact (policy, "code", REDRESS_FACT_TEXT);
  fact = g_ptr_array_index (policy->facts, 1);
  fact->unit = g_strdup ("fen");
  fact = g_ptr_array_index (policy->facts, 2);
  fact->unit = g_strdup ("date");
  fact = g_ptr_array_index (policy->facts, 3);
  fact->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text);
  label->en = g_strdup ("Game points card");
  label->zh_CN = g_strdup ("游戏点卡");
  g_hash_table_insert (fact->values, g_strdup ("game_card"), label);
  redress_test_add_derived (policy, "twice", REDRESS_FACT_INTEGER, REDRESS_DERIVE_MUL, "price",
                            "2");

  return policy;
}

static void
assert_value (const char *name, const RedressValue *value, const char *en, const char *zh_CN)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autofree char *in_english = NULL;
  g_autofree char *in_chinese = NULL;

  redress_test_compile (policy);
  in_english = redress_policy_format_value (policy, name, value, "en");
  in_chinese = redress_policy_format_value (policy, name, value, "zh_CN");
  g_assert_cmpstr (in_english, ==, en);
  g_assert_cmpstr (in_chinese, ==, zh_CN);
}

static void
test_values (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  assert_value ("flag", &value, "unknown", "未知");
  redress_value_set_boolean (&value, TRUE);
  assert_value ("flag", &value, "yes", "是");
  redress_value_set_boolean (&value, FALSE);
  assert_value ("flag", &value, "no", "否");
  redress_value_set_integer (&value, -1299900);
  assert_value ("price", &value, "-¥12,999.00", "-¥12,999.00");
  assert_value ("customer.cancels_90d", &value, "-1,299,900", "-1,299,900");
  redress_value_set_masked (&value, "**** 4821");
  assert_value ("code", &value, "**** 4821", "**** 4821");
}

static void
test_times (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_time (&value, redress_test_time ("2026-11-16T16:05:09+08:00"));
  assert_value ("order.requested_at", &value, "16 Nov 16:05:09", "11 月 16 日 16:05:09");
  assert_value ("day", &value, "16 Nov 2026", "2026 年 11 月 16 日");
  /* Midnight in Shanghai is still the day before in UTC. */
  redress_value_set_time (&value, redress_test_time ("2026-02-28T16:00:00Z"));
  assert_value ("day", &value, "1 Mar 2026", "2026 年 3 月 1 日");
}

static void
test_codes (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_text (&value, "game_card");
  assert_value ("code", &value, "Game points card", "游戏点卡");
  redress_value_set_text (&value, "sent");
  assert_value ("order.state", &value, "Sent", "已发货");
  redress_value_set_text (&value, "never heard of");
  assert_value ("code", &value, "never heard of", "never heard of");
  assert_value ("order.state", &value, "never heard of", "never heard of");
  assert_value ("ticket.reason_code", &value, "never heard of", "never heard of");
  redress_value_set_text (&value, "not_provided");
  assert_value ("answer.log", &value, "not provided", "未提供");
}

static void
test_name_labels (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();

  redress_test_compile (policy);
  g_assert_cmpstr (redress_policy_get_name_label (policy, "price")->en, ==, "price");
  g_assert_cmpstr (redress_policy_get_name_label (policy, "twice")->en, ==, "twice");
  g_assert_cmpstr (redress_policy_get_name_label (policy, "order.state")->zh_CN, ==, "订单状态");
  g_assert_cmpstr (redress_policy_get_name_label (policy, "evidence.log")->zh_CN, ==, "日志");
  g_assert_cmpstr (redress_policy_get_name_label (policy, "answer.log")->en, ==, "Log");
  g_assert_cmpstr (redress_policy_get_name_label (policy, "event.asked")->en, ==, "Asks");
  g_assert_null (redress_policy_get_name_label (policy, "limit.offline_max_amount"));
  g_assert_null (redress_policy_get_name_label (policy, "nothing"));
}

static void
set_text (RedressText *text, const char *en, const char *zh_CN)
{
  redress_text_clear (text);
  text->en = g_strdup (en);
  text->zh_CN = g_strdup (zh_CN);
}

static void
assert_explained (RedressRule *rule,
                  RedressPolicy *policy,
                  RedressTicket *ticket,
                  const char *en,
                  const char *zh_CN)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, 0);
  const RedressFinding *finding = redress_test_find (evaluation, rule->id);
  g_autofree char *in_english = redress_finding_explain (finding, policy, "en");
  g_autofree char *in_chinese = redress_finding_explain (finding, policy, "zh_CN");

  g_assert_cmpstr (in_english, ==, en);
  g_assert_cmpstr (in_chinese, ==, zh_CN);
}

static void
test_explain (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressRule *rule = redress_test_add_rule (
      policy, "R", 3, redress_test_integer ("price", REDRESS_TEST_LT, 10000), "approve");

  set_text (&rule->why, "{price} is low, {day}", "{price} 较低，{day}");
  redress_test_compile (policy);

  assert_explained (rule, policy, ticket, "Not known: price", "尚不清楚：price");
  redress_test_set_integer (ticket, "price", 9900);
  assert_explained (rule, policy, ticket, "¥99.00 is low, unknown", "¥99.00 较低，未知");
  ((RedressFact *)ticket->facts->pdata[0])->value.integer = 99900;
  assert_explained (rule, policy, ticket, "price: ¥999.00", "price：¥999.00");

  set_text (&rule->why_not, "Too high", "过高");
  assert_explained (rule, policy, ticket, "Too high", "过高");
  set_text (&rule->why_unknown, "Nobody said", "无人告知");
  g_ptr_array_set_size (ticket->facts, 0);
  assert_explained (rule, policy, ticket, "Nobody said", "无人告知");
}

static void
add_template (RedressPolicy *policy,
              RedressVerdict verdict,
              const char *reason,
              const char *en,
              const char *zh)
{
  RedressTemplate *template = redress_template_new ();

  template->verdict = verdict;
  template->reason = g_strdup (reason);
  set_text (&template->text, en, zh);
  g_ptr_array_add (policy->templates, template);
}

static void
test_messages (void)
{
  g_autoptr (RedressPolicy) policy = make_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  const RedressAmount part = { 20480, REDRESS_UNIT_FEN };
  char *const slots[] = { (char *)"log", (char *)"price", NULL };
  g_autofree char *approved = NULL;
  g_autofree char *in_part = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *none = NULL;

  add_template (policy, REDRESS_VERDICT_APPROVE, NULL,
                "{order_title} ({order_no}): {amount} to {payment_method}, {reason}. {price}",
                "{order_title}（{order_no}）：{amount} 退回{payment_method}，{reason}。{price}");
  add_template (policy, REDRESS_VERDICT_NEED_INFO, NULL, "Send {slots}", "请补充：{slots}");
  redress_policy_set_code_label (policy, "payment_method", "wechat", "WeChat Pay", "微信支付");
  redress_test_compile (policy);
  ticket->summary->amount.value = 32800;
  ticket->order.title = g_strdup ("点券");
  ticket->order.number = g_strdup ("K-1");
  ticket->order.payment_method = g_strdup ("wechat");
  redress_test_set_integer (ticket, "price", 100);

  approved = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_APPROVE, "any", NULL,
                                           NULL, "zh-CN");
  g_assert_cmpstr (approved, ==, "点券（K-1）：¥328.00 退回微信支付，任意。¥1.00");
  in_part = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_APPROVE, NULL, &part,
                                          NULL, "en");
  g_assert_cmpstr (in_part, ==, "点券 (K-1): ¥204.80 to WeChat Pay, . ¥1.00");
  asked = redress_policy_write_message (policy, ticket, REDRESS_VERDICT_NEED_INFO, NULL, NULL,
                                        slots, "zh_CN");
  g_assert_cmpstr (asked, ==, "请补充：日志、price");
  none =
      redress_policy_write_message (policy, ticket, REDRESS_VERDICT_REJECT, NULL, NULL, NULL, "en");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/format/amounts", test_amounts);
  g_test_add_func ("/format/values", test_values);
  g_test_add_func ("/format/times", test_times);
  g_test_add_func ("/format/codes", test_codes);
  g_test_add_func ("/format/name-labels", test_name_labels);
  g_test_add_func ("/format/explain", test_explain);
  g_test_add_func ("/format/messages", test_messages);
  return g_test_run ();
}
