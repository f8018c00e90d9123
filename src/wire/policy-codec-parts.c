/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/policy-codec.h"

#define MAX_DAYS 3660
/* The server looks at so many rows at most when an incident begins. */
#define MAX_ALIKE 100
#define MAX_INCIDENT_HOURS 720

REDRESS_WORD_PARSER (parse_fact_type, RedressFactType, redress_fact_type_from_string)
REDRESS_WORD_PARSER (parse_sensitivity, RedressSensitivity, redress_sensitivity_from_string)
REDRESS_WORD_PARSER (parse_span_unit, RedressSpanUnit, redress_span_unit_from_string)
REDRESS_WORD_PARSER (parse_kind, RedressKind, redress_kind_from_string)
REDRESS_WORD_PARSER (parse_verdict, RedressVerdict, redress_verdict_from_string)

static gboolean
parse_purpose (const char *text, guint *value)
{
  static const char *const purposes[] = { "ticket", "evidence", "refund", "reply", "fact" };

  for (guint i = 0; i < G_N_ELEMENTS (purposes); i++)
    if (g_str_equal (purposes[i], text))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

static void
free_text (gpointer data)
{
  redress_text_clear (data);
  g_free (data);
}

static void
read_values (RedressPolicyReader *reader, JsonObject *object, RedressFactSpec *fact)
{
  JsonObject *values = redress_policy_read_object (reader, object, "values", FALSE);
  JsonObjectIter iter;
  const char *code;

  if (values == NULL)
    return;

  fact->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text);
  json_object_iter_init_ordered (&iter, values);
  while (json_object_iter_next_ordered (&iter, &code, NULL))
    {
      RedressText *text = g_new0 (RedressText, 1);

      redress_policy_read_text (reader, values, code, TRUE, text);
      g_hash_table_insert (fact->values, g_strdup (code), text);
    }
}

/* The name comes first: every later complaint carries it. */
static gboolean
enter (RedressPolicyReader *reader,
       JsonObject *object,
       const char *what,
       guint index,
       const char *member,
       char **name)
{
  redress_policy_reader_enter (reader, what, index, NULL);
  redress_policy_read_string (reader, object, member, TRUE, name);
  if (*name == NULL)
    return FALSE;

  redress_policy_reader_enter (reader, what, index, *name);
  return TRUE;
}

static void
read_fact (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "name",  "type", "unit",   "source",     "sensitivity",
                                       "label", "help", "values", "searchable", NULL };
  RedressPolicy *policy = data;
  RedressFactSpec *fact = redress_fact_spec_new ();
  guint type = REDRESS_FACT_TEXT, sensitivity = REDRESS_SENSITIVITY_LOW;

  if (!enter (reader, object, "fact", index, "name", &fact->name))
    {
      redress_fact_spec_free (fact);
      return;
    }

  g_ptr_array_add (policy->facts, fact);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_word (reader, object, "type", TRUE, parse_fact_type, &type);
  redress_policy_read_word (reader, object, "sensitivity", FALSE, parse_sensitivity, &sensitivity);
  redress_policy_read_string (reader, object, "unit", FALSE, &fact->unit);
  redress_policy_read_string (reader, object, "source", TRUE, &fact->source);
  redress_policy_read_text (reader, object, "label", TRUE, &fact->label);
  redress_policy_read_text (reader, object, "help", TRUE, &fact->help);
  redress_policy_read_bool (reader, object, "searchable", &fact->searchable);
  read_values (reader, object, fact);
  fact->type = type;
  fact->sensitivity = sensitivity;
}

static void
add_operand (RedressPolicyReader *reader, RedressDerived *derived, JsonNode *node, guint index)
{
  g_autofree char *member = g_strdup_printf ("expr[%u]", index);

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    g_ptr_array_add (derived->operands, redress_operand_new (json_node_get_string (node), 0));
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64)
    g_ptr_array_add (derived->operands, redress_operand_new (NULL, json_node_get_int (node)));
  else
    redress_policy_reader_complain (reader, member, "must be the name of a fact or a number");
}

