/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-fixture.h"
#include "support/spin.h"

#include <time.h>

/* A list that believes nothing but the signals of the queue. */
typedef struct
{
  RedressTestStore base;
  RedressQueue *queue;
  GArray *shown; /* (element-type gint64) */
  guint n_signals;
  guint n_touched;
} Fixture;

static void
items_changed_cb (GListModel *model, guint position, guint n_removed, guint n_added, Fixture *self)
{
  self->n_signals++;
  self->n_touched += n_removed + n_added;
  g_assert_cmpuint (position + n_removed, <=, self->shown->len);
  if (n_removed > 0)
    g_array_remove_range (self->shown, position, n_removed);
  for (guint i = 0; i < n_added; i++)
    {
      gint64 id = redress_queue_get_ticket (REDRESS_QUEUE (model), position + i);

      g_array_insert_val (self->shown, position + i, id);
    }
  /* The whole model has to agree with the sum of the signals after each of them. */
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, self->shown->len);
  for (guint i = 0; i < self->shown->len; i++)
    g_assert_cmpint (redress_queue_get_ticket (REDRESS_QUEUE (model), i), ==,
                     g_array_index (self->shown, gint64, i));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  redress_test_store_set_up (&self->base, NULL);
  self->queue = redress_queue_new (self->base.store, "a-1");
  self->shown = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_signal_connect (self->queue, "items-changed", G_CALLBACK (items_changed_cb), self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_signal_handlers_disconnect_by_data (self->queue, self);
  g_object_run_dispose (G_OBJECT (self->queue));
  g_object_unref (self->queue);
  g_array_unref (self->shown);
  redress_test_store_tear_down (&self->base, NULL);
}

static void
show (Fixture *self, const RedressQuery *query)
{
  redress_queue_set_query (self->queue, query);
}

static void
show_view (Fixture *self, RedressView view)
{
  g_autoptr (RedressQuery) query = redress_query_new (view);

  show (self, query);
}

typedef struct
{
  Fixture *fixture;
  GArray *wanted;
} Awaited;

static gboolean
is_shown (gpointer data)
{
  const Awaited *awaited = data;
  const GArray *shown = awaited->fixture->shown, *wanted = awaited->wanted;

  return shown->len == wanted->len &&
         (shown->len == 0 || memcmp (shown->data, wanted->data, shown->len * sizeof (gint64)) == 0);
}

static void
await_tickets (Fixture *self, GArray *wanted)
{
  Awaited awaited = { self, wanted };

  redress_test_spin_until (is_shown, &awaited, "the tickets of a queue");
}

static void
await_list (Fixture *self, guint n, ...)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (gint64));
  va_list ids;

  va_start (ids, n);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = va_arg (ids, int);

      g_array_append_val (wanted, id);
    }
  va_end (ids);
  await_tickets (self, wanted);
}

/* The reference: all tickets, filtered and sorted with no cleverness. */

