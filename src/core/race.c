/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/race.h"

/**
 * redress_race_new:
 *
 * Returns: (transfer full): a race of which nothing is known
 */
RedressRace *
redress_race_new (void)
{
  RedressRace *self = g_new0 (RedressRace, 1);

  self->since = REDRESS_TIME_UNKNOWN;
  self->ships_at = REDRESS_TIME_UNKNOWN;
  self->as_of = REDRESS_TIME_UNKNOWN;
  return self;
}

/**
 * redress_race_free:
 * @self: (transfer full) (nullable): a race
 */
void
redress_race_free (RedressRace *self)
{
  if (self == NULL)
    return;

  g_free (self->label);
  g_free (self->state);
  g_free (self);
}

/**
 * redress_race_get_urgency:
 * @self: a race
 *
 * An order of which nobody knows when it ships may have shipped at any time since the last
 * reading, so the oldest reading comes first.
 *
 * Returns: the time by which races are sorted, the most urgent first; never unknown
 */
RedressTime
redress_race_get_urgency (const RedressRace *self)
{
  if (self->ships_at != REDRESS_TIME_UNKNOWN)
    return self->ships_at;
  if (self->as_of != REDRESS_TIME_UNKNOWN)
    return self->as_of;
  return self->since != REDRESS_TIME_UNKNOWN ? self->since : 0;
}
