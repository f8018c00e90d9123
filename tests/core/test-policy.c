/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/error.h"
#include "core/policy-maker.h"

static void
add_clock (RedressPolicy *policy,
           const char *name,
           RedressClockPurpose purpose,
           RedressKind kind,
           const char *methods)
{
  RedressPolicyClock *clock = redress_policy_clock_new ();

  clock->name = g_strdup (name);
  clock->purpose = purpose;
  clock->kind = kind;
  clock->amount = 24;
  clock->from = g_strdup ("opened");
  clock->payment_methods = methods != NULL ? g_strsplit (methods, " ", -1) : NULL;
  g_ptr_array_add (policy->clocks, clock);
}

static void
test_head (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressPolicy) second = redress_policy_ref (policy);

  g_assert_cmpstr (redress_policy_get_flow (second), ==, "test-flow");
  g_assert_cmpstr (redress_policy_get_platform (second), ==, "test");
  g_assert_cmpint (redress_policy_get_version (second), ==, 1);
  g_assert_cmpuint (strlen (redress_policy_get_sha256 (second)), ==, 64);
  g_assert_cmpstr (redress_policy_get_title (second)->en, ==, "Test");
  g_assert_cmpstr (redress_policy_get_platform_title (second)->zh_CN, ==, "测试");
  g_assert_cmpstr (redress_policy_get_tile (second), ==, "T");
  g_assert_cmpint (redress_policy_get_unit (second), ==, REDRESS_UNIT_FEN);
  g_assert_cmpint (redress_policy_get_offline_class (second), ==, REDRESS_OFFLINE_ALLOWED);
  g_assert_cmpint (redress_policy_get_limit (second, "offline_max_amount", 1), ==, 50000);
  g_assert_cmpint (redress_policy_get_limit (second, "other", 7), ==, 7);
}

static void
test_lists (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();

  redress_test_add_fact (policy, "a", REDRESS_FACT_BOOLEAN);
  redress_test_add_rule (policy, "R", 3, redress_test_is ("a", TRUE), "approve");

  g_assert_cmpuint (redress_policy_get_facts (policy)->len, ==, 1);
  g_assert_cmpuint (redress_policy_get_comparisons (policy)->len, ==, 0);
  g_assert_cmpuint (redress_policy_get_slots (policy)->len, ==, 1);
  g_assert_cmpuint (redress_policy_get_reasons (policy)->len, ==, 1);
  g_assert_cmpuint (redress_policy_get_grounds (policy)->len, ==, 0);
  g_assert_cmpuint (redress_policy_get_templates (policy)->len, ==, 0);
  g_assert_cmpuint (redress_policy_get_clocks (policy)->len, ==, 0);
  g_assert_cmpuint (redress_policy_get_rules (policy)->len, ==, 1);

  g_assert_cmpstr (redress_policy_find_fact (policy, "a")->name, ==, "a");
  g_assert_null (redress_policy_find_fact (policy, "b"));
  g_assert_cmpstr (redress_policy_find_slot (policy, "log")->holder, ==, "platform");
  g_assert_null (redress_policy_find_slot (policy, "photo"));
  g_assert_cmpstr (redress_policy_find_reason (policy, "any")->label.en, ==, "Any");
  g_assert_null (redress_policy_find_reason (policy, "none"));
  g_assert_null (redress_policy_find_ground (policy, "none"));
  g_assert_cmpint (redress_policy_find_rule (policy, "R")->phase, ==, 3);
  g_assert_null (redress_policy_find_rule (policy, "S"));
}

static void
test_clocks (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();

  add_clock (policy, "evidence", REDRESS_CLOCK_EVIDENCE, REDRESS_KIND_REVIEW, NULL);
  add_clock (policy, "review", REDRESS_CLOCK_TICKET, REDRESS_KIND_REVIEW, NULL);
  add_clock (policy, "wallet", REDRESS_CLOCK_REFUND, REDRESS_KIND_REFUND_CHASE, "wechat alipay");

  g_assert_cmpstr (redress_policy_find_clock (policy, REDRESS_KIND_REVIEW)->name, ==, "review");
  g_assert_null (redress_policy_find_clock (policy, REDRESS_KIND_REFUND_CHASE));
  g_assert_cmpstr (redress_policy_find_evidence_clock (policy, REDRESS_KIND_REVIEW)->name, ==,
                   "evidence");
  g_assert_null (redress_policy_find_evidence_clock (policy, REDRESS_KIND_APPEAL));
  g_assert_cmpstr (redress_policy_find_refund_clock (policy, "alipay")->name, ==, "wallet");
  g_assert_null (redress_policy_find_refund_clock (policy, "bank_card"));
  g_assert_null (redress_policy_find_refund_clock (policy, NULL));

  add_clock (policy, "rest", REDRESS_CLOCK_REFUND, REDRESS_KIND_REFUND_CHASE, NULL);
  g_assert_cmpstr (redress_policy_find_refund_clock (policy, "bank_card")->name, ==, "rest");
  g_assert_cmpstr (redress_policy_find_refund_clock (policy, NULL)->name, ==, "rest");
}

