/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"
#include "core/policy-build.h"
#include "core/timestamp.h"

/* Looks up every name of a policy and checks that what is compared can be compared. */

typedef struct
{
  RedressPolicy *policy;
  const char *place; /* "R-KM-4" or "derived fare_points" */
  GPtrArray *mistakes;
} Compiler;

/**
 * redress_policy_complain:
 * @mistakes: (element-type utf8): sentences so far
 *
 * Adds a sentence.
 */
void
redress_policy_complain (GPtrArray *mistakes, const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_ptr_array_add (mistakes, g_strdup_vprintf (format, args));
  va_end (args);
}

static int
look_up (Compiler *compiler, const char *path, const char *name)
{
  int input = redress_policy_add_input (compiler->policy, name);

  if (input < 0)
    redress_policy_complain (compiler->mistakes, "%s: %s: no such fact \"%s\"", compiler->place,
                             path, name);

  return input;
}

static gboolean
is_order_test (RedressTest test)
{
  return test == REDRESS_TEST_LT || test == REDRESS_TEST_LE || test == REDRESS_TEST_GT ||
         test == REDRESS_TEST_GE;
}

/* Files write times as texts; only the fact's type says that they are times. */
static gboolean
make_time (RedressValue *operand)
{
  RedressTime time;

  if (operand->type != REDRESS_VALUE_TEXT || !redress_timestamp_parse (operand->text, &time, NULL))
    return FALSE;

  redress_value_set_time (operand, time);
  return TRUE;
}

static gboolean
fits (RedressFactType type, RedressValue *operand)
{
  switch (type)
    {
    case REDRESS_FACT_BOOLEAN:
      return operand->type == REDRESS_VALUE_BOOLEAN;
    case REDRESS_FACT_INTEGER:
      return operand->type == REDRESS_VALUE_INTEGER;
    case REDRESS_FACT_TIME:
      return operand->type == REDRESS_VALUE_TIME || make_time (operand);
    case REDRESS_FACT_TEXT:
      return operand->type == REDRESS_VALUE_TEXT;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static void
complain_about_test (Compiler *compiler, const RedressCondition *test, const char *what)
{
  redress_policy_complain (compiler->mistakes, "%s: %s: \"%s\" %s: %s", compiler->place, test->path,
                           test->name, redress_test_to_string (test->test), what);
}

static void
check_other (Compiler *compiler, RedressCondition *test, RedressFactType type)
{
  const RedressInput *other;

  test->other_input = look_up (compiler, test->path, test->other);
  if (test->other_input < 0)
    return;

  other = redress_policy_get_input (compiler->policy, test->other_input);
  if (other->masked)
    complain_about_test (compiler, test, "the other fact is masked and cannot be compared");
  else if (other->type != type)
    complain_about_test (compiler, test, "impossible comparison of two types");
  else if (test->test == REDRESS_TEST_IN)
    complain_about_test (compiler, test, "\"in\" needs a list");
}

static void
check_operands (Compiler *compiler, RedressCondition *test, RedressFactType type)
{
  if (test->operands->len == 0)
    complain_about_test (compiler, test, "nothing to compare with");

  if (test->test != REDRESS_TEST_IN && test->operands->len > 1)
    complain_about_test (compiler, test, "only \"in\" takes a list");

  for (guint i = 0; i < test->operands->len; i++)
    if (!fits (type, &g_array_index (test->operands, RedressValue, i)))
      {
        g_autofree char *what = g_strdup_printf ("impossible comparison, the fact is of type %s",
                                                 redress_fact_type_to_string (type));

        complain_about_test (compiler, test, what);
        return;
      }
}

static gboolean
takes_boolean (Compiler *compiler, const RedressCondition *test)
{
  if (test->other == NULL && test->operands->len == 1 &&
      g_array_index (test->operands, RedressValue, 0).type == REDRESS_VALUE_BOOLEAN)
    return TRUE;

  complain_about_test (compiler, test, "takes true or false");
  return FALSE;
}

static void
compile_test (Compiler *compiler, RedressCondition *test)
{
  g_autofree char *name = NULL;
  RedressInput input;

  if (test->test == REDRESS_TEST_HAS_SLOT)
    name = g_strconcat ("evidence.", test->name, NULL);
  test->input = look_up (compiler, test->path, name != NULL ? name : test->name);
  if (test->input < 0)
    return;

  if (test->test >= REDRESS_TEST_EXISTS)
    {
      takes_boolean (compiler, test);
      return;
    }

  /* A copy: looking the other name up may move the table. */
  input = *redress_policy_get_input (compiler->policy, test->input);
  if (input.masked)
    complain_about_test (compiler, test, "the fact is masked, only \"exists\" can be asked");
  else if (is_order_test (test->test) &&
           (input.type == REDRESS_FACT_TEXT || input.type == REDRESS_FACT_BOOLEAN))
    complain_about_test (compiler, test, "impossible comparison, texts and booleans have no order");
  else if (test->other != NULL)
    check_other (compiler, test, input.type);
  else
    check_operands (compiler, test, input.type);
}

static void
compile_condition (Compiler *compiler, RedressCondition *condition, int depth)
{
  if (condition->kind == REDRESS_CONDITION_TEST)
    {
      compile_test (compiler, condition);
      return;
    }

  if (depth > REDRESS_MAX_CONDITION_DEPTH)
    {
      redress_policy_complain (compiler->mistakes, "%s: %s: nested deeper than %d", compiler->place,
                               condition->path, REDRESS_MAX_CONDITION_DEPTH);
      return;
    }

  if (condition->children->len == 0)
    redress_policy_complain (compiler->mistakes, "%s: %s: has no members", compiler->place,
                             condition->path);

  for (guint i = 0; i < condition->children->len; i++)
    compile_condition (compiler, g_ptr_array_index (condition->children, i), depth + 1);
}

typedef enum
{
  SHAPE_INTEGERS,   /* two integers */
  SHAPE_ALIKE,      /* two integers or two times */
  SHAPE_TIMES,      /* two times */
  SHAPE_TIME_DAYS,  /* a time and an integer */
  SHAPE_COUNTABLES, /* any number of booleans and integers */
} Shape;

typedef struct
{
  Shape shape;
  RedressFactType result; /* of SHAPE_ALIKE: the type of the operands */
} Signature;

static const Signature signatures[REDRESS_N_DERIVES] = {
  [REDRESS_DERIVE_ADD] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_SUB] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_MUL] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_DIV] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_DIV_FLOOR] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_DIV_ROUND] = { SHAPE_INTEGERS, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_MIN] = { SHAPE_ALIKE, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_MAX] = { SHAPE_ALIKE, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_DAYS_BETWEEN] = { SHAPE_TIMES, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_SECONDS_BETWEEN] = { SHAPE_TIMES, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_PLUS_MINUTES] = { SHAPE_TIME_DAYS, REDRESS_FACT_TIME },
  [REDRESS_DERIVE_PLUS_DAYS] = { SHAPE_TIME_DAYS, REDRESS_FACT_TIME },
  [REDRESS_DERIVE_PLUS_WORKING_DAYS] = { SHAPE_TIME_DAYS, REDRESS_FACT_TIME },
  [REDRESS_DERIVE_COUNT] = { SHAPE_COUNTABLES, REDRESS_FACT_INTEGER },
  [REDRESS_DERIVE_AGE_ON] = { SHAPE_TIMES, REDRESS_FACT_INTEGER },
};

