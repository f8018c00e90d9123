/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/policy-build.h"

/* Names are looked up once, when a policy is compiled; a ticket is then read into one array. */

static void
clear_input (gpointer data)
{
  RedressInput *input = data;

  g_free (input->name);
}

/* Values of these are masked before they leave the server. A rule that looked at them would
 * say one thing there and another on the desk. */
static gboolean
is_masked (const RedressFactSpec *spec)
{
  return spec->sensitivity >= REDRESS_SENSITIVITY_ACCOUNT;
}

static void
fill_from_spec (RedressInput *input,
                RedressInputKind kind,
                guint index,
                const RedressFactSpec *spec)
{
  input->kind = kind;
  input->index = index;
  input->type = spec->type;
  input->unit = spec->unit;
  input->masked = is_masked (spec);
}

static gboolean
find_declared (RedressPolicy *self, const char *name, RedressInput *input)
{
  for (guint i = 0; i < self->facts->len; i++)
    {
      const RedressFactSpec *spec = g_ptr_array_index (self->facts, i);

      if (g_strcmp0 (spec->name, name) == 0)
        {
          fill_from_spec (input, REDRESS_INPUT_FACT, i, spec);
          return TRUE;
        }
    }

  for (guint i = 0; i < self->derived->len; i++)
    {
      const RedressDerived *derived = g_ptr_array_index (self->derived, i);

      if (g_strcmp0 (derived->spec.name, name) == 0)
        {
          fill_from_spec (input, REDRESS_INPUT_DERIVED, i, &derived->spec);
          return TRUE;
        }
    }

  return FALSE;
}

static const char *
find_limit_unit (RedressPolicy *self, const char *name)
{
  if (g_str_has_suffix (name, "_amount"))
    return "amount";

  return g_str_has_suffix (name, "_days") ? "days" : NULL;
}

static gboolean
find_in_family (RedressPolicy *self, const char *name, RedressInput *input)
{
  const char *point = strchr (name, '.');
  const char *argument = point != NULL ? point + 1 : "";
  GHashTable *events;

  input->type = REDRESS_FACT_INTEGER;
  input->unit = "count";
  if (g_str_has_prefix (name, "evidence."))
    {
      input->kind = REDRESS_INPUT_EVIDENCE;
      return redress_policy_find_slot (self, argument) != NULL;
    }
  if (g_str_has_prefix (name, "event."))
    {
      input->kind = REDRESS_INPUT_EVENT;
      events = redress_policy_get_code_labels (self, "event");
      return events != NULL && g_hash_table_contains (events, argument);
    }
  if (g_str_has_prefix (name, "limit."))
    {
      input->kind = REDRESS_INPUT_LIMIT;
      input->unit = find_limit_unit (self, argument);
      return g_hash_table_contains (self->limits, argument);
    }
  if (g_str_has_prefix (name, "answer."))
    {
      input->kind = REDRESS_INPUT_ANSWER;
      input->type = REDRESS_FACT_TEXT;
      input->unit = NULL;
      return redress_policy_find_slot (self, argument) != NULL ||
             redress_policy_find_fact (self, argument) != NULL;
    }

  return FALSE;
}

/**
 * redress_policy_add_input:
 * @name: name of a fact, a derived fact or something built in
 *
 * Returns: the place of @name among the inputs; -1 if the policy has no such name
 */
int
redress_policy_add_input (RedressPolicy *self, const char *name)
{
  RedressInput input = { 0 };
  int place;

  if (self->inputs == NULL)
    {
      self->inputs = g_array_new (FALSE, TRUE, sizeof (RedressInput));
      g_array_set_clear_func (self->inputs, clear_input);
      self->input_index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }

  place = GPOINTER_TO_INT (g_hash_table_lookup (self->input_index, name));
  if (place > 0)
    return place - 1;

  if (!redress_builtin_find (name, &input) && !find_declared (self, name, &input) &&
      !find_in_family (self, name, &input))
    return -1;

  if (g_strcmp0 (input.unit, "amount") == 0)
    input.unit = redress_unit_to_string (self->unit);
  input.name = g_strdup (name);
  input.argument = strchr (input.name, '.') != NULL ? strchr (input.name, '.') + 1 : "";
  g_array_append_val (self->inputs, input);
  g_hash_table_insert (self->input_index, g_strdup (name),
                       GINT_TO_POINTER ((int)self->inputs->len));

  return (int)self->inputs->len - 1;
}

/**
 * redress_policy_get_input:
 *
 * Returns: (transfer none): what is at a place
 */
const RedressInput *
redress_policy_get_input (RedressPolicy *self, int input)
{
  g_return_val_if_fail (input >= 0 && (guint)input < self->inputs->len, NULL);

  return &g_array_index (self->inputs, RedressInput, input);
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
      g_return_val_if_reached (FALSE);
    }
}

static void
read_fact (const RedressInput *input, const RedressFact *fact, RedressReading *out)
{
  if (fact->value.type == REDRESS_VALUE_UNKNOWN)
    return;

  if (input->masked || fact->value.type == REDRESS_VALUE_MASKED)
    {
      out->value.type = REDRESS_VALUE_MASKED;
      out->value.text =
          fact->value.type == REDRESS_VALUE_MASKED ? fact->value.text : (char *)"****";
      out->cause = "masked";
      return;
    }

  if (has_type (&fact->value, input->type))
    out->value = fact->value;
  else
    out->cause = "wrong_type";
}

/* Two facts of one name should not be there. The newer one counts; two of the same time that
 * differ say nothing, so that the order in which they stand never matters. */
