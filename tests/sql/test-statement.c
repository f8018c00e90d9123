/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection.h"

#include <string.h>

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
assert_done (RedressSqlStatement *statement)
{
  g_autoptr (GError) error = NULL;
  RedressSqlStep step = redress_sql_statement_step (statement, &error);

  g_assert_no_error (error);
  g_assert_cmpint (step, ==, REDRESS_SQL_DONE);
}

static void
assert_step_fails (RedressSqlStatement *statement, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (redress_sql_statement_step (statement, &error), ==, REDRESS_SQL_ERROR);
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
test_int64 (Fixture *self, gconstpointer data)
{
  static const gint64 values[] = { 0, 1, -1, G_MAXINT64, G_MININT64, 9007199254740993 };
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1, typeof($1)");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      redress_sql_statement_bind_int64 (statement, 1, values[i]);
      assert_row (statement);
      g_assert_cmpint (redress_sql_statement_get_int64 (statement, 0), ==, values[i]);
      g_assert_cmpstr (redress_sql_statement_get_text (statement, 1), ==, "integer");
      g_assert_false (redress_sql_statement_is_null (statement, 0));
      assert_done (statement);
    }
}

static void
test_boolean (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1, $2, NULL");

  redress_sql_statement_bind_boolean (statement, 1, TRUE);
  redress_sql_statement_bind_boolean (statement, 2, FALSE);
  assert_row (statement);
  g_assert_true (redress_sql_statement_get_boolean (statement, 0));
  g_assert_cmpint (redress_sql_statement_get_int64 (statement, 0), ==, 1);
  g_assert_false (redress_sql_statement_get_boolean (statement, 1));
  g_assert_false (redress_sql_statement_get_boolean (statement, 2));

  /* Every true value is stored alike. */
  redress_sql_statement_reset (statement);
  redress_sql_statement_bind_boolean (statement, 1, 0x100);
  assert_row (statement);
  g_assert_cmpint (redress_sql_statement_get_int64 (statement, 0), ==, 1);
}

static void
test_text (Fixture *self, gconstpointer data)
{
  static const char *const values[] = { "", "refund", "退款 Ｔ-42", "it's; DROP TABLE thing --",
                                        "𠮷" };
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1, typeof($1)");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *copy = NULL;

      redress_sql_statement_bind_text (statement, 1, values[i]);
      assert_row (statement);
      g_assert_cmpstr (redress_sql_statement_get_text (statement, 0), ==, values[i]);
      g_assert_cmpstr (redress_sql_statement_get_text (statement, 1), ==, "text");
      copy = redress_sql_statement_dup_text (statement, 0);
      assert_done (statement);
      g_assert_cmpstr (copy, ==, values[i]);
    }
}

static void
test_text_is_copied (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1");
  char value[] = "before";

  redress_sql_statement_bind_text (statement, 1, value);
  value[0] = 'X';
  assert_row (statement);
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 0), ==, "before");
}

static void
test_blob (Fixture *self, gconstpointer data)
{
  static const guint8 raw[] = { 0, 1, 0, 0xff, 0xfe, 0, 'x', 0 };
  g_autoptr (GBytes) bytes = g_bytes_new (raw, sizeof raw);
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (RedressSqlStatement) statement =
      prepare (self, "SELECT $1, $2, $3, $4, typeof($2), length($1)");
  g_autoptr (GBytes) read_first = NULL;
  g_autoptr (GBytes) read_second = NULL;
  g_autoptr (GBytes) read_third = NULL;

  redress_sql_statement_bind_bytes (statement, 1, bytes);
  redress_sql_statement_bind_bytes (statement, 2, empty);
  redress_sql_statement_bind_blob (statement, 3, raw + 1, 3);
  redress_sql_statement_bind_bytes (statement, 4, NULL);
  assert_row (statement);
  read_first = redress_sql_statement_dup_bytes (statement, 0);
  read_second = redress_sql_statement_dup_bytes (statement, 1);
  read_third = redress_sql_statement_dup_bytes (statement, 2);
  g_assert_cmpmem (g_bytes_get_data (read_first, NULL), g_bytes_get_size (read_first), raw, 8);
  g_assert_cmpint (redress_sql_statement_get_int64 (statement, 5), ==, 8);
  /* Empty is not NULL. */
  g_assert_nonnull (read_second);
  g_assert_cmpuint (g_bytes_get_size (read_second), ==, 0);
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 4), ==, "blob");
  g_assert_cmpmem (g_bytes_get_data (read_third, NULL), 3, raw + 1, 3);
  g_assert_true (redress_sql_statement_is_null (statement, 3));
  g_assert_null (redress_sql_statement_dup_bytes (statement, 3));
}

