/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-range.h"

static void
range_free (RedressRange *self)
{
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_ptr_array_unref (self->excluded);
  g_free (self);
}

/**
 * redress_ranges_find:
 * @ranges: (element-type RedressRange): ranges
 *
 * Returns: (transfer none) (nullable): what is left of the values of @input; %NULL if nothing is
 *   asked of it
 */
RedressRange *
redress_ranges_find (GPtrArray *ranges, int input)
{
  for (guint i = 0; i < ranges->len; i++)
    {
      RedressRange *range = g_ptr_array_index (ranges, i);

      if (range->input == input)
        return range;
    }

  return NULL;
}

static RedressRange *
get_range (GPtrArray *ranges, int input)
{
  RedressRange *range = redress_ranges_find (ranges, input);

  if (range != NULL)
    return range;

  range = g_new0 (RedressRange, 1);
  range->input = input;
  range->low = G_MININT64;
  range->high = G_MAXINT64;
  range->excluded = g_ptr_array_new ();
  g_ptr_array_add (ranges, range);
  return range;
}

static gboolean
holds_value (GPtrArray *values, const RedressValue *value)
{
  for (guint i = 0; i < values->len; i++)
    if (redress_value_equal (g_ptr_array_index (values, i), value))
      return TRUE;

  return FALSE;
}

/* Keeps of the allowed values those that are in the test's list. */
static void
restrict_to (RedressRange *range, const RedressCondition *test)
{
  GPtrArray *allowed = g_ptr_array_new ();

  for (guint i = 0; i < test->operands->len; i++)
    {
      RedressValue *value = &g_array_index (test->operands, RedressValue, i);

      if (range->allowed == NULL || holds_value (range->allowed, value))
        g_ptr_array_add (allowed, value);
    }

  g_clear_pointer (&range->allowed, g_ptr_array_unref);
  range->allowed = allowed;
}

static void
exclude (RedressRange *range, const RedressCondition *test)
{
  for (guint i = 0; i < test->operands->len; i++)
    g_ptr_array_add (range->excluded, &g_array_index (test->operands, RedressValue, i));
}

static gint64
get_number (const RedressValue *value)
{
  return value->type == REDRESS_VALUE_TIME ? value->time : value->integer;
}

static void
bound (RedressRange *range, RedressTest test, const RedressValue *value)
{
  gint64 number = get_number (value);

  if (value->type != REDRESS_VALUE_INTEGER && value->type != REDRESS_VALUE_TIME)
    return;

  /* Operands are far from the ends of 64 bits, so one more or less cannot overflow. */
  if (test == REDRESS_TEST_LT)
    range->high = MIN (range->high, number - 1);
  else if (test == REDRESS_TEST_LE)
    range->high = MIN (range->high, number);
  else if (test == REDRESS_TEST_GT)
    range->low = MAX (range->low, number + 1);
  else if (test == REDRESS_TEST_GE)
    range->low = MAX (range->low, number);
}

static void
add_existence (RedressRange *range, const RedressCondition *test, gboolean negated)
{
  gboolean wanted = g_array_index (test->operands, RedressValue, 0).boolean != FALSE;

  if (test->test == REDRESS_TEST_UNKNOWN)
    wanted = !wanted;
  if (negated)
    wanted = !wanted;

  if (wanted)
    range->known = TRUE;
  else
    range->unknown = TRUE;
}

static void
add_slot (RedressRange *range, const RedressCondition *test, gboolean negated)
{
  gboolean wanted = g_array_index (test->operands, RedressValue, 0).boolean != FALSE;

  if (wanted != negated)
    range->low = MAX (range->low, 1);
  else
    range->high = MIN (range->high, 0);
}

static RedressTest
negate_test (RedressTest test)
{
  switch (test)
    {
    case REDRESS_TEST_LT:
      return REDRESS_TEST_GE;
    case REDRESS_TEST_LE:
      return REDRESS_TEST_GT;
    case REDRESS_TEST_GT:
      return REDRESS_TEST_LE;
    case REDRESS_TEST_GE:
      return REDRESS_TEST_LT;
    case REDRESS_TEST_EQ:
    case REDRESS_TEST_NE:
    case REDRESS_TEST_IN:
    case REDRESS_TEST_EXISTS:
    case REDRESS_TEST_UNKNOWN:
    case REDRESS_TEST_HAS_SLOT:
    default:
      return test;
    }
}

/**
 * redress_ranges_add_test:
 * @ranges: (element-type RedressRange): ranges
 * @negated: the opposite of @test holds
 *
 * Takes away what a test of one fact leaves no room for.
 */
