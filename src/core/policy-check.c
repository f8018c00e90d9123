/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"
#include "core/policy-build.h"

/* Finds what the language allows but what makes no sense, outside of rules. */

/* The field for reasons in the decision bar has room for this many. */
#define MAX_REASON_CHARS 30

typedef const char *(*GetName) (gconstpointer item);

#define GET_NAME(type, field)                                                                      \
  static const char *name_of_##type (gconstpointer item)                                           \
  {                                                                                                \
    return ((const Redress##type *)item)->field;                                                   \
  }

GET_NAME (FactSpec, name)
GET_NAME (Derived, spec.name)
GET_NAME (Comparison, id)
GET_NAME (Slot, id)
GET_NAME (Reason, code)
GET_NAME (Ground, code)
GET_NAME (PolicyClock, name)
GET_NAME (Rule, id)
GET_NAME (Legal, id)

static void
check_unique (GPtrArray *items, GetName get_name, const char *what, GPtrArray *mistakes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < items->len; i++)
    {
      const char *name = get_name (g_ptr_array_index (items, i));

      if (name != NULL && !g_hash_table_add (seen, (char *)name))
        redress_policy_complain (mistakes, "%s %s: stands there twice", what, name);
    }
}

static gboolean
is_name (const char *name)
{
  gboolean start = TRUE;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '.' ? start
                     : !g_ascii_islower (*at) && (start || (!g_ascii_isdigit (*at) && *at != '_')))
        return FALSE;
      start = *at == '.';
    }

  return !start;
}

static void
check_fact (RedressPolicy *self, const RedressFactSpec *fact, const char *what, GPtrArray *mistakes)
{
  if (!is_name (fact->name))
    redress_policy_complain (mistakes, "%s %s: name: only a-z, 0-9, _ and points", what,
                             fact->name);
  if (redress_name_is_reserved (fact->name))
    redress_policy_complain (mistakes, "%s %s: name: is built in", what, fact->name);
  if (fact->searchable &&
      (fact->type != REDRESS_FACT_TEXT || fact->sensitivity > REDRESS_SENSITIVITY_PERSONAL))
    redress_policy_complain (mistakes, "%s %s: searchable: only texts that are not masked", what,
                             fact->name);
  if (fact->values != NULL && fact->type != REDRESS_FACT_TEXT)
    redress_policy_complain (mistakes, "%s %s: values: only texts have codes", what, fact->name);
}

static void
check_facts (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->facts, name_of_FactSpec, "fact", mistakes);
  check_unique (self->derived, name_of_Derived, "derived", mistakes);
  for (guint i = 0; i < self->facts->len; i++)
    check_fact (self, g_ptr_array_index (self->facts, i), "fact", mistakes);

  for (guint i = 0; i < self->derived->len; i++)
    {
      const RedressDerived *derived = g_ptr_array_index (self->derived, i);

      check_fact (self, &derived->spec, "derived", mistakes);
      if (redress_policy_find_fact (self, derived->spec.name) != NULL)
        redress_policy_complain (mistakes, "derived %s: name: is a fact already",
                                 derived->spec.name);
    }
}

static gboolean
has_code (RedressPolicy *self, const char *group, const char *code)
{
  GHashTable *codes = redress_policy_get_code_labels (self, group);

  return codes != NULL && g_hash_table_contains (codes, code);
}

static void
check_slots (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->slots, name_of_Slot, "slot", mistakes);
  check_unique (self->grounds, name_of_Ground, "ground", mistakes);
  for (guint i = 0; i < self->slots->len; i++)
    {
      const RedressSlot *slot = g_ptr_array_index (self->slots, i);

      if (!has_code (self, "holder", slot->holder))
        redress_policy_complain (mistakes, "slot %s: holder: \"%s\" has no label", slot->id,
                                 slot->holder);
      for (char **ground = slot->grounds; ground != NULL && *ground != NULL; ground++)
        if (redress_policy_find_ground (self, *ground) == NULL)
          redress_policy_complain (mistakes, "slot %s: grounds: no such ground \"%s\"", slot->id,
                                   *ground);
    }
}

static void
check_comparisons (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->comparisons, name_of_Comparison, "comparison", mistakes);
  for (guint i = 0; i < self->comparisons->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (self->comparisons, i);
      const RedressFactSpec *claim = redress_policy_find_fact (self, comparison->claim);
      const RedressFactSpec *log = redress_policy_find_fact (self, comparison->log);

      if (claim == NULL || log == NULL)
        redress_policy_complain (mistakes, "comparison %s: %s: no such fact \"%s\"", comparison->id,
                                 claim == NULL ? "claim" : "log",
                                 claim == NULL ? comparison->claim : comparison->log);
      else if (claim->type != log->type)
        redress_policy_complain (mistakes, "comparison %s: impossible comparison of two types",
                                 comparison->id);
      else if (comparison->tolerance != 0 && claim->type != REDRESS_FACT_INTEGER &&
               claim->type != REDRESS_FACT_TIME)
        redress_policy_complain (mistakes, "comparison %s: tolerance: only for integers and times",
                                 comparison->id);
    }
}

