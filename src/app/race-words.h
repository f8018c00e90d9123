/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/format.h"

G_BEGIN_DECLS

/* What the race radar says of an order. All return (transfer full) strings. */

/* "May ship in 2 min 10 s", "May have shipped 40 s ago", "May ship at any moment". */
char *redress_race_format_time (const RedressRace *race, RedressTime now);
/* "Truly: Packing · shown: Unpacked" */
char *redress_race_format_states (const RedressRace *race, const char *flow);
/* "Asked 74 s ago · read 12 s ago" */
char *redress_race_format_ages (const RedressRace *race, RedressTime now);
RedressDueStage redress_race_get_stage (const RedressRace *race, RedressTime now);

G_END_DECLS
