/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"

#include "core/policy-build.h"

#define INTERIM                                                                                    \
  (REDRESS_VERDICT_BIT (REDRESS_VERDICT_NEED_INFO) | REDRESS_VERDICT_BIT (REDRESS_VERDICT_HOLD) |  \
   REDRESS_VERDICT_BIT (REDRESS_VERDICT_ESCALATE))

#define FOUR_EYES "four_eyes"

static void
finding_fact_free (RedressFindingFact *self)
{
  redress_value_clear (&self->value);
  g_free (self);
}

static void
finding_free (RedressFinding *self)
{
  g_ptr_array_unref (self->facts);
  g_strfreev (self->missing);
  g_strfreev (self->blamed);
  g_free (self);
}

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
  g_strfreev (self->effects);
  g_free (self);
}

/* Nobody can be asked for a derived fact, only for what it is worked out from. */
static void
add_missing (RedressPolicy *policy, const RedressReading *readings, int place, GPtrArray *names)
{
  const RedressInput *input = redress_policy_get_input (policy, place);
  const RedressDerived *derived;

  if (input->kind != REDRESS_INPUT_DERIVED || readings[place].cause != NULL)
    {
      if (!g_ptr_array_find_with_equal_func (names, input->name, g_str_equal, NULL))
        g_ptr_array_add (names, g_strdup (input->name));
      return;
    }

  derived = g_ptr_array_index (policy->derived, input->index);
  for (guint i = 0; i < derived->operands->len; i++)
    {
      const RedressOperand *operand = g_ptr_array_index (derived->operands, i);

      if (operand->name != NULL && readings[operand->input].value.type == REDRESS_VALUE_UNKNOWN)
        add_missing (policy, readings, operand->input, names);
    }
}

static void
explain_outcome (RedressFinding *finding, RedressPolicy *policy, const RedressReading *readings)
{
  g_autoptr (GArray) inputs = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GPtrArray) missing = g_ptr_array_new ();
  g_autoptr (GPtrArray) blamed = g_ptr_array_new ();

  if (finding->outcome != REDRESS_OUTCOME_MATCH)
    redress_condition_blame (finding->rule->when, readings, finding->outcome, inputs);

  for (guint i = 0; i < inputs->len; i++)
    {
      int place = g_array_index (inputs, int, i);

      if (finding->outcome == REDRESS_OUTCOME_NO_MATCH)
        {
          g_ptr_array_add (blamed, g_strdup (redress_policy_get_input (policy, place)->name));
          continue;
        }
      if (finding->cause == NULL)
        finding->cause = readings[place].cause;
      add_missing (policy, readings, place, missing);
    }

  g_ptr_array_add (missing, NULL);
  g_ptr_array_add (blamed, NULL);
  finding->missing = (char **)g_ptr_array_free (g_steal_pointer (&missing), FALSE);
  finding->blamed = (char **)g_ptr_array_free (g_steal_pointer (&blamed), FALSE);
}

