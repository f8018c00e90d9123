/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/ticket.h"

/**
 * redress_wait_new:
 *
 * Returns: (transfer full): an empty wait
 */
RedressWait *
redress_wait_new (void)
{
  RedressWait *self = g_new0 (RedressWait, 1);

  self->from = REDRESS_TIME_UNKNOWN;
  self->until = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_wait_free:
 * @self: (transfer full) (nullable): a wait
 */
void
redress_wait_free (RedressWait *self)
{
  g_free (self);
}

/**
 * redress_peak_new:
 *
 * Returns: (transfer full): an empty peak
 */
RedressPeak *
redress_peak_new (void)
{
  RedressPeak *self = g_new0 (RedressPeak, 1);

  self->from = REDRESS_TIME_UNKNOWN;
  self->until = REDRESS_TIME_UNKNOWN;
  self->declared_at = REDRESS_TIME_UNKNOWN;
  self->cancelled_at = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_peak_free:
 * @self: (transfer full) (nullable): a peak
 */
void
redress_peak_free (RedressPeak *self)
{
  if (self == NULL)
    return;

  g_free (self->flow);
  g_free (self->actor);
  g_free (self->actor_name);
  g_free (self->note);
  g_free (self);
}