static gboolean
read_expression (RedressPolicyReader *reader, JsonObject *object, RedressDerived *derived)
{
  JsonArray *expression = NULL;
  const char *word = NULL;

  if (!redress_json_read_array (object, "expr", TRUE, 40, &expression, NULL) ||
      json_array_get_length (expression) < 2)
    {
      redress_policy_reader_complain (reader, "expr",
                                      "must be a list of an operation and its operands");
      return FALSE;
    }

  if (json_node_get_value_type (json_array_get_element (expression, 0)) == G_TYPE_STRING)
    word = json_array_get_string_element (expression, 0);
  if (!redress_derive_from_string (word, &derived->derive))
    {
      redress_policy_reader_complain (reader, "expr[0]", "there is no such operation");
      return FALSE;
    }

  for (guint i = 1; i < json_array_get_length (expression); i++)
    add_operand (reader, derived, json_array_get_element (expression, i), i);

  return derived->operands->len == json_array_get_length (expression) - 1;
}

static void
read_derived (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "name", "type", "unit", "expr", "label", NULL };
  RedressPolicy *policy = data;
  RedressDerived *derived = redress_derived_new ();
  guint type = REDRESS_FACT_INTEGER;

  if (!enter (reader, object, "derived", index, "name", &derived->spec.name))
    {
      redress_derived_free (derived);
      return;
    }

  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_word (reader, object, "type", TRUE, parse_fact_type, &type);
  redress_policy_read_string (reader, object, "unit", FALSE, &derived->spec.unit);
  redress_policy_read_text (reader, object, "label", TRUE, &derived->spec.label);
  derived->spec.type = type;
  if (read_expression (reader, object, derived))
    g_ptr_array_add (policy->derived, derived);
  else
    redress_derived_free (derived);
}

static void
read_slot (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "id",      "holder", "sensitivity", "required",
                                       "grounds", "label",  NULL };
  RedressPolicy *policy = data;
  RedressSlot *slot = redress_slot_new ();
  guint sensitivity = REDRESS_SENSITIVITY_LOW;

  if (!enter (reader, object, "slot", index, "id", &slot->id))
    {
      redress_slot_free (slot);
      return;
    }

  g_ptr_array_add (policy->slots, slot);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_string (reader, object, "holder", TRUE, &slot->holder);
  redress_policy_read_word (reader, object, "sensitivity", TRUE, parse_sensitivity, &sensitivity);
  redress_policy_read_bool (reader, object, "required", &slot->required);
  redress_policy_read_strv (reader, object, "grounds", &slot->grounds);
  redress_policy_read_text (reader, object, "label", TRUE, &slot->label);
  slot->sensitivity = sensitivity;
  if (slot->holder == NULL)
    slot->holder = g_strdup ("");
}

static void
read_ground (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "code", "label", NULL };
  RedressPolicy *policy = data;
  RedressGround *ground = redress_ground_new ();

  if (!enter (reader, object, "ground", index, "code", &ground->code))
    {
      redress_ground_free (ground);
      return;
    }

  g_ptr_array_add (policy->grounds, ground);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_text (reader, object, "label", TRUE, &ground->label);
}

static void
read_reason (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "code", "verdicts", "label", NULL };
  RedressPolicy *policy = data;
  RedressReason *reason = redress_reason_new ();
  g_auto (GStrv) verdicts = NULL;

  if (!enter (reader, object, "reason", index, "code", &reason->code))
    {
      redress_reason_free (reason);
      return;
    }

  g_ptr_array_add (policy->reasons, reason);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_text (reader, object, "label", TRUE, &reason->label);
  redress_policy_read_strv (reader, object, "verdicts", &verdicts);
  for (char **word = verdicts; word != NULL && *word != NULL; word++)
    {
      RedressVerdict verdict;

      if (redress_verdict_from_string (*word, &verdict) && verdict != REDRESS_VERDICT_NONE)
        reason->verdicts |= REDRESS_VERDICT_BIT (verdict);
      else
        redress_policy_reader_complain (reader, "verdicts", "there is no such verdict");
    }
  if (reason->verdicts == 0)
    redress_policy_reader_complain (reader, "verdicts", "is for none");
}