static RedressFinding *
find (RedressPolicy *policy, guint index, const RedressReading *readings)
{
  const RedressRule *rule = g_ptr_array_index (policy->rules, index);
  GArray *inputs = g_ptr_array_index (policy->rule_inputs, index);
  RedressFinding *finding = g_new0 (RedressFinding, 1);

  finding->rule = rule;
  finding->facts = g_ptr_array_new_full (inputs->len, (GDestroyNotify)finding_fact_free);
  for (guint i = 0; i < inputs->len; i++)
    {
      int place = g_array_index (inputs, int, i);
      RedressFindingFact *fact = g_new0 (RedressFindingFact, 1);

      fact->name = redress_policy_get_input (policy, place)->name;
      redress_value_copy (&readings[place].value, &fact->value);
      g_ptr_array_add (finding->facts, fact);
    }

  finding->outcome = redress_condition_judge (rule->when, readings);
  explain_outcome (finding, policy, readings);

  return finding;
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
  self->findings = g_ptr_array_new_full (policy->rules->len, (GDestroyNotify)finding_free);
  for (guint i = 0; i < policy->rules->len; i++)
    {
      const RedressRule *rule = g_ptr_array_index (policy->rules, i);

      if (rule->enabled && (rule->kinds == 0 || (rule->kinds & (1u << ticket->summary->kind)) != 0))
        g_ptr_array_add (self->findings, find (policy, i, readings));
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
  self->effects = redress_evaluation_get_effects (self, verdict_with_effects (self));

  return self;
}

/**
 * redress_evaluation_get_rule:
 * @verdict: a verdict
 *
 * Returns: (transfer none) (nullable): the deciding rule if it permits @verdict, else the first
 *   rule that does and that matches, else the first that may
 */
const RedressRule *
redress_evaluation_get_rule (const RedressEvaluation *self, RedressVerdict verdict)
{
  const RedressRule *possible = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->deciding != NULL && self->otherwise == NULL &&
      (self->deciding->verdicts & REDRESS_VERDICT_BIT (verdict)) != 0)
    return self->deciding;

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->phase != 3 || finding->outcome == REDRESS_OUTCOME_NO_MATCH ||
          (finding->rule->verdicts & REDRESS_VERDICT_BIT (verdict)) == 0)
        continue;
      if (finding->outcome == REDRESS_OUTCOME_MATCH)
        return finding->rule;
      possible = possible != NULL ? possible : finding->rule;
    }

  return possible;
}

static void
add_effects (GPtrArray *all, char *const *effects)
{
  for (char *const *effect = effects; effect != NULL && *effect != NULL; effect++)
    if (!g_str_equal (*effect, FOUR_EYES) &&
        !g_ptr_array_find_with_equal_func (all, *effect, g_str_equal, NULL))
      g_ptr_array_add (all, g_strdup (*effect));
}

/**
 * redress_evaluation_get_effects:
 * @verdict: a verdict
 *
 * Returns: (transfer full) (array zero-terminated=1): what @verdict would set off: the effects
 *   of the rule that permits it and those of the overlays that match
 */
char **
redress_evaluation_get_effects (const RedressEvaluation *self, RedressVerdict verdict)
{
  g_autoptr (GPtrArray) effects = g_ptr_array_new ();
  const RedressRule *rule;

  g_return_val_if_fail (self != NULL, NULL);

  rule = redress_evaluation_get_rule (self, verdict);
  if (rule != NULL)
    add_effects (effects, rule->effects_of[verdict]);

  for (guint i = 0; i < self->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (self->findings, i);

      if (finding->rule->phase == 4 && finding->outcome == REDRESS_OUTCOME_MATCH)
        add_effects (effects, finding->rule->effects);
    }

  g_ptr_array_add (effects, NULL);
  return (char **)g_ptr_array_free (g_steal_pointer (&effects), FALSE);
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
      return TRUE;
    }

  value = find_fact (self, rule, rule->amount);
  if (value == NULL || value->type != REDRESS_VALUE_INTEGER)
    return FALSE;

  amount->value = value->integer;
  amount->unit = redress_policy_get_unit (policy);
  return TRUE;
}

/**
 * redress_finding_get_mark:
 *
 * Returns: how a finding is shown
 */
RedressMark
redress_finding_get_mark (const RedressFinding *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_MARK_UNKNOWN);

  if (self->outcome == REDRESS_OUTCOME_UNKNOWN)
    return REDRESS_MARK_UNKNOWN;

  switch (self->rule->good_when)
    {
    case REDRESS_GOOD_WHEN_MATCH:
      if (self->outcome == REDRESS_OUTCOME_MATCH)
        return REDRESS_MARK_PASS;
      /* Another verdict is just not this one; that is no failure. */
      return self->rule->phase == 3 ? REDRESS_MARK_NO_MATCH : REDRESS_MARK_FAIL;
    case REDRESS_GOOD_WHEN_NO_MATCH:
      return self->outcome == REDRESS_OUTCOME_NO_MATCH ? REDRESS_MARK_PASS : REDRESS_MARK_FAIL;
    case REDRESS_GOOD_WHEN_NEITHER:
    default:
      return REDRESS_MARK_NO_MATCH;
    }
}
