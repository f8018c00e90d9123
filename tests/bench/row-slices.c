/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/pages.h"
#include "bench/rows.h"

/* The longest turn of the main loop while a sync runs: a first one into an empty store, then
 * changes all over the full one. A queue is shown and the sidebar is counted, as in a window. */

#define PAGES 80
#define COUNTS_DELAY_MS 50

typedef struct
{
  RedressTestStore *store;
  gint64 n; /* tickets there already; 0: a first sync */
  gint done;
} Feeding;

typedef struct
{
  RedressStore *store;
  guint counting; /* source id */
} Counting;

static gpointer
feed (gpointer data)
{
  Feeding *feeding = data;
  GRand *chance = g_rand_new ();

  for (guint i = 0; i < PAGES; i++)
    {
      RedressTime now = redress_clock_now (feeding->store->clock);
      g_autoptr (RedressChangePage) page =
          feeding->n > 0 ? redress_bench_page_new_changed (chance, feeding->n, now)
                         : redress_bench_page_new (1 + (gint64)i * REDRESS_BENCH_PAGE, now);

      if (!redress_test_page_apply (feeding->store->store, page, NULL))
        g_error ("a page was not taken");
    }
  g_rand_free (chance);
  g_atomic_int_set (&feeding->done, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressCounts *counts = redress_store_load_counts_finish (REDRESS_STORE (source), result, NULL);

  g_clear_pointer (&counts, redress_counts_free);
}

static void
count_cb (gpointer user_data)
{
  Counting *counting = user_data;

  counting->counting = 0;
  redress_store_load_counts_async (counting->store, REDRESS_BENCH_ACCOUNT, NULL, counted_cb, NULL);
}

static void
queue_changed_cb (Counting *counting)
{
  if (counting->counting == 0)
    counting->counting = g_timeout_add_once (COUNTS_DELAY_MS, count_cb, counting);
}

static void
run (RedressTestStore *store, gint64 n, GArray *slices)
{
  Feeding feeding = { store, n, FALSE };
  Counting counting = { store->store, 0 };
  g_autoptr (RedressQueue) queue = redress_queue_new (store->store, REDRESS_BENCH_ACCOUNT);
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  gulong handler = g_signal_connect_swapped (store->store, "queue-changed",
                                             G_CALLBACK (queue_changed_cb), &counting);
  GThread *thread;

  redress_queue_set_query (queue, query);
  thread = g_thread_new ("feed", feed, &feeding);
  while (!g_atomic_int_get (&feeding.done))
    {
      RedressSpan begin = redress_span_begin ();

      g_main_context_iteration (NULL, TRUE);
      redress_samples_add (slices, redress_span_end (begin).thread);
    }
  g_thread_join (thread);
  g_signal_handler_disconnect (store->store, handler);
  g_clear_handle_id (&counting.counting, g_source_remove);
  redress_query_free (query);
  redress_test_store_settle_search (store);
}

void
redress_bench_slices (RedressBenchHome *home)
{
  g_autoptr (GArray) first = redress_samples_new ();
  g_autoptr (GArray) later = redress_samples_new ();
  RedressTestStore other;

  redress_bench_home_open_other (home, &other);
  run (&other, 0, first);
  redress_bench_home_close_other (&other);
  run (&home->disk, redress_bench_home_count (home), later);
  redress_bench_report ("took",
                        MAX (redress_samples_get (first, 100), redress_samples_get (later, 100)));
  redress_bench_report ("p95",
                        MAX (redress_samples_get (first, 95), redress_samples_get (later, 95)));
}