static void
read_comparison (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "id",          "claim", "log", "tolerance",
                                       "contradicts", "label", NULL };
  RedressPolicy *policy = data;
  RedressComparison *comparison = redress_comparison_new ();
  const RedressFactSpec *claim;

  if (!enter (reader, object, "comparison", index, "id", &comparison->id))
    {
      redress_comparison_free (comparison);
      return;
    }

  g_ptr_array_add (policy->comparisons, comparison);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_string (reader, object, "claim", TRUE, &comparison->claim);
  redress_policy_read_string (reader, object, "log", TRUE, &comparison->log);
  redress_policy_read_int (reader, object, "tolerance", FALSE, 0, MAX_DAYS * 86400,
                           &comparison->tolerance);
  redress_policy_read_bool (reader, object, "contradicts", &comparison->contradicts);
  redress_policy_read_text (reader, object, "label", TRUE, &comparison->label);
  if (comparison->claim == NULL)
    comparison->claim = g_strdup ("");
  if (comparison->log == NULL)
    comparison->log = g_strdup ("");

  /* Files say seconds. */
  claim = redress_policy_find_fact (policy, comparison->claim);
  if (claim != NULL && claim->type == REDRESS_FACT_TIME)
    comparison->tolerance *= REDRESS_SECOND;
}

/* A number, or the name of one of the limits, so that it stands in one place. */
static void
read_amount (RedressPolicyReader *reader,
             JsonObject *object,
             RedressPolicy *policy,
             RedressPolicyClock *clock)
{
  JsonNode *node = json_object_get_member (object, "amount");
  g_autofree char *limit = NULL;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    {
      redress_policy_read_int (reader, object, "amount", TRUE, 1, MAX_DAYS, &clock->amount);
      return;
    }
  redress_policy_read_string (reader, object, "amount", TRUE, &limit);
  clock->amount = redress_policy_get_limit (policy, limit, 0);
  if (clock->amount < 1 || clock->amount > MAX_DAYS)
    redress_policy_reader_complain (reader, "amount", "must be a limit from 1 to 3660");
}

/* Where the customer is asked it stands still always. */
static void
read_pauses (RedressPolicyReader *reader, JsonObject *object, RedressPolicyClock *clock)
{
  g_auto (GStrv) words = NULL;

  redress_policy_read_strv (reader, object, "pauses", &words);
  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      RedressState state;

      if (redress_state_from_string (*word, &state) &&
          (state == REDRESS_STATE_HELD || state == REDRESS_STATE_WAITING_PLATFORM))
        clock->pauses |= 1u << state;
      else
        redress_policy_reader_complain (reader, "pauses", "must be held or waiting_platform");
    }
}

static void
read_clock (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "name",         "purpose",    "kind",
                                       "least",        "amount",     "unit",
                                       "calendar",     "from",       "payment_methods",
                                       "pauses",       "peak_hours", "label",
                                       "soon_minutes", "ground",     NULL };
  RedressPolicy *policy = data;
  RedressPolicyClock *clock = redress_policy_clock_new ();
  guint purpose = REDRESS_CLOCK_TICKET, kind = REDRESS_KIND_REVIEW;
  guint unit = REDRESS_SPAN_NATURAL_HOURS;

  if (!enter (reader, object, "clock", index, "name", &clock->name))
    {
      redress_policy_clock_free (clock);
      return;
    }

  g_ptr_array_add (policy->clocks, clock);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_word (reader, object, "purpose", TRUE, parse_purpose, &purpose);
  redress_policy_read_word (reader, object, "kind", TRUE, parse_kind, &kind);
  redress_policy_read_int (reader, object, "least", FALSE, 1, MAX_DAYS, &clock->least);
  read_amount (reader, object, policy, clock);
  redress_policy_read_word (reader, object, "unit", TRUE, parse_span_unit, &unit);
  redress_policy_read_string (reader, object, "calendar", FALSE, &clock->calendar);
  redress_policy_read_string (reader, object, "from", TRUE, &clock->from);
  redress_policy_read_strv (reader, object, "payment_methods", &clock->payment_methods);
  redress_policy_read_string (reader, object, "ground", FALSE, &clock->ground);
  read_pauses (reader, object, clock);
  redress_policy_read_int (reader, object, "peak_hours", FALSE, 1, MAX_DAYS, &clock->peak_hours);
  redress_policy_read_int (reader, object, "soon_minutes", TRUE, 0, MAX_DAYS * 1440,
                           &clock->soon_minutes);
  redress_policy_read_text (reader, object, "label", TRUE, &clock->label);
  clock->purpose = purpose;
  clock->kind = kind;
  clock->unit = unit;
  if (clock->from == NULL)
    clock->from = g_strdup ("opened");
}

