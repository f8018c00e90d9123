/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-fixture.h"
#include "store/queue-private.h"
#include "support/spin.h"

#include <time.h>

static void
test_items (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressSummary) wanted = redress_test_summary_new (3);
  g_autoptr (RedressQueueItem) item = NULL;
  g_autoptr (RedressQueueItem) again = NULL;

  redress_test_store_put (&self->base, g_object_ref (wanted));
  redress_test_queue_show (self, redress_state_is_unfinished (wanted->state) ? REDRESS_VIEW_NEXT_DUE
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
test_race (RedressTestQueue *self, gconstpointer data)
{
  RedressSummary *summary = make_open (1, 5), *over = make_open (2, 5);
  g_autoptr (RedressQueueItem) item = NULL;

  g_clear_pointer (&summary->race, redress_race_free);
  summary->race = redress_race_new ();
  summary->race->label = g_strdup ("unpacked");
  summary->race->since = REDRESS_TEST_NOW - 74 * REDRESS_SECOND;
  summary->race->ships_at = REDRESS_TEST_NOW + 130 * REDRESS_SECOND;
  over->state = REDRESS_STATE_DECIDED;
  g_clear_pointer (&over->race, redress_race_free);
  over->race = redress_race_new ();
  redress_test_store_put (&self->base, summary);
  redress_test_store_put (&self->base, over);

  redress_test_queue_show (self, REDRESS_VIEW_RACES);
  redress_test_queue_await_list (self, 1, 1);
  item = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_cmpstr (item->summary->race->label, ==, "unpacked");
  g_assert_null (item->summary->race->state);
  g_assert_cmpint (item->summary->race->since, ==, REDRESS_TEST_NOW - 74 * REDRESS_SECOND);
  g_assert_cmpint (item->summary->race->ships_at, ==, REDRESS_TEST_NOW + 130 * REDRESS_SECOND);
  g_assert_cmpint (item->summary->race->as_of, ==, REDRESS_TIME_UNKNOWN);

  /* It shipped: the next summary says nothing of a race. */
  summary = make_open (1, 5);
  summary->rev = 2;
  g_clear_pointer (&summary->race, redress_race_free);
  redress_test_store_put (&self->base, summary);
  redress_test_queue_await_list (self, 0);
}

static void
test_claim_and_labels (RedressTestQueue *self, gconstpointer data)
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

  redress_test_queue_show (self, REDRESS_VIEW_MY_WORK);
  redress_test_queue_await_list (self, 1, 1);
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
test_due_today (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  /* 06:18 UTC, and the tests run in UTC. */
  const int to_midnight = 17 * 60 + 42;

  redress_test_store_put (&self->base, make_open (1, -5));
  redress_test_store_put (&self->base, make_open (2, to_midnight - 1));
  redress_test_store_put (&self->base, make_open (3, to_midnight));
  query->due = REDRESS_DUE_TODAY;
  redress_queue_set_query (self->queue, query);
  redress_test_queue_await_list (self, 2, 1, 2);
}

static gboolean
is_late_known (gpointer data)
{
  guint n_late;

  g_object_get (((RedressTestQueue *)data)->queue, "n-late", &n_late, NULL);
  return n_late == 1;
}

static void
test_late (RedressTestQueue *self, gconstpointer data)
{
  RedressSummary *paused = make_open (3, -10);

  paused->state = REDRESS_STATE_WAITING_CUSTOMER;
  redress_test_store_put (&self->base, make_open (1, -5));
  redress_test_store_put (&self->base, make_open (2, 5));
  redress_test_store_put (&self->base, paused);
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_spin_until (is_late_known, self, "one late ticket");
}

static void
test_selection_stays (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQueueItem) held = NULL;

  for (int i = 1; i <= 5; i++)
    redress_test_store_put (&self->base, make_open (i, 10 * i));
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_queue_await_list (self, 5, 1, 2, 3, 4, 5);
  held = g_list_model_get_item (G_LIST_MODEL (self->queue), 2);
  g_assert_cmpuint (redress_queue_find (self->queue, 3), ==, 2);

  redress_test_store_put (&self->base, make_open (9, 1));
  redress_test_queue_await_list (self, 6, 9, 1, 2, 3, 4, 5);
  g_assert_cmpuint (redress_queue_find (self->queue, 3), ==, 3);
  g_assert_cmpuint (redress_queue_find (self->queue, 77), ==, G_MAXUINT);
  g_assert_cmpint (redress_queue_get_ticket (self->queue, 0), ==, 9);
  g_assert_cmpint (redress_queue_get_ticket (self->queue, 6), ==, 0);
}

