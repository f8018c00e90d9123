/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/policy-build.h"

/**
 * redress_policy_find_fact:
 * @name: name of a fact
 *
 * Returns: (transfer none) (nullable): what the policy says of it
 */
const RedressFactSpec *
redress_policy_find_fact (RedressPolicy *self, const char *name)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->facts->len; i++)
    {
      const RedressFactSpec *fact = g_ptr_array_index (self->facts, i);

      if (g_strcmp0 (fact->name, name) == 0)
        return fact;
    }

  return NULL;
}

/**
 * redress_policy_find_slot:
 * @id: such as "channel_log"
 *
 * Returns: (transfer none) (nullable): the slot
 */
const RedressSlot *
redress_policy_find_slot (RedressPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->slots->len; i++)
    {
      const RedressSlot *slot = g_ptr_array_index (self->slots, i);

      if (g_strcmp0 (slot->id, id) == 0)
        return slot;
    }

  return NULL;
}

/**
 * redress_policy_find_reason:
 * @code: code of a reason
 *
 * Returns: (transfer none) (nullable): the reason
 */
const RedressReason *
redress_policy_find_reason (RedressPolicy *self, const char *code)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);

  for (guint i = 0; i < self->reasons->len; i++)
    {
      const RedressReason *reason = g_ptr_array_index (self->reasons, i);

      if (g_strcmp0 (reason->code, code) == 0)
        return reason;
    }

  return NULL;
}

/**
 * redress_policy_find_ground:
 * @code: code of a customer's ground
 *
 * Returns: (transfer none) (nullable): the ground
 */
const RedressGround *
redress_policy_find_ground (RedressPolicy *self, const char *code)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (code != NULL, NULL);

  for (guint i = 0; i < self->grounds->len; i++)
    {
      const RedressGround *ground = g_ptr_array_index (self->grounds, i);

      if (g_strcmp0 (ground->code, code) == 0)
        return ground;
    }

  return NULL;
}

/**
 * redress_policy_find_rule:
 * @id: such as "R-KM-4"
 *
 * Returns: (transfer none) (nullable): the rule
 */
const RedressRule *
redress_policy_find_rule (RedressPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->rules->len; i++)
    {
      const RedressRule *rule = g_ptr_array_index (self->rules, i);

      if (g_strcmp0 (rule->id, id) == 0)
        return rule;
    }

  return NULL;
}

static const RedressPolicyClock *
find_clock (RedressPolicy *self, RedressClockPurpose purpose, RedressKind kind)
{
  for (guint i = 0; i < self->clocks->len; i++)
    {
      const RedressPolicyClock *clock = g_ptr_array_index (self->clocks, i);

      if (clock->purpose == purpose && clock->kind == kind)
        return clock;
    }

  return NULL;
}

/**
 * redress_policy_find_clock:
 * @kind: kind of a ticket
 *
 * Returns: (transfer none) (nullable): the clock that says when such a ticket is due
 */
const RedressPolicyClock *
redress_policy_find_clock (RedressPolicy *self, RedressKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  return find_clock (self, REDRESS_CLOCK_TICKET, kind);
}

/**
 * redress_policy_find_evidence_clock:
 * @kind: kind of a ticket
 *
 * Returns: (transfer none) (nullable): the clock of what the platform was asked for
 */
const RedressPolicyClock *
redress_policy_find_evidence_clock (RedressPolicy *self, RedressKind kind)
{
  g_return_val_if_fail (self != NULL, NULL);

  return find_clock (self, REDRESS_CLOCK_EVIDENCE, kind);
}

/**
 * redress_policy_find_refund_clock:
 * @payment_method: (nullable): code of a payment method
 *
 * Returns: (transfer none) (nullable): the clock of a refund by this method
 */
const RedressPolicyClock *
redress_policy_find_refund_clock (RedressPolicy *self, const char *payment_method)
{
  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->clocks->len; i++)
    {
      const RedressPolicyClock *clock = g_ptr_array_index (self->clocks, i);

      if (clock->purpose != REDRESS_CLOCK_REFUND)
        continue;
      if (clock->payment_methods == NULL ||
          (payment_method != NULL &&
           g_strv_contains ((const char *const *)clock->payment_methods, payment_method)))
        return clock;
    }

  return NULL;
}

/* How well a message fits: 0 not at all. The kind weighs more than the reason: who lost an appeal
 * must not be told to appeal. */
static int
weigh_template (const RedressTemplate *template,
                RedressKind kind,
                RedressVerdict verdict,
                const char *reason)
{
  if (template->verdict != verdict ||
      (template->kinds != 0 && (template->kinds & (1u << kind)) == 0) ||
      (template->reason != NULL && g_strcmp0 (template->reason, reason) != 0))
    return 0;

  return 1 + (template->reason != NULL ? 1 : 0) + (template->kinds != 0 ? 2 : 0);
}

/**
 * redress_policy_find_template:
 * @kind: of the ticket
 * @reason: (nullable): code of the agent's reason
 *
 * Returns: (transfer none) (nullable): the message for this kind of ticket and reason, else the
 *   one for the kind, for the reason, or for the verdict alone
 */
const RedressTemplate *
redress_policy_find_template (RedressPolicy *self,
                              RedressKind kind,
                              RedressVerdict verdict,
                              const char *reason)
{
  const RedressTemplate *best = NULL;
  int weight = 0;

  g_return_val_if_fail (self != NULL, NULL);

  for (guint i = 0; i < self->templates->len; i++)
    {
      const RedressTemplate *template = g_ptr_array_index (self->templates, i);
      int found = weigh_template (template, kind, verdict, reason);

      if (found > weight)
        {
          best = template;
          weight = found;
        }
    }

  return best;
}

/**
 * redress_policy_find_legal:
 * @id: such as "outside_help"
 *
 * Returns: (transfer none) (nullable): the text
 */
const RedressLegal *
redress_policy_find_legal (RedressPolicy *self, const char *id)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (id != NULL, NULL);

  for (guint i = 0; i < self->legal->len; i++)
    {
      const RedressLegal *legal = g_ptr_array_index (self->legal, i);

      if (g_strcmp0 (legal->id, id) == 0)
        return legal;
    }

  return NULL;
}

/**
 * redress_policy_get_code_label:
 * @group: "order_state", "payment_method", "tier", "event", "effect", "holder"
 * @code: (nullable): a code
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer none): the words for @code; @code itself where there are none
 */
const char *
redress_policy_get_code_label (RedressPolicy *self,
                               const char *group,
                               const char *code,
                               const char *language)
{
  GHashTable *codes;
  const RedressText *text;

  g_return_val_if_fail (self != NULL, "");
  g_return_val_if_fail (group != NULL, "");

  if (code == NULL)
    return "";

  codes = redress_policy_get_code_labels (self, group);
  text = codes != NULL ? g_hash_table_lookup (codes, code) : NULL;
  return text != NULL ? redress_text_get (text, language) : code;
}

/**
 * redress_policy_get_order_state_label:
 * @state: (nullable): code of an order state
 * @language: (nullable): "en", "zh_CN" or a locale name
 *
 * Returns: (transfer none): what the platform calls it; the code itself where it has no name
 */
const char *
redress_policy_get_order_state_label (RedressPolicy *self, const char *state, const char *language)
{
  return redress_policy_get_code_label (self, "order_state", state, language);
}
