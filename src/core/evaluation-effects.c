/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"

#include "core/appeal.h"

/* What a verdict would set off, and for how much. */

#define FOUR_EYES "four_eyes"

static const char *const marks[] = {
  FOUR_EYES, "online_only", "race", "legal_hold", "urgent", "fast_lane", "may_ship", NULL,
};

/**
 * redress_effect_is_mark:
 * @effect: name of an effect
 *
 * Returns: %TRUE if the effect only says how a ticket is handled, so that no platform will ever
 *   report it as done
 */
gboolean
redress_effect_is_mark (const char *effect)
{
  return g_strv_contains (marks, effect);
}

/**
 * redress_evaluation_get_rule:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): the deciding rule if it permits @verdict, else the first
 *   rule that does and that matches, else, for a final verdict, the first that may. An interim
 *   verdict is always allowed, so a rule of which nobody knows whether it holds says nothing of it
 */
const RedressRule *
redress_evaluation_get_rule (const RedressEvaluation *self, RedressVerdict verdict)
{
  const RedressRule *possible = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);
      gboolean is_deciding = finding->rule == self->deciding && self->otherwise == NULL;

      if ((finding->rule->phase != 3 && !is_deciding) ||
          finding->outcome == REDRESS_OUTCOME_NO_MATCH ||
          (finding->rule->verdicts & REDRESS_VERDICT_BIT (verdict)) == 0)
        continue;
      if (finding->outcome == REDRESS_OUTCOME_MATCH)
        return finding->rule;
      possible = possible != NULL ? possible : finding->rule;
    }

  return redress_verdict_is_final (verdict) ? possible : NULL;
}

static void
add_effects (const RedressEvaluation *self, GPtrArray *all, char *const *effects)
{
  const char *const *carried_out = (const char *const *)self->carried_out;

  for (char *const *effect = effects; effect != NULL && *effect != NULL; effect++)
    if (!g_str_equal (*effect, FOUR_EYES) && !g_strv_contains (carried_out, *effect) &&
        !g_ptr_array_find_with_equal_func (all, *effect, g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (*effect));
}

/**
 * redress_evaluation_get_effects:
 * @verdict: a verdict
 *
 * Returns: (transfer full) (array zero-terminated=1): what @verdict would set off: the effects
 *   of the rule that permits it, those that undo what the decision before an appeal did, and those
 *   of the overlays that match
 */
char **
redress_evaluation_get_effects (const RedressEvaluation *self, RedressVerdict verdict)
{
  g_autoptr (GPtrArray) effects = g_ptr_array_new ();
  const RedressRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = redress_evaluation_get_rule (self, verdict);
  if (rule != NULL)
    add_effects (self, effects, rule->effects_of[verdict]);
  if (self->first != REDRESS_VERDICT_NONE && redress_verdict_is_final (verdict) &&
      verdict != self->first)
    add_effects (self, effects, self->reversing);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->phase == 4 && finding->outcome == REDRESS_OUTCOME_MATCH)
        add_effects (self, effects, finding->rule->effects);
    }

  g_ptr_array_add (effects, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&effects), FALSE);
}

/**
 * redress_evaluation_get_platform_effects:
 * @verdict: a verdict
 *
 * Returns: (transfer full) (array zero-terminated=1): those effects of @verdict that the platform
 *   has to carry out, and will report
 */
char **
redress_evaluation_get_platform_effects (const RedressEvaluation *self, RedressVerdict verdict)
{
  g_auto (GStrv) all = redress_evaluation_get_effects (self, verdict);
  g_autoptr (GStrvBuilder) effects = g_strv_builder_new ();

  for (guint i = 0; all != NULL && all[i] != NULL; i++)
    {
      if (!redress_effect_is_mark (all[i]))
        g_strv_builder_add (effects, all[i]);
    }
  return g_strv_builder_end (effects);
}

static const RedressValue *
find_fact (const RedressEvaluation *self, const RedressRule *rule, const char *name)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      for (guint j = 0; finding->rule == rule && j < finding->facts->len; j++)
        {
          const RedressFindingFact *fact = g_ptr_array_index (finding->facts, j);

          if (g_str_equal (fact->name, name))
            return &fact->value;
        }
    }

  return NULL;
}

/**
 * redress_evaluation_get_amount:
 * @verdict: a verdict
 * @amount: (out): the amount to propose
 *
 * Returns: %FALSE if the rule works the amount out and cannot
 */
gboolean
redress_evaluation_get_amount (const RedressEvaluation *self,
                               RedressPolicy *policy,
                               RedressTicket *ticket,
                               RedressVerdict verdict,
                               RedressAmount *amount)
{
  const RedressRule *rule;
  const RedressValue *value;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), FALSE);

  rule = redress_evaluation_get_rule (self, verdict);
  if (rule == NULL || rule->amount == NULL || rule->recommended != verdict)
    {
      *amount = ticket->summary->amount;
      amount->value = redress_appeal_limit_amount (ticket, *amount);
      return TRUE;
    }

  value = find_fact (self, rule, rule->amount);
  if (value == NULL || value->type != REDRESS_VALUE_INTEGER)
    return FALSE;

  amount->value = value->integer;
  amount->unit = redress_policy_get_unit (policy);
  amount->value = redress_appeal_limit_amount (ticket, *amount);
  return TRUE;
}

/**
 * redress_evaluation_get_most:
 * @verdict: a verdict that pays back
 * @most: (out): the most that it may pay back
 *
 * What was paid, where it counts the same. Points may be owed for what was paid in money; then the
 * policy works out how many.
 *
 * Returns: %FALSE if the rule works the amount out and cannot
 */
gboolean
redress_evaluation_get_most (const RedressEvaluation *self,
                             RedressPolicy *policy,
                             RedressTicket *ticket,
                             RedressVerdict verdict,
                             RedressAmount *most)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), FALSE);

  if (ticket->order.paid.value <= 0 || ticket->order.paid.unit != ticket->summary->amount.unit)
    return redress_evaluation_get_amount (self, policy, ticket, verdict, most);
  *most = ticket->order.paid;
  most->value = redress_appeal_limit_amount (ticket, *most);
  return TRUE;
}

/**
 * redress_evaluation_needs_second:
 * @amount: what a decision pays back
 *
 * The overlays know what the ticket asks for; a decision may pay back more, up to the price.
 *
 * Returns: whether a second person has to approve a decision
 */
gboolean
redress_evaluation_needs_second (const RedressEvaluation *self,
                                 RedressPolicy *policy,
                                 RedressAmount amount)
{
  g_return_val_if_fail (self != NULL, TRUE);
  g_return_val_if_fail (policy != NULL, TRUE);

  return self->four_eyes ||
         amount.value >= redress_policy_get_limit (policy, "four_eyes_amount", G_MAXINT64);
}
