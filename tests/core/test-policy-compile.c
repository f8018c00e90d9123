/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/policy-maker.h"

/* Mistakes of a policy whose only rule asks @when. Takes @when. */
static GPtrArray *
find_mistakes (RedressCondition *when)
{
  g_autoptr (RedressPolicy) policy = redress_test_policy ();
  GPtrArray *mistakes = g_ptr_array_new_with_free_func (g_free);
  RedressFactSpec *secret;

  redress_test_add_fact (policy, "a", REDRESS_FACT_BOOLEAN);
  redress_test_add_fact (policy, "i", REDRESS_FACT_INTEGER);
  redress_test_add_fact (policy, "x", REDRESS_FACT_TEXT);
  redress_test_add_fact (policy, "t", REDRESS_FACT_TIME);
  redress_test_add_fact (policy, "secret", REDRESS_FACT_TEXT);
  secret = g_ptr_array_index (policy->facts, 4);
  secret->sensitivity = REDRESS_SENSITIVITY_ACCOUNT;
  redress_test_add_rule (policy, "R-X-1", 3, when, "hold");
  redress_policy_compile (policy, mistakes);
  redress_policy_check (policy, mistakes);

  return mistakes;
}

static void
assert_mistake (RedressCondition *when, const char *words)
{
  g_autoptr (GPtrArray) mistakes = find_mistakes (when);
  gboolean found = FALSE;

  for (guint i = 0; i < mistakes->len; i++)
    {
      const char *mistake = g_ptr_array_index (mistakes, i);

      g_test_message ("%s", mistake);
      found = found || (g_str_has_prefix (mistake, "R-X-1: ") && strstr (mistake, words) != NULL);
    }
  g_assert_true (found);
}

/* Only the mistakes that every rule of these tests has: it names no note. */
static void
assert_good (RedressCondition *when)
{
  g_autoptr (GPtrArray) mistakes = find_mistakes (when);

  for (guint i = 0; i < mistakes->len; i++)
    g_test_message ("%s", (const char *)g_ptr_array_index (mistakes, i));
  g_assert_cmpuint (mistakes->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (mistakes, 0), ==, "R-X-1: cites: names no note");
}

static void
test_names (void)
{
  assert_mistake (redress_test_is ("b", TRUE), "no such fact \"b\"");
  assert_mistake (redress_test_pair ("i", REDRESS_TEST_LT, "j"), "no such fact \"j\"");
  assert_mistake (redress_test_asks ("photo", REDRESS_TEST_HAS_SLOT, TRUE),
                  "no such fact \"evidence.photo\"");
  assert_mistake (redress_test_integer ("event.fell", REDRESS_TEST_GT, 0), "no such fact");
  assert_mistake (redress_test_integer ("limit.none", REDRESS_TEST_GT, 0), "no such fact");
  assert_mistake (redress_test_text ("order.colour", REDRESS_TEST_EQ, "red"), "no such fact");
  assert_good (redress_test_is ("a", TRUE));
  assert_good (redress_test_pair ("i", REDRESS_TEST_LT, "limit.offline_max_amount"));
}

static void
test_types (void)
{
  assert_mistake (redress_test_integer ("a", REDRESS_TEST_EQ, 1), "impossible comparison");
  assert_mistake (redress_test_is ("i", TRUE), "impossible comparison");
  assert_mistake (redress_test_text ("t", REDRESS_TEST_LT, "yesterday"), "impossible comparison");
  assert_mistake (redress_test_text ("x", REDRESS_TEST_LT, "b"), "have no order");
  assert_mistake (redress_test_asks ("a", REDRESS_TEST_GE, TRUE), "have no order");
  assert_mistake (redress_test_pair ("i", REDRESS_TEST_EQ, "x"), "impossible comparison");
  assert_mistake (redress_test_text ("x", REDRESS_TEST_EQ, "a|b"), "only \"in\" takes a list");
  assert_mistake (redress_test_pair ("x", REDRESS_TEST_IN, "x"), "\"in\" needs a list");
  assert_mistake (redress_test_integer ("i", REDRESS_TEST_EXISTS, 1), "takes true or false");
  assert_good (redress_test_text ("t", REDRESS_TEST_LT, "2026-11-16T00:00:00Z"));
  assert_good (redress_test_pair ("t", REDRESS_TEST_LT, "order.requested_at"));
}