static gboolean
is_newer (const RedressFact *fact, const RedressFact *before, RedressReading *out)
{
  if (before == NULL || fact->as_of > before->as_of)
    return TRUE;

  if (fact->as_of == before->as_of && !redress_value_equal (&fact->value, &before->value))
    {
      *out = (RedressReading){ .value = REDRESS_VALUE_INIT, .cause = "ambiguous" };
    }

  return FALSE;
}

static void
read_facts (RedressPolicy *self, GPtrArray *facts, RedressReading *readings)
{
  g_autofree const RedressFact **seen = g_new0 (const RedressFact *, self->inputs->len);

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (facts, i);
      int place = fact->name != NULL
                      ? GPOINTER_TO_INT (g_hash_table_lookup (self->input_index, fact->name)) - 1
                      : -1;
      const RedressInput *input;

      if (place < 0)
        continue;

      input = redress_policy_get_input (self, place);
      if (input->kind != REDRESS_INPUT_FACT && input->kind != REDRESS_INPUT_ANSWER)
        continue;
      if (!is_newer (fact, seen[place], &readings[place]))
        continue;

      seen[place] = fact;
      readings[place] = (RedressReading){ .value = REDRESS_VALUE_INIT, .cause = NULL };
      read_fact (input, fact, &readings[place]);
    }
}

static gint64
count_evidence (RedressTicket *ticket, const char *slot)
{
  gint64 count = 0;

  for (guint i = 0; i < ticket->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);

      if (g_strcmp0 (evidence->slot, slot) == 0)
        count++;
    }

  return count;
}

static gint64
count_events (RedressTicket *ticket, const char *code)
{
  gint64 count = 0;

  for (guint i = 0; i < ticket->events->len; i++)
    {
      const RedressEvent *event = g_ptr_array_index (ticket->events, i);

      if (g_strcmp0 (event->code, code) == 0)
        count++;
    }

  return count;
}

/* An amount of points is no amount of money. Nothing is nothing in every unit. */
static gboolean
has_flow_unit (RedressPolicy *self, const RedressInput *input, RedressTicket *ticket)
{
  const RedressAmount *amount = NULL;

  if (g_str_equal (input->name, "ticket.amount"))
    amount = &ticket->summary->amount;
  else if (g_str_equal (input->name, "order.paid"))
    amount = &ticket->order.paid;

  return amount == NULL || amount->value == 0 || amount->unit == self->unit;
}

static void
read_input (RedressPolicy *self,
            const RedressInput *input,
            RedressTicket *ticket,
            RedressTime now,
            RedressReading *out)
{
  switch (input->kind)
    {
    case REDRESS_INPUT_BUILTIN:
      redress_builtin_read (input->index, ticket, now, out);
      if (!has_flow_unit (self, input, ticket))
        *out = (RedressReading){ .value = REDRESS_VALUE_INIT, .cause = "wrong_unit" };
      break;
    case REDRESS_INPUT_EVIDENCE:
      out->value.type = REDRESS_VALUE_INTEGER;
      out->value.integer = count_evidence (ticket, input->argument);
      break;
    case REDRESS_INPUT_EVENT:
      out->value.type = REDRESS_VALUE_INTEGER;
      out->value.integer = count_events (ticket, input->argument);
      break;
    case REDRESS_INPUT_LIMIT:
      out->value.type = REDRESS_VALUE_INTEGER;
      out->value.integer = redress_policy_get_limit (self, input->argument, 0);
      break;
    case REDRESS_INPUT_ANSWER:
      /* Nobody asked is an answer too; a fact overwrites it. */
      out->value.type = REDRESS_VALUE_TEXT;
      out->value.text = (char *)"not_asked";
      break;
    case REDRESS_INPUT_FACT:
    case REDRESS_INPUT_DERIVED:
    default:
      break;
    }
}

/**
 * redress_policy_read_inputs:
 * @now: the time that rules call "now"
 *
 * Reads all that the policy's rules look at.
 *
 * Returns: (transfer full) (array): a reading for each input. Texts in them belong to @ticket
 */
RedressReading *
redress_policy_read_inputs (RedressPolicy *self, RedressTicket *ticket, RedressTime now)
{
  return redress_policy_try_inputs (self, ticket, NULL, now);
}

/**
 * redress_policy_try_inputs:
 * @trial: (nullable) (element-type RedressFact): taken in place of facts of @ticket
 * @now: the time that rules call "now"
 *
 * Returns: (transfer full) (array): a reading for each input. Texts in them belong to @ticket and
 *   @trial
 */
RedressReading *
redress_policy_try_inputs (RedressPolicy *self,
                           RedressTicket *ticket,
                           GPtrArray *trial,
                           RedressTime now)
{
  RedressReading *readings = g_new0 (RedressReading, self->inputs->len + 1);

  for (guint i = 0; i < self->inputs->len; i++)
    read_input (self, redress_policy_get_input (self, (int)i), ticket, now, &readings[i]);

  read_facts (self, ticket->facts, readings);
  if (trial != NULL)
    read_facts (self, trial, readings);

  /* In file order, so that a derived fact may rest on an earlier one. */
  for (guint i = 0; i < self->derived->len; i++)
    {
      const RedressDerived *derived = g_ptr_array_index (self->derived, i);
      int place = GPOINTER_TO_INT (g_hash_table_lookup (self->input_index, derived->spec.name)) - 1;

      redress_derived_read (derived, self, readings, &readings[place]);
    }

  return readings;
}
