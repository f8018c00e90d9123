/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

/* Finds what the language allows but what makes no sense, in rules. */

static const struct
{
  const char *name;
  const char *group; /* of labels */
} code_names[] = {
  { "order.state", "order_state" },
  { "order.state_at_request", "order_state" },
  { "order.payment_method", "payment_method" },
  { "customer.tier", "tier" },
};

static const char *const answers[] = { "not_asked", "asked", "provided", "not_provided", NULL };
static const char *const levels[] = { "agent", "supervisor", NULL };
static const char *const units[] = { "fen", "points", NULL };

static gboolean
is_kind (const char *code)
{
  RedressKind kind;

  return redress_kind_from_string (code, &kind);
}

/* FALSE: the input has codes, and this is none of them. */
static gboolean
accepts_code (RedressPolicy *self, const RedressInput *input, const char *code)
{
  GHashTable *codes = NULL;

  if (input->kind == REDRESS_INPUT_ANSWER)
    return g_strv_contains (answers, code);
  if (g_str_equal (input->name, "ticket.kind"))
    return is_kind (code);
  if (g_str_equal (input->name, "ticket.level"))
    return g_strv_contains (levels, code);
  if (g_str_equal (input->name, "ticket.unit") || g_str_equal (input->name, "order.paid_unit"))
    return g_strv_contains (units, code);
  if (g_str_equal (input->name, "ticket.reason_code"))
    return redress_policy_find_ground (self, code) != NULL;

  for (guint i = 0; i < G_N_ELEMENTS (code_names); i++)
    if (g_str_equal (input->name, code_names[i].name))
      codes = redress_policy_get_code_labels (self, code_names[i].group);
  if (codes == NULL)
    codes = redress_input_get_codes (self, input);

  return codes == NULL || g_hash_table_contains (codes, code);
}

static gboolean
shares_code (RedressPolicy *self, const RedressInput *a, const RedressInput *b)
{
  GHashTable *of_a = redress_input_get_codes (self, a);
  GHashTable *of_b = redress_input_get_codes (self, b);
  GHashTableIter iter;
  gpointer code;

  if (of_a == NULL || of_b == NULL)
    return TRUE;

  g_hash_table_iter_init (&iter, of_a);
  while (g_hash_table_iter_next (&iter, &code, NULL))
    if (g_hash_table_contains (of_b, code))
      return TRUE;

  return FALSE;
}

static void
check_codes (RedressPolicy *self,
             const RedressRule *rule,
             const RedressCondition *condition,
             GPtrArray *mistakes)
{
  const RedressInput *input;

  for (guint i = 0; i < condition->children->len; i++)
    check_codes (self, rule, g_ptr_array_index (condition->children, i), mistakes);

  if (condition->kind != REDRESS_CONDITION_TEST || condition->input < 0)
    return;

  input = redress_policy_get_input (self, condition->input);
  for (guint i = 0; i < condition->operands->len; i++)
    {
      const RedressValue *operand = &g_array_index (condition->operands, RedressValue, i);

      if (operand->type == REDRESS_VALUE_TEXT && input->type == REDRESS_FACT_TEXT &&
          !accepts_code (self, input, operand->text))
        redress_policy_complain (mistakes, "%s: %s: \"%s\" is never \"%s\"", rule->id,
                                 condition->path, input->name, operand->text);
    }

  if (condition->other_input >= 0 &&
      !shares_code (self, input, redress_policy_get_input (self, condition->other_input)))
    redress_policy_complain (mistakes, "%s: %s: \"%s\" and \"%s\" have no code in common", rule->id,
                             condition->path, condition->name, condition->other);
}

