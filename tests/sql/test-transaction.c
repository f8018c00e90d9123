/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/transaction.h"

#include "support/folder.h"

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
  redress_sql_connection_run_script (self->connection,
                                     "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_assert_false (redress_sql_connection_is_in_transaction (self->connection));
  redress_sql_connection_close (self->connection);
}

static void
assert_rows (Fixture *self, gint64 expected)
{
  g_autoptr (GError) error = NULL;
  gint64 n = -1;

  redress_sql_connection_get_int64 (self->connection, "SELECT count(*) FROM thing", &n, &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, expected);
}

static void
insert (RedressSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_connection_is_in_transaction (connection));
  redress_sql_connection_run (connection, "INSERT INTO thing DEFAULT VALUES", &error);
  g_assert_no_error (error);
}

static RedressSqlOutcome
insert_and_commit (RedressSqlConnection *connection, gpointer data, GError **error)
{
  insert (connection);
  return REDRESS_SQL_COMMIT;
}

static RedressSqlOutcome
insert_and_roll_back (RedressSqlConnection *connection, gpointer data, GError **error)
{
  insert (connection);
  return REDRESS_SQL_ROLLBACK;
}

static RedressSqlOutcome
insert_and_fail (RedressSqlConnection *connection, gpointer data, GError **error)
{
  insert (connection);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN, "not yours");
  return GPOINTER_TO_INT (data);
}

static void
test_commit (Fixture *self, gconstpointer data)
{
  static const RedressSqlMode modes[] = { REDRESS_SQL_READ, REDRESS_SQL_WRITE,
                                          REDRESS_SQL_EXCLUSIVE };

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (
          redress_sql_transaction (self->connection, modes[i], insert_and_commit, NULL, &error));
      g_assert_no_error (error);
      assert_rows (self, (gint64)i + 1);
    }
}

static void
test_roll_back (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, insert_and_roll_back,
                                          NULL, &error));
  g_assert_no_error (error);
  assert_rows (self, 0);
}

static void
test_fail (Fixture *self, gconstpointer data)
{
  static const RedressSqlOutcome outcomes[] = { REDRESS_SQL_ROLLBACK, REDRESS_SQL_COMMIT };

  /* An error wins over the wish to commit. */
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, insert_and_fail,
                                               GINT_TO_POINTER (outcomes[i]), &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN);
      assert_rows (self, 0);
    }
}

static RedressSqlOutcome
nest (RedressSqlConnection *connection, gpointer data, GError **error)
{
  g_autoptr (GError) nested = NULL;

  insert (connection);
  g_assert_false (
      redress_sql_transaction (connection, REDRESS_SQL_READ, insert_and_commit, NULL, &nested));
  g_assert_error (nested, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  return REDRESS_SQL_COMMIT;
}

static void
test_nested (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  /* The inner one fails; the outer one is as it was. */
  g_assert_true (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, nest, NULL, &error));
  g_assert_no_error (error);
  assert_rows (self, 1);
}

static RedressSqlOutcome
leave_reading (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressSqlStatement **statement = data;

  insert (connection);
  insert (connection);
  *statement = redress_sql_connection_prepare (connection, "SELECT id FROM thing", error);
  g_assert_cmpint (redress_sql_statement_step (*statement, error), ==, REDRESS_SQL_ROW);
  return REDRESS_SQL_ROLLBACK;
}

static void
test_reading_goes_on (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, leave_reading, &statement, &error);
  g_assert_no_error (error);
  /* The second row was taken back. */
  g_assert_cmpint (redress_sql_statement_step (statement, NULL), !=, REDRESS_SQL_ROW);
}

/* The engine ends the transaction by itself, and nobody tells the function. */
static RedressSqlOutcome
lose_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  insert (connection);
  g_assert_false (
      redress_sql_connection_run (connection, "INSERT OR ROLLBACK INTO thing VALUES (1)", NULL));
  g_assert_false (redress_sql_connection_is_in_transaction (connection));
  return REDRESS_SQL_COMMIT;
}

static void
test_lost (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, lose_transaction,
                                           NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
  assert_rows (self, 0);
}

static RedressSqlOutcome
defer_conflict (RedressSqlConnection *connection, gpointer data, GError **error)
{
  redress_sql_connection_run (connection, "INSERT INTO child VALUES (99)", error);
  return REDRESS_SQL_COMMIT;
}

