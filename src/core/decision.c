/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/decision.h"

/**
 * redress_decision_new:
 *
 * Returns: (transfer full): an empty decision
 */
RedressDecision *
redress_decision_new (void)
{
  RedressDecision *self = g_new0 (RedressDecision, 1);

  self->decided_at = REDRESS_TIME_UNKNOWN;
  self->recorded_at = REDRESS_TIME_UNKNOWN;
  self->effect_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_decision_free:
 * @self: (transfer full) (nullable): a decision
 */
void
redress_decision_free (RedressDecision *self)
{
  if (self == NULL)
    return;

  g_free (self->reason_code);
  g_free (self->note);
  g_free (self->message);
  g_free (self->message_language);
  g_free (self->override_reason);
  g_strfreev (self->cited);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->approved_by);
  g_free (self->approved_by_name);
  g_free (self->command_id);
  g_strfreev (self->effects);
  g_free (self->effect_state);
  g_free (self->group);
  g_free (self);
}
