/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/place.h"

#include <string.h>

/* What code may count on whatever the engine. Runs once on each. */

static RedressSqlStep
step (RedressSqlStatement *statement)
{
  g_autoptr (GError) error = NULL;
  RedressSqlStep result = redress_sql_statement_step (statement, &error);

  g_assert_no_error (error);
  return result;
}

static void
run (RedressSqlStatement *statement)
{
  g_autoptr (GError) error = NULL;

  redress_sql_statement_run (statement, &error);
  g_assert_no_error (error);
}

static void
step_fails (RedressSqlStatement *statement, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (redress_sql_statement_step (statement, &error), ==, REDRESS_SQL_ERROR);
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
add (RedressSqlConnection *connection, gint64 id, const char *label, gint64 n)
{
  g_autoptr (RedressSqlStatement) statement =
      place_prepare (connection, "insert into thing (id, label, n) values ($1, $2, $3)");

  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, label);
  redress_sql_statement_bind_int64 (statement, 3, n);
  run (statement);
}

static void
test_numbers (Place *self, gconstpointer data)
{
  static const gint64 values[] = { 0, 1, -1, G_MAXINT64, G_MININT64, 9007199254740993 };
  g_autoptr (RedressSqlStatement) put =
      place_prepare (self->connection, "insert into thing (n) values ($1)");
  g_autoptr (RedressSqlStatement) get =
      place_prepare (self->connection, "select n, n = $1 from thing where n = $1");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      redress_sql_statement_bind_int64 (put, 1, values[i]);
      run (put);
      redress_sql_statement_bind_int64 (get, 1, values[i]);
      g_assert_cmpint (step (get), ==, REDRESS_SQL_ROW);
      g_assert_cmpuint (redress_sql_statement_get_n_columns (get), ==, 2);
      g_assert_cmpint (redress_sql_statement_get_int64 (get, 0), ==, values[i]);
      g_assert_true (redress_sql_statement_get_boolean (get, 1));
      g_assert_cmpint (redress_sql_statement_get_int64 (get, 1), ==, 1);
      g_assert_cmpint (step (get), ==, REDRESS_SQL_DONE);
    }
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==,
                   G_N_ELEMENTS (values));
  g_assert_cmpint (
      place_number (self->connection,
                    "select coalesce (sum (n), 0) from thing where n between -1 and 1"),
      ==, 0);
  g_assert_cmpint (
      place_number (self->connection, "select exists (select 1 from thing where n = 77)"), ==, 0);
}

static void
test_booleans (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) put =
      place_prepare (self->connection, "insert into thing (n) values ($1)");

  redress_sql_statement_bind_boolean (put, 1, 0x100);
  run (put);
  redress_sql_statement_bind_boolean (put, 1, FALSE);
  run (put);
  g_assert_cmpint (place_number (self->connection, "select sum (n) from thing"), ==, 1);
}

static void
test_texts (Place *self, gconstpointer data)
{
  static const char *const values[] = { "",   "refund",  "退款 Ｔ-42", "it's; drop table thing --",
                                        "𠮷", "a\\b\"c", "$1" };
  g_autoptr (RedressSqlStatement) put =
      place_prepare (self->connection, "insert into thing (label) values ($1)");
  g_autoptr (RedressSqlStatement) get =
      place_prepare (self->connection, "select label from thing where label = $1");

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *copy = NULL;
      g_autofree char *given = g_strdup (values[i]);

      redress_sql_statement_bind_text (put, 1, given);
      memset (given, 'X', strlen (given));
      run (put);
      redress_sql_statement_bind_text (get, 1, values[i]);
      g_assert_cmpint (step (get), ==, REDRESS_SQL_ROW);
      copy = redress_sql_statement_dup_text (get, 0);
      g_assert_cmpint (step (get), ==, REDRESS_SQL_DONE);
      g_assert_cmpstr (copy, ==, values[i]);
    }
}

