/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/outage.h"
#include "postgres/place.h"
#include "sql/engine.h"

#include <string.h>

/* What PostgreSQL alone can do to a connection. */

static void
fail_once (RedressSqlConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_sql_connection_run (connection, sql, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
}

/* A session outlives the first process by as long as it takes to notice. */
static void
fail_at_last (RedressSqlConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;

  while (redress_sql_connection_run (connection, sql, &error))
    ;
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
}

static void
test_killed (Place *self, gconstpointer data)
{
  place_run (self->connection, "insert into thing (id) values (1)");
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);
  outage_begin ();
  fail_at_last (self->connection, "select count(*) from thing");
  outage_end ();
  /* The statement was prepared in a session that is no more. */
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 1);
  place_run (self->connection, "insert into thing (id) values (2)");
}

static void
end_session (Place *self)
{
  g_autofree char *sql =
      g_strdup_printf ("select pg_terminate_backend (%d, 10000)",
                       (int)place_number (self->connection, "select pg_backend_pid ()"));

  g_assert_cmpint (place_number (self->other, sql), ==, 1);
}

static RedressSqlOutcome
add_thing (RedressSqlConnection *connection, gpointer data, GError **error)
{
  place_run (connection, "insert into thing (id) values (1)");
  return REDRESS_SQL_COMMIT;
}

/* What is lost while nobody uses it is made anew unseen, where nothing can be done twice. */
static void
test_lost_while_idle (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  end_session (self);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 0);
  end_session (self);
  g_assert_true (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, add_thing, NULL, &error));
  g_assert_no_error (error);
  end_session (self);
  fail_once (self->connection, "update thing set n = 1");
  place_run (self->connection, "update thing set n = 1");
}

static RedressSqlOutcome
lose_connection (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Place *self = data;
  g_autofree char *sql = NULL;

  place_run (connection, "insert into thing (id) values (1)");
  sql = g_strdup_printf ("select pg_terminate_backend (%d)",
                         (int)place_number (connection, "select pg_backend_pid ()"));
  place_run (self->other, sql);
  /* What comes after must not run outside of the transaction. */
  fail_once (connection, "insert into thing (id) values (2)");
  fail_once (connection, "insert into thing (id) values (3)");
  return REDRESS_SQL_COMMIT;
}

static void
test_lost_in_transaction (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, lose_connection, self, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 0);
  place_run (self->connection, "insert into thing (id) values (1)");
}

static RedressSqlOutcome
swallow_failure (RedressSqlConnection *connection, gpointer data, GError **error)
{
  place_run (connection, "insert into thing (id) values (1)");
  place_fail (connection, "insert into thing (id) values (1)", REDRESS_ERROR_CONFLICT);
  return REDRESS_SQL_COMMIT;
}

