/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/policy-build.h"

/* Kleene's three-valued logic: what nobody knows is unknown, and stays so unless the rest of
 * the condition settles it. */

static RedressOutcome
from_boolean (gboolean boolean)
{
  return boolean ? REDRESS_OUTCOME_MATCH : REDRESS_OUTCOME_NO_MATCH;
}

static RedressOutcome
negate (RedressOutcome outcome)
{
  switch (outcome)
    {
    case REDRESS_OUTCOME_MATCH:
      return REDRESS_OUTCOME_NO_MATCH;
    case REDRESS_OUTCOME_NO_MATCH:
      return REDRESS_OUTCOME_MATCH;
    case REDRESS_OUTCOME_UNKNOWN:
    default:
      return REDRESS_OUTCOME_UNKNOWN;
    }
}

/* -1, 0 or 1; texts and booleans are only ever asked whether they are alike. */
static int
compare (const RedressValue *a, const RedressValue *b)
{
  switch (a->type)
    {
    case REDRESS_VALUE_BOOLEAN:
      return !a->boolean != !b->boolean;
    case REDRESS_VALUE_INTEGER:
      return (a->integer > b->integer) - (a->integer < b->integer);
    case REDRESS_VALUE_TIME:
      return (a->time > b->time) - (a->time < b->time);
    case REDRESS_VALUE_TEXT:
      return strcmp (a->text, b->text);
    case REDRESS_VALUE_UNKNOWN:
    case REDRESS_VALUE_MASKED:
    default:
      g_return_val_if_reached (1);
    }
}

static RedressOutcome
judge_pair (RedressTest test, const RedressValue *a, const RedressValue *b)
{
  int order;

  if (a->type != b->type || a->type == REDRESS_VALUE_UNKNOWN || a->type == REDRESS_VALUE_MASKED)
    return REDRESS_OUTCOME_UNKNOWN;

  order = compare (a, b);
  switch (test)
    {
    case REDRESS_TEST_EQ:
    case REDRESS_TEST_IN:
      return from_boolean (order == 0);
    case REDRESS_TEST_NE:
      return from_boolean (order != 0);
    case REDRESS_TEST_LT:
      return from_boolean (order < 0);
    case REDRESS_TEST_LE:
      return from_boolean (order <= 0);
    case REDRESS_TEST_GT:
      return from_boolean (order > 0);
    case REDRESS_TEST_GE:
      return from_boolean (order >= 0);
    case REDRESS_TEST_EXISTS:
    case REDRESS_TEST_UNKNOWN:
    case REDRESS_TEST_HAS_SLOT:
    default:
      g_return_val_if_reached (REDRESS_OUTCOME_UNKNOWN);
    }
}

/* What is there but cannot be read (another type, two answers) is neither known nor absent. */
static RedressOutcome
judge_existence (const RedressCondition *self, const RedressReading *reading)
{
  gboolean wanted = g_array_index (self->operands, RedressValue, 0).boolean;
  gboolean known = reading->value.type != REDRESS_VALUE_UNKNOWN;

  if (self->test == REDRESS_TEST_HAS_SLOT)
    return from_boolean ((reading->value.integer > 0) == (wanted != FALSE));

  if (!known && reading->cause != NULL)
    return REDRESS_OUTCOME_UNKNOWN;

  if (self->test == REDRESS_TEST_UNKNOWN)
    known = !known;
  return from_boolean (known == (wanted != FALSE));
}

static RedressOutcome
judge_test (const RedressCondition *self, const RedressReading *readings)
{
  const RedressReading *reading = &readings[self->input];

  if (self->test >= REDRESS_TEST_EXISTS)
    return judge_existence (self, reading);

  if (self->other_input >= 0)
    return judge_pair (self->test, &reading->value, &readings[self->other_input].value);

  for (guint i = 0; i < self->operands->len; i++)
    {
      RedressOutcome outcome = judge_pair (self->test, &reading->value,
                                           &g_array_index (self->operands, RedressValue, i));

      if (self->test != REDRESS_TEST_IN || outcome != REDRESS_OUTCOME_NO_MATCH)
        return outcome;
    }

  return REDRESS_OUTCOME_NO_MATCH;
}

/* All: the least of the members, where no match < unknown < match. Any: the greatest. */
static RedressOutcome
judge_members (const RedressCondition *self, const RedressReading *readings, RedressOutcome settles)
{
  gboolean open = FALSE;

  for (guint i = 0; i < self->children->len; i++)
    {
      RedressOutcome outcome =
          redress_condition_judge (g_ptr_array_index (self->children, i), readings);

      if (outcome == settles)
        return settles;
      if (outcome == REDRESS_OUTCOME_UNKNOWN)
        open = TRUE;
    }

  return open ? REDRESS_OUTCOME_UNKNOWN : negate (settles);
}

/**
 * redress_condition_judge:
 * @readings: (array): readings of the policy's inputs
 *
 * Returns: whether the condition holds for a ticket
 */
RedressOutcome
redress_condition_judge (const RedressCondition *self, const RedressReading *readings)
{
  switch (self->kind)
    {
    case REDRESS_CONDITION_TEST:
      return judge_test (self, readings);
    case REDRESS_CONDITION_ALL:
      return judge_members (self, readings, REDRESS_OUTCOME_NO_MATCH);
    case REDRESS_CONDITION_ANY:
      return judge_members (self, readings, REDRESS_OUTCOME_MATCH);
    case REDRESS_CONDITION_NONE:
      return negate (judge_members (self, readings, REDRESS_OUTCOME_MATCH));
    default:
      g_return_val_if_reached (REDRESS_OUTCOME_UNKNOWN);
    }
}

static void
add_input (GArray *inputs, int input)
{
  if (input < 0)
    return;

  for (guint i = 0; i < inputs->len; i++)
    if (g_array_index (inputs, int, i) == input)
      return;

  g_array_append_val (inputs, input);
}

static void
blame_test (const RedressCondition *self,
            const RedressReading *readings,
            RedressOutcome outcome,
            GArray *inputs)
{
  if (outcome != REDRESS_OUTCOME_UNKNOWN ||
      readings[self->input].value.type == REDRESS_VALUE_UNKNOWN ||
      readings[self->input].value.type == REDRESS_VALUE_MASKED)
    add_input (inputs, self->input);

  if (self->other_input >= 0 && (outcome != REDRESS_OUTCOME_UNKNOWN ||
                                 readings[self->other_input].value.type == REDRESS_VALUE_UNKNOWN))
    add_input (inputs, self->other_input);
}

/**
 * redress_condition_blame:
 * @outcome: what the condition came to
 * @inputs: (element-type int): gets the inputs
 *
 * Finds the inputs that made a condition come out as it did: for unknown those that nobody
 * knows, for the others those that settled it.
 */
void
redress_condition_blame (const RedressCondition *self,
                         const RedressReading *readings,
                         RedressOutcome outcome,
                         GArray *inputs)
{
  RedressOutcome wanted = self->kind == REDRESS_CONDITION_NONE ? negate (outcome) : outcome;

  if (self->kind == REDRESS_CONDITION_TEST)
    {
      blame_test (self, readings, outcome, inputs);
      return;
    }

  for (guint i = 0; i < self->children->len; i++)
    {
      const RedressCondition *child = g_ptr_array_index (self->children, i);

      if (redress_condition_judge (child, readings) == wanted)
        redress_condition_blame (child, readings, wanted, inputs);
    }
}
