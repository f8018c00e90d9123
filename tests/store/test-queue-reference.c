/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-fixture.h"
#include "store/queue-private.h"

/* The reference: all tickets, filtered and sorted with no cleverness. */

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;
  gboolean first_paused = (redress_states_running () & (1u << first->state)) == 0;
  gboolean second_paused = (redress_states_running () & (1u << second->state)) == 0;

  if (first_paused != second_paused)
    return second_paused ? -1 : 1;
  if (first->due_at != second->due_at)
    return first->due_at < second->due_at ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static int
compare_newest (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;

  return first->id > second->id ? -1 : first->id < second->id;
}

static int
compare_amount (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;

  if (first->amount.value != second->amount.value)
    return first->amount.value > second->amount.value ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static int
compare_finished (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;

  if (first->closed_at != second->closed_at)
    return first->closed_at > second->closed_at ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static int
compare_race (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;
  RedressTime at = redress_race_get_urgency (first->race);
  RedressTime other = redress_race_get_urgency (second->race);

  if (at != other)
    return at < other ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

static gboolean
is_wanted (const RedressSummary *summary, const RedressQuery *query)
{
  guint state = 1u << summary->state, kind = 1u << summary->kind;

  if ((redress_view_get_states (query->view) & state) == 0 ||
      (redress_view_get_kinds (query->view) & kind) == 0 ||
      (query->view == REDRESS_VIEW_RACES && summary->race == NULL))
    return FALSE;
  if (query->view == REDRESS_VIEW_MY_WORK &&
      (summary->claim == NULL || !g_str_equal (summary->claim->holder, "a-1")))
    return FALSE;
  if (query->view == REDRESS_VIEW_INCIDENTS &&
      (summary->incident == NULL ||
       (query->incident != 0 && query->incident != summary->incident->id)))
    return FALSE;
  if ((query->states != 0 && (query->states & state) == 0) ||
      (query->kinds != 0 && (query->kinds & kind) == 0) ||
      (query->platform != NULL && !g_str_equal (query->platform, summary->platform)))
    return FALSE;
  return query->due != REDRESS_DUE_LATE ||
         ((redress_states_running () & state) != 0 && summary->due_at < REDRESS_TEST_NOW);
}

static GArray *
list_wanted (GHashTable *tickets, const RedressQuery *query)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, tickets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (is_wanted (value, query))
      g_ptr_array_add (found, value);
  g_ptr_array_sort (found, query->sort == REDRESS_SORT_DUE
                               ? query->view == REDRESS_VIEW_RACES ? compare_race : compare_due
                           : query->sort == REDRESS_SORT_AMOUNT ? compare_amount
                           : query->view == REDRESS_VIEW_DONE   ? compare_finished
                                                                : compare_newest);
  for (guint i = 0; i < found->len; i++)
    g_array_append_val (ids, ((RedressSummary *)g_ptr_array_index (found, i))->id);
  return ids;
}

static GHashTable *
world_new (void)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_object_unref);
}

static void
world_put (GHashTable *world, RedressSummary *summary)
{
  g_hash_table_replace (world, &summary->id, summary);
}

static void
test_first_page_at_once (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (GHashTable) world = world_new ();
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  g_autoptr (GArray) wanted = NULL;

  redress_test_store_fill (&self->base, 1, 500);
  for (gint64 id = 1; id <= 500; id++)
    world_put (world, redress_test_summary_new (id));
  wanted = list_wanted (world, query);

  redress_queue_set_query (self->queue, query);
  g_assert_false (redress_queue_is_loading (self->queue));
  g_assert_cmpuint (self->shown->len, ==, REDRESS_QUEUE_FIRST);
  g_assert_cmpmem (self->shown->data, REDRESS_QUEUE_FIRST * sizeof (gint64), wanted->data,
                   REDRESS_QUEUE_FIRST * sizeof (gint64));
  g_assert_cmpuint (self->n_signals, ==, 1);

  /* The rest comes behind what is there. */
  redress_test_queue_await (self, wanted);
  g_assert_cmpuint (self->n_signals, ==, 2);
  g_assert_cmpuint (self->n_touched, ==, wanted->len);
}

static void
check_query (RedressTestQueue *self, GHashTable *world, const RedressQuery *query)
{
  g_autoptr (GArray) wanted = list_wanted (world, query);

  redress_queue_set_query (self->queue, query);
  redress_test_queue_await (self, wanted);
}

