/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-range.h"

/* Proves that one condition holds wherever another does. It does not promise to find every such
 * pair, but what it finds is so. */

static gboolean
is_same_list (GArray *a, GArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!redress_value_equal (&g_array_index (a, RedressValue, i),
                              &g_array_index (b, RedressValue, i)))
      return FALSE;

  return TRUE;
}

static gboolean
is_same (const RedressCondition *a, const RedressCondition *b)
{
  if (a->kind != b->kind || a->test != b->test || a->children->len != b->children->len ||
      g_strcmp0 (a->name, b->name) != 0 || g_strcmp0 (a->other, b->other) != 0 ||
      !is_same_list (a->operands, b->operands))
    return FALSE;

  for (guint i = 0; i < a->children->len; i++)
    if (!is_same (g_ptr_array_index (a->children, i), g_ptr_array_index (b->children, i)))
      return FALSE;

  return TRUE;
}

/* Whether @a settles a test of one fact. A comparison with what may be unknown settles nothing. */
static gboolean
settles (RedressPolicy *self,
         const RedressCondition *a,
         const RedressCondition *test,
         gboolean wanted)
{
  g_autoptr (GPtrArray) ranges = redress_ranges_gather (a);
  RedressRange *range = redress_ranges_find (ranges, test->input);

  if (range == NULL || test->other != NULL || test->operands->len == 0)
    return FALSE;
  if (!range->known && !range->unknown && test->test != REDRESS_TEST_HAS_SLOT)
    return FALSE;
  if (range->unknown && test->test != REDRESS_TEST_EXISTS && test->test != REDRESS_TEST_UNKNOWN)
    return FALSE;

  redress_ranges_add_test (ranges, test, wanted);
  return redress_range_is_empty (self, range);
}

static gboolean
implies_every (RedressPolicy *self, const RedressCondition *a, const RedressCondition *b)
{
  for (guint i = 0; i < b->children->len; i++)
    if (!redress_condition_implies (self, a, g_ptr_array_index (b->children, i)))
      return FALSE;

  return TRUE;
}

static gboolean
implies_some (RedressPolicy *self, const RedressCondition *a, const RedressCondition *b)
{
  for (guint i = 0; i < b->children->len; i++)
    if (redress_condition_implies (self, a, g_ptr_array_index (b->children, i)))
      return TRUE;

  return FALSE;
}

static gboolean
refutes_every (RedressPolicy *self, const RedressCondition *a, const RedressCondition *b)
{
  for (guint i = 0; i < b->children->len; i++)
    {
      const RedressCondition *child = g_ptr_array_index (b->children, i);

      if (child->kind != REDRESS_CONDITION_TEST || !settles (self, a, child, FALSE))
        return FALSE;
    }

  return TRUE;
}

/* Of "all" one member is enough, of "any" every one has to do. */
static gboolean
is_implied_by_members (RedressPolicy *self, const RedressCondition *a, const RedressCondition *b)
{
  if (a->kind != REDRESS_CONDITION_ALL && a->kind != REDRESS_CONDITION_ANY)
    return FALSE;

  for (guint i = 0; i < a->children->len; i++)
    if (redress_condition_implies (self, g_ptr_array_index (a->children, i), b) ==
        (a->kind == REDRESS_CONDITION_ALL))
      return a->kind == REDRESS_CONDITION_ALL;

  return a->kind == REDRESS_CONDITION_ANY && a->children->len > 0;
}

static gboolean
implies_by_parts (RedressPolicy *self, const RedressCondition *a, const RedressCondition *b)
{
  switch (b->kind)
    {
    case REDRESS_CONDITION_ALL:
      return implies_every (self, a, b);
    case REDRESS_CONDITION_ANY:
      return implies_some (self, a, b);
    case REDRESS_CONDITION_NONE:
      return refutes_every (self, a, b);
    case REDRESS_CONDITION_TEST:
      return settles (self, a, b, TRUE);
    default:
      g_return_val_if_reached (FALSE);
    }
}

/**
 * redress_condition_implies:
 * @self: the compiled policy
 *
 * Returns: %TRUE if it is proved that @b holds wherever @a holds
 */
gboolean
redress_condition_implies (RedressPolicy *self,
                           const RedressCondition *a,
                           const RedressCondition *b)
{
  return is_same (a, b) || implies_by_parts (self, a, b) || is_implied_by_members (self, a, b);
}
