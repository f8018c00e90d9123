/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/names.h"
#include "core/policy-build.h"

/* The words of the policy language, as they stand in files. */

static const char *const test_names[] = {
  "eq", "ne", "lt", "le", "gt", "ge", "in", "exists", "unknown", "has_slot",
};
G_STATIC_ASSERT (G_N_ELEMENTS (test_names) == REDRESS_N_TESTS);

static const char *const derive_names[] = {
  "add",
  "sub",
  "mul",
  "div",
  "div_floor",
  "div_round",
  "min",
  "max",
  "days_between",
  "seconds_between",
  "plus_minutes",
  "plus_days",
  "plus_working_days",
  "count",
  "age_on",
};
G_STATIC_ASSERT (G_N_ELEMENTS (derive_names) == REDRESS_N_DERIVES);

static const char *const fact_type_names[] = {
  "boolean",
  "integer",
  "time",
  "text",
};

/**
 * redress_test_to_string:
 *
 * Returns: (transfer none): the word for a test
 */
const char *
redress_test_to_string (RedressTest test)
{
  return redress_names_get (test_names, G_N_ELEMENTS (test_names), test);
}

/**
 * redress_test_from_string:
 * @text: (nullable): a word
 * @test: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no test has this word
 */
gboolean
redress_test_from_string (const char *text, RedressTest *test)
{
  int found = redress_names_find (test_names, G_N_ELEMENTS (test_names), text);

  if (found < 0)
    return FALSE;

  *test = (RedressTest)found;
  return TRUE;
}

/**
 * redress_derive_to_string:
 *
 * Returns: (transfer none): the word for an operation
 */
const char *
redress_derive_to_string (RedressDerive derive)
{
  return redress_names_get (derive_names, G_N_ELEMENTS (derive_names), derive);
}

/**
 * redress_derive_from_string:
 * @text: (nullable): a word
 * @derive: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no operation has this word
 */
gboolean
redress_derive_from_string (const char *text, RedressDerive *derive)
{
  int found = redress_names_find (derive_names, G_N_ELEMENTS (derive_names), text);

  if (found < 0)
    return FALSE;

  *derive = (RedressDerive)found;
  return TRUE;
}

/**
 * redress_fact_type_to_string:
 *
 * Returns: (transfer none): the word for a type
 */
const char *
redress_fact_type_to_string (RedressFactType type)
{
  return redress_names_get (fact_type_names, G_N_ELEMENTS (fact_type_names), type);
}

/**
 * redress_fact_type_from_string:
 * @text: (nullable): a word
 * @type: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no type has this word
 */
gboolean
redress_fact_type_from_string (const char *text, RedressFactType *type)
{
  int found = redress_names_find (fact_type_names, G_N_ELEMENTS (fact_type_names), text);

  if (found < 0)
    return FALSE;

  *type = (RedressFactType)found;
  return TRUE;
}