/* Whether @earlier is asked before @rule on every ticket that @rule is for. */
static gboolean
comes_first (RedressPolicy *self, guint earlier, guint index)
{
  const RedressRule *a = g_ptr_array_index (self->rules, earlier);
  const RedressRule *b = g_ptr_array_index (self->rules, index);

  if (!a->enabled || !b->enabled || b->phase > 3 ||
      (a->kinds != 0 && (b->kinds == 0 || b->kinds & ~a->kinds)))
    return FALSE;

  return a->phase == b->phase ? earlier < index : a->phase < b->phase && a->phase < 3;
}

static void
check_reach (RedressPolicy *self, guint index, GPtrArray *mistakes)
{
  const RedressRule *rule = g_ptr_array_index (self->rules, index);
  g_autofree char *contradiction = redress_condition_find_contradiction (self, rule->when);

  if (contradiction != NULL)
    redress_policy_complain (mistakes, "%s: can never match: %s", rule->id, contradiction);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const RedressRule *earlier = g_ptr_array_index (self->rules, i);

      if (comes_first (self, i, index) &&
          redress_condition_implies (self, rule->when, earlier->when))
        {
          redress_policy_complain (mistakes, "%s: can never decide: %s matches before it", rule->id,
                                   earlier->id);
          return;
        }
    }
}

static gboolean
is_cite (const char *cite)
{
  return g_regex_match_simple ("^[ABCKT][1-9][0-9]?$", cite, 0, 0);
}

static void
check_lists (RedressPolicy *self, const RedressRule *rule, GPtrArray *mistakes)
{
  GHashTable *effects = redress_policy_get_code_labels (self, "effect");

  for (char **slot = rule->needs; slot != NULL && *slot != NULL; slot++)
    if (redress_policy_find_slot (self, *slot) == NULL)
      redress_policy_complain (mistakes, "%s: needs: no such slot \"%s\"", rule->id, *slot);

  for (guint verdict = 0; verdict < REDRESS_N_VERDICTS; verdict++)
    {
      char **list = verdict == REDRESS_VERDICT_NONE ? rule->effects : rule->effects_of[verdict];

      for (char **effect = list; effect != NULL && *effect != NULL; effect++)
        if (effects == NULL || !g_hash_table_contains (effects, *effect))
          redress_policy_complain (mistakes, "%s: effects: \"%s\" has no label", rule->id, *effect);
      if (verdict != REDRESS_VERDICT_NONE && list != NULL && *list != NULL &&
          (rule->verdicts & REDRESS_VERDICT_BIT (verdict)) == 0)
        redress_policy_complain (mistakes, "%s: effects: the rule does not permit %s", rule->id,
                                 redress_verdict_to_string ((RedressVerdict)verdict));
    }

  if (rule->cites == NULL || *rule->cites == NULL)
    redress_policy_complain (mistakes, "%s: cites: names no note", rule->id);
  for (char **cite = rule->cites; cite != NULL && *cite != NULL; cite++)
    if (!is_cite (*cite))
      redress_policy_complain (mistakes, "%s: cites: \"%s\" is no note", rule->id, *cite);
}

static void
check_reason (RedressPolicy *self, const RedressRule *rule, GPtrArray *mistakes)
{
  const RedressReason *reason;

  if (rule->reason == NULL)
    {
      redress_policy_complain (mistakes, "%s: reason: is missing", rule->id);
      return;
    }

  reason = redress_policy_find_reason (self, rule->reason);
  if (reason == NULL)
    redress_policy_complain (mistakes, "%s: reason: no such reason \"%s\"", rule->id, rule->reason);
  else if ((reason->verdicts & REDRESS_VERDICT_BIT (rule->recommended)) == 0)
    redress_policy_complain (mistakes, "%s: reason: \"%s\" is not for %s", rule->id, rule->reason,
                             redress_verdict_to_string (rule->recommended));
}

static gboolean
has_reason_for (RedressPolicy *self, RedressVerdict verdict)
{
  for (guint i = 0; i < self->reasons->len; i++)
    if (((const RedressReason *)g_ptr_array_index (self->reasons, i))->verdicts &
        REDRESS_VERDICT_BIT (verdict))
      return TRUE;

  return FALSE;
}

