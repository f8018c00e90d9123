/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

/* Finds conditions that can never hold, from the members of "all" that look at one fact each.
 * It proves contradictions, it does not promise to find them all. */

/* What is left for one input. */
typedef struct
{
  int input;
  gint64 low;
  gint64 high;
  GPtrArray *allowed;  /* (nullable) (element-type RedressValue) NULL: all */
  GPtrArray *excluded; /* (element-type RedressValue) */
  gboolean known;      /* something is compared with it */
  gboolean unknown;    /* it must be unknown */
} Range;

static void
range_free (Range *self)
{
  g_clear_pointer (&self->allowed, g_ptr_array_unref);
  g_ptr_array_unref (self->excluded);
  g_free (self);
}

static Range *
get_range (GPtrArray *ranges, int input)
{
  Range *range;

  for (guint i = 0; i < ranges->len; i++)
    {
      range = g_ptr_array_index (ranges, i);
      if (range->input == input)
        return range;
    }

  range = g_new0 (Range, 1);
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
restrict_to (Range *range, const RedressCondition *test)
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
exclude (Range *range, const RedressCondition *test)
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
bound (Range *range, RedressTest test, const RedressValue *value)
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
add_existence (Range *range, const RedressCondition *test, gboolean negated)
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
add_slot (Range *range, const RedressCondition *test, gboolean negated)
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

static void
add_test (GPtrArray *ranges, const RedressCondition *test, gboolean negated)
{
  Range *range;
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
  for (guint i = 0; i < condition->children->len; i++)
    {
      const RedressCondition *child = g_ptr_array_index (condition->children, i);

      if (child->kind == REDRESS_CONDITION_TEST)
        add_test (ranges, child, condition->kind == REDRESS_CONDITION_NONE);
      else if (condition->kind == REDRESS_CONDITION_ALL && child->kind != REDRESS_CONDITION_ANY)
        gather (ranges, child);
    }
}

static gboolean
is_ordered (const RedressInput *input)
{
  return input->type == REDRESS_FACT_INTEGER || input->type == REDRESS_FACT_TIME;
}

static gboolean
is_empty (const Range *range, const RedressInput *input)
{
  RedressValue booleans[] = { { REDRESS_VALUE_BOOLEAN, { FALSE } },
                              { REDRESS_VALUE_BOOLEAN, { TRUE } } };

  if ((range->known && range->unknown) || range->low > range->high)
    return TRUE;

  if (range->allowed == NULL)
    return input->type == REDRESS_FACT_BOOLEAN && holds_value (range->excluded, &booleans[0]) &&
           holds_value (range->excluded, &booleans[1]);

  for (guint i = 0; i < range->allowed->len; i++)
    {
      const RedressValue *value = g_ptr_array_index (range->allowed, i);
      gboolean inside = !is_ordered (input) ||
                        (get_number (value) >= range->low && get_number (value) <= range->high);

      if (inside && !holds_value (range->excluded, value))
        return FALSE;
    }

  return TRUE;
}

static char *
find_in_all (RedressPolicy *self, const RedressCondition *condition)
{
  g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func ((GDestroyNotify)range_free);

  gather (ranges, condition);
  for (guint i = 0; i < ranges->len; i++)
    {
      const Range *range = g_ptr_array_index (ranges, i);
      const RedressInput *input = redress_policy_get_input (self, range->input);

      if (is_empty (range, input))
        return g_strdup_printf ("%s: what is asked of \"%s\" contradicts itself", condition->path,
                                input->name);
    }

  return NULL;
}

/**
 * redress_condition_find_contradiction:
 * @self: the compiled policy
 * @condition: a condition of one of its rules
 *
 * Returns: (transfer full) (nullable): why @condition can never hold; %NULL if it may
 */
char *
redress_condition_find_contradiction (RedressPolicy *self, const RedressCondition *condition)
{
  g_autofree char *found = NULL;

  if (condition->kind == REDRESS_CONDITION_TEST)
    return NULL;

  if (condition->kind != REDRESS_CONDITION_ANY)
    {
      found = find_in_all (self, condition);
      if (found != NULL)
        return g_steal_pointer (&found);
    }

  if (condition->kind == REDRESS_CONDITION_NONE)
    return NULL;

  for (guint i = 0; i < condition->children->len; i++)
    {
      g_clear_pointer (&found, g_free);
      found =
          redress_condition_find_contradiction (self, g_ptr_array_index (condition->children, i));
      if ((found != NULL) == (condition->kind == REDRESS_CONDITION_ALL))
        break;
    }

  return g_steal_pointer (&found);
}
