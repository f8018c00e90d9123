/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"

#include "core/finding.h"

#define INTERIM                                                                                    \
  (REDRESS_VERDICT_BIT (REDRESS_VERDICT_NEED_INFO) | REDRESS_VERDICT_BIT (REDRESS_VERDICT_HOLD) |  \
   REDRESS_VERDICT_BIT (REDRESS_VERDICT_ESCALATE))

#define FOUR_EYES "four_eyes"

/**
 * redress_evaluation_free:
 *
 * Frees @self.
 */
void
redress_evaluation_free (RedressEvaluation *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->findings);
  g_strfreev (self->ask);
  g_strfreev (self->missing_slots);
  g_strfreev (self->reversing);
  g_strfreev (self->carried_out);
  g_strfreev (self->effects);
  g_free (self);
}

/* What stands after escalate in a rule's list is for supervisors alone; they do not escalate. */
static void
read_verdicts (const RedressRule *rule,
               gboolean supervisor,
               RedressVerdict *recommended,
               RedressVerdictSet *permitted)
{
  gboolean after_escalate = FALSE;

  *recommended = rule->recommended;
  *permitted = 0;
  for (guint i = 0; rule->order[i] != REDRESS_VERDICT_NONE; i++)
    {
      RedressVerdict verdict = rule->order[i];

      if (after_escalate && !supervisor)
        break;
      if (after_escalate && *recommended == REDRESS_VERDICT_ESCALATE)
        *recommended = verdict;
      *permitted |= REDRESS_VERDICT_BIT (verdict);
      after_escalate = after_escalate || verdict == REDRESS_VERDICT_ESCALATE;
    }
}

static void
decide_by (RedressEvaluation *self, const RedressRule *rule)
{
  RedressVerdictSet permitted;

  self->deciding = rule;
  read_verdicts (rule, self->supervisor, &self->recommended, &permitted);
  self->allowed |= permitted;
}

/* Phases 1 and 2: the first match stops. Returns FALSE if nothing matched. */
static gboolean
run_gate (RedressEvaluation *self, int phase)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->phase == phase && finding->outcome == REDRESS_OUTCOME_MATCH)
        {
          decide_by (self, finding->rule);
          return TRUE;
        }
    }

  return FALSE;
}

static void
collect_ask (GPtrArray *ask, char **missing)
{
  for (char **name = missing; *name != NULL; name++)
    if (!g_ptr_array_find_with_equal_func (ask, *name, g_str_equal, NULL))
      g_ptr_array_add (ask, g_strdup (*name));
}

/* An unknown rule before the match would come first if only one knew, so it has to be settled;
 * rules of the earlier phases stand before all of phase 3. */
static void
run_verdicts (RedressEvaluation *self, GPtrArray *ask)
{
  const RedressRule *match = NULL;
  const RedressRule *open = NULL;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);
      RedressVerdict recommended;
      RedressVerdictSet permitted;

      if (finding->rule->phase > 3 || finding->outcome == REDRESS_OUTCOME_NO_MATCH)
        continue;

      if (finding->rule->phase == 3)
        {
          read_verdicts (finding->rule, self->supervisor, &recommended, &permitted);
          self->allowed |= permitted;
        }

      if (finding->outcome == REDRESS_OUTCOME_MATCH)
        match = match != NULL ? match : finding->rule;
      else if (match == NULL || finding->rule->phase < 3)
        {
          open = open != NULL ? open : finding->rule;
          collect_ask (ask, finding->missing);
        }
    }

  if (open != NULL)
    {
      self->recommended = REDRESS_VERDICT_NEED_INFO;
      self->deciding = open;
      self->otherwise = match;
    }
  else if (match != NULL)
    decide_by (self, match);
}

/* No rule fits. An agent hands it up; a supervisor may use every verdict the policy knows. */
static void
leave_open (RedressEvaluation *self)
{
  if (!self->supervisor)
    {
      self->recommended = REDRESS_VERDICT_ESCALATE;
      return;
    }

  self->recommended = REDRESS_VERDICT_NONE;
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->phase == 3)
        self->allowed |= finding->rule->verdicts;
    }
}

static void
run_overlays (RedressEvaluation *self)
{
  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      /* Leaving a fact out must not be a way round the second approval. */
      if (finding->rule->phase == 4 && finding->outcome != REDRESS_OUTCOME_NO_MATCH &&
          g_strv_contains ((const char *const *)finding->rule->effects, FOUR_EYES))
        self->four_eyes = TRUE;
    }
}

static gboolean
applies (const RedressSlot *slot, const char *ground)
{
  return slot->grounds == NULL ||
         (ground != NULL && g_strv_contains ((const char *const *)slot->grounds, ground));
}

