/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-range.h"

/* Finds conditions that can never hold, from the members of "all" that look at one fact or at two.
 * It proves contradictions, it does not promise to find them all. */

/* Which of two facts may be the greater. */
typedef enum
{
  ORDER_LESS = 1,
  ORDER_EQUAL = 2,
  ORDER_GREATER = 4,
  ORDER_ANY = ORDER_LESS | ORDER_EQUAL | ORDER_GREATER,
} Order;

typedef struct
{
  int a;
  int b;
  guint orders;
} Pair;

static guint
get_orders (RedressTest test)
{
  switch (test)
    {
    case REDRESS_TEST_EQ:
      return ORDER_EQUAL;
    case REDRESS_TEST_NE:
      return ORDER_LESS | ORDER_GREATER;
    case REDRESS_TEST_LT:
      return ORDER_LESS;
    case REDRESS_TEST_LE:
      return ORDER_LESS | ORDER_EQUAL;
    case REDRESS_TEST_GT:
      return ORDER_GREATER;
    case REDRESS_TEST_GE:
      return ORDER_GREATER | ORDER_EQUAL;
    case REDRESS_TEST_IN:
    case REDRESS_TEST_EXISTS:
    case REDRESS_TEST_UNKNOWN:
    case REDRESS_TEST_HAS_SLOT:
    default:
      return ORDER_ANY;
    }
}

static guint
turn_round (guint orders)
{
  return (orders & ORDER_EQUAL) | (orders & ORDER_LESS ? ORDER_GREATER : 0) |
         (orders & ORDER_GREATER ? ORDER_LESS : 0);
}

static void
add_pair (GArray *pairs, const RedressCondition *test, gboolean negated)
{
  guint orders = negated ? ORDER_ANY & ~get_orders (test->test) : get_orders (test->test);
  Pair pair = { test->input, test->other_input, orders };

  if (test->input < 0 || test->other_input < 0)
    return;

  if (pair.a == pair.b)
    pair.orders &= ORDER_EQUAL;
  for (guint i = 0; i < pairs->len; i++)
    {
      Pair *known = &g_array_index (pairs, Pair, i);

      if (known->a == pair.a && known->b == pair.b)
        known->orders &= orders;
      else if (known->a == pair.b && known->b == pair.a)
        known->orders &= turn_round (orders);
      else
        continue;
      return;
    }
  g_array_append_val (pairs, pair);
}

static void
gather_pairs (GArray *pairs, const RedressCondition *condition)
{
  if (condition->kind == REDRESS_CONDITION_TEST)
    add_pair (pairs, condition, FALSE);

  for (guint i = 0; i < condition->children->len; i++)
    {
      const RedressCondition *child = g_ptr_array_index (condition->children, i);

      if (child->kind == REDRESS_CONDITION_TEST)
        add_pair (pairs, child, condition->kind == REDRESS_CONDITION_NONE);
      else if (condition->kind == REDRESS_CONDITION_ALL && child->kind != REDRESS_CONDITION_ANY)
        gather_pairs (pairs, child);
    }
}

static char *
find_in_pairs (RedressPolicy *self, const RedressCondition *condition)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  gather_pairs (pairs, condition);
  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);

      if (pair->orders == 0)
        return g_strdup_printf ("%s: what is asked of \"%s\" and \"%s\" contradicts itself",
                                condition->path, redress_policy_get_input (self, pair->a)->name,
                                redress_policy_get_input (self, pair->b)->name);
    }

  return NULL;
}

static char *
find_in_all (RedressPolicy *self, const RedressCondition *condition)
{
  g_autoptr (GPtrArray) ranges = redress_ranges_gather (condition);

  for (guint i = 0; i < ranges->len; i++)
    {
      const RedressRange *range = g_ptr_array_index (ranges, i);

      if (redress_range_is_empty (self, range))
        return g_strdup_printf ("%s: what is asked of \"%s\" contradicts itself", condition->path,
                                redress_policy_get_input (self, range->input)->name);
    }

  return find_in_pairs (self, condition);
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

  if (condition->kind != REDRESS_CONDITION_ANY)
    {
      found = find_in_all (self, condition);
      if (found != NULL)
        return g_steal_pointer (&found);
    }

  if (condition->kind == REDRESS_CONDITION_NONE || condition->kind == REDRESS_CONDITION_TEST)
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
