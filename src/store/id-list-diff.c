/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/id-list.h"

#include <string.h>

/* The part of a list between the common beginning and the common end. */
typedef struct
{
  const gint64 *ids;
  guint n;
  guint8 *is_kept; /* per place: in both lists, and in the same order as all the others that are */
} Part;

/* Where each id of a part is: a hash table of places + 1; 0 is a free slot. */
typedef struct
{
  const Part *part;
  guint32 *slots;
  guint shift;
} Places;

/* Fibonacci hashing: ids are dense, their high bits say nothing. */
static guint32 *
places_slot (const Places *places, gint64 id)
{
  gsize mask = ((gsize)1 << (64 - places->shift)) - 1;
  gsize at = (gsize)(((guint64)id * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> places->shift);

  while (places->slots[at] != 0 && places->part->ids[places->slots[at] - 1] != id)
    at = (at + 1) & mask;
  return &places->slots[at];
}

static void
places_init (Places *places, const Part *part)
{
  guint bits = MAX (4, g_bit_storage (part->n) + 1);

  places->part = part;
  places->slots = g_new0 (guint32, (gsize)1 << bits);
  places->shift = 64 - bits;
  for (guint i = 0; i < part->n; i++)
    *places_slot (places, part->ids[i]) = i + 1;
}

/* The longest run of ids that stand in the same order in both lists, by piles as in patience sort:
 * `tops[k]` is the old place with the smallest new place at which a run of k + 1 ids ends. */
typedef struct
{
  guint32 *new_places; /* per old place, its new place + 1; 0 if it is gone */
  guint32 *before;     /* per old place, the old place + 1 that comes before it in its run */
  guint32 *tops;
  guint n_tops;
} Runs;

static guint
find_pile (const Runs *runs, guint32 new_place)
{
  guint low = 0, high = runs->n_tops;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (runs->new_places[runs->tops[middle]] < new_place)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static void
pile_up (Runs *runs, guint old_place)
{
  guint pile = find_pile (runs, runs->new_places[old_place]);

  runs->before[old_place] = pile > 0 ? runs->tops[pile - 1] + 1 : 0;
  runs->tops[pile] = old_place;
  runs->n_tops = MAX (runs->n_tops, pile + 1);
}

static void
mark_kept (Part *old, Part *new)
{
  g_autofree guint32 *new_places = g_new (guint32, old->n);
  g_autofree guint32 *before = g_new (guint32, old->n);
  g_autofree guint32 *tops = g_new (guint32, old->n);
  Runs runs = { new_places, before, tops, 0 };
  Places places;

  places_init (&places, new);
  for (guint i = 0; i < old->n; i++)
    {
      new_places[i] = *places_slot (&places, old->ids[i]);
      if (new_places[i] != 0)
        pile_up (&runs, i);
    }
  g_free (places.slots);
  for (guint32 at = runs.n_tops > 0 ? tops[runs.n_tops - 1] + 1 : 0; at != 0; at = before[at - 1])
    {
      old->is_kept[at - 1] = TRUE;
      new->is_kept[new_places[at - 1] - 1] = TRUE;
    }
}

static GArray *
list_splices (const Part *old, const Part *new, guint start)
{
  GArray *splices = g_array_new (FALSE, FALSE, sizeof (RedressSplice));
  guint i = 0, j = 0;

  while (i < old->n || j < new->n)
    {
      RedressSplice splice = { .old_start = start + i, .new_start = start + j };

      for (; i < old->n && !old->is_kept[i]; i++)
        splice.n_removed++;
      for (; j < new->n && !new->is_kept[j]; j++)
        splice.n_added++;
      if (splice.n_removed > 0 || splice.n_added > 0)
        g_array_append_val (splices, splice);
      /* Both stand at the same id now, or at their ends. */
      i++;
      j++;
    }
  return splices;
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
 * Finds the fewest differences by which the old list becomes the new one. What is in both and kept
 * its place among its neighbours is not touched, unless there are too many differences.
 *
 * Returns: (transfer full) (element-type RedressSplice): the differences from first to last
 */
GArray *
redress_id_list_diff (RedressIdList *old, RedressIdList *new, guint max)
{
  Part before = { 0 }, after = { 0 };
  GArray *splices;
  guint start = 0, n_end;

  while (start < old->n && start < new->n && old->ids[start] == new->ids[start])
    start++;
  n_end = count_same_end (old, new, start);
  before = (Part){ old->ids + start, old->n - start - n_end, NULL };
  after = (Part){ new->ids + start, new->n - start - n_end, NULL };
  before.is_kept = g_new0 (guint8, before.n);
  after.is_kept = g_new0 (guint8, after.n);
  if (before.n > 0 && after.n > 0)
    mark_kept (&before, &after);
  splices = list_splices (&before, &after, start);
  g_free (before.is_kept);
  g_free (after.is_kept);
  join_closest (splices, max);
  return splices;
}
