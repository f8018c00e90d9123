/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/* The time of a simulated world. It goes from one thing that happens to the next, and what is
 * left to chance comes from the seed alone. */

typedef void (*SimFunc) (gpointer data);

void sim_time_begin (guint64 seed);
void sim_time_end (void);
RedressTime sim_now (void);
/* @delay: microseconds. Returns its number, for sim_cancel(). */
guint sim_after (gint64 delay, SimFunc func, gpointer data);
/* Does nothing once it has happened. */
void sim_cancel (guint id);
/* How many were asked for. */
guint sim_count_happenings (void);
/* Lets the next thing happen. FALSE: nothing does until then, and then it is. */
gboolean sim_step (RedressTime until);

/* From 0 to @n - 1. */
guint sim_random (guint n);
gint64 sim_between (gint64 low, gint64 high);
gboolean sim_chance (guint per_mille);

G_END_DECLS
