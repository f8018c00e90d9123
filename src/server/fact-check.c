/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fact-check.h"

#include <string.h>

#include "core/error.h"
#include "server/answer-facts.h"

static gboolean
fail (const RedressFact *fact, const char *what, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s: %s", fact->name, what);
  return FALSE;
}

static gboolean
has_type (const RedressValue *value, RedressFactType type)
{
  switch (type)
    {
    case REDRESS_FACT_BOOLEAN:
      return value->type == REDRESS_VALUE_BOOLEAN;
    case REDRESS_FACT_INTEGER:
      return value->type == REDRESS_VALUE_INTEGER;
    case REDRESS_FACT_TIME:
      return value->type == REDRESS_VALUE_TIME;
    case REDRESS_FACT_TEXT:
      return value->type == REDRESS_VALUE_TEXT;
    default:
      return FALSE;
    }
}

/* On the wire a time is a text whose unit is "time"; elsewhere it has none. */
static gboolean
has_unit (const RedressFact *fact, const RedressFactSpec *spec)
{
  if (spec->type == REDRESS_FACT_TIME)
    return fact->unit == NULL || g_str_equal (fact->unit, "time");

  return g_strcmp0 (fact->unit, spec->unit) == 0;
}

/* A platform may say that it will not send what it was asked for. */
static gboolean
check_answer (RedressPolicy *policy, const RedressFact *fact, GError **error)
{
  const char *asked = fact->name + strlen (REDRESS_ANSWER_PREFIX);

  if (redress_policy_find_slot (policy, asked) == NULL &&
      redress_policy_find_fact (policy, asked) == NULL)
    return fail (fact, "the policy has no such slot or fact", error);
  if (fact->value.type != REDRESS_VALUE_TEXT ||
      !g_str_equal (fact->value.text, REDRESS_ANSWER_NOT_PROVIDED))
    return fail (fact, "may only be not_provided", error);
  return TRUE;
}

/**
 * redress_fact_check:
 * @policy: the policy that judges the ticket
 * @fact: a fact from outside
 *
 * Asks whether the policy's dictionary has the fact, with this type and unit. A fact whose
 * value is unknown may always be told.
 *
 * Returns: %FALSE with INVALID and a message that begins with the fact's name
 */
gboolean
redress_fact_check (RedressPolicy *policy, const RedressFact *fact, GError **error)
{
  const RedressFactSpec *spec;

  if (g_str_has_prefix (fact->name, REDRESS_ANSWER_PREFIX))
    return check_answer (policy, fact, error);

  spec = redress_policy_find_fact (policy, fact->name);
  if (spec == NULL)
    return fail (fact, "the policy has no such fact", error);
  if (fact->value.type != REDRESS_VALUE_UNKNOWN && !has_type (&fact->value, spec->type))
    return fail (fact, "the value has another type in the policy", error);
  if (!has_unit (fact, spec))
    return fail (fact, "the unit is another one in the policy", error);
  if (spec->values != NULL && fact->value.type == REDRESS_VALUE_TEXT &&
      !g_hash_table_contains (spec->values, fact->value.text))
    return fail (fact, "the policy has no such code", error);
  return TRUE;
}

/**
 * redress_amount_check:
 * @policy: the policy that judges the ticket
 * @amount: an amount from outside
 * @name: what it is
 *
 * Asks whether an amount has the unit of the flow. Nothing is nothing in every unit.
 *
 * Returns: %FALSE with INVALID and a message that begins with @name
 */
gboolean
redress_amount_check (RedressPolicy *policy,
                      const RedressAmount *amount,
                      const char *name,
                      GError **error)
{
  if (amount->value == 0 || amount->unit == redress_policy_get_unit (policy))
    return TRUE;

  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "%s: the unit is another one in the policy", name);
  return FALSE;
}