static void
test_due (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressDeadline) deadline = NULL;
  g_autoptr (GError) error = NULL;

  add_clock (policy, "review", REDRESS_CLOCK_TICKET, REDRESS_KIND_REVIEW, NULL);
  deadline = redress_policy_compute_due (policy, REDRESS_KIND_REVIEW, REDRESS_DAY, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (deadline->due, ==, 2 * REDRESS_DAY);

  g_assert_null (redress_policy_compute_due (policy, REDRESS_KIND_APPEAL, 0, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
add_template (RedressPolicy *policy, RedressVerdict verdict, const char *reason, const char *en)
{
  RedressTemplate *template = redress_template_new ();

  template->verdict = verdict;
  template->reason = g_strdup (reason);
  template->text.en = g_strdup (en);
  g_ptr_array_add (policy->templates, template);
}

static void
test_templates (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();

  add_template (policy, REDRESS_VERDICT_REJECT, "used", "used");
  add_template (policy, REDRESS_VERDICT_REJECT, NULL, "general");
  add_template (policy, REDRESS_VERDICT_APPROVE, "used", "never");

  g_assert_cmpstr (redress_policy_find_template (policy, REDRESS_VERDICT_REJECT, "used")->text.en,
                   ==, "used");
  g_assert_cmpstr (redress_policy_find_template (policy, REDRESS_VERDICT_REJECT, "other")->text.en,
                   ==, "general");
  g_assert_cmpstr (redress_policy_find_template (policy, REDRESS_VERDICT_REJECT, NULL)->text.en, ==,
                   "general");
  g_assert_null (redress_policy_find_template (policy, REDRESS_VERDICT_APPROVE, "other"));
}

static void
test_code_labels (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();

  g_assert_cmpstr (redress_policy_get_order_state_label (policy, "sent", "zh_CN"), ==, "已发货");
  g_assert_cmpstr (redress_policy_get_order_state_label (policy, "lost", "en"), ==, "lost");
  g_assert_cmpstr (redress_policy_get_order_state_label (policy, NULL, "en"), ==, "");
  g_assert_cmpstr (redress_policy_get_code_label (policy, "event", "asked", "en"), ==, "Asks");
  g_assert_cmpstr (redress_policy_get_code_label (policy, "tier", "gold", "en"), ==, "gold");
}

static void
assert_round_trip (const char *(*to_string) (guint),
                   gboolean (*from_string) (const char *, guint *),
                   guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint back = n;

      g_assert_true (from_string (to_string (i), &back));
      g_assert_cmpuint (back, ==, i);
    }
}

#define WRAP(Type, name)                                                                           \
  static const char *name##_to (guint value) { return redress_##name##_to_string ((Type)value); }  \
  static gboolean name##_from (const char *text, guint *value)                                     \
  {                                                                                                \
    Type found;                                                                                    \
                                                                                                   \
    if (!redress_##name##_from_string (text, &found))                                              \
      return FALSE;                                                                                \
    *value = found;                                                                                \
    return TRUE;                                                                                   \
  }

WRAP (RedressTest, test)
WRAP (RedressDerive, derive)
WRAP (RedressFactType, fact_type)

static void
test_words (void)
{
  guint value;

  assert_round_trip (test_to, test_from, REDRESS_N_TESTS);
  assert_round_trip (derive_to, derive_from, REDRESS_N_DERIVES);
  assert_round_trip (fact_type_to, fact_type_from, REDRESS_FACT_TEXT + 1);
  g_assert_false (test_from ("like", &value));
  g_assert_false (derive_from ("sqrt", &value));
  g_assert_false (fact_type_from (NULL, &value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy/head", test_head);
  g_test_add_func ("/policy/lists", test_lists);
  g_test_add_func ("/policy/clocks", test_clocks);
  g_test_add_func ("/policy/due", test_due);
  g_test_add_func ("/policy/templates", test_templates);
  g_test_add_func ("/policy/code-labels", test_code_labels);
  g_test_add_func ("/policy/words", test_words);
  return g_test_run ();
}