static void
read_template (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "verdict", "reason", "kinds", "text", NULL };
  RedressPolicy *policy = data;
  RedressTemplate *template = redress_template_new ();
  guint verdict = REDRESS_VERDICT_NONE;

  redress_policy_reader_enter (reader, "template", index, NULL);
  g_ptr_array_add (policy->templates, template);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_word (reader, object, "verdict", TRUE, parse_verdict, &verdict);
  redress_policy_read_string (reader, object, "reason", FALSE, &template->reason);
  redress_policy_read_kinds (reader, object, &template->kinds);
  redress_policy_read_text (reader, object, "text", TRUE, &template->text);
  template->verdict = verdict;
}

static void
read_legal (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "id", "owner", "title", "text", "claim", NULL };
  RedressPolicy *policy = data;
  RedressLegal *legal = redress_legal_new ();

  if (!enter (reader, object, "legal", index, "id", &legal->id))
    {
      redress_legal_free (legal);
      return;
    }

  g_ptr_array_add (policy->legal, legal);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_text (reader, object, "owner", TRUE, &legal->owner);
  redress_policy_read_text (reader, object, "title", TRUE, &legal->title);
  redress_policy_read_text (reader, object, "text", TRUE, &legal->text);
  redress_policy_read_string (reader, object, "claim", FALSE, &legal->claim);
}

static void
read_incident (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "name", "label", "by", "least", "hours", "kinds", NULL };
  RedressPolicy *policy = data;
  RedressIncidentSpec *incident = redress_incident_spec_new ();

  if (!enter (reader, object, "incident", index, "name", &incident->name))
    {
      redress_incident_spec_free (incident);
      return;
    }

  g_ptr_array_add (policy->incidents, incident);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_text (reader, object, "label", TRUE, &incident->label);
  redress_policy_read_strv (reader, object, "by", &incident->by);
  redress_policy_read_int (reader, object, "least", TRUE, 2, MAX_ALIKE, &incident->least);
  redress_policy_read_int (reader, object, "hours", TRUE, 1, MAX_INCIDENT_HOURS, &incident->hours);
  redress_policy_read_kinds (reader, object, &incident->kinds);
}

/**
 * redress_policy_read_parts:
 *
 * Reads all but the head and the rules of a policy file.
 */
void
redress_policy_read_parts (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  redress_policy_read_items (reader, object, "facts", TRUE, read_fact, policy);
  redress_policy_read_items (reader, object, "derived", FALSE, read_derived, policy);
  redress_policy_read_items (reader, object, "slots", TRUE, read_slot, policy);
  redress_policy_read_items (reader, object, "grounds", TRUE, read_ground, policy);
  redress_policy_read_items (reader, object, "reasons", TRUE, read_reason, policy);
  redress_policy_read_items (reader, object, "comparisons", TRUE, read_comparison, policy);
  redress_policy_read_items (reader, object, "clocks", TRUE, read_clock, policy);
  redress_policy_read_items (reader, object, "templates", TRUE, read_template, policy);
  redress_policy_read_items (reader, object, "legal", FALSE, read_legal, policy);
  redress_policy_read_items (reader, object, "incidents", FALSE, read_incident, policy);
}
