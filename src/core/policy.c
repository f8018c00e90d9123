/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

static void
free_text (gpointer data)
{
  redress_text_clear (data);
  g_free (data);
}

/**
 * redress_policy_new:
 *
 * Returns: (transfer full): an empty policy, to be filled and compiled before it is shared
 */
RedressPolicy *
redress_policy_new (void)
{
  RedressPolicy *self = g_new0 (RedressPolicy, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->valid_from = REDRESS_TIME_UNKNOWN;
  self->limits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->reversals = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->facts = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_fact_spec_free);
  self->derived = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_derived_free);
  self->comparisons = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_comparison_free);
  self->slots = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_slot_free);
  self->reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_reason_free);
  self->grounds = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_ground_free);
  self->templates = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_template_free);
  self->clocks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_clock_free);
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_rule_free);
  self->legal = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_legal_free);
  self->incidents = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_incident_spec_free);
  self->labels =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);

  return self;
}

/**
 * redress_policy_ref:
 *
 * Returns: (transfer full): @self
 */
RedressPolicy *
redress_policy_ref (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_policy_unref:
 *
 * Frees @self with its last reference.
 */
void
redress_policy_unref (RedressPolicy *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_free (self->flow);
  g_free (self->platform);
  g_free (self->sha256);
  redress_text_clear (&self->title);
  redress_text_clear (&self->platform_title);
  g_free (self->tile);
  g_clear_pointer (&self->calendar, redress_calendar_unref);
  g_hash_table_unref (self->limits);
  g_hash_table_unref (self->reversals);
  g_strfreev (self->refunds);
  redress_policy_race_free (self->race);
  redress_calculator_free (self->calculator);
  g_ptr_array_unref (self->facts);
  g_ptr_array_unref (self->derived);
  g_ptr_array_unref (self->comparisons);
  g_ptr_array_unref (self->slots);
  g_ptr_array_unref (self->reasons);
  g_ptr_array_unref (self->grounds);
  g_ptr_array_unref (self->templates);
  g_ptr_array_unref (self->clocks);
  g_ptr_array_unref (self->rules);
  g_ptr_array_unref (self->legal);
  g_ptr_array_unref (self->incidents);
  g_hash_table_unref (self->labels);
  g_clear_pointer (&self->inputs, g_array_unref);
  g_clear_pointer (&self->input_index, g_hash_table_unref);
  g_clear_pointer (&self->rule_inputs, g_ptr_array_unref);
  g_free (self);
}

/**
 * redress_policy_get_flow:
 *
 * Returns: (transfer none): such as "kameng-virtual"
 */
const char *
redress_policy_get_flow (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->flow;
}

/**
 * redress_policy_get_platform:
 *
 * Returns: (transfer none): such as "kameng"
 */
const char *
redress_policy_get_platform (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->platform;
}

/**
 * redress_policy_get_version:
 *
 * Returns: the number of this version of the flow's rules
 */
gint64
redress_policy_get_version (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->version;
}

/**
 * redress_policy_get_valid_from:
 *
 * Returns: the time from which it holds; %REDRESS_TIME_UNKNOWN where the file does not say
 */
RedressTime
redress_policy_get_valid_from (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_TIME_UNKNOWN);

  return self->valid_from;
}

/**
 * redress_policy_get_sha256:
 *
 * Returns: (transfer none): digest of the file's bytes, 64 hex digits
 */
const char *
redress_policy_get_sha256 (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sha256;
}

/**
 * redress_policy_get_title:
 *
 * Returns: (transfer none): what the flow is called
 */
const RedressText *
redress_policy_get_title (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->title;
}

/**
 * redress_policy_get_platform_title:
 *
 * Returns: (transfer none): what the platform is called
 */
const RedressText *
redress_policy_get_platform_title (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return &self->platform_title;
}

/**
 * redress_policy_get_tile:
 *
 * Returns: (transfer none): one or two letters for the platform's tile
 */
const char *
redress_policy_get_tile (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->tile;
}

/**
 * redress_policy_get_unit:
 *
 * Returns: what the flow's amounts count
 */
RedressUnit
redress_policy_get_unit (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_UNIT_FEN);

  return self->unit;
}

/**
 * redress_policy_get_offline_class:
 *
 * Returns: whether verdicts of this flow may be made without a connection at all
 */
RedressOfflineClass
redress_policy_get_offline_class (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_OFFLINE_FORBIDDEN);

  return self->offline_class;
}

/**
 * redress_policy_get_limit:
 * @name: such as "four_eyes_amount"
 * @otherwise: what to return if the policy has no such number
 *
 * Returns: the number
 */
gint64
redress_policy_get_limit (RedressPolicy *self, const char *name, gint64 otherwise)
{
  const gint64 *number;

  g_return_val_if_fail (self != NULL, otherwise);
  g_return_val_if_fail (name != NULL, otherwise);

  number = g_hash_table_lookup (self->limits, name);
  return number != NULL ? *number : otherwise;
}