static void
test_bytes (Place *self, gconstpointer data)
{
  static const guint8 raw[] = { 0, 1, 0, 0xff, 0xfe, 0, '\\', 'x', 0 };
  g_autoptr (RedressSqlStatement) put =
      place_prepare (self->connection, "insert into thing (id, bytes) values ($1, $2)");
  g_autoptr (RedressSqlStatement) get =
      place_prepare (self->connection, "select bytes from thing order by id");
  g_autoptr (GBytes) first = NULL, second = NULL;

  redress_sql_statement_bind_int64 (put, 1, 1);
  redress_sql_statement_bind_blob (put, 2, raw, sizeof raw);
  run (put);
  redress_sql_statement_bind_int64 (put, 1, 2);
  redress_sql_statement_bind_blob (put, 2, NULL, 0);
  run (put);
  redress_sql_statement_bind_int64 (put, 1, 3);
  redress_sql_statement_bind_bytes (put, 2, NULL);
  run (put);
  redress_sql_statement_bind_int64 (put, 1, 4);
  redress_sql_statement_bind_blob (put, 2, "{\"a\":1}", 7);
  run (put);

  step (get);
  first = redress_sql_statement_dup_bytes (get, 0);
  g_assert_cmpmem (g_bytes_get_data (first, NULL), g_bytes_get_size (first), raw, sizeof raw);
  step (get);
  second = redress_sql_statement_dup_bytes (get, 0);
  g_assert_nonnull (second);
  g_assert_cmpuint (g_bytes_get_size (second), ==, 0);
  step (get);
  g_assert_true (redress_sql_statement_is_null (get, 0));
  g_assert_null (redress_sql_statement_dup_bytes (get, 0));
  step (get);
  /* Bytes that are a text can be read as one. */
  g_assert_cmpstr (redress_sql_statement_get_text (get, 0), ==, "{\"a\":1}");
}

/* A value may be missing at first, or once, whatever it is compared with or put into. */
static void
test_null (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) put = place_prepare (
      self->connection, "insert into thing (id, label, n, bytes) values ($1, $2, $3, $4)");
  g_autoptr (RedressSqlStatement) get = place_prepare (
      self->connection, "select count(*) from thing where (label = $1 or $1 is null) and "
                        "(n = $2 or $2 is null)");
  g_autoptr (GError) error = NULL;
  gint64 count = -1;

  redress_sql_statement_bind_int64 (put, 1, 1);
  run (put);
  redress_sql_statement_bind_int64 (put, 1, 2);
  redress_sql_statement_bind_text (put, 2, "b");
  redress_sql_statement_bind_int64 (put, 3, 2);
  redress_sql_statement_bind_blob (put, 4, "x", 1);
  run (put);
  redress_sql_statement_bind_int64 (put, 1, 3);
  redress_sql_statement_bind_null (put, 2);
  redress_sql_statement_bind_null (put, 3);
  redress_sql_statement_bind_null (put, 4);
  run (put);

  g_assert_cmpint (redress_sql_statement_fetch_int64 (get, &count, &error), ==, REDRESS_SQL_ROW);
  g_assert_cmpint (count, ==, 3);
  redress_sql_statement_bind_text (get, 1, "b");
  redress_sql_statement_bind_int64 (get, 2, 2);
  redress_sql_statement_fetch_int64 (get, &count, &error);
  g_assert_cmpint (count, ==, 1);
  redress_sql_statement_bind_text (get, 1, NULL);
  redress_sql_statement_fetch_int64 (get, &count, &error);
  g_assert_cmpint (count, ==, 1);
  g_assert_no_error (error);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing where n is null "
                                                   "and label is null and bytes is null"),
                   ==, 2);
}