static gboolean
has_message_for (RedressPolicy *self, RedressVerdict verdict)
{
  for (guint i = 0; i < self->templates->len; i++)
    {
      const RedressTemplate *template = g_ptr_array_index (self->templates, i);

      if (template->verdict == verdict && template->reason == NULL && template->kinds == 0)
        return TRUE;
    }

  return FALSE;
}

/* An agent must be able to give each verdict that a rule permits. */
static void
check_verdicts (RedressPolicy *self, const RedressRule *rule, GPtrArray *mistakes)
{
  for (guint i = 0; rule->order[i] != REDRESS_VERDICT_NONE; i++)
    {
      const char *verdict = redress_verdict_to_string (rule->order[i]);

      if (!has_reason_for (self, rule->order[i]))
        redress_policy_complain (mistakes, "%s: verdicts: no reason is for %s", rule->id, verdict);
      if (rule->order[i] != REDRESS_VERDICT_HOLD && rule->order[i] != REDRESS_VERDICT_ESCALATE &&
          !has_message_for (self, rule->order[i]))
        redress_policy_complain (mistakes, "%s: verdicts: no message is for %s", rule->id, verdict);
    }
}

static void
check_phase (RedressPolicy *self, const RedressRule *rule, GPtrArray *mistakes)
{
  if (rule->phase != 3 && rule->good_when == REDRESS_GOOD_WHEN_NEITHER)
    redress_policy_complain (mistakes, "%s: good_when: outside of phase 3 match or no_match",
                             rule->id);

  if (rule->phase == 4)
    {
      if (rule->verdicts != 0)
        redress_policy_complain (mistakes, "%s: verdicts: an overlay has none", rule->id);
      if (rule->reason != NULL)
        redress_policy_complain (mistakes, "%s: reason: an overlay has none", rule->id);
      return;
    }

  if (rule->verdicts == 0)
    redress_policy_complain (mistakes, "%s: verdicts: permits none", rule->id);
  else
    check_reason (self, rule, mistakes);
  check_verdicts (self, rule, mistakes);
}

/* What customers quote is a claim. Whether it holds is for its owner to say, not for a rule. */
static void
check_claims (RedressPolicy *self,
              const RedressRule *rule,
              const RedressCondition *condition,
              GPtrArray *mistakes)
{
  for (guint i = 0; i < condition->children->len; i++)
    check_claims (self, rule, g_ptr_array_index (condition->children, i), mistakes);

  for (guint i = 0; i < self->legal->len; i++)
    {
      const RedressLegal *legal = g_ptr_array_index (self->legal, i);

      if (legal->claim != NULL && (g_strcmp0 (legal->claim, condition->name) == 0 ||
                                   g_strcmp0 (legal->claim, condition->other) == 0))
        redress_policy_complain (mistakes, "%s: %s: \"%s\" is a claim of law, no rule rests on it",
                                 rule->id, condition->path, legal->claim);
    }
}

/**
 * redress_policy_check_rules:
 * @self: a compiled policy
 * @mistakes: (element-type utf8): gets a sentence for each mistake
 *
 * The part of redress_policy_check() that looks at rules.
 */
void
redress_policy_check_rules (RedressPolicy *self, GPtrArray *mistakes)
{
  for (guint i = 0; i < self->rules->len; i++)
    {
      const RedressRule *rule = g_ptr_array_index (self->rules, i);

      check_phase (self, rule, mistakes);
      check_lists (self, rule, mistakes);
      check_codes (self, rule, rule->when, mistakes);
      check_claims (self, rule, rule->when, mistakes);
      check_reach (self, i, mistakes);
      redress_text_check_blanks (&rule->why, rule->id, "why", mistakes);
      redress_text_check_blanks (&rule->why_not, rule->id, "why_not", mistakes);
      redress_text_check_blanks (&rule->why_unknown, rule->id, "why_unknown", mistakes);
    }
}
