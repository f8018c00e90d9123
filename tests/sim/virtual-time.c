/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/virtual-time.h"

#include <sys/types.h>

/* 22 Nov 2026 03:00:00 UTC: a Sunday morning in China, half an hour after the first ticket. */
#define BEGIN (G_GINT64_CONSTANT (1795316400) * REDRESS_SECOND)

typedef struct
{
  RedressTime at;
  guint id;
  SimFunc func;
  gpointer data;
} Happening;

static struct
{
  GRand *random;
  RedressTime now;
  guint last_id;
  GSequence *happenings; /* by time, then in the order they were asked for */
  GHashTable *by_id;     /* (element-type guint GSequenceIter) */
} sim;

static int
compare (gconstpointer a, gconstpointer b, gpointer data)
{
  const Happening *one = a, *other = b;

  if (one->at != other->at)
    return one->at < other->at ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

void
sim_time_begin (guint64 seed)
{
  guint32 words[] = { (guint32)seed, (guint32)(seed >> 32) };

  sim.random = g_rand_new_with_seed_array (words, G_N_ELEMENTS (words));
  sim.now = BEGIN;
  sim.last_id = 0;
  sim.happenings = g_sequence_new (g_free);
  sim.by_id = g_hash_table_new (NULL, NULL);
}

void
sim_time_end (void)
{
  g_clear_pointer (&sim.random, g_rand_free);
  g_clear_pointer (&sim.happenings, g_sequence_free);
  g_clear_pointer (&sim.by_id, g_hash_table_unref);
}

RedressTime
sim_now (void)
{
  return sim.now;
}

guint
sim_after (gint64 delay, SimFunc func, gpointer data)
{
  Happening *happening = g_new0 (Happening, 1);

  *happening = (Happening){ sim.now + MAX (delay, 0), ++sim.last_id, func, data };
  g_hash_table_insert (sim.by_id, GUINT_TO_POINTER (happening->id),
                       g_sequence_insert_sorted (sim.happenings, happening, compare, NULL));
  return happening->id;
}

void
sim_cancel (guint id)
{
  GSequenceIter *place =
      sim.by_id != NULL ? g_hash_table_lookup (sim.by_id, GUINT_TO_POINTER (id)) : NULL;

  if (place == NULL)
    return;
  g_hash_table_remove (sim.by_id, GUINT_TO_POINTER (id));
  g_sequence_remove (place);
}

guint
sim_count_happenings (void)
{
  return sim.last_id;
}

gboolean
sim_step (RedressTime until)
{
  GSequenceIter *first = g_sequence_get_begin_iter (sim.happenings);
  Happening happening;

  if (g_sequence_iter_is_end (first) || ((Happening *)g_sequence_get (first))->at > until)
    {
      sim.now = until;
      return FALSE;
    }
  happening = *(Happening *)g_sequence_get (first);
  sim_cancel (happening.id);
  sim.now = happening.at;
  happening.func (happening.data);
  return TRUE;
}

/* The linker gives these to whoever asks for chance: lists are in the order of names that are made
 * of it, and how much is written to a disk depends on that. */
ssize_t __wrap_getrandom (void *buffer, size_t length, unsigned int flags);
void __wrap_randombytes_buf (void *buffer, size_t length);
guint32 __wrap_randombytes_uniform (guint32 limit);

ssize_t
__wrap_getrandom (void *buffer, size_t length, unsigned int flags)
{
  for (size_t i = 0; i < length; i++)
    ((guint8 *)buffer)[i] = (guint8)sim_random (256);
  return (ssize_t)length;
}

void
__wrap_randombytes_buf (void *buffer, size_t length)
{
  __wrap_getrandom (buffer, length, 0);
}

guint32
__wrap_randombytes_uniform (guint32 limit)
{
  return sim_random (limit);
}

guint
sim_random (guint n)
{
  return (guint)g_rand_int_range (sim.random, 0, (gint32)n);
}

gint64
sim_between (gint64 low, gint64 high)
{
  return low + (gint64)(g_rand_double (sim.random) * (double)(high - low));
}

gboolean
sim_chance (guint per_mille)
{
  return sim_random (1000) < per_mille;
}