static gboolean
has_evidence (RedressTicket *ticket, const char *slot)
{
  for (guint i = 0; i < ticket->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);

      if (g_strcmp0 (evidence->slot, slot) == 0)
        return TRUE;
    }

  return FALSE;
}

static char **
find_missing_slots (RedressEvaluation *self, RedressPolicy *policy, RedressTicket *ticket)
{
  const RedressRule *rule = self->otherwise != NULL ? self->otherwise : self->deciding;
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();

  for (guint i = 0; i < policy->slots->len; i++)
    {
      const RedressSlot *slot = g_ptr_array_index (policy->slots, i);
      gboolean needed = (slot->required && applies (slot, ticket->summary->reason_code)) ||
                        (rule != NULL && rule->needs != NULL &&
                         g_strv_contains ((const char *const *)rule->needs, slot->id));

      if (needed && !has_evidence (ticket, slot->id))
        g_ptr_array_add (missing, g_strdup (slot->id));
    }

  g_ptr_array_add (missing, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&missing), FALSE);
}

static RedressVerdict
verdict_with_effects (const RedressEvaluation *self)
{
  if (self->otherwise != NULL)
    {
      RedressVerdict recommended;
      RedressVerdictSet permitted;

      read_verdicts (self->otherwise, self->supervisor, &recommended, &permitted);
      return recommended;
    }

  return self->recommended;
}

/* What the first decision set off is undone by name: money is not among it, for amounts already
 * count what was granted. */
static void
set_first (RedressEvaluation *self, RedressPolicy *policy, RedressTicket *ticket)
{
  const RedressDecision *first =
      ticket->summary->kind == REDRESS_KIND_APPEAL ? ticket->previous_decision : NULL;
  g_autoptr (GStrvBuilder) reversing = g_strv_builder_new ();

  self->first = first != NULL ? first->verdict : REDRESS_VERDICT_NONE;
  for (guint i = 0; first != NULL && first->effects != NULL && first->effects[i] != NULL; i++)
    {
      const char *reversal = redress_policy_get_reversal (policy, first->effects[i]);

      if (reversal != NULL)
        g_strv_builder_add (reversing, reversal);
    }
  self->reversing = g_strv_builder_end (reversing);
}

static void
set_carried_out (RedressEvaluation *self, RedressTicket *ticket)
{
  g_autoptr (GStrvBuilder) carried_out = g_strv_builder_new ();

  for (guint i = 0; i < ticket->interim_effects->len; i++)
    {
      const RedressInterimEffect *effect = g_ptr_array_index (ticket->interim_effects, i);

      if (effect->round == ticket->summary->round && g_strcmp0 (effect->state, "done") == 0)
        g_strv_builder_add (carried_out, effect->name);
    }
  self->carried_out = g_strv_builder_end (carried_out);
}

/**
 * redress_policy_evaluate:
 * @now: the time that rules call "now"
 *
 * Runs the rules over a ticket. Pure: the same policy, ticket and time always give the same
 * result, in whatever order the ticket's facts stand. Never fails: what cannot be known or
 * worked out is unknown.
 *
 * Returns: (transfer full): what the rules say; points into @policy
 */
RedressEvaluation *
redress_policy_evaluate (RedressPolicy *policy, RedressTicket *ticket, RedressTime now)
{
  RedressEvaluation *self = g_new0 (RedressEvaluation, 1);
  g_autofree RedressReading *readings = NULL;
  g_autoptr (GPtrArray) ask = g_ptr_array_new ();

  g_return_val_if_fail (policy != NULL && policy->inputs != NULL, self);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), self);

  readings = redress_policy_read_inputs (policy, ticket, now);
  self->supervisor = (ticket->summary->badges & REDRESS_BADGE_SUPERVISOR) != 0;
  self->findings = g_ptr_array_new_full (policy->rules->len, (GDestroyNotify)redress_finding_free);
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const RedressRule *rule = g_ptr_array_index (policy->rules, i);

      if (rule->enabled && (rule->kinds == 0 || (rule->kinds & (1u << ticket->summary->kind)) != 0))
        g_ptr_array_add (self->findings, redress_finding_new (policy, i, readings));
    }

  if (!run_gate (self, 1) && !run_gate (self, 2))
    run_verdicts (self, ask);
  if (self->deciding == NULL)
    leave_open (self);
  run_overlays (self);
  self->allowed |= INTERIM;

  g_ptr_array_add (ask, NULL);
  self->ask = (char **)g_ptr_array_free (g_steal_pointer (&ask), FALSE);
  self->missing_slots = find_missing_slots (self, policy, ticket);
  set_first (self, policy, ticket);
  set_carried_out (self, ticket);
  self->effects = redress_evaluation_get_effects (self, verdict_with_effects (self));

  return self;
}
