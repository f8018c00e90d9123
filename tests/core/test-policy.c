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
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  g_autoptr (RedressDeadline) deadline = NULL;
  g_autoptr (GError) error = NULL;

  add_clock (policy, "review", REDRESS_CLOCK_TICKET, REDRESS_KIND_REVIEW, NULL);
  ticket->summary->opened_at = REDRESS_DAY;
  deadline = redress_policy_compute_due (policy, ticket, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (deadline->due, ==, 2 * REDRESS_DAY);

  ticket->summary->kind = REDRESS_KIND_APPEAL;
  g_assert_null (redress_policy_compute_due (policy, ticket, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
add_wait (RedressTicket *ticket, RedressState state, gint64 from_hour, gint64 until_hour)
{
  RedressWait *wait = redress_wait_new ();

  wait->state = state;
  wait->from = from_hour * REDRESS_HOUR;
  wait->until = until_hour < 0 ? REDRESS_TIME_UNKNOWN : until_hour * REDRESS_HOUR;
  g_ptr_array_add (ticket->waits, wait);
}

/* A ticket opened at hour 0 with a clock of 24 hours. */
static void
assert_due_hour (RedressPolicy *policy, RedressTicket *ticket, gint64 hour)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressDeadline) deadline = NULL;

  ticket->summary->opened_at = 0;
  deadline = redress_policy_compute_due (policy, ticket, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (deadline->due, ==, hour * REDRESS_HOUR);
}

/* A clock stands still while the customer is asked, elsewhere only where the policy says so. */
static void
test_due_pauses (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressPolicyClock *clock;

  add_clock (policy, "review", REDRESS_CLOCK_TICKET, REDRESS_KIND_REVIEW, NULL);
  clock = (RedressPolicyClock *)redress_policy_find_clock (policy, REDRESS_KIND_REVIEW);
  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, 2, 5);
  assert_due_hour (policy, ticket, 27);
  add_wait (ticket, REDRESS_STATE_WAITING_PLATFORM, 6, 7);
  add_wait (ticket, REDRESS_STATE_HELD, 8, 18);
  assert_due_hour (policy, ticket, 27);
  clock->pauses |= 1u << REDRESS_STATE_HELD;
  assert_due_hour (policy, ticket, 37);
  clock->pauses |= 1u << REDRESS_STATE_WAITING_PLATFORM;
  assert_due_hour (policy, ticket, 38);
  /* What lasts adds nothing yet. */
  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, 20, -1);
  assert_due_hour (policy, ticket, 38);
  /* A desk's clock may be ahead of the platform's: what was before the opening adds nothing. */
  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, -3, -2);
  ((RedressWait *)g_ptr_array_index (ticket->waits, 4))->until = -2 * REDRESS_HOUR;
  assert_due_hour (policy, ticket, 38);
}

static RedressPeak *
add_peak (RedressTicket *ticket, gint64 from_hour, gint64 until_hour, gint64 extra_hours)
{
  RedressPeak *peak = redress_peak_new ();

  peak->from = from_hour * REDRESS_HOUR;
  peak->until = until_hour * REDRESS_HOUR;
  peak->extra_hours = extra_hours;
  g_ptr_array_add (ticket->peaks, peak);
  return peak;
}

/* A peak touches the clocks that run in it, and stretches them by no more than the policy lets. */
static void
test_due_peaks (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressTicket) ticket = redress_ticket_new ();
  RedressPolicyClock *clock;
  RedressPeak *peak;

  add_clock (policy, "review", REDRESS_CLOCK_TICKET, REDRESS_KIND_REVIEW, NULL);
  clock = (RedressPolicyClock *)redress_policy_find_clock (policy, REDRESS_KIND_REVIEW);
  peak = add_peak (ticket, -10, 1, 0);
  assert_due_hour (policy, ticket, 24);
  clock->peak_hours = 12;
  assert_due_hour (policy, ticket, 36);
  peak->extra_hours = 5;
  assert_due_hour (policy, ticket, 29);
  peak->extra_hours = 50;
  assert_due_hour (policy, ticket, 36);
  peak->until = 0;
  assert_due_hour (policy, ticket, 24);
  peak->from = 24 * REDRESS_HOUR;
  peak->until = 30 * REDRESS_HOUR;
  assert_due_hour (policy, ticket, 24);
  /* A pause can carry the clock into it. */
  add_wait (ticket, REDRESS_STATE_WAITING_CUSTOMER, 2, 3);
  assert_due_hour (policy, ticket, 37);
  peak->cancelled_at = 0;
  assert_due_hour (policy, ticket, 25);
}

/* Both ends of a window. */
static void
test_window (void)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  g_autoptr (RedressDeadline) far_end = NULL, near_end = NULL, only = NULL, none = NULL;
  RedressPolicyClock *clock;

  add_clock (policy, "refund", REDRESS_CLOCK_REFUND, REDRESS_KIND_REFUND_CHASE, NULL);
  clock = (RedressPolicyClock *)redress_policy_find_refund_clock (policy, NULL);
  only = redress_policy_clock_compute (clock, 0, NULL, &none, NULL);
  g_assert_cmpint (only->due, ==, 24 * REDRESS_HOUR);
  g_assert_null (none);
  clock->least = 8;
  far_end = redress_policy_clock_compute (clock, 0, NULL, &near_end, NULL);
  g_assert_cmpint (far_end->due, ==, 24 * REDRESS_HOUR);
  g_assert_cmpint (near_end->due, ==, 8 * REDRESS_HOUR);
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

  g_assert_cmpstr (
      redress_policy_find_template (policy, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "used")
          ->text.en,
      ==, "used");
  g_assert_cmpstr (
      redress_policy_find_template (policy, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, "other")
          ->text.en,
      ==, "general");
  g_assert_cmpstr (
      redress_policy_find_template (policy, REDRESS_KIND_REVIEW, REDRESS_VERDICT_REJECT, NULL)
          ->text.en,
      ==, "general");
  g_assert_null (
      redress_policy_find_template (policy, REDRESS_KIND_REVIEW, REDRESS_VERDICT_APPROVE, "other"));
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
  g_test_add_func ("/policy/due-pauses", test_due_pauses);
  g_test_add_func ("/policy/due-peaks", test_due_peaks);
  g_test_add_func ("/policy/window", test_window);
  g_test_add_func ("/policy/templates", test_templates);
  g_test_add_func ("/policy/code-labels", test_code_labels);
  g_test_add_func ("/policy/words", test_words);
  return g_test_run ();
}