static void
test_commit_fails (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (
      self->connection,
      "CREATE TABLE child (thing INTEGER REFERENCES thing DEFERRABLE INITIALLY DEFERRED) STRICT",
      &error);
  g_assert_no_error (error);
  g_assert_false (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, defer_conflict, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
}

static RedressSqlOutcome
cancel_while_writing (RedressSqlConnection *connection, gpointer data, GError **error)
{
  GCancellable *cancellable = data;

  insert (connection);
  g_cancellable_cancel (cancellable);
  redress_sql_connection_run_script (connection,
                                     "INSERT INTO thing WITH RECURSIVE n (i) AS (VALUES (10) UNION "
                                     "ALL SELECT i + 1 FROM n LIMIT 9999)"
                                     " SELECT i FROM n",
                                     error);
  return REDRESS_SQL_COMMIT;
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;

  redress_sql_connection_set_cancellable (self->connection, cancellable);
  g_assert_false (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE,
                                           cancel_while_writing, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, insert_and_commit,
                                           NULL, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  redress_sql_connection_set_cancellable (self->connection, NULL);
  assert_rows (self, 0);
}

static RedressSqlOutcome
read_twice (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressSqlConnection *writer = data;
  gint64 before = 0, after = 0;

  redress_sql_connection_get_int64 (connection, "SELECT count(*) FROM thing", &before, error);
  redress_sql_connection_run (writer, "INSERT INTO thing DEFAULT VALUES", error);
  redress_sql_connection_get_int64 (connection, "SELECT count(*) FROM thing", &after, error);
  g_assert_cmpint (before, ==, after);
  return REDRESS_SQL_COMMIT;
}

static void
test_one_moment (void)
{
  const RedressSqlOptions options = { 0 }, reading = { .read_only = TRUE };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "moment.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) writer = redress_sql_connection_open (path, &options, &error);
  g_autoptr (RedressSqlConnection) reader = NULL;

  g_assert_no_error (error);
  redress_sql_connection_run (writer, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT", &error);
  g_assert_no_error (error);
  reader = redress_sql_connection_open (path, &reading, &error);
  g_assert_no_error (error);
  redress_sql_transaction (reader, REDRESS_SQL_READ, read_twice, writer, &error);
  g_assert_no_error (error);
}

/* What another connection commits is seen by the next snapshot only. */
static void
test_snapshot (void)
{
  const RedressSqlOptions options = { 0 }, read_only = { .read_only = TRUE };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "snapshot.db");
  g_autoptr (GError) error = NULL;
  Fixture writer = { redress_sql_connection_open (path, &options, &error) };
  Fixture reader = { NULL };

  g_assert_no_error (error);
  redress_sql_connection_run (writer.connection,
                              "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT", &error);
  g_assert_no_error (error);
  reader.connection = redress_sql_connection_open (path, &read_only, &error);
  g_assert_no_error (error);
  g_assert_true (redress_sql_snapshot_begin (reader.connection, &error));
  assert_rows (&reader, 0);
  g_assert_true (redress_sql_transaction (writer.connection, REDRESS_SQL_WRITE, insert_and_commit,
                                          NULL, &error));
  /* To begin again changes nothing. */
  g_assert_true (redress_sql_snapshot_begin (reader.connection, &error));
  assert_rows (&reader, 0);
  redress_sql_snapshot_end (reader.connection);
  assert_rows (&reader, 1);
  redress_sql_snapshot_end (reader.connection);
  tear_down (&reader, NULL);
  tear_down (&writer, NULL);
}

static void
run_in_group (Fixture *self, RedressSqlTransactionFunc func, gpointer data, gboolean expected)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, func, data, &error), ==,
      expected);
  g_assert_cmpint (error == NULL, ==, expected);
}

static void
test_group (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_group_begin (self->connection, &error));
  run_in_group (self, insert_and_commit, NULL, TRUE);
  run_in_group (self, insert_and_fail, GINT_TO_POINTER (REDRESS_SQL_COMMIT), FALSE);
  run_in_group (self, insert_and_roll_back, NULL, TRUE);
  run_in_group (self, insert_and_commit, NULL, TRUE);
  g_assert_true (redress_sql_group_commit (self->connection, &error));
  g_assert_no_error (error);
  assert_rows (self, 2);
}

static RedressSqlOutcome
insert_and_lose_all (RedressSqlConnection *connection, gpointer data, GError **error)
{
  insert (connection);
  redress_sql_connection_run (connection, "INSERT OR ROLLBACK INTO thing (id) VALUES (1)", error);
  return REDRESS_SQL_ROLLBACK;
}

/* Nothing of the group stands, and nothing that comes after is written alone by mistake. */
static void
test_group_lost (Fixture *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_group_begin (self->connection, &error));
  run_in_group (self, insert_and_commit, NULL, TRUE);
  run_in_group (self, insert_and_lose_all, NULL, FALSE);
  run_in_group (self, insert_and_commit, NULL, FALSE);
  g_assert_false (redress_sql_group_commit (self->connection, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
  assert_rows (self, 0);
  run_in_group (self, insert_and_commit, NULL, TRUE);
  assert_rows (self, 1);
}

/* A program that ends between the parts and the commit leaves none of them behind. */
static void
test_group_crash (void)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path =
      g_build_filename (redress_test_folder_get_path (folder), "group.db", NULL);
  g_autoptr (GError) error = NULL;
  Fixture writer = { redress_sql_connection_open (path, &options, &error) };
  Fixture reader = { redress_sql_connection_open (path, &options, &error) };

  g_assert_no_error (error);
  redress_sql_connection_run_script (writer.connection,
                                     "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT", &error);
  g_assert_true (redress_sql_group_begin (writer.connection, &error));
  run_in_group (&writer, insert_and_commit, NULL, TRUE);
  assert_rows (&reader, 0);
  redress_sql_connection_close (writer.connection);
  assert_rows (&reader, 0);
  tear_down (&reader, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/sql/transaction/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("commit", test_commit);
  ADD ("roll-back", test_roll_back);
  ADD ("fail", test_fail);
  ADD ("nested", test_nested);
  ADD ("reading-goes-on", test_reading_goes_on);
  ADD ("lost", test_lost);
  ADD ("commit-fails", test_commit_fails);
  ADD ("cancelled", test_cancelled);
  ADD ("group", test_group);
  ADD ("group-lost", test_group_lost);
  g_test_add_func ("/sql/transaction/group-crash", test_group_crash);
  g_test_add_func ("/sql/transaction/one-moment", test_one_moment);
  g_test_add_func ("/sql/transaction/snapshot", test_snapshot);
  return g_test_run ();
}
