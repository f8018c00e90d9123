/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-maker.h"

#include "core/timestamp.h"

static void
set_text (RedressText *text, const char *en, const char *zh_CN)
{
  text->en = g_strdup (en);
  text->zh_CN = g_strdup (zh_CN);
}

static void
add_reason (RedressPolicy *policy)
{
  RedressReason *reason = redress_reason_new ();

  reason->code = g_strdup ("any");
  reason->verdicts = ~0u;
  set_text (&reason->label, "Any", "任意");
  g_ptr_array_add (policy->reasons, reason);
}

static void
add_slot (RedressPolicy *policy)
{
  RedressSlot *slot = redress_slot_new ();

  slot->id = g_strdup ("log");
  slot->holder = g_strdup ("platform");
  set_text (&slot->label, "Log", "日志");
  g_ptr_array_add (policy->slots, slot);
}

RedressPolicy *
redress_test_policy (void)
{
  RedressPolicy *policy = redress_policy_new ();

  policy->flow = g_strdup ("test-flow");
  policy->platform = g_strdup ("test");
  policy->version = 1;
  policy->tile = g_strdup ("T");
  policy->sha256 = g_strnfill (64, '0');
  policy->offline_class = REDRESS_OFFLINE_ALLOWED;
  set_text (&policy->title, "Test", "测试");
  set_text (&policy->platform_title, "Test", "测试");
  redress_policy_set_limit (policy, "offline_max_amount", 50000);
  redress_policy_set_code_label (policy, "holder", "platform", "platform", "平台");
  redress_policy_set_code_label (policy, "order_state", "sent", "Sent", "已发货");
  redress_policy_set_code_label (policy, "order_state", "open", "Open", "未发货");
  redress_policy_set_code_label (policy, "event", "asked", "Asks", "申请");
  for (guint i = 0; i < 3; i++)
    {
      const char *effects[] = { "four_eyes", "refund", "online_only" };

      redress_policy_set_code_label (policy, "effect", effects[i], effects[i], effects[i]);
    }
  add_reason (policy);
  add_slot (policy);

  return policy;
}

void
redress_test_add_fact (RedressPolicy *policy, const char *name, RedressFactType type)
{
  RedressFactSpec *fact = redress_fact_spec_new ();

  fact->name = g_strdup (name);
  fact->type = type;
  fact->source = g_strdup ("platform");
  set_text (&fact->label, name, name);
  g_ptr_array_add (policy->facts, fact);
}

static void
add_operand (RedressDerived *derived, const char *text)
{
  gboolean is_number = g_ascii_isdigit (*text) || *text == '-';

  g_ptr_array_add (derived->operands,
                   is_number ? redress_operand_new (NULL, g_ascii_strtoll (text, NULL, 10))
                             : redress_operand_new (text, 0));
}

void
redress_test_add_derived (RedressPolicy *policy,
                          const char *name,
                          RedressFactType type,
                          RedressDerive derive,
                          const char *a,
                          const char *b)
{
  RedressDerived *derived = redress_derived_new ();

  derived->spec.name = g_strdup (name);
  derived->spec.type = type;
  derived->derive = derive;
  set_text (&derived->spec.label, name, name);
  add_operand (derived, a);
  if (b != NULL)
    add_operand (derived, b);
  g_ptr_array_add (policy->derived, derived);
}

RedressRule *
redress_test_add_rule (
    RedressPolicy *policy, const char *id, int phase, RedressCondition *when, const char *verdicts)
{
  RedressRule *rule = redress_rule_new ();
  g_auto (GStrv) words = g_strsplit (verdicts, " ", -1);
  guint count = 0;

  rule->id = g_strdup (id);
  rule->phase = phase;
  rule->when = when;
  rule->reason = g_strdup ("any");
  rule->effects = g_new0 (char *, 1);
  for (char **word = words; *word != NULL && **word != '\0'; word++)
    {
      RedressVerdict verdict = REDRESS_VERDICT_NONE;

      g_assert_true (redress_verdict_from_string (*word, &verdict));
      rule->order[count++] = verdict;
      rule->verdicts |= REDRESS_VERDICT_BIT (verdict);
    }
  rule->recommended = rule->order[0];
  set_text (&rule->title, id, id);
  set_text (&rule->why, id, id);
  g_ptr_array_add (policy->rules, rule);

  return rule;
}