static void
test_a_change_touches_one_row (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQueueItem) before = NULL;
  g_autoptr (RedressQueueItem) after = NULL;
  RedressSummary *changed = make_open (2, 20);

  for (int i = 1; i <= 3; i++)
    redress_test_store_put (&self->base, make_open (i, 10 * i));
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_queue_await_list (self, 3, 1, 2, 3);
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
test_work_of_the_agent (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressDraft) draft = redress_draft_new (2);
  g_autoptr (RedressQueueItem) item = NULL;

  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_put (&self->base, make_open (2, 20));
  redress_test_queue_show (self, REDRESS_VIEW_MY_WORK);
  redress_test_queue_await_list (self, 0);

  /* What was begun is to be found again. */
  draft->note = g_strdup ("x");
  redress_test_store_save_draft (&self->base, draft, NULL);
  redress_test_queue_await_list (self, 1, 2);
  item = g_list_model_get_item (G_LIST_MODEL (self->queue), 0);
  g_assert_true (item->has_draft);

  g_clear_pointer (&draft->note, g_free);
  redress_test_store_save_draft (&self->base, draft, NULL);
  redress_test_queue_await_list (self, 0);
}

static gboolean
is_loaded (gpointer data)
{
  return !redress_queue_is_loading (((RedressTestQueue *)data)->queue);
}

static void
test_query_after_query (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (RedressQuery) text = redress_query_new (REDRESS_VIEW_NEXT_DUE);

  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_settle_search (&self->base);
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  text->text = g_strdup ("nothing-like-this");
  for (guint i = 0; i < 5; i++)
    {
      /* What is looked for takes a moment: what is there stays until then. */
      redress_queue_set_query (self->queue, text);
      g_assert_true (redress_queue_is_loading (self->queue));
      g_assert_cmpuint (self->shown->len, ==, 1);
      redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
      g_assert_false (redress_queue_is_loading (self->queue));
    }
  redress_queue_set_query (self->queue, text);
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
test_query_inside_a_signal (RedressTestQueue *self, gconstpointer data)
{
  RedressSummary *appeal = make_open (2, 5);
  guint asked = 0;

  appeal->kind = REDRESS_KIND_APPEAL;
  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_store_put (&self->base, appeal);
  g_signal_connect (self->queue, "items-changed", G_CALLBACK (ask_again_cb), &asked);
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_queue_await_list (self, 1, 1);
  g_signal_handlers_disconnect_by_data (self->queue, &asked);
}

static void
test_rebuilt_cache (RedressTestQueue *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_test_store_put (&self->base, make_open (1, 10));
  redress_test_queue_show (self, REDRESS_VIEW_NEXT_DUE);
  redress_test_queue_await_list (self, 1, 1);
  redress_store_rebuild_cache_async (self->base.store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "a new cache");
  redress_store_rebuild_cache_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  redress_test_queue_await_list (self, 0);
  redress_test_store_put (&self->base, make_open (2, 10));
  redress_test_queue_await_list (self, 1, 2);
}

static gint64
cpu_us (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void
test_speed (RedressTestQueue *self, gconstpointer data)
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
  g_assert_cmpuint (n, ==, REDRESS_QUEUE_FIRST);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/queue/" path, RedressTestQueue, NULL, redress_test_queue_set_up, func,       \
              redress_test_queue_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("items", test_items);
  ADD ("race", test_race);
  ADD ("claim-and-labels", test_claim_and_labels);
  ADD ("due-today", test_due_today);
  ADD ("late", test_late);
  ADD ("selection-stays", test_selection_stays);
  ADD ("a-change-touches-one-row", test_a_change_touches_one_row);
  ADD ("work-of-the-agent", test_work_of_the_agent);
  ADD ("query-after-query", test_query_after_query);
  ADD ("query-inside-a-signal", test_query_inside_a_signal);
  ADD ("rebuilt-cache", test_rebuilt_cache);
  ADD ("speed", test_speed);
  return g_test_run ();
}