static int
compare_due (gconstpointer a, gconstpointer b)
{
  const RedressSummary *first = *(RedressSummary *const *)a;
  const RedressSummary *second = *(RedressSummary *const *)b;

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

static gboolean
is_wanted (const RedressSummary *summary, const RedressQuery *query)
{
  guint state = 1u << summary->state, kind = 1u << summary->kind;

  if ((redress_view_get_states (query->view) & state) == 0 ||
      (redress_view_get_kinds (query->view) & kind) == 0)
    return FALSE;
  if (query->view == REDRESS_VIEW_MY_WORK &&
      (summary->claim == NULL || !g_str_equal (summary->claim->holder, "a-1")))
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
  g_ptr_array_sort (found, query->sort == REDRESS_SORT_DUE      ? compare_due
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
test_first_page_at_once (Fixture *self, gconstpointer data)
{
  g_autoptr (GHashTable) world = world_new ();
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  g_autoptr (GArray) wanted = NULL;

  redress_test_store_fill (&self->base, 1, 500);
  for (gint64 id = 1; id <= 500; id++)
    world_put (world, redress_test_summary_new (id));
  wanted = list_wanted (world, query);

  show (self, query);
  g_assert_false (redress_queue_is_loading (self->queue));
  g_assert_cmpuint (self->shown->len, ==, 64);
  g_assert_cmpmem (self->shown->data, 64 * sizeof (gint64), wanted->data, 64 * sizeof (gint64));
  g_assert_cmpuint (self->n_signals, ==, 1);

  /* The rest comes behind what is there. */
  await_tickets (self, wanted);
  g_assert_cmpuint (self->n_signals, ==, 2);
  g_assert_cmpuint (self->n_touched, ==, wanted->len);
}

static void
test_items (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSummary) wanted = redress_test_summary_new (3);
  g_autoptr (RedressQueueItem) item = NULL;
  g_autoptr (RedressQueueItem) again = NULL;

  redress_test_store_put (&self->base, g_object_ref (wanted));
  show_view (self, redress_state_is_unfinished (wanted->state) ? REDRESS_VIEW_NEXT_DUE
                                                               : REDRESS_VIEW_DONE);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (self->queue)) ==
                 REDRESS_TYPE_QUEUE_ITEM);
  item = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  again = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_true (item == again);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (self->queue), 1));
  g_assert_cmpint (item->summary->id, ==, 3);
  g_assert_cmpstr (item->summary->platform, ==, wanted->platform);
  g_assert_cmpstr (item->summary->flow, ==, wanted->flow);
  g_assert_cmpint (item->summary->kind, ==, wanted->kind);
  g_assert_cmpstr (item->summary->external_id, ==, wanted->external_id);
  g_assert_cmpstr (item->summary->order_no, ==, wanted->order_no);
  g_assert_cmpint (item->summary->state, ==, wanted->state);
  g_assert_cmpint (item->summary->opened_at, ==, wanted->opened_at);
  g_assert_cmpint (item->summary->due_at, ==, wanted->due_at);
  g_assert_cmpstr (item->summary->due_rule, ==, wanted->due_rule);
  g_assert_cmpint (item->summary->amount.value, ==, wanted->amount.value);
  g_assert_cmpstr (item->summary->customer_name, ==, wanted->customer_name);
  g_assert_cmpstr (item->summary->reason_text, ==, wanted->reason_text);
  g_assert_cmpstr (item->summary->title, ==, wanted->title);
  g_assert_cmpint (item->summary->closed_at, ==, wanted->closed_at);
  g_assert_null (item->summary->claim);
  g_assert_null (item->summary->labels);
  g_assert_false (item->has_draft || item->has_outbox || item->ready_offline);
}

static RedressSummary *
make_open (gint64 id, int minutes)
{
  RedressSummary *summary = redress_test_summary_new (id);

  summary->state = REDRESS_STATE_OPEN;
  summary->kind = REDRESS_KIND_REVIEW;
  summary->closed_at = REDRESS_TIME_UNKNOWN;
  summary->due_at = REDRESS_TEST_NOW + minutes * REDRESS_MINUTE;
  return summary;
}

static void
test_claim_and_labels (Fixture *self, gconstpointer data)
{
  RedressSummary *summary = make_open (1, 5);
  g_autoptr (RedressQueueItem) item = NULL;

  summary->due_at = REDRESS_TIME_UNKNOWN;
  summary->badges = REDRESS_BADGE_RACE | REDRESS_BADGE_SUPERVISOR;
  summary->amount = (RedressAmount){ 55300, REDRESS_UNIT_POINTS };
  summary->labels = g_strsplit ("vip;夜班", ";", -1);
  summary->claim = redress_claim_new ();
  summary->claim->holder = g_strdup ("a-1");
  summary->claim->holder_name = g_strdup ("坐席 07");
  summary->claim->mode = REDRESS_CLAIM_OFFLINE;
  summary->claim->token = 3;
  summary->claim->lease_until = REDRESS_TEST_NOW + REDRESS_HOUR;
  redress_test_store_put (&self->base, summary);

  show_view (self, REDRESS_VIEW_MY_WORK);
  await_list (self, 1, 1);
  item = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpint (item->summary->due_at, ==, REDRESS_TIME_UNKNOWN);
  g_assert_cmpuint (item->summary->badges, ==, REDRESS_BADGE_RACE | REDRESS_BADGE_SUPERVISOR);
  g_assert_cmpint (item->summary->amount.unit, ==, REDRESS_UNIT_POINTS);
  g_assert_cmpstr (item->summary->labels[1], ==, "夜班");
  g_assert_null (item->summary->labels[2]);
  g_assert_cmpstr (item->summary->claim->holder, ==, "a-1");
  g_assert_cmpstr (item->summary->claim->holder_name, ==, "坐席 07");
  g_assert_cmpint (item->summary->claim->mode, ==, REDRESS_CLAIM_OFFLINE);
  g_assert_cmpint (item->summary->claim->token, ==, 3);
  g_assert_cmpint (item->summary->claim->lease_until, ==, REDRESS_TEST_NOW + REDRESS_HOUR);
}