static void
test_null (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1, $2, $3, $1 IS NULL");

  redress_sql_statement_bind_int64 (statement, 1, 5);
  redress_sql_statement_bind_null (statement, 1);
  redress_sql_statement_bind_text (statement, 2, NULL);
  /* $3 was never bound. */
  assert_row (statement);
  for (guint column = 0; column < 3; column++)
    {
      g_assert_true (redress_sql_statement_is_null (statement, column));
      g_assert_null (redress_sql_statement_get_text (statement, column));
      g_assert_cmpint (redress_sql_statement_get_int64 (statement, column), ==, 0);
    }
  g_assert_cmpint (redress_sql_statement_get_int64 (statement, 3), ==, 1);
  g_assert_cmpuint (redress_sql_statement_get_n_columns (statement), ==, 4);
}

static void
test_numbers_by_name (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $2, $1, $3 || $1");

  redress_sql_statement_bind_text (statement, 1, "one");
  redress_sql_statement_bind_text (statement, 2, "two");
  redress_sql_statement_bind_text (statement, 3, "three");
  assert_row (statement);
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 0), ==, "two");
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 1), ==, "one");
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 2), ==, "threeone");
}

static void
test_bad_sql (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = {
    "SELECT ?1",
    "SELECT ?",
    "SELECT :name",
    "SELECT $1, $3",
    "SELECT $0",
    "SELECT $01",
    "SELECT $one",
    "SELECT $1::text",
    "SELECT 1; SELECT 2",
    "",
    "-- nothing",
    "SELEC 1",
    "SELECT * FROM nowhere",
    "BEGIN",
    "COMMIT",
    "SAVEPOINT s",
    "ATTACH '/dev/null' AS other",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (redress_sql_connection_prepare (self->connection, texts[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

static void
test_bind_out_of_range (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT $1");

  redress_sql_statement_bind_int64 (statement, 2, 7);
  assert_step_fails (statement, REDRESS_ERROR_INVALID);
  redress_sql_statement_bind_int64 (statement, 0, 7);
  assert_step_fails (statement, REDRESS_ERROR_INVALID);

  /* The failure was told once; then the statement works. */
  redress_sql_statement_bind_int64 (statement, 1, 7);
  assert_row (statement);
  /* In the middle of reading. */
  redress_sql_statement_bind_int64 (statement, 1, 8);
  assert_step_fails (statement, REDRESS_ERROR_INVALID);
}

static void
test_too_large (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT length($1)");
  gsize size = 9 * 1024 * 1024;
  g_autofree char *text = g_malloc (size);

  memset (text, 'x', size);
  redress_sql_statement_bind_blob (statement, 1, text, size);
  assert_step_fails (statement, REDRESS_ERROR_TOO_LARGE);
}

static void
test_three_answers (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) insert =
      prepare (self, "INSERT INTO thing (id, label) VALUES ($1, $2)");
  g_autoptr (RedressSqlStatement) query = prepare (self, "SELECT label FROM thing WHERE id = $1");

  redress_sql_statement_bind_int64 (insert, 1, 1);
  redress_sql_statement_bind_text (insert, 2, "a");
  assert_done (insert);
  assert_step_fails (insert, REDRESS_ERROR_CONFLICT);

  redress_sql_statement_bind_int64 (query, 1, 1);
  assert_row (query);
  assert_done (query);
  redress_sql_statement_bind_int64 (query, 1, 2);
  assert_done (query);
}

static void
test_fetch (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) text = prepare (self, "SELECT $1 WHERE $2");
  g_autoptr (RedressSqlStatement) number = prepare (self, "SELECT $1 WHERE $1 > 0 UNION SELECT 99");
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  char *untouched = (char *)"untouched";
  gint64 n = 0;

  redress_sql_statement_bind_text (text, 1, "x");
  redress_sql_statement_bind_boolean (text, 2, TRUE);
  g_assert_cmpint (redress_sql_statement_fetch_text (text, &value, &error), ==, REDRESS_SQL_ROW);
  g_assert_cmpstr (value, ==, "x");
  redress_sql_statement_bind_boolean (text, 2, FALSE);
  g_assert_cmpint (redress_sql_statement_fetch_text (text, &untouched, &error), ==,
                   REDRESS_SQL_DONE);
  g_assert_cmpstr (untouched, ==, "untouched");

  /* More rows are left; binding works at once all the same. */
  redress_sql_statement_bind_int64 (number, 1, 5);
  g_assert_cmpint (redress_sql_statement_fetch_int64 (number, &n, &error), ==, REDRESS_SQL_ROW);
  g_assert_cmpint (n, ==, 5);
  redress_sql_statement_bind_int64 (number, 1, 6);
  g_assert_cmpint (redress_sql_statement_fetch_int64 (number, &n, &error), ==, REDRESS_SQL_ROW);
  g_assert_cmpint (n, ==, 6);
  g_assert_no_error (error);
}

/* The row is there before the commit, which then fails. */
static void
test_fetch_and_fail (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) number = NULL;
  g_autoptr (RedressSqlStatement) text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) text_error = NULL;
  char *untouched = (char *)"untouched";
  gint64 value = 7;

  redress_sql_connection_run_script (
      self->connection,
      "CREATE TABLE child (thing INTEGER REFERENCES thing DEFERRABLE INITIALLY DEFERRED) STRICT",
      &error);
  g_assert_no_error (error);
  number = prepare (self, "INSERT INTO child VALUES (99) RETURNING thing");
  g_assert_cmpint (redress_sql_statement_fetch_int64 (number, &value, &error), ==,
                   REDRESS_SQL_ERROR);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_cmpint (value, ==, 7);
  text = prepare (self, "INSERT INTO child VALUES (99) RETURNING 'x'");
  g_assert_cmpint (redress_sql_statement_fetch_text (text, &untouched, &text_error), ==,
                   REDRESS_SQL_ERROR);
  g_assert_error (text_error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_assert_cmpstr (untouched, ==, "untouched");
}

static void
test_not_utf8 (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement =
      prepare (self, "SELECT CAST(x'61ff62' AS TEXT), CAST(x'610062' AS TEXT)");

  assert_row (statement);
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 0), ==,
                   "a\xef\xbf\xbd"
                   "b");
  g_assert_true (g_utf8_validate (redress_sql_statement_get_text (statement, 1), -1, NULL));
}

static void
test_wrong_column (Fixture *self, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_autoptr (RedressSqlStatement) statement = prepare (self, "SELECT 1");

      assert_row (statement);
      redress_sql_statement_get_int64 (statement, 1);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*has_column*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sql/statement/int64", test_int64);
  ADD ("/sql/statement/boolean", test_boolean);
  ADD ("/sql/statement/text", test_text);
  ADD ("/sql/statement/text-is-copied", test_text_is_copied);
  ADD ("/sql/statement/blob", test_blob);
  ADD ("/sql/statement/null", test_null);
  ADD ("/sql/statement/numbers-by-name", test_numbers_by_name);
  ADD ("/sql/statement/bad-sql", test_bad_sql);
  ADD ("/sql/statement/bind-out-of-range", test_bind_out_of_range);
  ADD ("/sql/statement/too-large", test_too_large);
  ADD ("/sql/statement/three-answers", test_three_answers);
  ADD ("/sql/statement/fetch", test_fetch);
  ADD ("/sql/statement/fetch-and-fail", test_fetch_and_fail);
  ADD ("/sql/statement/not-utf8", test_not_utf8);
  ADD ("/sql/statement/wrong-column", test_wrong_column);
  return g_test_run ();
}
