/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection.h"

typedef struct
{
  RedressSqlConnection *connection;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  self->connection = redress_sql_connection_open (":memory:", &options, &error);
  g_assert_no_error (error);
  redress_sql_connection_run_script (
      self->connection,
      "CREATE TABLE thing (id INTEGER PRIMARY KEY, label TEXT UNIQUE, bytes BLOB) STRICT;", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  redress_sql_connection_close (self->connection);
}

static RedressSqlStatement *
prepare (Fixture *self, const char *sql)
{
  g_autoptr (GError) error = NULL;
  RedressSqlStatement *statement = redress_sql_connection_prepare (self->connection, sql, &error);

  g_assert_no_error (error);
  g_assert_nonnull (statement);
  return statement;
}

static void
assert_row (RedressSqlStatement *statement)
{
  g_autoptr (GError) error = NULL;
  RedressSqlStep step = redress_sql_statement_step (statement, &error);

  g_assert_no_error (error);
  g_assert_cmpint (step, ==, REDRESS_SQL_ROW);
}

static void
test_use_again (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) insert =
      prepare (self, "INSERT INTO thing (id, label) VALUES ($1, $2)");
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  for (gint64 i = 1; i <= 3; i++)
    {
      g_autofree char *label = g_strdup_printf ("label %d", (int)i);

      redress_sql_statement_bind_int64 (insert, 1, i);
      redress_sql_statement_bind_text (insert, 2, label);
      g_assert_true (redress_sql_statement_run (insert, &error));
      g_assert_no_error (error);
      g_assert_cmpint (redress_sql_connection_get_changes (self->connection), ==, 1);
    }
  redress_sql_connection_get_int64 (self->connection, "SELECT count(*) FROM thing", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, 3);
}

static void
test_values_are_forgotten (Fixture *self, gconstpointer data)
{
  RedressSqlStatement *first = prepare (self, "SELECT $1");
  g_autoptr (RedressSqlStatement) second = NULL;

  redress_sql_statement_bind_text (first, 1, "secret");
  assert_row (first);
  redress_sql_statement_release (first);

  second = prepare (self, "SELECT $1");
  /* The same statement, out of the cache. */
  g_assert_true (second == first);
  assert_row (second);
  g_assert_true (redress_sql_statement_is_null (second, 0));
}

static void
test_borrowed_twice (Fixture *self, gconstpointer data)
{
  static const char sql[] = "SELECT id FROM thing WHERE id > $1 ORDER BY id";
  g_autoptr (RedressSqlStatement) outer = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  redress_sql_connection_run_script (self->connection,
                                     "INSERT INTO thing (id) VALUES (1), (2), (3);", &error);
  g_assert_no_error (error);
  outer = prepare (self, sql);
  redress_sql_statement_bind_int64 (outer, 1, 0);
  while (redress_sql_statement_step (outer, &error) == REDRESS_SQL_ROW)
    {
      g_autoptr (RedressSqlStatement) inner = prepare (self, sql);

      g_assert_true (inner != outer);
      redress_sql_statement_bind_int64 (inner, 1, redress_sql_statement_get_int64 (outer, 0));
      while (redress_sql_statement_step (inner, &error) == REDRESS_SQL_ROW)
        n++;
      g_assert_no_error (error);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 2 + 1 + 0);
}

static void
test_cache_is_bounded (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) held = prepare (self, "SELECT 'held', $1");
  g_autoptr (RedressSqlStatement) count = NULL;

  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u + $1", i);
      g_autoptr (RedressSqlStatement) statement = prepare (self, sql);
      g_autoptr (GError) error = NULL;
      gint64 value = 0;

      redress_sql_statement_bind_int64 (statement, 1, 1);
      g_assert_cmpint (redress_sql_statement_fetch_int64 (statement, &value, &error), ==,
                       REDRESS_SQL_ROW);
      g_assert_no_error (error);
      g_assert_cmpint (value, ==, i + 1);
    }
  assert_row (held);
  /* Where SQLite tells which statements it holds. */
  count =
      redress_sql_connection_prepare (self->connection, "SELECT count(*) FROM sqlite_stmt", NULL);
  if (count != NULL)
    {
      gint64 n = 0;

      redress_sql_statement_fetch_int64 (count, &n, NULL);
      g_assert_cmpint (n, >, 10);
      g_assert_cmpint (n, <=, 130);
    }
  g_assert_cmpstr (redress_sql_statement_get_text (held, 0), ==, "held");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sql/statement-cache/use-again", test_use_again);
  ADD ("/sql/statement-cache/values-are-forgotten", test_values_are_forgotten);
  ADD ("/sql/statement-cache/borrowed-twice", test_borrowed_twice);
  ADD ("/sql/statement-cache/is-bounded", test_cache_is_bounded);
  return g_test_run ();
}
