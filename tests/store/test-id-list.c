/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/id-list.h"

static RedressIdList *
list_of (const gint64 *ids, guint n)
{
  return redress_id_list_new_take (n > 0 ? g_memdup2 (ids, n * sizeof *ids) : NULL, n);
}

/* Does what the differences say. */
static RedressIdList *
apply (RedressIdList *old, RedressIdList *new, GArray *splices)
{
  g_autoptr (GArray) result = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint at = 0;

  for (guint i = 0; i < splices->len; i++)
    {
      const RedressSplice *splice = &g_array_index (splices, RedressSplice, i);

      g_assert_cmpuint (splice->old_start, >=, at);
      g_assert_cmpuint (splice->n_removed + splice->n_added, >, 0);
      g_array_append_vals (result, old->ids + at, splice->old_start - at);
      g_assert_cmpuint (result->len, ==, splice->new_start);
      g_array_append_vals (result, new->ids + splice->new_start, splice->n_added);
      at = splice->old_start + splice->n_removed;
      g_assert_cmpuint (at, <=, old->n);
    }
  g_array_append_vals (result, old->ids + at, old->n - at);
  return list_of ((const gint64 *)result->data, result->len);
}

static guint
count_touched (GArray *splices)
{
  guint n = 0;

  for (guint i = 0; i < splices->len; i++)
    n += g_array_index (splices, RedressSplice, i).n_removed +
         g_array_index (splices, RedressSplice, i).n_added;
  return n;
}

static GArray *
check_diff (RedressIdList *old, RedressIdList *new, guint max)
{
  GArray *splices = redress_id_list_diff (old, new, max);
  g_autoptr (RedressIdList) result = apply (old, new, splices);

  g_assert_cmpuint (splices->len, <=, max);
  g_assert_cmpmem (result->ids, result->n * sizeof (gint64), new->ids, new->n * sizeof (gint64));
  return splices;
}

static void
check_touched (const gint64 *old_ids, guint n_old, const gint64 *new_ids, guint n_new, guint wanted)
{
  g_autoptr (RedressIdList) old = list_of (old_ids, n_old);
  g_autoptr (RedressIdList) new = list_of (new_ids, n_new);
  g_autoptr (GArray) splices = check_diff (old, new, 100);

  g_assert_cmpuint (count_touched (splices), ==, wanted);
}

static void
test_few_differences (void)
{
  static const gint64 none[] = { 0 }, a[] = { 1, 2, 3, 4, 5, 6 }, b[] = { 1, 2, 4, 5, 6 },
                      c[] = { 1, 2, 9, 3, 4, 5, 6 }, last_first[] = { 6, 1, 2, 3, 4, 5 },
                      first_last[] = { 2, 3, 4, 5, 6, 1 }, two[] = { 1, 3, 2, 4, 6, 5 },
                      other[] = { 7, 8 };

  check_touched (none, 0, none, 0, 0);
  check_touched (a, 6, a, 6, 0);
  check_touched (none, 0, a, 6, 6);
  check_touched (a, 6, none, 0, 6);
  check_touched (a, 6, b, 5, 1);
  check_touched (b, 5, a, 6, 1);
  check_touched (a, 6, c, 7, 1);
  check_touched (a, 6, last_first, 6, 2);
  check_touched (a, 6, first_last, 6, 2);
  check_touched (a, 6, two, 6, 4);
  check_touched (a, 6, other, 2, 8);
}

static gint64
pick (GRand *rand, gint64 max)
{
  return g_rand_int_range (rand, 0, (gint32)max);
}

static void
change (GArray *ids, gint64 *next, GRand *rand)
{
  guint at = ids->len > 0 ? (guint)pick (rand, ids->len) : 0;
  gint64 id;

  switch (pick (rand, 3))
    {
    case 0:
      id = (*next)++;
      g_array_insert_val (ids, at, id);
      break;
    case 1:
      if (ids->len > 0)
        g_array_remove_index (ids, at);
      break;
    default:
      if (ids->len == 0)
        break;
      id = g_array_index (ids, gint64, at);
      g_array_remove_index (ids, at);
      at = (guint)pick (rand, ids->len + 1);
      g_array_insert_val (ids, at, id);
      break;
    }
}

static void
test_random_changes (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  gint64 next = 1;

  for (guint round = 0; round < 400; round++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (RedressIdList) old = NULL;
      g_autoptr (RedressIdList) new = NULL;
      g_autoptr (GArray) splices = NULL;
      guint n = (guint)pick (rand, 200), n_changes = (guint)pick (rand, 12);

      for (guint i = 0; i < n; i++, next++)
        g_array_append_val (ids, next);
      old = list_of ((const gint64 *)ids->data, ids->len);
      for (guint i = 0; i < n_changes; i++)
        change (ids, &next, rand);
      new = list_of ((const gint64 *)ids->data, ids->len);
      splices = check_diff (old, new, round % 2 == 0 ? 1000 : 1 + (guint)pick (rand, 6));
      /* A move is two changes. */
      if (round % 2 == 0)
        g_assert_cmpuint (count_touched (splices), <=, 2 * n_changes);
    }
}

static void
test_shuffled (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  gint64 ids[300];
  g_autoptr (RedressIdList) old = NULL;
  g_autoptr (RedressIdList) new = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    ids[i] = i + 1;
  old = list_of (ids, G_N_ELEMENTS (ids));
  for (guint i = G_N_ELEMENTS (ids) - 1; i > 0; i--)
    {
      guint k = (guint)pick (rand, i + 1);
      gint64 id = ids[i];

      ids[i] = ids[k];
      ids[k] = id;
    }
  new = list_of (ids, G_N_ELEMENTS (ids));
  g_array_unref (check_diff (old, new, 1000));
  g_array_unref (check_diff (old, new, 5));
  g_array_unref (check_diff (old, new, 1));
}

static void
test_find (void)
{
  static const gint64 ids[] = { 5, 3, 9 };
  g_autoptr (RedressIdList) list = list_of (ids, 3);
  g_autoptr (RedressIdList) same = redress_id_list_ref (list);

  g_assert_cmpuint (redress_id_list_find (same, 5), ==, 0);
  g_assert_cmpuint (redress_id_list_find (same, 9), ==, 2);
  g_assert_cmpuint (redress_id_list_find (same, 4), ==, G_MAXUINT);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/id-list/few-differences", test_few_differences);
  g_test_add_func ("/store/id-list/random-changes", test_random_changes);
  g_test_add_func ("/store/id-list/shuffled", test_shuffled);
  g_test_add_func ("/store/id-list/find", test_find);
  return g_test_run ();
}