static gboolean
has_shape (Shape shape, guint place, RedressFactType type, RedressFactType first)
{
  switch (shape)
    {
    case SHAPE_INTEGERS:
      return type == REDRESS_FACT_INTEGER;
    case SHAPE_ALIKE:
      return type == first && (type == REDRESS_FACT_INTEGER || type == REDRESS_FACT_TIME);
    case SHAPE_TIMES:
      return type == REDRESS_FACT_TIME;
    case SHAPE_TIME_DAYS:
      return type == (place == 0 ? REDRESS_FACT_TIME : REDRESS_FACT_INTEGER);
    case SHAPE_COUNTABLES:
      return type == REDRESS_FACT_BOOLEAN || type == REDRESS_FACT_INTEGER;
    default:
      g_return_val_if_reached (FALSE);
    }
}

/* Type of an operand; FALSE if it has none that may be used. */
static gboolean
compile_operand (
    Compiler *compiler, RedressOperand *operand, guint derived, guint place, RedressFactType *type)
{
  g_autofree char *path = g_strdup_printf ("expr[%u]", place + 1);
  const RedressInput *input;

  *type = REDRESS_FACT_INTEGER;
  if (operand->name == NULL)
    return TRUE;

  operand->input = look_up (compiler, path, operand->name);
  if (operand->input < 0)
    return FALSE;

  input = redress_policy_get_input (compiler->policy, operand->input);
  *type = input->type;
  if (input->masked)
    redress_policy_complain (compiler->mistakes, "%s: %s: \"%s\" is masked and cannot be used",
                             compiler->place, path, operand->name);
  else if (input->kind == REDRESS_INPUT_DERIVED && input->index >= derived)
    redress_policy_complain (compiler->mistakes, "%s: %s: \"%s\" is worked out later in the file",
                             compiler->place, path, operand->name);
  else
    return TRUE;

  return FALSE;
}

