/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection.h"

#include "sql/transaction.h"
#include "support/folder.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

typedef struct
{
  RedressTestFolder *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->path = redress_test_folder_build (self->folder, "test.db");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  redress_test_folder_free (self->folder);
}

static RedressSqlConnection *
open_with (const char *path, RedressSqlOptions options)
{
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (path, &options, &error);

  g_assert_no_error (error);
  g_assert_nonnull (connection);
  return connection;
}

static void
assert_open_fails (const char *path, RedressSqlOptions options, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_sql_connection_open (path, &options, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
run (RedressSqlConnection *connection, const char *script)
{
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (connection, script, &error);
  g_assert_no_error (error);
}

static void
assert_fails (RedressSqlConnection *connection, const char *script, int code)
{
  g_autoptr (GError) error = NULL;

  g_test_message ("%.60s", script);
  g_assert_false (redress_sql_connection_run_script (connection, script, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static gint64
number (RedressSqlConnection *connection, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 value = -1;

  redress_sql_connection_get_int64 (connection, sql, &value, &error);
  g_assert_no_error (error);
  return value;
}

static void
assert_private (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_new_file (Fixture *self, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  assert_private (self->path);
  assert_private (wal);
  g_clear_pointer (&connection, redress_sql_connection_close);
  /* The last to close takes the log into the file. */
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
}

static void
test_hardened (Fixture *self, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    gint64 expected;
  } settings[] = {
    { "SELECT journal_mode = 'wal' FROM pragma_journal_mode", 1 },
    { "PRAGMA synchronous", 1 },
    { "PRAGMA foreign_keys", 1 },
    { "PRAGMA trusted_schema", 0 },
    { "PRAGMA cell_size_check", 1 },
    { "PRAGMA temp_store", 2 },
    { "PRAGMA mmap_size", 0 },
    { "PRAGMA busy_timeout", 5000 },
  };
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_test_message ("%s", settings[i].sql);
      g_assert_cmpint (number (connection, settings[i].sql), ==, settings[i].expected);
    }
  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  /* Defensive: the schema cannot be edited as a table. */
  run (connection, "PRAGMA writable_schema = ON");
  assert_fails (connection, "DELETE FROM sqlite_schema", REDRESS_ERROR_INVALID);
  assert_fails (connection, "SELECT load_extension ('x')", REDRESS_ERROR_INVALID);
}

static void
test_limits (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autofree char *spaces = g_strnfill (70 * 1024, ' ');
  g_autofree char *long_text = g_strconcat ("SELECT ", spaces, "1", NULL);
  g_autoptr (GString) deep = g_string_new ("SELECT 1");

  assert_fails (connection, long_text, REDRESS_ERROR_TOO_LARGE);
  for (guint i = 0; i < 200; i++)
    g_string_append (deep, " + 1");
  assert_fails (connection, deep->str, REDRESS_ERROR_INVALID);
  assert_fails (connection, "SELECT length (zeroblob (9000000))", REDRESS_ERROR_TOO_LARGE);
}

static void
test_durable (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection =
      open_with (self->path, (RedressSqlOptions){ .durable = TRUE, .busy_timeout_ms = 77 });

  g_assert_cmpint (number (connection, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (number (connection, "PRAGMA busy_timeout"), ==, 77);
}

static void
test_read_only (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) writer = NULL;
  g_autoptr (RedressSqlConnection) reader = NULL;

  assert_open_fails (self->path, (RedressSqlOptions){ .read_only = TRUE }, REDRESS_ERROR_NOT_FOUND);
  g_assert_false (g_file_test (self->path, G_FILE_TEST_EXISTS));

  writer = open_with (self->path, (RedressSqlOptions){ 0 });
  run (writer, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT; INSERT INTO thing VALUES (1);");
  reader = open_with (self->path, (RedressSqlOptions){ .read_only = TRUE });
  g_assert_cmpint (number (reader, "SELECT count(*) FROM thing"), ==, 1);
  g_assert_cmpint (number (reader, "PRAGMA wal_autocheckpoint"), ==, 0);
  assert_fails (reader, "INSERT INTO thing VALUES (2)", REDRESS_ERROR_NO_SPACE);
  /* A reader sees what was committed since. */
  run (writer, "INSERT INTO thing VALUES (2)");
  g_assert_cmpint (number (reader, "SELECT count(*) FROM thing"), ==, 2);
}

static void
test_cannot_open (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = redress_test_folder_build (self->folder, "no/such/folder.db");
  g_autofree char *garbage = NULL;
  g_autofree char *noise = g_strnfill (8192, 'x');

  garbage = redress_test_folder_write (self->folder, "garbage.db", noise, -1);
  assert_open_fails (nowhere, (RedressSqlOptions){ 0 }, REDRESS_ERROR_NOT_FOUND);
  assert_open_fails (garbage, (RedressSqlOptions){ 0 }, REDRESS_ERROR_CORRUPT);
  assert_open_fails (garbage, (RedressSqlOptions){ .read_only = TRUE }, REDRESS_ERROR_CORRUPT);
  assert_open_fails (redress_test_folder_get_path (self->folder), (RedressSqlOptions){ 0 },
                     REDRESS_ERROR_UNAVAILABLE);
}

static void
test_application_id (Fixture *self, gconstpointer data)
{
  const RedressSqlOptions mine = { .application_id = 0x52647263 };
  const RedressSqlOptions other = { .application_id = 0x11111111 };
  g_autofree char *foreign = redress_test_folder_build (self->folder, "foreign.db");
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, mine);

  g_assert_cmpint (number (connection, "PRAGMA application_id"), ==, mine.application_id);
  g_clear_pointer (&connection, redress_sql_connection_close);
  connection = open_with (self->path, mine);
  g_clear_pointer (&connection, redress_sql_connection_close);
  connection = open_with (self->path, (RedressSqlOptions){ 0 });
  assert_open_fails (self->path, other, REDRESS_ERROR_INVALID);
  assert_open_fails (self->path, (RedressSqlOptions){ .read_only = TRUE, .application_id = 5 },
                     REDRESS_ERROR_INVALID);
  g_clear_pointer (&connection, redress_sql_connection_close);

  /* Something is in it already, made by who knows whom. */
  connection = open_with (foreign, (RedressSqlOptions){ 0 });
  run (connection, "CREATE TABLE theirs (id)");
  assert_open_fails (foreign, mine, REDRESS_ERROR_INVALID);
}

static void
test_uri (Fixture *self, gconstpointer data)
{
  g_autofree char *uri = g_strdup_printf ("file:%s?mode=ro", self->path);
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  g_clear_pointer (&connection, redress_sql_connection_close);
  connection = open_with (uri, (RedressSqlOptions){ .read_only = TRUE });
  g_assert_cmpint (number (connection, "SELECT count(*) FROM thing"), ==, 0);
}

static void
test_constraints (Fixture *self, gconstpointer data)
{
  static const char *const inserts[] = {
    "INSERT INTO thing VALUES (1, 1, 5)",   "INSERT INTO thing VALUES (2, NULL, 5)",
    "INSERT INTO thing VALUES (2, 9, 5)",   "INSERT INTO thing VALUES (2, 1, -1)",
    "INSERT INTO thing VALUES (2, 1, 'x')",
  };
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  run (connection,
       "CREATE TABLE thing (id INTEGER PRIMARY KEY, parent INTEGER NOT NULL REFERENCES thing,"
       " amount INTEGER CHECK (amount > 0)) STRICT;"
       "INSERT INTO thing VALUES (1, 1, 5);");
  for (gsize i = 0; i < G_N_ELEMENTS (inserts); i++)
    assert_fails (connection, inserts[i], REDRESS_ERROR_CONFLICT);
}

static void
test_changes (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, n INTEGER) STRICT;"
                   "INSERT INTO thing VALUES (1, 1), (2, 1), (3, 2);");
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 3);
  g_assert_true (
      redress_sql_connection_run (connection, "UPDATE thing SET n = 5 WHERE n = 1", &error));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 2);
  g_assert_true (
      redress_sql_connection_run (connection, "UPDATE thing SET n = 5 WHERE n = 77", &error));
  g_assert_cmpint (redress_sql_connection_get_changes (connection), ==, 0);
  /* A number made by the database comes back from the statement that made it. */
  g_assert_true (redress_sql_connection_get_int64 (
      connection, "INSERT INTO thing (n) VALUES (9) RETURNING id", &value, &error));
  g_assert_cmpint (value, ==, 4);
  g_assert_no_error (error);
  g_assert_false (redress_sql_connection_get_int64 (
      connection, "SELECT id FROM thing WHERE n = 1234", &value, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

static void
test_script_stops (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  assert_fails (connection,
                "CREATE TABLE a (id INTEGER) STRICT; SELEC; CREATE TABLE b (id INTEGER) STRICT;",
                REDRESS_ERROR_INVALID);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM sqlite_schema"), ==, 1);
  assert_fails (connection, "BEGIN; CREATE TABLE c (id); COMMIT", REDRESS_ERROR_INVALID);
  assert_fails (connection, "ATTACH ':memory:' AS other", REDRESS_ERROR_INVALID);
  g_assert_false (redress_sql_connection_is_in_transaction (connection));
}

static RedressSqlOutcome
write_rows (RedressSqlConnection *connection, gpointer data, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "INSERT INTO thing (bytes) VALUES (randomblob (1000))", error);

  if (statement == NULL)
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < 2000; i++)
    if (!redress_sql_statement_run (statement, error))
      return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static void
assert_fills_up (RedressSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (
      redress_sql_transaction (connection, REDRESS_SQL_WRITE, write_rows, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_assert_false (redress_sql_connection_is_in_transaction (connection));
  g_assert_cmpint (number (connection, "SELECT count(*) FROM thing"), ==, 1);
}

static void
test_full (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autoptr (GError) error = NULL;

  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;"
                   "INSERT INTO thing (bytes) VALUES (x'00');"
                   "PRAGMA max_page_count = 50;");
  assert_fills_up (connection);
  /* When there is room again it works again. */
  run (connection, "PRAGMA max_page_count = 100000");
  redress_sql_transaction (connection, REDRESS_SQL_WRITE, write_rows, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM thing"), ==, 2001);
}

/* The kernel's own refusal to let a file grow, as a quota would have it. */
static void
test_file_cannot_grow (Fixture *self, gconstpointer data)
{
  const struct rlimit limit = { 200 * 1024, 200 * 1024 };

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      return;
    }
  {
    g_autoptr (RedressSqlConnection) connection =
        open_with (self->path, (RedressSqlOptions){ .durable = TRUE });

    run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;"
                     "INSERT INTO thing (bytes) VALUES (x'00');");
    signal (SIGXFSZ, SIG_IGN);
    g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
    assert_fills_up (connection);
  }
}

static RedressSqlOutcome
open_second (RedressSqlConnection *connection, gpointer path, GError **error)
{
  g_autoptr (RedressSqlConnection) second =
      open_with (path, (RedressSqlOptions){ .busy_timeout_ms = 20 });

  assert_fails (second, "INSERT INTO thing VALUES (1)", REDRESS_ERROR_RETRY);
  return REDRESS_SQL_ROLLBACK;
}

static void
test_busy (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autoptr (GError) error = NULL;

  run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT");
  redress_sql_transaction (connection, REDRESS_SQL_WRITE, open_second, self->path, &error);
  g_assert_no_error (error);
}

static void
test_cancel (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RedressSqlStatement) endless = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) again = NULL;
  gint64 value = 0;

  redress_sql_connection_set_cancellable (connection, cancellable);
  endless = redress_sql_connection_prepare (
      connection,
      "SELECT 1 UNION ALL SELECT * FROM (WITH RECURSIVE n (i) AS"
      " (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)",
      &error);
  g_assert_no_error (error);
  g_assert_cmpint (redress_sql_statement_step (endless, &error), ==, REDRESS_SQL_ROW);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (redress_sql_statement_step (endless, &error), ==, REDRESS_SQL_ERROR);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Nothing starts any more. */
  g_assert_false (redress_sql_connection_get_int64 (connection, "SELECT 1", &value, &again));
  g_assert_error (again, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  redress_sql_connection_set_cancellable (connection, NULL);
  g_assert_cmpint (number (connection, "SELECT 5"), ==, 5);
}

static gpointer
use_elsewhere (gpointer connection)
{
  redress_sql_connection_adopt (connection);
  g_assert_cmpint (number (connection, "SELECT 7"), ==, 7);
  return NULL;
}

static void
test_adopt (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });

  g_thread_join (g_thread_new ("other", use_elsewhere, connection));
  redress_sql_connection_adopt (connection);
  g_assert_cmpint (number (connection, "SELECT 8"), ==, 8);
}

