/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/place.h"

/* What code may count on in transactions whatever the engine. Runs once on each. */

static void
add (RedressSqlConnection *connection, gint64 id)
{
  g_autoptr (RedressSqlStatement) statement =
      place_prepare (connection, "insert into thing (id) values ($1)");
  g_autoptr (GError) error = NULL;

  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_run (statement, &error);
  g_assert_no_error (error);
}

typedef struct
{
  Place *place;
  RedressSqlOutcome outcome;
  gboolean fails;
} Writing;

static RedressSqlOutcome
write_thing (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Writing *writing = data;

  g_assert_true (redress_sql_connection_is_in_transaction (connection));
  add (connection, 1);
  if (writing->fails)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "no");
  return writing->outcome;
}

static void
test_transaction (Place *self, gconstpointer data)
{
  Writing writing = { self, REDRESS_SQL_ROLLBACK, FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_true (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, write_thing, &writing, &error));
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 0);
  writing.fails = TRUE;
  g_assert_false (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, write_thing, &writing, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_false (redress_sql_connection_is_in_transaction (self->connection));
  writing = (Writing){ self, REDRESS_SQL_COMMIT, FALSE };
  g_assert_true (redress_sql_transaction (self->connection, REDRESS_SQL_EXCLUSIVE, write_thing,
                                          &writing, &error));
  g_assert_no_error (error);
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 1);
}

static RedressSqlOutcome
write_beside (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Place *self = data;
  Writing writing = { self, REDRESS_SQL_COMMIT, FALSE };
  g_autoptr (GError) busy = NULL;

  add (connection, 5);
  /* Others read what was before, and wait in vain to write. */
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 0);
  g_assert_false (
      redress_sql_transaction (self->other, REDRESS_SQL_WRITE, write_thing, &writing, &busy));
  g_assert_error (busy, REDRESS_ERROR, REDRESS_ERROR_RETRY);
  g_assert_false (
      redress_sql_transaction (connection, REDRESS_SQL_WRITE, write_thing, &writing, error));
  g_assert_error (*error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_clear_error (error);
  return REDRESS_SQL_COMMIT;
}

static void
test_one_writer (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, write_beside, self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 1);
}

static RedressSqlOutcome
read_twice (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Place *self = data;

  g_assert_cmpint (place_number (connection, "select count(*) from thing"), ==, 0);
  add (self->other, 1);
  g_assert_cmpint (place_number (connection, "select count(*) from thing"), ==, 0);
  return REDRESS_SQL_COMMIT;
}

static void
test_one_moment (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (self->connection, REDRESS_SQL_READ, read_twice, self, &error);
  g_assert_no_error (error);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);

  g_assert_true (redress_sql_snapshot_begin (self->connection, &error));
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);
  add (self->other, 2);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);
  redress_sql_snapshot_end (self->connection);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 2);
}

static RedressSqlOutcome
add_twice (RedressSqlConnection *connection, gpointer data, GError **error)
{
  add (connection, 2);
  redress_sql_connection_run (connection, "insert into thing (id) values (2)", error);
  return REDRESS_SQL_COMMIT;
}

/* Of parts that are committed together one fails; that a statement failed in it hurts none of the
 * others, and nobody sees any before the end. */
static void
test_group (Place *self, gconstpointer data)
{
  Writing writing = { self, REDRESS_SQL_COMMIT, FALSE };
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_group_begin (self->connection, &error));
  g_assert_true (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, write_thing, &writing, &error));
  g_assert_false (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, add_twice, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);
  g_assert_cmpint (place_number (self->connection, "select max(id) from thing"), ==, 1);
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 0);
  g_assert_true (redress_sql_group_commit (self->connection, &error));
  g_assert_no_error (error);
  g_assert_cmpint (place_number (self->other, "select count(*) from thing"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/sql/transactions/" name, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("transaction", test_transaction);
  ADD ("one-writer", test_one_writer);
  ADD ("one-moment", test_one_moment);
  ADD ("group", test_group);
  return g_test_run ();
}