static void
test_places (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = place_prepare (
      self->connection, "select label, n from thing where n = $2 and label = $1 and n <> $3");

  add (self->connection, 1, "a", 5);
  redress_sql_statement_bind_int64 (statement, 3, 6);
  redress_sql_statement_bind_text (statement, 1, "a");
  redress_sql_statement_bind_int64 (statement, 2, 5);
  g_assert_cmpint (step (statement), ==, REDRESS_SQL_ROW);
  g_assert_cmpstr (redress_sql_statement_get_text (statement, 0), ==, "a");
  /* While a row is read nothing can be bound; there is no fourth place, and none before the first.
   */
  redress_sql_statement_bind_int64 (statement, 2, 8);
  step_fails (statement, REDRESS_ERROR_INVALID);
  redress_sql_statement_bind_int64 (statement, 4, 8);
  step_fails (statement, REDRESS_ERROR_INVALID);
  redress_sql_statement_bind_int64 (statement, 0, 8);
  step_fails (statement, REDRESS_ERROR_INVALID);
  /* Told once; what was bound before is still there. */
  g_assert_cmpint (step (statement), ==, REDRESS_SQL_ROW);
}

static void
test_bad_sql (Place *self, gconstpointer data)
{
  static const char *const texts[] = {
    "select $1, $3",
    "select $0",
    "select 1; select 2",
    "",
    "-- nothing",
    "selec 1",
    "select * from nowhere",
    "begin",
    "commit",
    "savepoint s",
    "rollback",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    place_fail (self->connection, texts[i], REDRESS_ERROR_INVALID);
  g_assert_false (redress_sql_connection_is_in_transaction (self->connection));
  g_assert_cmpint (place_number (self->connection, "select 1"), ==, 1);
}

static void
test_too_large (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) put =
      place_prepare (self->connection, "insert into thing (bytes) values ($1)");
  gsize size = 9 * 1024 * 1024;
  g_autofree char *bytes = g_malloc0 (size);

  redress_sql_statement_bind_blob (put, 1, bytes, size);
  step_fails (put, REDRESS_ERROR_TOO_LARGE);
}

static void
test_constraints (Place *self, gconstpointer data)
{
  static const char *const inserts[] = {
    "insert into thing (id) values (1)",
    "insert into thing (id, label) values (2, 'a')",
    "insert into part (thing, n) values (99, 1)",
    "insert into part (thing, n) values (1, null)",
  };

  add (self->connection, 1, "a", 1);
  for (gsize i = 0; i < G_N_ELEMENTS (inserts); i++)
    place_fail (self->connection, inserts[i], REDRESS_ERROR_CONFLICT);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);
}

static void
test_changes (Place *self, gconstpointer data)
{
  RedressSqlConnection *connection = self->connection;

  add (connection, 1, "a", 1);
  add (connection, 2, "b", 1);
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 1);
  place_run (connection, "insert into thing (id) values (1) on conflict do nothing");
  g_assert_true (redress_sql_connection_run (connection, "update thing set n = 5", NULL));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 2);
  /* Looking does not count. */
  g_assert_cmpint (place_number (connection, "select count(*) from thing"), ==, 2);
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 2);
  g_assert_true (redress_sql_connection_run (
      connection, "insert into thing (id) values (1) on conflict do nothing", NULL));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 0);
  g_assert_true (redress_sql_connection_run (
      connection,
      "insert into thing (id, n) values (2, 9) on conflict (id) do update set n = excluded.n "
      "where thing.n is distinct from excluded.n",
      NULL));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 1);
  g_assert_true (redress_sql_connection_run (connection, "delete from thing where n = 77", NULL));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 0);
  g_assert_cmpint (place_number (connection, "update thing set n = n + 1 where id = 2 returning n"),
                   ==, 10);
}

