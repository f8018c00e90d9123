/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressChance:
 *
 * Random numbers that are the same for the same seed on every machine and with every version
 * of every library, so that a sample ticket can be made again from its number.
 */
typedef struct
{
  guint64 state;
} RedressChance;

RedressChance redress_chance_new (guint64 seed, guint64 index, const char *purpose);
guint64 redress_chance_next (RedressChance *self);
gint64 redress_chance_between (RedressChance *self, gint64 low, gint64 high);
gboolean redress_chance_one_in (RedressChance *self, guint n);
const char *redress_chance_pick (RedressChance *self, const char *const *choices);
char *redress_chance_digits (RedressChance *self, guint count);

G_END_DECLS
