/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"
#include "core/calculator.h"
#include "core/policy-build.h"

/* The arithmetic that a policy lays out, by the same derived facts that its rules look at. */

static void
line_free (gpointer data)
{
  RedressCalculatorLine *line = data;

  g_free (line->value);
  redress_text_clear (&line->label);
  redress_text_clear (&line->formula);
  g_free (line);
}

/**
 * redress_calculator_new:
 *
 * Returns: (transfer full): a calculator without lines
 */
RedressCalculator *
redress_calculator_new (void)
{
  RedressCalculator *self = g_new0 (RedressCalculator, 1);

  self->lines = g_ptr_array_new_with_free_func (line_free);
  return self;
}

/**
 * redress_calculator_free:
 * @self: (transfer full) (nullable): a calculator
 */
void
redress_calculator_free (RedressCalculator *self)
{
  if (self == NULL)
    return;

  redress_text_clear (&self->title);
  g_strfreev (self->inputs);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

static void
check_blanks (RedressPolicy *self, const char *text, GPtrArray *mistakes)
{
  g_auto (GStrv) blanks = text != NULL ? redress_blanks_list (text) : g_new0 (char *, 1);

  for (char **blank = blanks; *blank != NULL; blank++)
    if (redress_policy_add_input (self, *blank) < 0)
      redress_policy_complain (mistakes, "policy calculator: lines: no such fact \"%s\"", *blank);
}

/**
 * redress_policy_compile_calculator:
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * Looks the names up.
 */
void
redress_policy_compile_calculator (RedressPolicy *self, GPtrArray *mistakes)
{
  const RedressCalculator *calculator = self->calculator;

  if (calculator == NULL)
    return;

  for (guint i = 0; i < calculator->lines->len; i++)
    {
      const RedressCalculatorLine *line = g_ptr_array_index (calculator->lines, i);

      if (line->value != NULL && redress_policy_add_input (self, line->value) < 0)
        redress_policy_complain (mistakes, "policy calculator: lines: no such fact \"%s\"",
                                 line->value);
      check_blanks (self, line->formula.en, mistakes);
      check_blanks (self, line->formula.zh_CN, mistakes);
      redress_text_check_blanks (&line->formula, "policy calculator", "lines", mistakes);
    }
  for (char **name = calculator->inputs; name != NULL && *name != NULL; name++)
    {
      const RedressFactSpec *fact = redress_policy_find_fact (self, *name);

      if (fact == NULL || (fact->type != REDRESS_FACT_INTEGER && fact->type != REDRESS_FACT_TIME))
        redress_policy_complain (mistakes,
                                 "policy calculator: inputs: no such number or time \"%s\"", *name);
    }
}

/**
 * redress_policy_get_calculator:
 *
 * Returns: (transfer none) (nullable): how the flow calculates; %NULL where there is nothing to
 */
const RedressCalculator *
redress_policy_get_calculator (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->calculator;
}

typedef struct
{
  RedressPolicy *policy;
  const RedressReading *readings;
  const char *language;
} Filling;

static char *
fill (const char *name, gpointer data)
{
  const Filling *filling = data;
  int input = redress_policy_add_input (filling->policy, name);

  if (input < 0)
    return NULL;
  return redress_policy_format_value (filling->policy, name, &filling->readings[input].value,
                                      filling->language);
}

/* The facts at the bottom of an unknown value. */
static void
add_missing (RedressPolicy *self,
             const RedressReading *readings,
             const char *name,
             GPtrArray *missing)
{
  int place = redress_policy_add_input (self, name);
  const RedressInput *input = place >= 0 ? redress_policy_get_input (self, place) : NULL;

  if (input == NULL || readings[place].value.type != REDRESS_VALUE_UNKNOWN)
    return;
  if (input->kind != REDRESS_INPUT_DERIVED)
    {
      if (!g_ptr_array_find_with_equal_func (missing, name, g_str_equal, NULL))
        g_ptr_array_add (missing, g_strdup (name));
      return;
    }

  const RedressDerived *derived = g_ptr_array_index (self->derived, input->index);

  for (guint i = 0; i < derived->operands->len; i++)
    {
      const RedressOperand *operand = g_ptr_array_index (derived->operands, i);

      if (operand->name != NULL)
        add_missing (self, readings, operand->name, missing);
    }
}

static void
calculation_free (gpointer data)
{
  RedressCalculation *self = data;

  g_free (self->value);
  g_free (self->formula);
  g_strfreev (self->missing);
  g_free (self);
}

static RedressCalculation *
calculate_line (const Filling *filling, const RedressCalculatorLine *line)
{
  RedressCalculation *self = g_new0 (RedressCalculation, 1);
  GPtrArray *missing = g_ptr_array_new ();

  self->line = line;
  self->value = fill (line->value, (gpointer)filling);
  self->formula = redress_blanks_fill (redress_text_get (&line->formula, filling->language), fill,
                                       (gpointer)filling);
  add_missing (filling->policy, filling->readings, line->value, missing);
  self->known =
      filling->readings[redress_policy_add_input (filling->policy, line->value)].value.type !=
      REDRESS_VALUE_UNKNOWN;
  g_ptr_array_add (missing, NULL);
  self->missing = (char **)g_ptr_array_free (missing, FALSE);
  return self;
}

/**
 * redress_policy_calculate:
 * @ticket: a ticket, which stays as it is
 * @trial: (nullable) (element-type RedressFact): what is tried in place of its facts
 * @now: the time
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer full) (element-type RedressCalculation): what each line comes to
 */
GPtrArray *
redress_policy_calculate (RedressPolicy *self,
                          RedressTicket *ticket,
                          GPtrArray *trial,
                          RedressTime now,
                          const char *language)
{
  GPtrArray *results = g_ptr_array_new_with_free_func (calculation_free);
  g_autofree RedressReading *readings = NULL;
  Filling filling = { self, NULL, language };

  g_return_val_if_fail (self != NULL, results);

  if (self->calculator == NULL)
    return results;

  readings = redress_policy_try_inputs (self, ticket, trial, now);
  filling.readings = readings;
  for (guint i = 0; i < self->calculator->lines->len; i++)
    g_ptr_array_add (results,
                     calculate_line (&filling, g_ptr_array_index (self->calculator->lines, i)));
  return results;
}