void
redress_test_compile (RedressPolicy *policy)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);

  redress_policy_compile (policy, mistakes);
  for (guint i = 0; i < mistakes->len; i++)
    g_test_message ("%s", (const char *)g_ptr_array_index (mistakes, i));
  g_assert_cmpuint (mistakes->len, ==, 0);
}

static RedressCondition *
new_test (const char *name, RedressTest test)
{
  RedressCondition *condition = redress_condition_new (REDRESS_CONDITION_TEST);

  condition->path = g_strdup ("when");
  condition->name = g_strdup (name);
  condition->test = test;

  return condition;
}

RedressCondition *
redress_test_asks (const char *name, RedressTest test, gboolean wanted)
{
  RedressCondition *condition = new_test (name, test);
  RedressValue value = REDRESS_VALUE_INIT;

  redress_value_set_boolean (&value, wanted);
  g_array_append_val (condition->operands, value);

  return condition;
}

RedressCondition *
redress_test_is (const char *name, gboolean value)
{
  return redress_test_asks (name, REDRESS_TEST_EQ, value);
}

RedressCondition *
redress_test_integer (const char *name, RedressTest test, gint64 operand)
{
  RedressCondition *condition = new_test (name, test);
  RedressValue value = REDRESS_VALUE_INIT;

  redress_value_set_integer (&value, operand);
  g_array_append_val (condition->operands, value);

  return condition;
}

RedressCondition *
redress_test_text (const char *name, RedressTest test, const char *operand)
{
  RedressCondition *condition = new_test (name, test);
  g_auto (GStrv) words = g_strsplit (operand, "|", -1);

  for (char **word = words; *word != NULL; word++)
    {
      RedressValue value = REDRESS_VALUE_INIT;

      redress_value_set_text (&value, *word);
      g_array_append_val (condition->operands, value);
    }

  return condition;
}

RedressCondition *
redress_test_pair (const char *name, RedressTest test, const char *other)
{
  RedressCondition *condition = new_test (name, test);

  condition->other = g_strdup (other);

  return condition;
}

RedressCondition *
redress_test_group (RedressConditionKind kind, ...)
{
  RedressCondition *group = redress_condition_new (kind);
  RedressCondition *member;
  va_list args;

  group->path = g_strdup ("when");
  va_start (args, kind);
  while ((member = va_arg (args, RedressCondition *)) != NULL)
    g_ptr_array_add (group->children, member);
  va_end (args);

  return group;
}

static RedressFact *
add_fact (RedressTicket *ticket, const char *name)
{
  RedressFact *fact = redress_fact_new (name, "platform", 0);

  g_ptr_array_add (ticket->facts, fact);
  return fact;
}

void
redress_test_set_boolean (RedressTicket *ticket, const char *name, gboolean value)
{
  redress_value_set_boolean (&add_fact (ticket, name)->value, value);
}

void
redress_test_set_integer (RedressTicket *ticket, const char *name, gint64 value)
{
  redress_value_set_integer (&add_fact (ticket, name)->value, value);
}

void
redress_test_set_time (RedressTicket *ticket, const char *name, RedressTime value)
{
  redress_value_set_time (&add_fact (ticket, name)->value, value);
}

void
redress_test_set_text (RedressTicket *ticket, const char *name, const char *value)
{
  redress_value_set_text (&add_fact (ticket, name)->value, value);
}

const RedressFinding *
redress_test_find (const RedressEvaluation *evaluation, const char *rule)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (g_str_equal (finding->rule->id, rule))
        return finding;
    }

  g_test_message ("no finding of %s", rule);
  g_assert_not_reached ();
}

RedressTime
redress_test_time (const char *text)
{
  g_autoptr (GError) error = NULL;
  RedressTime time = REDRESS_TIME_UNKNOWN;

  redress_timestamp_parse (text, &time, &error);
  g_assert_no_error (error);

  return time;
}