static void
check_from_fact (RedressPolicy *self, const RedressPolicyClock *clock, GPtrArray *mistakes)
{
  const RedressFactSpec *fact = redress_policy_find_fact (self, clock->from);

  if (fact == NULL || fact->type != REDRESS_FACT_TIME)
    redress_policy_complain (mistakes, "clock %s: from: no such time \"%s\"", clock->name,
                             clock->from);
}

static void
check_clock (RedressPolicy *self, const RedressPolicyClock *clock, GPtrArray *mistakes)
{
  if (clock->unit == REDRESS_SPAN_WORKING_DAYS && clock->calendar == NULL)
    redress_policy_complain (mistakes, "clock %s: calendar: working days need one", clock->name);
  if (clock->least > 0 && clock->least >= clock->amount)
    redress_policy_complain (mistakes, "clock %s: least: is not below amount", clock->name);
  if (clock->peak_hours > 0 && clock->unit == REDRESS_SPAN_WORKING_DAYS)
    redress_policy_complain (mistakes,
                             "clock %s: peak_hours: a peak stretches hours, not working "
                             "days",
                             clock->name);
  if (clock->purpose == REDRESS_CLOCK_FACT || clock->purpose == REDRESS_CLOCK_REPLY)
    check_from_fact (self, clock, mistakes);
  else if (!g_str_equal (clock->from, "opened") && !g_str_equal (clock->from, "asked") &&
           !has_code (self, "event", clock->from))
    redress_policy_complain (mistakes, "clock %s: from: no such event \"%s\"", clock->name,
                             clock->from);
  if (clock->purpose == REDRESS_CLOCK_TICKET &&
      redress_policy_find_clock (self, clock->kind) != clock)
    redress_policy_complain (mistakes, "clock %s: kind: another clock is for %s already",
                             clock->name, redress_kind_to_string (clock->kind));
  if (clock->ground != NULL && redress_policy_find_ground (self, clock->ground) == NULL)
    redress_policy_complain (mistakes, "clock %s: ground: no such ground \"%s\"", clock->name,
                             clock->ground);
  for (char **method = clock->payment_methods; method != NULL && *method != NULL; method++)
    if (!has_code (self, "payment_method", *method))
      redress_policy_complain (mistakes, "clock %s: payment_methods: no such method \"%s\"",
                               clock->name, *method);
}

static void
check_clocks (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->clocks, name_of_PolicyClock, "clock", mistakes);
  for (guint i = 0; i < self->clocks->len; i++)
    check_clock (self, g_ptr_array_index (self->clocks, i), mistakes);
}

static void
check_reasons (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->reasons, name_of_Reason, "reason", mistakes);
  for (guint i = 0; i < self->reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (self->reasons, i);

      if (reason->label.en != NULL && g_utf8_strlen (reason->label.en, -1) > MAX_REASON_CHARS)
        redress_policy_complain (mistakes, "reason %s: label.en: longer than %d characters",
                                 reason->code, MAX_REASON_CHARS);
    }
}

static void
check_legal (RedressPolicy *self, GPtrArray *mistakes)
{
  check_unique (self->legal, name_of_Legal, "legal", mistakes);
  for (guint i = 0; i < self->legal->len; i++)
    {
      const RedressLegal *legal = g_ptr_array_index (self->legal, i);

      if (legal->claim != NULL && redress_policy_find_fact (self, legal->claim) == NULL)
        redress_policy_complain (mistakes, "legal %s: claim: no such fact \"%s\"", legal->id,
                                 legal->claim);
    }
}

static void
check_reversals (RedressPolicy *self, GPtrArray *mistakes)
{
  GHashTableIter iter;
  gpointer effect, reversal;

  g_hash_table_iter_init (&iter, self->reversals);
  while (g_hash_table_iter_next (&iter, &effect, &reversal))
    {
      if (!has_code (self, "effect", effect))
        redress_policy_complain (mistakes, "policy: reversals: \"%s\" has no label",
                                 (const char *)effect);
      if (!has_code (self, "effect", reversal))
        redress_policy_complain (mistakes, "policy: reversals: \"%s\" has no label",
                                 (const char *)reversal);
    }
}

static void
check_refunds (RedressPolicy *self, GPtrArray *mistakes)
{
  for (char *const *effect = self->refunds; effect != NULL && *effect != NULL; effect++)
    {
      if (!has_code (self, "effect", *effect))
        redress_policy_complain (mistakes, "policy: refunds: \"%s\" has no label", *effect);
      if (redress_effect_is_mark (*effect))
        redress_policy_complain (mistakes, "policy: refunds: \"%s\" is a mark", *effect);
    }
}

/**
 * redress_policy_check:
 * @self: a compiled policy
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * Finds what cannot be meant: names that stand twice, codes without words, rules that can never
 * match, messages that promise days.
 */
void
redress_policy_check (RedressPolicy *self, GPtrArray *mistakes)
{
  g_return_if_fail (self->rule_inputs != NULL);

  check_facts (self, mistakes);
  check_slots (self, mistakes);
  check_comparisons (self, mistakes);
  check_clocks (self, mistakes);
  check_reasons (self, mistakes);
  check_legal (self, mistakes);
  redress_policy_check_incidents (self, mistakes);
  redress_policy_check_messages (self, mistakes);
  check_unique (self->rules, name_of_Rule, "rule", mistakes);
  redress_policy_check_rules (self, mistakes);
  check_reversals (self, mistakes);
  check_refunds (self, mistakes);
}
