/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/id-list.h"

#include <string.h>

/* The part of a list between the common beginning and the common end. */
typedef struct
{
  const gint64 *ids;
  guint n;
  guint32 *slots; /* hash table of places + 1; 0 is a free slot */
  guint shift;
  guint8 *is_moved;
} Part;

static void
part_init (Part *part, const gint64 *ids, guint n)
{
  guint bits = MAX (4, g_bit_storage (n) + 1);

  part->ids = ids;
  part->n = n;
  part->slots = g_new0 (guint32, (gsize)1 << bits);
  part->shift = 64 - bits;
  part->is_moved = g_new0 (guint8, n);
}

static void
part_clear (Part *part)
{
  g_free (part->slots);
  g_free (part->is_moved);
}

/* Fibonacci hashing: ids are dense, their high bits say nothing. */
static guint32 *
part_slot (const Part *part, gint64 id)
{
  gsize mask = ((gsize)1 << (64 - part->shift)) - 1;
  gsize at = (gsize)(((guint64)id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> part->shift);

  while (part->slots[at] != 0 && part->ids[part->slots[at] - 1] != id)
    at = (at + 1) & mask;
  return &part->slots[at];
}

static void
part_fill (Part *part)
{
  for (guint i = 0; i < part->n; i++)
    *part_slot (part, part->ids[i]) = i + 1;
}

static guint
part_find (const Part *part, gint64 id)
{
  guint32 slot = *part_slot (part, id);

  return slot != 0 ? slot - 1 : G_MAXUINT;
}

typedef struct
{
  Part old;
  Part new;
  guint i; /* place in old */
  guint j; /* place in new */
  guint start;
  RedressSplice open; /* the difference that is being walked through */
  GArray *splices;
} Walk;

static void
flush (Walk *walk)
{
  if (walk->open.n_removed > 0 || walk->open.n_added > 0)
    g_array_append_val (walk->splices, walk->open);
  walk->open = (RedressSplice){ walk->start + walk->i, 0, walk->start + walk->j, 0 };
}

static void
keep (Walk *walk)
{
  walk->i++;
  walk->j++;
  flush (walk);
}

static void
take_out (Walk *walk)
{
  walk->i++;
  walk->open.n_removed++;
}

static void
put_in (Walk *walk)
{
  walk->j++;
  walk->open.n_added++;
}

/* Both are in both lists, in another order: the one that has farther to go is the one that moved.
 */
static void
mark_moved (Walk *walk, guint new_place, guint old_place)
{
  if (new_place - walk->j > old_place - walk->i)
    {
      walk->old.is_moved[walk->i] = TRUE;
      walk->new.is_moved[new_place] = TRUE;
    }
  else
    {
      walk->old.is_moved[old_place] = TRUE;
      walk->new.is_moved[walk->j] = TRUE;
    }
}

static void
step (Walk *walk)
{
  gboolean has_old = walk->i < walk->old.n, has_new = walk->j < walk->new.n;
  guint new_place = G_MAXUINT, old_place = G_MAXUINT;

  if (has_old && has_new && walk->old.ids[walk->i] == walk->new.ids[walk->j])
    {
      keep (walk);
      return;
    }
  if (has_old && has_new && !walk->old.is_moved[walk->i])
    new_place = part_find (&walk->new, walk->old.ids[walk->i]);
  if (has_old && new_place == G_MAXUINT)
    {
      take_out (walk);
      return;
    }
  if (has_old && !walk->new.is_moved[walk->j])
    old_place = part_find (&walk->old, walk->new.ids[walk->j]);
  if (old_place == G_MAXUINT)
    {
      put_in (walk);
      return;
    }
  mark_moved (walk, new_place, old_place);
}

static void
walk_parts (Walk *walk)
{
  part_fill (&walk->old);
  part_fill (&walk->new);
  flush (walk);
  while (walk->i < walk->old.n || walk->j < walk->new.n)
    step (walk);
  flush (walk);
}

static int
compare_uints (gconstpointer a, gconstpointer b)
{
  guint first = *(const guint *)a, second = *(const guint *)b;

  return first < second ? -1 : first > second;
}

static guint
gap_before (GArray *splices, guint i)
{
  const RedressSplice *previous = &g_array_index (splices, RedressSplice, i - 1);
  const RedressSplice *next = &g_array_index (splices, RedressSplice, i);

  return next->old_start - previous->old_start - previous->n_removed;
}

/* Many small differences cost a list view more than a few larger ones: the closest are joined. */
static void
join_closest (GArray *splices, guint max)
{
  g_autoptr (GArray) gaps = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n_to_join, limit, n_kept = 1;

  if (splices->len <= max)
    return;
  for (guint i = 1; i < splices->len; i++)
    {
      guint gap = gap_before (splices, i);

      g_array_append_val (gaps, gap);
    }
  g_array_sort (gaps, compare_uints);
  n_to_join = splices->len - max;
  limit = g_array_index (gaps, guint, n_to_join - 1);
  for (guint i = 1; i < splices->len; i++)
    {
      RedressSplice next = g_array_index (splices, RedressSplice, i);
      RedressSplice *last = &g_array_index (splices, RedressSplice, n_kept - 1);

      if (next.old_start - last->old_start - last->n_removed <= limit)
        {
          last->n_removed = next.old_start + next.n_removed - last->old_start;
          last->n_added = next.new_start + next.n_added - last->new_start;
        }
      else
        g_array_index (splices, RedressSplice, n_kept++) = next;
    }
  g_array_set_size (splices, n_kept);
}

static guint
count_same_end (RedressIdList *old, RedressIdList *new, guint n_same_start)
{
  guint n = 0;

  while (n < old->n - n_same_start && n < new->n - n_same_start &&
         old->ids[old->n - 1 - n] == new->ids[new->n - 1 - n])
    n++;
  return n;
}

/**
 * redress_id_list_diff:
 * @old: a list; no id is in it twice
 * @new: another
 * @max: how many differences at most, at least 1
 *
 * Finds few differences by which the old list becomes the new one. What is in both and kept its
 * place among its neighbours is not touched, unless there are too many differences.
 *
 * Returns: (transfer full) (element-type RedressSplice): the differences from first to last
 */
GArray *
redress_id_list_diff (RedressIdList *old, RedressIdList *new, guint max)
{
  Walk walk = { .splices = g_array_new (FALSE, FALSE, sizeof (RedressSplice)) };
  guint n_end;

  while (walk.start < old->n && walk.start < new->n && old->ids[walk.start] == new->ids[walk.start])
    walk.start++;
  n_end = count_same_end (old, new, walk.start);
  if (old->n == walk.start + n_end || new->n == walk.start + n_end)
    {
      walk.open = (RedressSplice){ walk.start, old->n - walk.start - n_end, walk.start,
                                   new->n - walk.start - n_end };
      flush (&walk);
      return walk.splices;
    }
  part_init (&walk.old, old->ids + walk.start, old->n - walk.start - n_end);
  part_init (&walk.new, new->ids + walk.start, new->n - walk.start - n_end);
  walk_parts (&walk);
  part_clear (&walk.old);
  part_clear (&walk.new);
  join_closest (walk.splices, max);
  return walk.splices;
}
