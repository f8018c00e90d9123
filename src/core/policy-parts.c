/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

/**
 * redress_fact_spec_new:
 *
 * Returns: (transfer full): an empty description of a fact
 */
RedressFactSpec *
redress_fact_spec_new (void)
{
  return g_new0 (RedressFactSpec, 1);
}

static void
clear_fact_spec (RedressFactSpec *self)
{
  g_free (self->name);
  g_free (self->unit);
  g_free (self->source);
  redress_text_clear (&self->label);
  redress_text_clear (&self->help);
  g_clear_pointer (&self->values, g_hash_table_unref);
}

/**
 * redress_fact_spec_free:
 *
 * Frees @self.
 */
void
redress_fact_spec_free (RedressFactSpec *self)
{
  if (self == NULL)
    return;

  clear_fact_spec (self);
  g_free (self);
}

/**
 * redress_operand_new:
 * @name: (nullable): name of a fact, or %NULL for @number
 *
 * Returns: (transfer full): an operand of a derived fact
 */
RedressOperand *
redress_operand_new (const char *name, gint64 number)
{
  RedressOperand *self = g_new0 (RedressOperand, 1);

  self->name = g_strdup (name);
  self->number = number;
  self->input = -1;

  return self;
}

/**
 * redress_operand_free:
 *
 * Frees @self.
 */
void
redress_operand_free (RedressOperand *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}

/**
 * redress_derived_new:
 *
 * Returns: (transfer full): an empty derived fact
 */
RedressDerived *
redress_derived_new (void)
{
  RedressDerived *self = g_new0 (RedressDerived, 1);

  self->operands = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_operand_free);

  return self;
}

/**
 * redress_derived_free:
 *
 * Frees @self.
 */
void
redress_derived_free (RedressDerived *self)
{
  if (self == NULL)
    return;

  clear_fact_spec (&self->spec);
  g_ptr_array_unref (self->operands);
  g_free (self);
}

/**
 * redress_comparison_new:
 *
 * Returns: (transfer full): an empty comparison
 */
RedressComparison *
redress_comparison_new (void)
{
  return g_new0 (RedressComparison, 1);
}

/**
 * redress_comparison_free:
 *
 * Frees @self.
 */
void
redress_comparison_free (RedressComparison *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->claim);
  g_free (self->log);
  redress_text_clear (&self->label);
  g_free (self);
}

/**
 * redress_slot_new:
 *
 * Returns: (transfer full): an empty slot
 */
RedressSlot *
redress_slot_new (void)
{
  return g_new0 (RedressSlot, 1);
}

/**
 * redress_slot_free:
 *
 * Frees @self.
 */
void
redress_slot_free (RedressSlot *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->holder);
  g_strfreev (self->grounds);
  redress_text_clear (&self->label);
  g_free (self);
}

/**
 * redress_reason_new:
 *
 * Returns: (transfer full): an empty reason
 */
RedressReason *
redress_reason_new (void)
{
  return g_new0 (RedressReason, 1);
}

/**
 * redress_reason_free:
 *
 * Frees @self.
 */
void
redress_reason_free (RedressReason *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  redress_text_clear (&self->label);
  g_free (self);
}

/**
 * redress_ground_new:
 *
 * Returns: (transfer full): an empty ground
 */
RedressGround *
redress_ground_new (void)
{
  return g_new0 (RedressGround, 1);
}

/**
 * redress_ground_free:
 *
 * Frees @self.
 */
void
redress_ground_free (RedressGround *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  redress_text_clear (&self->label);
  g_free (self);
}

/**
 * redress_template_new:
 *
 * Returns: (transfer full): an empty message
 */
RedressTemplate *
redress_template_new (void)
{
  return g_new0 (RedressTemplate, 1);
}

/**
 * redress_template_free:
 *
 * Frees @self.
 */
void
redress_template_free (RedressTemplate *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  redress_text_clear (&self->text);
  g_free (self);
}

/**
 * redress_policy_clock_new:
 *
 * Returns: (transfer full): an empty clock, which stands still while the customer is asked
 */
RedressPolicyClock *
redress_policy_clock_new (void)
{
  RedressPolicyClock *self = g_new0 (RedressPolicyClock, 1);

  /* Nobody can answer for a customer. */
  self->pauses = 1u << REDRESS_STATE_WAITING_CUSTOMER;
  return self;
}

/**
 * redress_policy_clock_free:
 *
 * Frees @self.
 */
void
redress_policy_clock_free (RedressPolicyClock *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->calendar);
  g_free (self->from);
  g_strfreev (self->payment_methods);
  g_free (self->ground);
  redress_text_clear (&self->label);
  g_free (self);
}

/**
 * redress_rule_new:
 *
 * Returns: (transfer full): an enabled rule of phase 3 that permits nothing yet
 */
RedressRule *
redress_rule_new (void)
{
  RedressRule *self = g_new0 (RedressRule, 1);

  self->enabled = TRUE;
  self->phase = 3;
  self->good_when = REDRESS_GOOD_WHEN_NEITHER;

  return self;
}

/**
 * redress_rule_free:
 *
 * Frees @self.
 */
void
redress_rule_free (RedressRule *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  g_free (self->reason);
  g_free (self->amount);
  g_strfreev (self->needs);
  g_strfreev (self->effects);
  for (guint i = 0; i < REDRESS_N_VERDICTS; i++)
    g_strfreev (self->effects_of[i]);
  g_strfreev (self->cites);
  redress_text_clear (&self->title);
  redress_text_clear (&self->why);
  redress_text_clear (&self->why_not);
  redress_text_clear (&self->why_unknown);
  redress_condition_free (self->when);
  g_free (self);
}

static void
clear_operand_value (gpointer value)
{
  redress_value_clear (value);
}

/**
 * redress_condition_new:
 *
 * Returns: (transfer full): a group without members, or a test without a name
 */
RedressCondition *
redress_condition_new (RedressConditionKind kind)
{
  RedressCondition *self = g_new0 (RedressCondition, 1);

  self->kind = kind;
  self->children = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_condition_free);
  self->operands = g_array_new (FALSE, TRUE, sizeof (RedressValue));
  g_array_set_clear_func (self->operands, clear_operand_value);
  self->input = -1;
  self->other_input = -1;

  return self;
}

/**
 * redress_condition_free:
 *
 * Frees @self and its members.
 */
void
redress_condition_free (RedressCondition *self)
{
  if (self == NULL)
    return;

  g_free (self->path);
  g_ptr_array_unref (self->children);
  g_free (self->name);
  g_free (self->other);
  g_array_unref (self->operands);
  g_free (self);
}

/**
 * redress_legal_new:
 *
 * Returns: (transfer full): an empty text of the law
 */
RedressLegal *
redress_legal_new (void)
{
  return g_new0 (RedressLegal, 1);
}

/**
 * redress_legal_free:
 *
 * Frees @self.
 */
void
redress_legal_free (RedressLegal *self)
{
  if (self == NULL)
    return;

  g_free (self->id);
  redress_text_clear (&self->owner);
  redress_text_clear (&self->title);
  redress_text_clear (&self->text);
  g_free (self->claim);
  g_free (self);
}