static void
check_query (Fixture *self, GHashTable *world, const RedressQuery *query)
{
  g_autoptr (GArray) wanted = list_wanted (world, query);

  show (self, query);
  await_tickets (self, wanted);
}

static void
test_views_filters_and_orders (Fixture *self, gconstpointer data)
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

static void
test_due_today (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  /* 06:18 UTC, and the tests run in UTC. */
  const int to_midnight = 17 * 60 + 42;

  redress_test_store_put (&self->base, make_open (1, -5));
  redress_test_store_put (&self->base, make_open (2, to_midnight - 1));
  redress_test_store_put (&self->base, make_open (3, to_midnight));
  query->due = REDRESS_DUE_TODAY;
  show (self, query);
  await_list (self, 2, 1, 2);
}

static gboolean
is_late_known (gpointer data)
{
  guint n_late;

  g_object_get (((Fixture *)data)->queue, "n-late", &n_late, NULL);
  return n_late == 1;
}

static void
test_late (Fixture *self, gconstpointer data)
{
  RedressSummary *paused = make_open (3, -10);

  paused->state = REDRESS_STATE_WAITING_CUSTOMER;
  redress_test_store_put (&self->base, make_open (1, -5));
  redress_test_store_put (&self->base, make_open (2, 5));
  redress_test_store_put (&self->base, paused);
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_spin_until (is_late_known, self, "one late ticket");
}

static void
test_selection_stays (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressQueueItem) held = NULL;

  for (int i = 1; i <= 5; i++)
    redress_test_store_put (&self->base, make_open (i, 10 * i));
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  await_list (self, 5, 1, 2, 3, 4, 5);
  held = g_list_model_get_item (G_LIST_MODEL (self->queue), 2);
  g_assert_cmpuint (redress_queue_find (self->queue, 3), ==, 2);

  redress_test_store_put (&self->base, make_open (9, 1));
  await_list (self, 6, 9, 1, 2, 3, 4, 5);
  g_assert_cmpuint (redress_queue_find (self->queue, 3), ==, 3);
  g_assert_cmpuint (redress_queue_find (self->queue, 77), ==, G_MAXUINT);
  g_assert_cmpint (redress_queue_get_ticket (self->queue, 0), ==, 9);
  g_assert_cmpint (redress_queue_get_ticket (self->queue, 6), ==, 0);
}

static void
test_a_change_touches_one_row (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressQueueItem) before = NULL;
  g_autoptr (RedressQueueItem) after = NULL;
  RedressSummary *changed = make_open (2, 20);

  for (int i = 1; i <= 3; i++)
    redress_test_store_put (&self->base, make_open (i, 10 * i));
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  await_list (self, 3, 1, 2, 3);
  before = g_list_model_get_item (G_LIST_MODEL (self->queue), 1);
  self->n_touched = 0;

  changed->rev = 2;
  g_free (changed->title);
  changed->title = g_strdup ("changed");
  redress_test_store_put (&self->base, changed);
  g_assert_cmpuint (self->n_touched, ==, 2);
  after = g_list_model_get_item (G_LIST_MODEL (self->queue), 1);
  g_assert_true (after != before);
  g_assert_cmpstr (after->summary->title, ==, "changed");
}

static void
test_work_of_the_agent (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (2);
  g_autoptr (RedressQueueItem) item = NULL;

  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_put (&self->base, make_open (2, 20));
  show_view (self, REDRESS_VIEW_MY_WORK);
  await_list (self, 0);

  /* What was begun is to be found again. */
  draft->note = g_strdup ("x");
  redress_test_store_save_draft (&self->base, draft, NULL);
  await_list (self, 1, 2);
  item = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_true (item->has_draft);

  g_clear_pointer (&draft->note, g_free);
  redress_test_store_save_draft (&self->base, draft, NULL);
  await_list (self, 0);
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
change_world (Fixture *self, GHashTable *world, GRand *rand)
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
hold_rows (Fixture *self, GPtrArray *held, GRand *rand)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));

  g_ptr_array_set_size (held, 0);
  for (guint i = 0; i < 20 && n > 0; i++)
    g_ptr_array_add (held, g_list_model_get_item (G_LIST_MODEL (self->queue),
                                                  (guint)g_rand_int_range (rand, 0, (gint32)n)));
}