/**
 * redress_policy_set_limit:
 *
 * Adds a number. Only while the policy is built.
 */
void
redress_policy_set_limit (RedressPolicy *self, const char *name, gint64 number)
{
  gint64 *copy = g_new (gint64, 1);

  *copy = number;
  g_hash_table_insert (self->limits, g_strdup (name), copy);
}

/**
 * redress_policy_get_reversal:
 * @effect: name of an effect
 *
 * Returns: (nullable): the effect that undoes it after an appeal
 */
const char *
redress_policy_get_reversal (RedressPolicy *self, const char *effect)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (effect != NULL, NULL);

  return g_hash_table_lookup (self->reversals, effect);
}

/**
 * redress_policy_is_refund:
 * @effect: name of an effect
 *
 * Returns: whether it pays the customer back, so that the ticket is over only when the money or
 *   the points have arrived (A8, K18)
 */
gboolean
redress_policy_is_refund (RedressPolicy *self, const char *effect)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (effect != NULL, FALSE);

  return self->refunds != NULL && g_strv_contains ((const char *const *)self->refunds, effect);
}

/**
 * redress_policy_set_reversal:
 *
 * Says what undoes an effect. Only while the policy is built.
 */
void
redress_policy_set_reversal (RedressPolicy *self, const char *effect, const char *reversal)
{
  g_hash_table_insert (self->reversals, g_strdup (effect), g_strdup (reversal));
}

/**
 * redress_policy_set_calendar:
 * @calendar: working days for facts that are worked out with them
 *
 * Call once, before @self is shared with another thread. Without it plus_working_days is
 * unknown.
 */
void
redress_policy_set_calendar (RedressPolicy *self, RedressCalendar *calendar)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (calendar != NULL);

  redress_calendar_ref (calendar);
  g_clear_pointer (&self->calendar, redress_calendar_unref);
  self->calendar = calendar;
}

/**
 * redress_policy_get_calendar:
 *
 * Returns: (transfer none) (nullable): the working days that were set
 */
RedressCalendar *
redress_policy_get_calendar (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->calendar;
}

/**
 * redress_policy_get_facts:
 *
 * Returns: (transfer none) (element-type RedressFactSpec): facts in file order
 */
GPtrArray *
redress_policy_get_facts (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->facts;
}

/**
 * redress_policy_get_comparisons:
 *
 * Returns: (transfer none) (element-type RedressComparison): lines of "claim and log"
 */
GPtrArray *
redress_policy_get_comparisons (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->comparisons;
}

/**
 * redress_policy_get_slots:
 *
 * Returns: (transfer none) (element-type RedressSlot): places for evidence
 */
GPtrArray *
redress_policy_get_slots (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->slots;
}

/**
 * redress_policy_get_reasons:
 *
 * Returns: (transfer none) (element-type RedressReason): what an agent may give as reason
 */
GPtrArray *
redress_policy_get_reasons (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->reasons;
}

/**
 * redress_policy_get_grounds:
 *
 * Returns: (transfer none) (element-type RedressGround): why customers ask
 */
GPtrArray *
redress_policy_get_grounds (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->grounds;
}

/**
 * redress_policy_get_templates:
 *
 * Returns: (transfer none) (element-type RedressTemplate): messages to customers
 */
GPtrArray *
redress_policy_get_templates (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->templates;
}

/**
 * redress_policy_get_clocks:
 *
 * Returns: (transfer none) (element-type RedressPolicyClock): clocks in file order
 */
GPtrArray *
redress_policy_get_clocks (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->clocks;
}

/**
 * redress_policy_get_rules:
 *
 * Returns: (transfer none) (element-type RedressRule): rules in file order
 */
GPtrArray *
redress_policy_get_rules (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->rules;
}

/**
 * redress_policy_set_code_label:
 * @group: such as "event"
 *
 * Adds the words of a code. Only while the policy is built.
 */
void
redress_policy_set_code_label (
    RedressPolicy *self, const char *group, const char *code, const char *en, const char *zh_CN)
{
  GHashTable *codes = g_hash_table_lookup (self->labels, group);
  RedressText *text = g_new0 (RedressText, 1);

  if (codes == NULL)
    {
      codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_text);
      g_hash_table_insert (self->labels, g_strdup (group), codes);
    }

  text->en = g_strdup (en);
  text->zh_CN = g_strdup (zh_CN);
  g_hash_table_insert (codes, g_strdup (code), text);
}

/**
 * redress_policy_get_code_labels:
 *
 * Returns: (transfer none) (nullable) (element-type utf8 RedressText): the words of a group
 */
GHashTable *
redress_policy_get_code_labels (RedressPolicy *self, const char *group)
{
  return g_hash_table_lookup (self->labels, group);
}

/**
 * redress_policy_get_legal:
 *
 * Returns: (transfer none) (element-type RedressLegal): texts of the law and of terms
 */
GPtrArray *
redress_policy_get_legal (RedressPolicy *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->legal;
}