static gpointer
use_without_asking (gpointer connection)
{
  number (connection, "SELECT 7");
  return NULL;
}

static void
test_wrong_thread (Fixture *self, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_autoptr (RedressSqlConnection) connection =
          open_with (self->path, (RedressSqlOptions){ 0 });

      g_thread_join (g_thread_new ("other", use_without_asking, connection));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*g_thread_self*");
}

static void
test_budget (Fixture *self, gconstpointer data)
{
  static const char count_up[] =
      "WITH RECURSIVE up (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 1000000) "
      "SELECT count(*) FROM up";
  g_autoptr (RedressSqlConnection) connection = open_with (self->path, (RedressSqlOptions){ 0 });
  g_autoptr (GError) error = NULL;
  gint64 value = 0;

  redress_sql_connection_set_budget (connection, 10000);
  g_assert_true (redress_sql_connection_get_int64 (connection, "SELECT 42", &value, NULL));
  g_assert_cmpint (value, ==, 42);
  g_assert_false (redress_sql_connection_get_int64 (connection, count_up, &value, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);

  /* What is spent is spent. */
  g_clear_error (&error);
  g_assert_false (redress_sql_connection_get_int64 (connection, count_up, &value, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);

  redress_sql_connection_set_budget (connection, 0);
  g_assert_true (redress_sql_connection_get_int64 (connection, count_up, &value, NULL));
  g_assert_cmpint (value, ==, 1000000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sql/connection/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("budget", test_budget);
  ADD ("new-file", test_new_file);
  ADD ("hardened", test_hardened);
  ADD ("limits", test_limits);
  ADD ("durable", test_durable);
  ADD ("read-only", test_read_only);
  ADD ("cannot-open", test_cannot_open);
  ADD ("application-id", test_application_id);
  ADD ("uri", test_uri);
  ADD ("constraints", test_constraints);
  ADD ("changes", test_changes);
  ADD ("script-stops", test_script_stops);
  ADD ("full", test_full);
  ADD ("file-cannot-grow", test_file_cannot_grow);
  ADD ("busy", test_busy);
  ADD ("cancel", test_cancel);
  ADD ("adopt", test_adopt);
  ADD ("wrong-thread", test_wrong_thread);
  return g_test_run ();
}