static void
test_masked (void)
{
  assert_mistake (redress_test_text ("secret", REDRESS_TEST_EQ, "x"), "masked");
  assert_mistake (redress_test_pair ("x", REDRESS_TEST_EQ, "secret"), "masked");
  assert_good (redress_test_asks ("secret", REDRESS_TEST_EXISTS, TRUE));
}

static void
test_shape (void)
{
  RedressCondition *deep = redress_test_is ("a", TRUE);

  for (guint i = 0; i < REDRESS_MAX_CONDITION_DEPTH; i++)
    deep = redress_test_group (REDRESS_CONDITION_ALL, deep, NULL);
  assert_good (deep);

  deep = redress_test_is ("a", TRUE);
  for (guint i = 0; i <= REDRESS_MAX_CONDITION_DEPTH; i++)
    deep = redress_test_group (REDRESS_CONDITION_ALL, deep, NULL);
  assert_mistake (deep, "nested deeper");
  assert_mistake (redress_test_group (REDRESS_CONDITION_ANY, NULL), "has no members");
}

static void
test_codes (void)
{
  assert_mistake (redress_test_text ("order.state", REDRESS_TEST_EQ, "lost"), "is never \"lost\"");
  assert_mistake (redress_test_text ("ticket.kind", REDRESS_TEST_IN, "review|wish"), "is never");
  assert_mistake (redress_test_text ("ticket.level", REDRESS_TEST_EQ, "boss"), "is never");
  assert_mistake (redress_test_text ("answer.log", REDRESS_TEST_EQ, "maybe"), "is never");
  assert_mistake (redress_test_text ("ticket.reason_code", REDRESS_TEST_EQ, "whim"), "is never");
  assert_good (redress_test_text ("order.state", REDRESS_TEST_IN, "open|sent"));
  assert_good (redress_test_text ("answer.log", REDRESS_TEST_EQ, "not_provided"));
}

#define ALL(...) redress_test_group (REDRESS_CONDITION_ALL, __VA_ARGS__, NULL)
#define ANY(...) redress_test_group (REDRESS_CONDITION_ANY, __VA_ARGS__, NULL)
#define NONE(...) redress_test_group (REDRESS_CONDITION_NONE, __VA_ARGS__, NULL)
#define INT(test, operand) redress_test_integer ("i", REDRESS_TEST_##test, operand)
#define TEXT(test, operand) redress_test_text ("x", REDRESS_TEST_##test, operand)

