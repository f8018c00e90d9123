/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressRace:
 * @label: what customers see as the state of the order, a code
 * @state: what it truly is, a code of order states
 * @since: when the customer asked
 * @ships_at: when it may ship; %REDRESS_TIME_UNKNOWN where nobody knows
 * @as_of: when the platform said so; %REDRESS_TIME_UNKNOWN where it did not say
 *
 * An order that may ship while somebody still thinks about it.
 */
typedef struct
{
  char *label;
  char *state;
  RedressTime since;
  RedressTime ships_at;
  RedressTime as_of;
} RedressRace;

RedressRace *redress_race_new (void);
void redress_race_free (RedressRace *self);
RedressTime redress_race_get_urgency (const RedressRace *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressRace, redress_race_free)

G_END_DECLS
