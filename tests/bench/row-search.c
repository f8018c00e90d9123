/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "bench/rows.h"
#include "bench/tickets.h"

#include "sql/match.h"
#include "store/queue-source.h"
#include "support/spin.h"

/* From the word in the entry to the rows in the model, for each word once. The floor reads the
 * same hits from the index, and then the tickets they name, with two bare statements. */

static const char sql_match[] =
    "SELECT rowid FROM word_index WHERE word_index MATCH $1 ORDER BY rowid DESC LIMIT $2";
static const char sql_ticket[] = "SELECT state, kind, platform, due_at FROM ticket WHERE id = $1";

typedef struct
{
  sqlite3 *words;
  sqlite3 *cache;
  sqlite3_stmt *match;
  sqlite3_stmt *ticket;
} Floor;

static void
floor_open (Floor *self, RedressBenchHome *home)
{
  g_autofree char *words = redress_bench_home_build_path (home, "search.db");
  g_autofree char *cache = redress_bench_home_build_path (home, "cache.db");

  self->words = redress_bench_raw_open (words, TRUE, FALSE);
  self->cache = redress_bench_raw_open (cache, TRUE, FALSE);
  self->match = redress_bench_raw_prepare (self->words, sql_match);
  self->ticket = redress_bench_raw_prepare (self->cache, sql_ticket);
}

static void
floor_close (Floor *self)
{
  sqlite3_finalize (self->match);
  sqlite3_finalize (self->ticket);
  sqlite3_close (self->words);
  sqlite3_close (self->cache);
}

static gboolean
read_ticket (Floor *self, gint64 id)
{
  gboolean is_here;

  sqlite3_bind_int64 (self->ticket, 1, id);
  is_here = sqlite3_step (self->ticket) == SQLITE_ROW;
  sqlite3_reset (self->ticket);
  return is_here;
}

static gint64
run_floor (Floor *self, const char *word, int max, gboolean with_tickets)
{
  g_autofree char *expression = redress_sql_match_from_typed (REDRESS_SQL_SQLITE, word);
  RedressSpan begin = redress_span_begin ();

  sqlite3_bind_text (self->match, 1, expression, -1, SQLITE_STATIC);
  sqlite3_bind_int (self->match, 2, max);
  while (sqlite3_step (self->match) == SQLITE_ROW)
    if (with_tickets && !read_ticket (self, sqlite3_column_int64 (self->match, 0)))
      g_error ("the index names a ticket that is not there");
  sqlite3_reset (self->match);
  return redress_span_end (begin).cpu;
}

static gboolean
is_there (gpointer queue)
{
  return !redress_queue_is_loading (queue);
}

static RedressSpan
run_search (RedressStore *store, const char *word)
{
  g_autoptr (RedressQueue) queue = redress_queue_new (store, REDRESS_BENCH_ACCOUNT);
  RedressQuery *query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  RedressSpan begin;

  query->text = g_strdup (word);
  begin = redress_span_begin ();
  redress_queue_set_query (queue, query);
  redress_test_spin_until (is_there, queue, "a search");
  redress_query_free (query);
  return redress_span_end (begin);
}

void
redress_bench_search (RedressBenchHome *home)
{
  g_autoptr (GArray) match = redress_samples_new ();
  g_autoptr (GArray) floor = redress_samples_new ();
  g_autoptr (GArray) took = redress_samples_new ();
  g_autoptr (GArray) wall = redress_samples_new ();
  Floor raw;

  floor_open (&raw, home);
  for (guint i = 0; redress_bench_words[i] != NULL; i++)
    {
      const char *word = redress_bench_words[i];
      RedressSpan span;

      redress_samples_add (match, run_floor (&raw, word, REDRESS_SEARCH_MAX, FALSE));
      redress_samples_add (floor, run_floor (&raw, word, REDRESS_SEARCH_MAX, TRUE));
      span = run_search (home->disk.store, word);
      redress_samples_add (took, span.cpu);
      redress_samples_add (wall, span.wall);
    }
  redress_bench_report ("match", redress_samples_get (match, 50));
  redress_bench_report ("floor", redress_samples_get (floor, 50));
  redress_bench_report ("took", redress_samples_get (took, 50));
  redress_bench_report ("p95", redress_samples_get (took, 95));
  redress_bench_report ("wall_p95", redress_samples_get (wall, 95));
  floor_close (&raw);
}