static void
test_contradictions (void)
{
  RedressCondition *bad[] = {
    ALL (redress_test_is ("a", TRUE), redress_test_is ("a", FALSE)),
    ALL (INT (GT, 5), INT (LT, 6)),
    ALL (INT (GE, 5), INT (EQ, 4)),
    ALL (INT (EQ, 4), INT (NE, 4)),
    ALL (TEXT (EQ, "b"), TEXT (EQ, "c")),
    ALL (TEXT (IN, "b|c"), TEXT (IN, "d|e")),
    ALL (TEXT (IN, "b|c"), NONE (TEXT (IN, "c|b"))),
    ALL (INT (GT, 5), NONE (INT (GT, 3))),
    ALL (INT (GT, 5), ALL (INT (LT, 3), redress_test_is ("a", TRUE))),
    ANY (ALL (INT (GT, 5), INT (LT, 5)), ALL (TEXT (EQ, "b"), TEXT (NE, "b"))),
    ALL (redress_test_asks ("i", REDRESS_TEST_UNKNOWN, TRUE), INT (EQ, 4)),
    ALL (redress_test_asks ("i", REDRESS_TEST_EXISTS, FALSE), INT (EQ, 4)),
    ALL (redress_test_asks ("log", REDRESS_TEST_HAS_SLOT, TRUE),
         redress_test_asks ("log", REDRESS_TEST_HAS_SLOT, FALSE)),
    NONE (redress_test_is ("a", TRUE), redress_test_is ("a", FALSE)),
  };
  RedressCondition *good[] = {
    ALL (INT (GE, 5), INT (LE, 5)),
    ALL (INT (GT, 5), ANY (INT (LT, 3), redress_test_is ("a", TRUE))),
    ALL (TEXT (IN, "b|c"), TEXT (IN, "c|d")),
    ALL (TEXT (NE, "b"), TEXT (NE, "c")),
    ANY (ALL (INT (GT, 5), INT (LT, 5)), redress_test_is ("a", TRUE)),
    ALL (redress_test_asks ("i", REDRESS_TEST_EXISTS, TRUE), INT (EQ, 4)),
    NONE (redress_test_is ("a", TRUE), INT (GT, 5)),
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_mistake (bad[i], "can never match");
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    assert_good (good[i]);
}

static gboolean
complains (RedressPolicy *policy, const char *words)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  gboolean found = FALSE;

  redress_policy_compile (policy, mistakes);
  redress_policy_check (policy, mistakes);
  for (guint i = 0; i < mistakes->len; i++)
    {
      g_test_message ("%s", (const char *)g_ptr_array_index (mistakes, i));
      found = found || strstr (g_ptr_array_index (mistakes, i), words) != NULL;
    }

  return found;
}

static void
test_derived (void)
{
  static const struct
  {
    RedressFactType type;
    RedressDerive derive;
    const char *a, *b;
    const char *words;
  } rows[] = {
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "i", "t", "derived d: expr[2]: add does not take" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "i", NULL, "takes two operands" },
    { REDRESS_FACT_TIME, REDRESS_DERIVE_ADD, "i", "2", "add makes the type integer" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_PLUS_DAYS, "t", "2", "makes the type time" },
    { REDRESS_FACT_TIME, REDRESS_DERIVE_PLUS_DAYS, "i", "2", "expr[1]: plus_days does not take" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_MIN, "i", "t", "expr[2]: min does not take" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_COUNT, "x", NULL, "count does not take" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "k", "1", "no such fact \"k\"" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "d", "1", "\"d\" is worked out later" },
    { REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "later", "1", "\"later\" is worked out later" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressPolicy) policy = redress_test_policy ();

      redress_test_add_fact (policy, "i", REDRESS_FACT_INTEGER);
      redress_test_add_fact (policy, "t", REDRESS_FACT_TIME);
      redress_test_add_fact (policy, "x", REDRESS_FACT_TEXT);
      redress_test_add_derived (policy, "d", rows[i].type, rows[i].derive, rows[i].a, rows[i].b);
      redress_test_add_derived (policy, "later", REDRESS_FACT_INTEGER, REDRESS_DERIVE_ADD, "i",
                                "1");
      g_assert_true (complains (policy, rows[i].words));
    }
}

static RedressRule *
add_good_rule (RedressPolicy *policy, const char *id, const char *verdicts)
{
  RedressRule *rule = redress_test_add_rule (policy, id, 3, redress_test_is ("a", TRUE), verdicts);

  rule->cites = g_strsplit ("K9", " ", -1);
  return rule;
}

static RedressPolicy *
policy_with_rule (RedressRule **rule, const char *verdicts)
{
  RedressPolicy *policy = redress_test_policy ();

  redress_test_add_fact (policy, "a", REDRESS_FACT_BOOLEAN);
  *rule = add_good_rule (policy, "R-X-1", verdicts);
  return policy;
}

typedef void (*Spoil) (RedressPolicy *policy, RedressRule *rule);

static void
spoil_reason (RedressPolicy *policy, RedressRule *rule)
{
  g_free (rule->reason);
  rule->reason = g_strdup ("none");
}

