/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/interim-effect.h"

/**
 * redress_interim_effect_new:
 *
 * Returns: (transfer full): an empty effect
 */
RedressInterimEffect *
redress_interim_effect_new (void)
{
  RedressInterimEffect *self = g_new0 (RedressInterimEffect, 1);

  self->asked_at = REDRESS_TIME_UNKNOWN;
  self->reported_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_interim_effect_free:
 * @self: (transfer full) (nullable): an effect
 */
void
redress_interim_effect_free (RedressInterimEffect *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->state);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self);
}

/**
 * redress_interim_effect_is_pending:
 *
 * Returns: whether the platform has not said yet what became of it
 */
gboolean
redress_interim_effect_is_pending (const RedressInterimEffect *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_strcmp0 (self->state, "pending") == 0;
}
