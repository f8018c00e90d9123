/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/clock.h"

G_BEGIN_DECLS

/**
 * RedressUntilChoice:
 *
 * Until when a ticket is held: a few usual times, or any day and hour.
 *
 * Signal "chosen": by a person.
 */
#define REDRESS_TYPE_UNTIL_CHOICE (redress_until_choice_get_type ())
G_DECLARE_FINAL_TYPE (RedressUntilChoice, redress_until_choice, REDRESS, UNTIL_CHOICE, AdwBin)

/* @until: REDRESS_TIME_UNKNOWN if none was chosen. */
void redress_until_choice_set (RedressUntilChoice *self, RedressTime until, RedressTime now);
/* Where it opens to; up unless this is called. */
void redress_until_choice_set_direction (RedressUntilChoice *self, GtkArrowType direction);
RedressTime redress_until_choice_get (RedressUntilChoice *self);

G_END_DECLS