static void
spoil_verdict_of_reason (RedressPolicy *policy, RedressRule *rule)
{
  ((RedressReason *)g_ptr_array_index (policy->reasons, 0))->verdicts =
      REDRESS_VERDICT_BIT (REDRESS_VERDICT_APPROVE);
}

static void
spoil_needs (RedressPolicy *policy, RedressRule *rule)
{
  rule->needs = g_strsplit ("photo", " ", -1);
}

static void
spoil_effects (RedressPolicy *policy, RedressRule *rule)
{
  rule->effects_of[REDRESS_VERDICT_HOLD] = g_strsplit ("explode", " ", -1);
}

static void
spoil_reversal (RedressPolicy *policy, RedressRule *rule)
{
  redress_policy_set_reversal (policy, "refund", "unrefund");
}

static void
spoil_refunds (RedressPolicy *policy, RedressRule *rule)
{
  policy->refunds = g_strsplit ("gift", " ", -1);
}

static void
spoil_refunds_by_mark (RedressPolicy *policy, RedressRule *rule)
{
  policy->refunds = g_strsplit ("four_eyes", " ", -1);
}

static void
spoil_effects_of (RedressPolicy *policy, RedressRule *rule)
{
  rule->effects_of[REDRESS_VERDICT_APPROVE] = g_strsplit ("refund", " ", -1);
}

static void
spoil_cites (RedressPolicy *policy, RedressRule *rule)
{
  g_strfreev (rule->cites);
  rule->cites = g_strsplit ("Z9", " ", -1);
}

static void
spoil_phase (RedressPolicy *policy, RedressRule *rule)
{
  rule->phase = 1;
}

static void
spoil_overlay (RedressPolicy *policy, RedressRule *rule)
{
  rule->phase = 4;
}

static void
spoil_id (RedressPolicy *policy, RedressRule *rule)
{
  add_good_rule (policy, "R-X-1", "hold");
}

static void
spoil_order (RedressPolicy *policy, RedressRule *rule)
{
  add_good_rule (policy, "R-X-2", "hold");
}

static void
spoil_blank (RedressPolicy *policy, RedressRule *rule)
{
  g_free (rule->why.en);
  rule->why.en = g_strdup ("{a}");
}

static void
spoil_name_of_blank (RedressPolicy *policy, RedressRule *rule)
{
  g_free (rule->why.en);
  rule->why.en = g_strdup ("{bogus}");
}

static void
spoil_amount (RedressPolicy *policy, RedressRule *rule)
{
  rule->amount = g_strdup ("a");
}

static void
spoil_length (RedressPolicy *policy, RedressRule *rule)
{
  RedressReason *reason = g_ptr_array_index (policy->reasons, 0);

  g_free (reason->label.en);
  reason->label.en = g_strdup ("A reason that no decision bar has room for");
}

static void
spoil_fact_name (RedressPolicy *policy, RedressRule *rule)
{
  redress_test_add_fact (policy, "order.smell", REDRESS_FACT_TEXT);
}

static void
spoil_fact_letters (RedressPolicy *policy, RedressRule *rule)
{
  redress_test_add_fact (policy, "Big Fact", REDRESS_FACT_TEXT);
}

static void
spoil_fact_twice (RedressPolicy *policy, RedressRule *rule)
{
  redress_test_add_fact (policy, "a", REDRESS_FACT_TEXT);
}

static void
spoil_clock (RedressPolicy *policy, RedressRule *rule)
{
  RedressPolicyClock *clock = redress_policy_clock_new ();

  clock->name = g_strdup ("review");
  clock->unit = REDRESS_SPAN_WORKING_DAYS;
  clock->from = g_strdup ("dawn");
  g_ptr_array_add (policy->clocks, clock);
}

static void
spoil_message (RedressPolicy *policy, RedressRule *rule)
{
  RedressTemplate *template = redress_template_new ();

  template->verdict = REDRESS_VERDICT_APPROVE;
  template->text.en = g_strdup ("It arrives within 3-5 working days.");
  template->text.zh_CN = g_strdup ("稍后到账。");
  g_ptr_array_add (policy->templates, template);
}