static void
compile_derived (Compiler *compiler, RedressDerived *derived, guint index)
{
  const Signature *signature = &signatures[derived->derive];
  RedressFactType first = REDRESS_FACT_INTEGER;
  RedressFactType result = signature->result;

  if (signature->shape != SHAPE_COUNTABLES && derived->operands->len != 2)
    {
      redress_policy_complain (compiler->mistakes, "%s: expr: %s takes two operands",
                               compiler->place, redress_derive_to_string (derived->derive));
      return;
    }

  for (guint i = 0; i < derived->operands->len; i++)
    {
      RedressFactType type;

      if (!compile_operand (compiler, g_ptr_array_index (derived->operands, i), index, i, &type))
        return;
      if (i == 0)
        first = type;
      if (!has_shape (signature->shape, i, type, first))
        redress_policy_complain (
            compiler->mistakes, "%s: expr[%u]: %s does not take the type %s here", compiler->place,
            i + 1, redress_derive_to_string (derived->derive), redress_fact_type_to_string (type));
    }

  if (signature->shape == SHAPE_ALIKE)
    result = first;
  if (derived->spec.type != result)
    redress_policy_complain (compiler->mistakes, "%s: type: %s makes the type %s", compiler->place,
                             redress_derive_to_string (derived->derive),
                             redress_fact_type_to_string (result));
}

static void
add_input (GArray *inputs, int input)
{
  for (guint i = 0; i < inputs->len; i++)
    if (g_array_index (inputs, int, i) == input)
      return;

  if (input >= 0)
    g_array_append_val (inputs, input);
}

static void
collect_inputs (const RedressCondition *condition, GArray *inputs)
{
  for (guint i = 0; i < condition->children->len; i++)
    collect_inputs (g_ptr_array_index (condition->children, i), inputs);

  add_input (inputs, condition->input);
  add_input (inputs, condition->other_input);
}

/* @inputs is NULL for messages, which may also use blanks that every message knows. */
static void
compile_blanks (Compiler *compiler, const char *path, const char *text, GArray *inputs)
{
  g_auto (GStrv) blanks = redress_blanks_list (text);

  for (char **blank = blanks; *blank != NULL; blank++)
    {
      if (inputs != NULL)
        add_input (inputs, look_up (compiler, path, *blank));
      else if (!redress_message_knows_blank (compiler->policy, *blank))
        look_up (compiler, path, *blank);
    }
}

static void
compile_text (Compiler *compiler, const char *path, const RedressText *text, GArray *inputs)
{
  compile_blanks (compiler, path, text->en, inputs);
  compile_blanks (compiler, path, text->zh_CN, inputs);
}

static void
compile_amount (Compiler *compiler, const RedressRule *rule, GArray *inputs)
{
  int input = look_up (compiler, "amount", rule->amount);

  add_input (inputs, input);
  if (input >= 0 &&
      redress_policy_get_input (compiler->policy, input)->type != REDRESS_FACT_INTEGER)
    redress_policy_complain (compiler->mistakes, "%s: amount: \"%s\" is no number", compiler->place,
                             rule->amount);
}

static void
compile_rule (Compiler *compiler, RedressRule *rule)
{
  GArray *inputs = g_array_new (FALSE, FALSE, sizeof (int));

  compile_condition (compiler, rule->when, 1);
  collect_inputs (rule->when, inputs);
  if (rule->amount != NULL)
    compile_amount (compiler, rule, inputs);
  compile_text (compiler, "why", &rule->why, inputs);
  compile_text (compiler, "why_not", &rule->why_not, inputs);
  compile_text (compiler, "why_unknown", &rule->why_unknown, inputs);
  g_ptr_array_add (compiler->policy->rule_inputs, inputs);
}

static void
compile_template (Compiler *compiler, guint index)
{
  const RedressTemplate *template = g_ptr_array_index (compiler->policy->templates, index);
  g_autofree char *place = redress_policy_describe_template (compiler->policy, index);

  compiler->place = place;
  compile_text (compiler, "text", &template->text, NULL);
}

/**
 * redress_policy_compile:
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * Looks up every name. A policy with mistakes must not be used.
 */
void
redress_policy_compile (RedressPolicy *self, GPtrArray *mistakes)
{
  Compiler compiler = { .policy = self, .mistakes = mistakes };

  g_return_if_fail (self->rule_inputs == NULL);

  self->rule_inputs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  for (guint i = 0; i < self->derived->len; i++)
    {
      RedressDerived *derived = g_ptr_array_index (self->derived, i);
      g_autofree char *place = g_strdup_printf ("derived %s", derived->spec.name);

      compiler.place = place;
      redress_policy_add_input (self, derived->spec.name);
      compile_derived (&compiler, derived, i);
    }

  for (guint i = 0; i < self->rules->len; i++)
    {
      RedressRule *rule = g_ptr_array_index (self->rules, i);

      compiler.place = rule->id != NULL ? rule->id : "a rule";
      compile_rule (&compiler, rule);
    }

  for (guint i = 0; i < self->templates->len; i++)
    compile_template (&compiler, i);

  redress_policy_compile_race (self, mistakes);
  redress_policy_compile_calculator (self, mistakes);
  /* A policy without rules has no inputs yet. */
  redress_policy_add_input (self, "now");
}
