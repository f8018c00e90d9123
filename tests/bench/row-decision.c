/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/rows.h"

#include "store/database-file.h"

/* From the call of the window to "Recorded", for tickets whose case was loaded. The floor is one
 * durable transaction on a database of the same schema, with a row of the same size. */

#define RUNS 40

static const char sql_insert[] =
    "INSERT INTO outbox (command_id, ticket, state, recorded_at, not_before, attempts, sealed, "
    "bytes, seq, rev, sum) VALUES ($1, $2, 0, $3, $3, 0, 1, zeroblob ($4), 0, 0, 0)";
static const char sql_size[] = "SELECT max(length(bytes)) FROM outbox";

static sqlite3 *
open_floor (RedressTestStore *store)
{
  g_autofree char *path = g_build_filename (store->paths.data, "floor.db", NULL);
  g_autofree char *script = redress_database_file_read_script ("outbox/001-initial.sql");
  sqlite3 *raw = redress_bench_raw_open (path, FALSE, TRUE);

  redress_bench_raw_run (raw, script);
  return raw;
}

static int
read_size (RedressTestStore *store)
{
  g_autofree char *path = g_build_filename (store->paths.data, "outbox.db", NULL);
  sqlite3 *raw = redress_bench_raw_open (path, TRUE, TRUE);
  sqlite3_stmt *statement = redress_bench_raw_prepare (raw, sql_size);
  int size = sqlite3_step (statement) == SQLITE_ROW ? sqlite3_column_int (statement, 0) : 0;

  sqlite3_finalize (statement);
  sqlite3_close (raw);
  return size;
}

static RedressSpan
run_floor (sqlite3 *raw, sqlite3_stmt *statement, gint64 ticket, int size)
{
  g_autofree char *id = g_uuid_string_random ();
  RedressSpan begin = redress_span_begin ();

  redress_bench_raw_run (raw, "BEGIN IMMEDIATE");
  sqlite3_bind_text (statement, 1, id, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, ticket);
  sqlite3_bind_int64 (statement, 3, begin.wall);
  sqlite3_bind_int (statement, 4, size);
  g_assert (sqlite3_step (statement) == SQLITE_DONE);
  sqlite3_reset (statement);
  redress_bench_raw_run (raw, "COMMIT");
  return redress_span_end (begin);
}

/* What a window does before: it shows the case, with a draft in it. */
static void
open_case (RedressTestStore *store, gint64 ticket)
{
  g_autoptr (GError) error = NULL;
  RedressCase *opened = redress_test_store_load_case (store, ticket, &error);
  g_autoptr (RedressDraft) draft = redress_draft_new (ticket);

  g_assert_no_error (error);
  draft->note = g_strdup ("渠道日志 14:17:52 未到账");
  redress_test_store_save_draft (store, draft, &error);
  g_assert_no_error (error);
  redress_case_free (opened);
  redress_test_store_settle_search (store);
}

static RedressSpan
run_record (RedressTestStore *store, RedressTicket *ticket)
{
  RedressCommand *command = redress_test_decision_new (ticket->summary->id);
  g_autoptr (GError) error = NULL;
  RedressSpan begin, span;
  RedressOutboxEntry *entry;

  command->base_version = ticket->summary->version;
  open_case (store, ticket->summary->id);
  begin = redress_span_begin ();
  entry = redress_test_store_record (store, command, 10, &error);
  span = redress_span_end (begin);
  g_assert_no_error (error);
  g_object_unref (entry);
  redress_command_free (command);
  redress_test_store_settle_search (store);
  return span;
}

void
redress_bench_decision (RedressBenchHome *home)
{
  g_autoptr (GPtrArray) tickets = redress_bench_read_tickets ();
  g_autoptr (GArray) floor = redress_samples_new ();
  g_autoptr (GArray) floor_wall = redress_samples_new ();
  g_autoptr (GArray) took = redress_samples_new ();
  g_autoptr (GArray) wall = redress_samples_new ();
  RedressTestStore other;
  sqlite3_stmt *insert;
  sqlite3 *raw;

  redress_bench_home_open_other (home, &other);
  raw = open_floor (&other);
  insert = redress_bench_raw_prepare (raw, sql_insert);
  for (guint i = 0; i < RUNS; i++)
    {
      RedressTicket *ticket = g_ptr_array_index (tickets, i % tickets->len);
      RedressSpan span;

      if (i < tickets->len)
        redress_test_store_put_ticket (&other, ticket);
      span = run_record (&other, ticket);
      redress_samples_add (took, span.cpu);
      redress_samples_add (wall, span.wall);
      span = run_floor (raw, insert, ticket->summary->id, read_size (&other));
      redress_samples_add (floor, span.cpu);
      redress_samples_add (floor_wall, span.wall);
    }
  redress_bench_report ("floor", redress_samples_get (floor, 50));
  redress_bench_report ("took", redress_samples_get (took, 50));
  redress_bench_report ("floor_wall", redress_samples_get (floor_wall, 50));
  redress_bench_report ("wall", redress_samples_get (wall, 50));
  sqlite3_finalize (insert);
  sqlite3_close (raw);
  redress_bench_home_close_other (&other);
}