static void
spoil_comparison (RedressPolicy *policy, RedressRule *rule)
{
  RedressComparison *comparison = redress_comparison_new ();

  comparison->id = g_strdup ("c");
  comparison->claim = g_strdup ("a");
  comparison->log = g_strdup ("b");
  g_ptr_array_add (policy->comparisons, comparison);
}

static void
spoil_slot (RedressPolicy *policy, RedressRule *rule)
{
  RedressSlot *slot = g_ptr_array_index (policy->slots, 0);

  g_free (slot->holder);
  slot->holder = g_strdup ("nobody");
}

static void
test_check (void)
{
  static const struct
  {
    Spoil spoil;
    const char *words;
  } rows[] = {
    { spoil_reason, "R-X-1: reason: no such reason \"none\"" },
    { spoil_verdict_of_reason, "R-X-1: reason: \"any\" is not for hold" },
    { spoil_needs, "R-X-1: needs: no such slot \"photo\"" },
    { spoil_effects, "R-X-1: effects: \"explode\" has no label" },
    { spoil_reversal, "policy: reversals: \"unrefund\" has no label" },
    { spoil_refunds, "policy: refunds: \"gift\" has no label" },
    { spoil_refunds_by_mark, "policy: refunds: \"four_eyes\" is a mark" },
    { spoil_effects_of, "R-X-1: effects: the rule does not permit approve" },
    { spoil_cites, "R-X-1: cites: \"Z9\" is no note" },
    { spoil_phase, "R-X-1: good_when" },
    { spoil_overlay, "R-X-1: verdicts: an overlay has none" },
    { spoil_id, "rule R-X-1: stands there twice" },
    { spoil_order, "R-X-2: can never decide: R-X-1 matches before it" },
    { spoil_blank, "R-X-1: why.zh_CN: the blank {a} is missing" },
    { spoil_name_of_blank, "R-X-1: why: no such fact \"bogus\"" },
    { spoil_amount, "R-X-1: amount: \"a\" is no number" },
    { spoil_length, "reason any: label.en: longer than 30" },
    { spoil_fact_name, "fact order.smell: name: is built in" },
    { spoil_fact_letters, "fact Big Fact: name" },
    { spoil_fact_twice, "fact a: stands there twice" },
    { spoil_clock, "clock review: calendar: working days need one" },
    { spoil_clock, "clock review: from: no such event \"dawn\"" },
    { spoil_message, "templates[0] (approve): text: a message never promises" },
    { spoil_comparison, "comparison c: log: no such fact \"b\"" },
    { spoil_slot, "slot log: holder: \"nobody\" has no label" },
  };
  RedressRule *rule;

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (RedressPolicy) policy = policy_with_rule (&rule, "hold");

      rows[i].spoil (policy, rule);
      g_assert_true (complains (policy, rows[i].words));
    }
}

/* Each verdict needs a message, but for those that only colleagues see. */
static void
test_messages (void)
{
  RedressRule *rule;
  g_autoptr (RedressPolicy) quiet = policy_with_rule (&rule, "hold escalate");
  g_autoptr (RedressPolicy) loud = policy_with_rule (&rule, "approve");

  g_assert_false (complains (quiet, "verdicts"));
  g_assert_true (complains (loud, "R-X-1: verdicts: no message is for approve"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/compile/names", test_names);
  g_test_add_func ("/compile/types", test_types);
  g_test_add_func ("/compile/masked", test_masked);
  g_test_add_func ("/compile/shape", test_shape);
  g_test_add_func ("/compile/codes", test_codes);
  g_test_add_func ("/compile/contradictions", test_contradictions);
  g_test_add_func ("/compile/derived", test_derived);
  g_test_add_func ("/compile/check", test_check);
  g_test_add_func ("/compile/messages", test_messages);
  return g_test_run ();
}
