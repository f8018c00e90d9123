/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/rows.h"

#include "store/queue-private.h"

/* The model shows its first rows before set_query returns, in the thread of the window: of a new
 * queue, down to the last text of the last row. */

#define RUNS 60
#define N_COLUMNS 29

static const char sql_page[] =
    "SELECT id, platform, flow, kind, external_id, order_no, state, rev, version, round, "
    "opened_at, due_at, due_rule, due_provisional, amount, unit, customer_ref, customer_name, "
    "reason_code, reason_text, title, badges, labels, closed_at, claim_holder, claim_name, "
    "claim_mode, claim_token, claim_until FROM ticket "
    "WHERE state IN (0, 1, 2, 3, 4) ORDER BY due_at, id LIMIT $1";

G_STATIC_ASSERT (REDRESS_STATE_OPEN == 0 && REDRESS_STATE_SECOND_APPROVAL == 4);

static gint64
run_floor (sqlite3_stmt *statement)
{
  RedressSpan begin = redress_span_begin ();
  gsize sum = 0;

  sqlite3_bind_int (statement, 1, REDRESS_QUEUE_FIRST);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int i = 0; i < N_COLUMNS; i++)
      sum += sqlite3_column_type (statement, i) == SQLITE_TEXT
                 ? (gsize)sqlite3_column_text (statement, i)[0]
                 : (gsize)sqlite3_column_int64 (statement, i);
  sqlite3_reset (statement);
  g_assert (sum > 0);
  return redress_span_end (begin).thread;
}

static gint64
run_model (RedressStore *store)
{
  RedressQueue *queue = redress_queue_new (store, REDRESS_BENCH_ACCOUNT);
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  RedressSpan begin = redress_span_begin ();
  gint64 took;
  guint n;

  redress_queue_set_query (queue, query);
  n = g_list_model_get_n_items (G_LIST_MODEL (queue));
  for (guint i = 0; i < MIN (n, REDRESS_QUEUE_FIRST); i++)
    g_object_unref (g_list_model_get_item (G_LIST_MODEL (queue), i));
  took = redress_span_end (begin).thread;
  g_assert (n > 0);
  redress_query_free (query);
  g_object_unref (queue);
  return took;
}

void
redress_bench_first_page (RedressBenchHome *home)
{
  g_autofree char *path = redress_bench_home_build_path (home, "cache.db");
  sqlite3 *raw = redress_bench_raw_open (path, TRUE, FALSE);
  sqlite3_stmt *statement = redress_bench_raw_prepare (raw, sql_page);
  g_autoptr (GArray) floor = redress_samples_new ();
  g_autoptr (GArray) model = redress_samples_new ();

  for (guint i = 0; i < RUNS; i++)
    {
      redress_samples_add (floor, run_floor (statement));
      redress_samples_add (model, run_model (home->disk.store));
      redress_test_store_catch_up (&home->disk);
    }
  redress_bench_report ("floor", redress_samples_get (floor, 50));
  redress_bench_report ("took", redress_samples_get (model, 50));
  sqlite3_finalize (statement);
  sqlite3_close (raw);
}