void
redress_ranges_add_test (GPtrArray *ranges, const RedressCondition *test, gboolean negated)
{
  RedressRange *range;
  gboolean positive;

  if (test->input < 0 || test->operands->len == 0)
    return;

  range = get_range (ranges, test->input);
  positive = (test->test != REDRESS_TEST_NE) != negated;
  if (test->test == REDRESS_TEST_HAS_SLOT)
    add_slot (range, test, negated);
  else if (test->test >= REDRESS_TEST_EXISTS)
    add_existence (range, test, negated);
  else
    {
      range->known = TRUE;
      if (test->test >= REDRESS_TEST_LT && test->test <= REDRESS_TEST_GE)
        bound (range, negated ? negate_test (test->test) : test->test,
               &g_array_index (test->operands, RedressValue, 0));
      else if (positive)
        restrict_to (range, test);
      else
        exclude (range, test);
    }
}

/* Members that must all hold: those of nested "all", and the opposite of those of "none". */
static void
gather (GPtrArray *ranges, const RedressCondition *condition)
{
  if (condition->kind == REDRESS_CONDITION_TEST)
    redress_ranges_add_test (ranges, condition, FALSE);

  for (guint i = 0; i < condition->children->len; i++)
    {
      const RedressCondition *child = g_ptr_array_index (condition->children, i);

      if (child->kind == REDRESS_CONDITION_TEST)
        redress_ranges_add_test (ranges, child, condition->kind == REDRESS_CONDITION_NONE);
      else if (condition->kind == REDRESS_CONDITION_ALL && child->kind != REDRESS_CONDITION_ANY)
        gather (ranges, child);
    }
}

/**
 * redress_ranges_gather:
 *
 * Returns: (transfer full) (element-type RedressRange): what has to be so where @condition holds
 */
GPtrArray *
redress_ranges_gather (const RedressCondition *condition)
{
  GPtrArray *ranges = g_ptr_array_new_with_free_func ((GDestroyNotify)range_free);

  gather (ranges, condition);
  return ranges;
}

static gboolean
is_ordered (const RedressInput *input)
{
  return input->type == REDRESS_FACT_INTEGER || input->type == REDRESS_FACT_TIME;
}

/**
 * redress_input_get_codes:
 *
 * Returns: (transfer none) (nullable) (element-type utf8 RedressText): the codes that a text fact
 *   may have; %NULL where any text will do
 */
GHashTable *
redress_input_get_codes (RedressPolicy *self, const RedressInput *input)
{
  return input->kind == REDRESS_INPUT_FACT
             ? ((const RedressFactSpec *)g_ptr_array_index (self->facts, input->index))->values
             : NULL;
}

static gboolean
excludes_every_code (RedressPolicy *self, const RedressRange *range, const RedressInput *input)
{
  GHashTable *codes = redress_input_get_codes (self, input);
  GHashTableIter iter;
  gpointer code;

  if (codes == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, codes);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    {
      RedressValue value = { REDRESS_VALUE_TEXT, { 0 } };

      value.text = code;
      if (!holds_value (range->excluded, &value))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_count (const RedressInput *input)
{
  return input->kind == REDRESS_INPUT_EVIDENCE || input->kind == REDRESS_INPUT_EVENT;
}

/**
 * redress_range_is_empty:
 *
 * Returns: %TRUE if no value is left
 */
gboolean
redress_range_is_empty (RedressPolicy *policy, const RedressRange *range)
{
  const RedressInput *input = redress_policy_get_input (policy, range->input);
  gint64 low = is_count (input) ? MAX (range->low, 0) : range->low;
  RedressValue booleans[] = { { REDRESS_VALUE_BOOLEAN, { FALSE } },
                              { REDRESS_VALUE_BOOLEAN, { TRUE } } };

  if ((range->known && range->unknown) || low > range->high)
    return TRUE;

  if (range->allowed == NULL)
    return (input->type == REDRESS_FACT_BOOLEAN && holds_value (range->excluded, &booleans[0]) &&
            holds_value (range->excluded, &booleans[1])) ||
           excludes_every_code (policy, range, input);

  for (guint i = 0; i < range->allowed->len; i++)
    {
      const RedressValue *value = g_ptr_array_index (range->allowed, i);
      gboolean inside =
          !is_ordered (input) || (get_number (value) >= low && get_number (value) <= range->high);

      if (inside && !holds_value (range->excluded, value))
        return FALSE;
    }

  return TRUE;
}
