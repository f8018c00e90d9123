/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/chance.h"

/* SplitMix64 (Steele, Lea, Flood 2014): one addition, three mixing steps, period 2^64. */
#define STEP G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)
#define MIX_1 G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9)
#define MIX_2 G_GUINT64_CONSTANT (0x94d049bb133111eb)

static guint64
mix (guint64 value)
{
  value = (value ^ value >> 30) * MIX_1;
  value = (value ^ value >> 27) * MIX_2;
  return value ^ value >> 31;
}

/**
 * redress_chance_new:
 * @seed: of the whole run
 * @index: number of the ticket
 * @purpose: what it is for; each purpose has numbers of its own, so that asking for one more
 *   number in one place changes nothing in another
 *
 * Returns: the stream for this purpose
 */
RedressChance
redress_chance_new (guint64 seed, guint64 index, const char *purpose)
{
  RedressChance self = { mix (seed + STEP) };

  self.state = mix (self.state ^ index * STEP);
  for (const char *at = purpose; *at != '\0'; at++)
    self.state = mix (self.state ^ (guint8)*at);
  return self;
}

guint64
redress_chance_next (RedressChance *self)
{
  self->state += STEP;
  return mix (self->state);
}

/* Both ends belong to it. */
gint64
redress_chance_between (RedressChance *self, gint64 low, gint64 high)
{
  g_return_val_if_fail (low <= high, low);

  return low + (gint64)(redress_chance_next (self) % ((guint64)(high - low) + 1));
}

gboolean
redress_chance_one_in (RedressChance *self, guint n)
{
  return redress_chance_next (self) % n == 0;
}

/**
 * redress_chance_pick:
 * @choices: (array zero-terminated=1): at least one
 *
 * Returns: (transfer none): one of them
 */
const char *
redress_chance_pick (RedressChance *self, const char *const *choices)
{
  guint count = g_strv_length ((char **)choices);

  g_return_val_if_fail (count > 0, NULL);

  return choices[redress_chance_next (self) % count];
}

/**
 * redress_chance_digits:
 *
 * Returns: (transfer full): @count decimal digits, the first not 0
 */
char *
redress_chance_digits (RedressChance *self, guint count)
{
  GString *digits = g_string_new (NULL);

  for (guint i = 0; i < count; i++)
    g_string_append_c (digits, (char)('0' + redress_chance_between (self, i == 0 ? 1 : 0, 9)));
  return g_string_free (digits, FALSE);
}
