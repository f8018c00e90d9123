/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/pages.h"
#include "bench/rows.h"

#include "sql/connection-private.h"
#include "store/store-private.h"

/* A page of changes of random tickets, from its bytes to the commit. The floor gives the bytes to
 * json-glib's own parser and the rows to one prepared upsert, in the same thread and on the same
 * open database, so it finds the same pages in memory. */

#define PAGES 24
#define N_COLUMNS 30

#define COLUMNS                                                                                    \
  "id, platform, flow, kind, external_id, order_no, state, rev, version, round, opened_at, "       \
  "due_at, due_rule, due_provisional, amount, unit, customer_ref, customer_name, reason_code, "    \
  "reason_text, title, badges, labels, closed_at, claim_holder, claim_name, claim_mode, "          \
  "claim_token, claim_until, claim_rev"

static const char sql_upsert[] =
    "INSERT INTO ticket (" COLUMNS ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, "
    "$13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30) "
    "ON CONFLICT (id) DO UPDATE SET platform = excluded.platform, flow = excluded.flow, "
    "kind = excluded.kind, external_id = excluded.external_id, order_no = excluded.order_no, "
    "state = excluded.state, rev = excluded.rev, version = excluded.version, "
    "round = excluded.round, opened_at = excluded.opened_at, due_at = excluded.due_at, "
    "due_rule = excluded.due_rule, due_provisional = excluded.due_provisional, "
    "amount = excluded.amount, unit = excluded.unit, customer_ref = excluded.customer_ref, "
    "customer_name = excluded.customer_name, reason_code = excluded.reason_code, "
    "reason_text = excluded.reason_text, title = excluded.title, badges = excluded.badges, "
    "labels = excluded.labels, closed_at = excluded.closed_at, "
    "claim_holder = excluded.claim_holder, claim_name = excluded.claim_name, "
    "claim_mode = excluded.claim_mode, claim_token = excluded.claim_token, "
    "claim_until = excluded.claim_until, claim_rev = excluded.claim_rev "
    "WHERE excluded.rev > ticket.rev";

typedef struct
{
  sqlite3_stmt *upsert; /* of the store's own connection */
  RedressChangePage *page;
  const char *text;
  RedressDisk *disk;
} Floor;

static void
bind_text (sqlite3_stmt *statement, int at, const char *text)
{
  sqlite3_bind_text (statement, at, text, -1, SQLITE_STATIC);
}

static void
bind_row (sqlite3_stmt *statement, const RedressSummary *row)
{
  const gint64 numbers[N_COLUMNS + 1] = {
    [1] = row->id,
    [4] = row->kind,
    [7] = row->state,
    [8] = row->rev,
    [9] = row->version,
    [10] = row->round,
    [11] = row->opened_at,
    [12] = row->due_at,
    [14] = row->due_provisional,
    [15] = row->amount.value,
    [16] = row->amount.unit,
    [22] = row->badges,
    [30] = row->rev,
  };

  for (int i = 1; i <= N_COLUMNS; i++)
    sqlite3_bind_int64 (statement, i, numbers[i]);
  bind_text (statement, 2, row->platform);
  bind_text (statement, 3, row->flow);
  bind_text (statement, 5, row->external_id);
  bind_text (statement, 6, row->order_no);
  bind_text (statement, 13, row->due_rule);
  bind_text (statement, 17, row->customer_ref);
  bind_text (statement, 18, row->customer_name);
  bind_text (statement, 19, row->reason_code);
  bind_text (statement, 20, row->reason_text);
  bind_text (statement, 21, row->title);
  sqlite3_bind_null (statement, 23);
  if (row->closed_at == REDRESS_TIME_UNKNOWN)
    sqlite3_bind_null (statement, 24);
  else
    sqlite3_bind_int64 (statement, 24, row->closed_at);
  sqlite3_bind_null (statement, 25);
  sqlite3_bind_null (statement, 26);
  sqlite3_bind_null (statement, 29);
}

static gboolean
upsert_rows (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Floor *floor = data;
  RedressSqliteConnection *cache = (RedressSqliteConnection *)floor->disk->cache;

  if (floor->upsert == NULL)
    floor->upsert = redress_bench_raw_prepare (cache->handle, sql_upsert);
  cache->may_control = TRUE;
  redress_bench_raw_run (cache->handle, "BEGIN IMMEDIATE");
  for (guint i = 0; i < floor->page->changes->len; i++)
    {
      const RedressChange *change = g_ptr_array_index (floor->page->changes, i);

      bind_row (floor->upsert, change->summary);
      g_assert (sqlite3_step (floor->upsert) == SQLITE_DONE);
      sqlite3_reset (floor->upsert);
    }
  redress_bench_raw_run (cache->handle, "COMMIT");
  cache->may_control = FALSE;
  return TRUE;
}

static gboolean
finish_floor (RedressSqlConnection *connection, gpointer data, GError **error)
{
  sqlite3_finalize (((Floor *)data)->upsert);
  return TRUE;
}

static gint64
run_floor (RedressStore *store, Floor *floor)
{
  RedressSpan begin = redress_span_begin ();
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, floor->text, -1, NULL) ||
      !redress_store_write_sync (store, upsert_rows, floor, NULL))
    g_error ("the floor does not hold");
  return redress_span_end (begin).cpu;
}

static gint64
run_store (RedressStore *store, const char *text)
{
  RedressSpan begin = redress_span_begin ();
  g_autoptr (RedressChangePage) page = redress_bench_page_from_text (text);
  g_autoptr (GError) error = NULL;

  if (!redress_test_page_apply (store, page, &error))
    g_error ("%s", error->message);
  return redress_span_end (begin).cpu;
}

static gint64
run_read (const char *text)
{
  RedressSpan begin = redress_span_begin ();

  redress_change_page_free (redress_bench_page_from_text (text));
  return redress_span_end (begin).cpu;
}

void
redress_bench_feed (RedressBenchHome *home)
{
  gint64 n = redress_bench_home_count (home);
  GRand *chance = g_rand_new ();
  g_autoptr (GArray) floor = redress_samples_new ();
  g_autoptr (GArray) took = redress_samples_new ();
  g_autoptr (GArray) read = redress_samples_new ();
  Floor raw = { .disk = home->disk.store->disk };

  for (guint i = 0; i < 2 * PAGES; i++)
    {
      g_autoptr (RedressChangePage) page =
          redress_bench_page_new_changed (chance, n, redress_clock_now (home->disk.clock));
      g_autofree char *text = redress_bench_page_to_text (page);

      raw.page = page;
      raw.text = text;
      if (i % 2 == 0)
        redress_samples_add (floor, run_floor (home->disk.store, &raw));
      else
        redress_samples_add (took, run_store (home->disk.store, text));
      redress_samples_add (read, run_read (text));
      redress_test_store_settle_search (&home->disk);
    }
  redress_store_write_sync (home->disk.store, finish_floor, &raw, NULL);
  redress_bench_report ("floor", redress_samples_get (floor, 50));
  redress_bench_report ("took", redress_samples_get (took, 50));
  redress_bench_report ("read", redress_samples_get (read, 50));
  g_rand_free (chance);
}
