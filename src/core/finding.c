/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/finding.h"

static void
finding_fact_free (RedressFindingFact *self)
{
  redress_value_clear (&self->value);
  g_free (self);
}

/**
 * redress_finding_free:
 *
 * Frees @self.
 */
void
redress_finding_free (RedressFinding *self)
{
  g_ptr_array_unref (self->facts);
  g_strfreev (self->missing);
  g_strfreev (self->blamed);
  g_free (self);
}

/* Nobody can be asked for a derived fact, only for what it is worked out from. */
static void
add_missing (RedressPolicy *policy, const RedressReading *readings, int place, GPtrArray *names)
{
  const RedressInput *input = redress_policy_get_input (policy, place);
  const RedressDerived *derived;

  if (input->kind != REDRESS_INPUT_DERIVED || readings[place].cause != NULL)
    {
      if (!g_ptr_array_find_with_equal_func (names, input->name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (input->name));
      return;
    }

  derived = g_ptr_array_index (policy->derived, input->index);
  for (guint i = 0; i < derived->operands->len; i++)
    {
      const RedressOperand *operand = g_ptr_array_index (derived->operands, i);

      if (operand->name != NULL && readings[operand->input].value.type == REDRESS_VALUE_UNKNOWN)
        add_missing (policy, readings, operand->input, names);
    }
}

static void
explain_outcome (RedressFinding *finding, RedressPolicy *policy, const RedressReading *readings)
{
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GPtrArray) blamed = g_ptr_array_new ();

  redress_condition_blame (finding->rule->when, readings, finding->outcome, inputs);

  for (guint i = 0; i < inputs->len; i++)
    {
      int place = g_array_index (inputs, int, i);

      if (finding->outcome != REDRESS_OUTCOME_UNKNOWN)
        {
          g_ptr_array_add (blamed, g_strdup (redress_policy_get_input (policy, place)->name));
          continue;
        }
      if (finding->cause == NULL)
        finding->cause = readings[place].cause;
      add_missing (policy, readings, place, missing);
    }

  g_ptr_array_add (missing, NULL);
  g_ptr_array_add (blamed, NULL);
  finding->missing = (char **)g_ptr_array_free (g_steal_pointer (&missing), FALSE);
  finding->blamed = (char **)g_ptr_array_free (g_steal_pointer (&blamed), FALSE);
}

/**
 * redress_finding_new:
 * @index: place of the rule in the policy
 * @readings: (array): readings of the policy's inputs
 *
 * Returns: (transfer full): how one rule came out, and why
 */
RedressFinding *
redress_finding_new (RedressPolicy *policy, guint index, const RedressReading *readings)
{
  const RedressRule *rule = g_ptr_array_index (policy->rules, index);
  GArray *inputs = g_ptr_array_index (policy->rule_inputs, index);
  RedressFinding *finding = g_new0 (RedressFinding, 1);

  finding->rule = rule;
  finding->facts = g_ptr_array_new_full (inputs->len, (GDestroyNotify)finding_fact_free);
  for (guint i = 0; i < inputs->len; i++)
    {
      int place = g_array_index (inputs, int, i);
      RedressFindingFact *fact = g_new0 (RedressFindingFact, 1);

      fact->name = redress_policy_get_input (policy, place)->name;
      redress_value_copy (&readings[place].value, &fact->value);
      g_ptr_array_add (finding->facts, fact);
    }

  finding->outcome = redress_condition_judge (rule->when, readings);
  explain_outcome (finding, policy, readings);

  return finding;
}

/**
 * redress_finding_get_mark:
 *
 * Returns: how a finding is shown
 */
RedressMark
redress_finding_get_mark (const RedressFinding *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_MARK_UNKNOWN);

  if (self->outcome == REDRESS_OUTCOME_UNKNOWN)
    return REDRESS_MARK_UNKNOWN;

  switch (self->rule->good_when)
    {
    case REDRESS_GOOD_WHEN_MATCH:
      if (self->outcome == REDRESS_OUTCOME_MATCH)
        return REDRESS_MARK_PASS;
      /* Another verdict is just not this one; that is no failure. */
      return self->rule->phase == 3 ? REDRESS_MARK_NO_MATCH : REDRESS_MARK_FAIL;
    case REDRESS_GOOD_WHEN_NO_MATCH:
      return self->outcome == REDRESS_OUTCOME_NO_MATCH ? REDRESS_MARK_PASS : REDRESS_MARK_FAIL;
    case REDRESS_GOOD_WHEN_NEITHER:
    default:
      return REDRESS_MARK_NO_MATCH;
    }
}