static void
check_rows (Fixture *self, GHashTable *world)
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
test_random_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  g_autoptr (GHashTable) world = world_new ();
  g_autoptr (GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  show (self, query);
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
          show (self, query);
        }
      wanted = list_wanted (world, query);
      await_tickets (self, wanted);
      check_rows (self, world);
      hold_rows (self, held, rand);
    }
}

static gboolean
is_loaded (gpointer data)
{
  return !redress_queue_is_loading (((Fixture *)data)->queue);
}

static void
test_query_after_query (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressQuery) text = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_settle_search (&self->base);
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  text->text = g_strdup ("nothing-like-this");
  for (guint i = 0; i < 5; i++)
    {
      /* What is looked for takes a moment: what is there stays until then. */
      show (self, text);
      g_assert_true (redress_queue_is_loading (self->queue));
      g_assert_cmpuint (self->shown->len, ==, 1);
      show_view (self, REDRESS_VIEW_NEXT_DUE);
      g_assert_false (redress_queue_is_loading (self->queue));
    }
  show (self, text);
  redress_test_spin_until (is_loaded, self, "the search");
  g_assert_cmpuint (self->shown->len, ==, 0);
  g_assert_cmpstr (redress_queue_get_query (self->queue)->text, ==, "nothing-like-this");
  g_assert_null (redress_queue_get_error (self->queue));
}

static void
ask_again_cb (GListModel *model, guint position, guint n_removed, guint n_added, gpointer asked)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_REVIEWS);

  if ((*(guint *)asked)++ == 0)
    redress_queue_set_query (REDRESS_QUEUE (model), query);
}

static void
test_query_inside_a_signal (Fixture *self, gconstpointer data)
{
  RedressSummary *appeal = make_open (2, 5);
  guint asked = 0;

  appeal->kind = REDRESS_KIND_APPEAL;
  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_put (&self->base, appeal);
  g_signal_connect (self->queue, "items-changed", G_CALLBACK (ask_again_cb), &asked);
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  await_list (self, 1, 1);
  g_signal_handlers_disconnect_by_data (self->queue, &asked);
}

static void
test_rebuilt_cache (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_store_put (&self->base, make_open (1, 10));
  show_view (self, REDRESS_VIEW_NEXT_DUE);
  await_list (self, 1, 1);
  redress_store_rebuild_cache_async (self->base.store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a new cache");
  redress_store_rebuild_cache_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  await_list (self, 0);
  redress_test_store_put (&self->base, make_open (2, 10));
  await_list (self, 1, 2);
}

static gint64
cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void
test_speed (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  g_autoptr (GHashTable) world = NULL;
  gint64 begin, best_page = G_MAXINT64, rows;
  guint n;

  redress_test_store_fill (&self->base, 1, 100000);
  for (guint i = 0; i < 20; i++)
    {
      begin = cpu_us ();
      redress_queue_set_query (self->queue, query);
      best_page = MIN (best_page, cpu_us () - begin);
    }
  n = g_list_model_get_n_items (G_LIST_MODEL (self->queue));
  begin = cpu_us ();
  for (guint i = 0; i < n; i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (self->queue), i));
  rows = cpu_us () - begin;
  g_test_message ("100000 tickets: first page of %u ids %" G_GINT64_FORMAT
                  " us, its rows %" G_GINT64_FORMAT " us",
                  n, best_page, rows);
  g_assert_cmpuint (n, ==, 64);
}

#define ADD(path, func) g_test_add ("/store/queue/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first-page-at-once", test_first_page_at_once);
  ADD ("items", test_items);
  ADD ("claim-and-labels", test_claim_and_labels);
  ADD ("views-filters-and-orders", test_views_filters_and_orders);
  ADD ("due-today", test_due_today);
  ADD ("late", test_late);
  ADD ("selection-stays", test_selection_stays);
  ADD ("a-change-touches-one-row", test_a_change_touches_one_row);
  ADD ("work-of-the-agent", test_work_of_the_agent);
  ADD ("random-changes", test_random_changes);
  ADD ("query-after-query", test_query_after_query);
  ADD ("query-inside-a-signal", test_query_inside_a_signal);
  ADD ("rebuilt-cache", test_rebuilt_cache);
  ADD ("speed", test_speed);
  return g_test_run ();
}