static void
test_views_filters_and_orders (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (GHashTable) world = world_new ();

  redress_test_store_fill (&self->base, 1, 300);
  for (gint64 id = 1; id <= 300; id++)
    world_put (world, redress_test_summary_new (id));
  for (RedressView view = 0; view < REDRESS_N_VIEWS; view++)
    for (RedressSort sort = REDRESS_SORT_DUE; sort <= REDRESS_SORT_AMOUNT; sort++)
      {
        g_autoptr (RedressQuery) query = redress_query_new (view);

        if (view == REDRESS_VIEW_TROUBLE)
          continue;
        query->sort = sort;
        check_query (self, world, query);
        query->incident = 2;
        check_query (self, world, query);
        query->platform = g_strdup ("cainiao");
        check_query (self, world, query);
        query->kinds = 1u << REDRESS_KIND_APPEAL | 1u << REDRESS_KIND_RECHECK;
        check_query (self, world, query);
        query->states = 1u << REDRESS_STATE_HELD | 1u << REDRESS_STATE_CLOSED;
        check_query (self, world, query);
        query->states = query->kinds = 0;
        query->due = REDRESS_DUE_LATE;
        check_query (self, world, query);
      }
}

static RedressSummary *
change_ticket (GHashTable *world, GRand *rand, gint64 id)
{
  const RedressSummary *old = g_hash_table_lookup (world, &id);
  RedressSummary *summary = redress_test_summary_new (id);

  summary->rev = old != NULL ? old->rev + 1 : 1;
  summary->state = (RedressState)g_rand_int_range (rand, 0, REDRESS_N_STATES);
  summary->kind = (RedressKind)g_rand_int_range (rand, 0, REDRESS_N_KINDS);
  summary->due_at = REDRESS_TEST_NOW + g_rand_int_range (rand, -50, 50) * REDRESS_MINUTE;
  summary->closed_at =
      redress_state_is_unfinished (summary->state) ? REDRESS_TIME_UNKNOWN : REDRESS_TEST_NOW;
  return summary;
}

static void
change_world (RedressTestQueue *self, GHashTable *world, GRand *rand)
{
  RedressChangePage *page = redress_test_page_new ("cursor");
  guint n = (guint)g_rand_int_range (rand, 1, 20);

  for (guint i = 0; i < n; i++)
    {
      gint64 id = g_rand_int_range (rand, 1, 200);

      if (g_rand_int_range (rand, 0, 5) == 0)
        {
          redress_test_page_add_removal (page, id, 1000);
          g_hash_table_remove (world, &id);
        }
      else
        {
          RedressSummary *summary = change_ticket (world, rand, id);

          world_put (world, g_object_ref (summary));
          redress_test_page_add (page, summary);
        }
    }
  redress_test_store_apply (&self->base, page);
}

/* Some rows are held by somebody, as a list view does. */
static void
hold_rows (RedressTestQueue *self, GPtrArray *held, GRand *rand)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));

  g_ptr_array_set_size (held, 0);
  for (guint i = 0; i < 20 && n > 0; i++)
    g_ptr_array_add (held, g_list_model_get_item (G_LIST_MODEL (self->queue),
                                                  (guint)g_rand_int_range (rand, 0, (gint32)n)));
}

static void
check_rows (RedressTestQueue *self, GHashTable *world)
{
  for (guint i = 0; i < self->shown->len; i++)
    {
      g_autoptr (RedressQueueItem) item = g_list_model_get_item (G_LIST_MODEL (self->queue), i);
      const RedressSummary *wanted = g_hash_table_lookup (world, &item->summary->id);

      g_assert_cmpint (item->summary->id, ==, g_array_index (self->shown, gint64, i));
      g_assert_cmpint (item->summary->rev, ==, wanted->rev);
      g_assert_cmpint (item->summary->due_at, ==, wanted->due_at);
      g_assert_cmpuint (redress_queue_find (self->queue, item->summary->id), ==, i);
    }
}

static void
test_random_changes (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  g_autoptr (GHashTable) world = world_new ();
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  redress_queue_set_query (self->queue, query);
  for (guint round = 0; round < 60; round++)
    {
      g_autoptr (GArray) wanted = NULL;

      change_world (self, world, rand);
      if (round % 3 == 0)
        change_world (self, world, rand);
      if (round % 10 == 9)
        {
          query->view =
              (RedressView)g_rand_int_range (rand, REDRESS_VIEW_NEXT_DUE, REDRESS_VIEW_TROUBLE);
          query->sort = (RedressSort)g_rand_int_range (rand, 0, 3);
          redress_queue_set_query (self->queue, query);
        }
      wanted = list_wanted (world, query);
      redress_test_queue_await (self, wanted);
      check_rows (self, world);
      hold_rows (self, held, rand);
    }
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/queue-reference/" path, RedressTestQueue, NULL, redress_test_queue_set_up,   \
              func, redress_test_queue_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first-page-at-once", test_first_page_at_once);
  ADD ("views-filters-and-orders", test_views_filters_and_orders);
  ADD ("random-changes", test_random_changes);
  return g_test_run ();
}