/* PostgreSQL takes back what it was asked to keep, and says so in a whisper. */
static void
test_swallowed_failure (Place *self, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      redress_sql_transaction (self->connection, REDRESS_SQL_WRITE, swallow_failure, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_cmpint (place_number (self->connection, "select count(*) from thing"), ==, 0);
}

typedef struct
{
  RedressSqlConnection *connection;
  GCancellable *cancellable;
} Cancelling;

/* As soon as the other connection works. */
static gpointer
cancel_soon (gpointer data)
{
  Cancelling *cancelling = data;

  redress_sql_connection_adopt (cancelling->connection);
  while (place_number (cancelling->connection,
                       "select count(*) from pg_stat_activity where state = 'active' "
                       "and wait_event = 'PgSleep'") == 0)
    ;
  g_cancellable_cancel (cancelling->cancellable);
  return NULL;
}

static void
test_cancelled_while_it_runs (Place *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Cancelling cancelling = { self->other, cancellable };
  g_autoptr (GError) error = NULL;
  GThread *thread;

  redress_sql_connection_set_cancellable (self->connection, cancellable);
  thread = g_thread_new ("cancel", cancel_soon, &cancelling);
  g_assert_false (redress_sql_connection_run (self->connection, "select pg_sleep (60)", &error));
  g_thread_join (thread);
  redress_sql_connection_adopt (self->other);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  redress_sql_connection_set_cancellable (self->connection, NULL);
}

static void
assert_open_fails (const char *location, RedressSqlOptions options, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_sql_connection_open (location, &options, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
test_cannot_open (Place *self, gconstpointer data)
{
  const RedressSqlOptions ours = { .application_id = 1 };

  assert_open_fails ("postgresql://nobody@/none?host=/nowhere", ours, REDRESS_ERROR_UNAVAILABLE);
  assert_open_fails ("postgresql://%", ours, REDRESS_ERROR_UNAVAILABLE);
  /* There are tables in it, made by who knows whom. */
  assert_open_fails (self->location, ours, REDRESS_ERROR_INVALID);
}

static void
test_read_only (Place *self, gconstpointer data)
{
  const RedressSqlOptions options = { .read_only = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) reader =
      redress_sql_connection_open (self->location, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpint (place_number (reader, "select count(*) from thing"), ==, 0);
  place_fail (reader, "insert into thing (id) values (1)", REDRESS_ERROR_NO_SPACE);
}

/* Who turns off durability turns it off for caches, not for decisions. */
static void
test_durable (Place *self, gconstpointer data)
{
  g_autofree char *location = g_strconcat (self->location, "%20-csynchronous_commit%3Doff", NULL);
  const RedressSqlOptions options = { .durable = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlConnection) connection =
      redress_sql_connection_open (location, &options, &error);

  g_assert_no_error (error);
  g_assert_cmpint (
      place_number (connection, "select current_setting ('synchronous_commit') = 'on'"), ==, 1);
}

/* Longer than anything here takes while the database works. */
#define PATIENCE_MS 400

static RedressSqlConnection *
open_impatient (Place *self)
{
  const RedressSqlOptions options = { .durable = TRUE, .answer_timeout_ms = PATIENCE_MS };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (self->location, &options, &error);

  g_assert_no_error (error);
  return connection;
}

static void
expect_given_up (GError *error)
{
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
  g_assert_nonnull (strstr (error->message, "no sign of it for 400 ms"));
}

/* A database that stands still while its kernel answers is one that is lost, and found again. */
static void
test_frozen (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_impatient (self);
  g_autoptr (GError) error = NULL;
  gboolean done;

  place_run (connection, "insert into thing (id) values (1)");
  outage_freeze ();
  done = redress_sql_connection_run (connection, "update thing set n = 1", &error);
  outage_thaw ();
  g_assert_false (done);
  expect_given_up (error);
  g_assert_cmpint (place_number (connection, "select count(*) from thing"), ==, 1);
}

static RedressSqlOutcome
add_and_freeze (RedressSqlConnection *connection, gpointer data, GError **error)
{
  place_run (connection, "insert into thing (id) values (1)");
  outage_freeze ();
  return REDRESS_SQL_COMMIT;
}

static RedressSqlOutcome
count_things (RedressSqlConnection *connection, gpointer data, GError **error)
{
  *(gint64 *)data = place_number (connection, "select count(*) from thing");
  return REDRESS_SQL_ROLLBACK;
}

/* Whoever tries again waits for the lock of a commit that the database comes to later, and so finds
 * what it did. */
static void
test_frozen_commit (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_impatient (self);
  g_autoptr (GError) error = NULL;
  gint64 n_things = 0;
  gboolean done =
      redress_sql_transaction (connection, REDRESS_SQL_WRITE, add_and_freeze, NULL, &error);

  outage_thaw ();
  g_assert_false (done);
  expect_given_up (error);
  g_clear_error (&error);
  g_assert_true (
      redress_sql_transaction (connection, REDRESS_SQL_WRITE, count_things, &n_things, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_things, ==, 1);
}

/* More than the kernel takes for who does not read. */
static void
test_frozen_while_sending (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_impatient (self);
  g_autoptr (RedressSqlStatement) statement =
      place_prepare (connection, "insert into thing (bytes) values ($1)");
  g_autofree char *bytes = g_malloc0 (REDRESS_SQL_LONGEST_VALUE);
  g_autoptr (GError) error = NULL;
  gboolean done;

  redress_sql_statement_bind_blob (statement, 1, bytes, REDRESS_SQL_LONGEST_VALUE);
  g_assert_true (redress_sql_statement_run (statement, &error));
  redress_sql_statement_bind_blob (statement, 1, bytes, REDRESS_SQL_LONGEST_VALUE);
  outage_freeze ();
  done = redress_sql_statement_run (statement, &error);
  outage_thaw ();
  g_assert_false (done);
  expect_given_up (error);
  g_assert_cmpint (place_number (connection, "select count(*) from thing"), ==, 1);
}

/* A migration may take longer than anybody else waits. */
static void
test_patient_migration (Place *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_impatient (self);
  g_autoptr (GError) error = NULL;

  g_assert_true (connection->engine->migration_begin (connection, &error));
  place_run (connection, "select pg_sleep (1)");
  g_assert_true (connection->engine->migration_end (connection, &error));
  place_fail (connection, "insert into thing (n) select 1 from pg_sleep (60)", REDRESS_ERROR_RETRY);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func)                                                                            \
  g_test_add ("/postgres/" name, Place, NULL, place_set_up, func, place_tear_down)
  ADD ("killed", test_killed);
  ADD ("lost-while-idle", test_lost_while_idle);
  ADD ("lost-in-transaction", test_lost_in_transaction);
  ADD ("swallowed-failure", test_swallowed_failure);
  ADD ("cancelled-while-it-runs", test_cancelled_while_it_runs);
  ADD ("cannot-open", test_cannot_open);
  ADD ("read-only", test_read_only);
  ADD ("durable", test_durable);
  ADD ("frozen", test_frozen);
  ADD ("frozen-commit", test_frozen_commit);
  ADD ("frozen-while-sending", test_frozen_while_sending);
  ADD ("patient-migration", test_patient_migration);
  return g_test_run ();
}