/* A number that the database makes is new and greater. */
static void
test_returning (Place *self, gconstpointer data)
{
  gint64 first = place_number (self->connection, "insert into thing (n) values (9) returning id");
  gint64 second = place_number (self->connection, "insert into thing (n) values (9) returning id");
  g_autoptr (GError) error = NULL;
  gint64 value = 7;

  g_assert_cmpint (second, >, first);
  g_assert_false (redress_sql_connection_get_int64 (
      self->connection, "select id from thing where n = 1234", &value, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
  g_assert_cmpint (value, ==, 7);
}

static void
test_order_is_of_bytes (Place *self, gconstpointer data)
{
  static const char *const labels[] = { "B", "Z-1", "Z1", "_", "a", "b", "é", "中", "𠮷" };
  g_autoptr (RedressSqlStatement) get =
      place_prepare (self->connection, "select label from thing order by label");

  for (guint i = G_N_ELEMENTS (labels); i > 0; i--)
    add (self->connection, i, labels[i - 1], 0);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      g_assert_cmpint (step (get), ==, REDRESS_SQL_ROW);
      g_assert_cmpstr (redress_sql_statement_get_text (get, 0), ==, labels[i]);
    }
}

/* The same text within itself, with other values. */
static void
test_nested (Place *self, gconstpointer data)
{
  static const char sql[] = "select id from thing where id > $1 order by id";
  g_autoptr (RedressSqlStatement) outer = place_prepare (self->connection, sql);
  guint n = 0;

  for (guint i = 1; i <= 3; i++)
    add (self->connection, i, NULL, i);
  redress_sql_statement_bind_int64 (outer, 1, 0);
  while (step (outer) == REDRESS_SQL_ROW)
    {
      g_autoptr (RedressSqlStatement) inner = place_prepare (self->connection, sql);

      redress_sql_statement_bind_int64 (inner, 1, redress_sql_statement_get_int64 (outer, 0));
      while (step (inner) == REDRESS_SQL_ROW)
        n++;
    }
  g_assert_cmpuint (n, ==, 3);
}

/* More texts than a connection keeps. */
static void
test_many_statements (Place *self, gconstpointer data)
{
  for (guint round = 0; round < 2; round++)
    for (int i = 0; i < 300; i++)
      {
        g_autofree char *sql = g_strdup_printf ("select %d", i);

        g_assert_cmpint (place_number (self->connection, sql), ==, i);
      }
}

static void
test_script (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_sql_connection_run_script (
      self->connection, "begin; insert into thing (id) values (1); commit", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_false (redress_sql_connection_is_in_transaction (self->connection));
  place_run (self->connection,
             "insert into thing (id) values (3); insert into thing (id) values (4);");
  g_assert_cmpint (place_number (self->other, "select count(*) from thing where id > 2"), ==, 2);
}

static void
test_cancelled (Place *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  redress_sql_connection_set_cancellable (self->connection, cancellable);
  g_assert_cmpint (place_number (self->connection, "select 1"), ==, 1);
  g_cancellable_cancel (cancellable);
  g_assert_false (redress_sql_connection_run (self->connection, "select 1", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  redress_sql_connection_set_cancellable (self->connection, NULL);
  g_assert_cmpint (place_number (self->connection, "select 1"), ==, 1);
}

/* Somebody may cancel what is over: the connection hears nothing of it any more. */
static void
test_closed_before_cancelled (Place *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  redress_sql_connection_set_cancellable (self->other, cancellable);
  g_assert_cmpint (place_number (self->other, "select 1"), ==, 1);
  g_clear_pointer (&self->other, redress_sql_connection_close);
  g_assert_cmpuint (G_OBJECT (cancellable)->ref_count, ==, 1);
  g_cancellable_cancel (cancellable);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/sql/conformance/" name, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("numbers", test_numbers);
  ADD ("booleans", test_booleans);
  ADD ("texts", test_texts);
  ADD ("bytes", test_bytes);
  ADD ("null", test_null);
  ADD ("places", test_places);
  ADD ("bad-sql", test_bad_sql);
  ADD ("too-large", test_too_large);
  ADD ("constraints", test_constraints);
  ADD ("changes", test_changes);
  ADD ("returning", test_returning);
  ADD ("order-is-of-bytes", test_order_is_of_bytes);
  ADD ("nested", test_nested);
  ADD ("many-statements", test_many_statements);
  ADD ("script", test_script);
  ADD ("cancelled", test_cancelled);
  ADD ("closed-before-cancelled", test_closed_before_cancelled);
  return g_test_run ();
}
