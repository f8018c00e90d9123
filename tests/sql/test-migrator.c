/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/migrator.h"

#include "sql/transaction.h"
#include "support/folder.h"

#include <string.h>

#include "sql/migrations.h"

static RedressSqlConnection *
open_file (const char *path)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (path, &options, &error);

  g_assert_no_error (error);
  return connection;
}

static gboolean
migrate (RedressSqlConnection *connection, const char *folder, GError **error)
{
  return redress_sql_migrate (connection, migrations_get_resource (), folder, error);
}

static void
migrate_well (RedressSqlConnection *connection, const char *folder)
{
  g_autoptr (GError) error = NULL;

  migrate (connection, folder, &error);
  g_assert_no_error (error);
}

static void
run (RedressSqlConnection *connection, const char *script)
{
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (connection, script, &error);
  g_assert_no_error (error);
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
assert_version (RedressSqlConnection *connection, guint expected)
{
  g_autoptr (GError) error = NULL;
  guint version = 0;

  redress_sql_get_schema_version (connection, &version, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (version, ==, expected);
}

static void
test_new (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");

  assert_version (connection, 0);
  migrate_well (connection, "/test/longer");
  assert_version (connection, 3);
  g_assert_cmpint (number (connection, "SELECT count(note) FROM parent"), ==, 0);
  /* Again, with nothing to do. */
  migrate_well (connection, "/test/longer");
  assert_version (connection, 3);
}

static void
test_forward (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "forward.db");
  g_autoptr (RedressSqlConnection) connection = open_file (path);

  migrate_well (connection, "/test/first");
  run (connection, "INSERT INTO parent VALUES (1, 'a'); INSERT INTO child VALUES (5, 1);");
  g_clear_pointer (&connection, redress_sql_connection_close);

  connection = open_file (path);
  assert_version (connection, 1);
  migrate_well (connection, "/test/longer");
  assert_version (connection, 3);
  g_assert_cmpint (number (connection, "SELECT rank FROM parent WHERE id = 1"), ==, 7);
  /* The table was rebuilt without taking its children along. */
  g_assert_cmpint (number (connection, "SELECT parent FROM child WHERE id = 5"), ==, 1);
  g_assert_cmpint (number (connection, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_newer (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  migrate_well (connection, "/test/longer");
  g_assert_false (migrate (connection, "/test/good", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_NEW);
  assert_version (connection, 3);
}

static void
test_failing_script (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  g_assert_false (migrate (connection, "/test/broken", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "migration 2"));
  /* The first stands, the second left nothing behind. */
  assert_version (connection, 1);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM parent"), ==, 0);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"),
                   ==, 0);
  g_assert_cmpint (number (connection, "PRAGMA foreign_keys"), ==, 1);
  g_assert_false (redress_sql_connection_is_in_transaction (connection));
  /* A mended program goes on from there. */
  migrate_well (connection, "/test/longer");
  assert_version (connection, 3);
}

static void
test_committing_script (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  g_assert_false (migrate (connection, "/test/committing", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  assert_version (connection, 1);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'extra'"),
                   ==, 0);
}

static void
test_orphans (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  migrate_well (connection, "/test/first");
  run (connection, "INSERT INTO parent VALUES (1, 'a'); INSERT INTO child VALUES (5, 1);");
  g_assert_false (migrate (connection, "/test/orphan", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  assert_version (connection, 1);
  g_assert_cmpint (number (connection, "SELECT count(*) FROM parent"), ==, 1);
}

static void
test_names (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) gap = NULL;
  g_autoptr (GError) missing = NULL;

  g_assert_false (migrate (connection, "/test/gap", &gap));
  g_assert_error (gap, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_false (migrate (connection, "/test/nowhere", &missing));
  g_assert_error (missing, G_RESOURCE_ERROR, G_RESOURCE_ERROR_NOT_FOUND);
  assert_version (connection, 0);
}

static void
test_negative_version (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  run (connection, "PRAGMA user_version = -3");
  g_assert_false (migrate (connection, "/test/good", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
}

static RedressSqlOutcome
migrate_inside (RedressSqlConnection *connection, gpointer data, GError **error)
{
  migrate (connection, "/test/good", error);
  return REDRESS_SQL_COMMIT;
}

static void
test_inside_transaction (void)
{
  g_autoptr (RedressSqlConnection) connection = open_file (":memory:");
  g_autoptr (GError) error = NULL;

  g_assert_false (
      redress_sql_transaction (connection, REDRESS_SQL_WRITE, migrate_inside, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  assert_version (connection, 0);
}

static gpointer
migrate_in_thread (gpointer path)
{
  g_autoptr (RedressSqlConnection) connection = open_file (path);

  migrate_well (connection, "/test/longer");
  assert_version (connection, 3);
  return NULL;
}

static void
test_two_at_once (void)
{
  for (guint round = 0; round < 10; round++)
    {
      g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
      g_autofree char *path = redress_test_folder_build (folder, "both.db");
      GThread *threads[4];

      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        threads[i] = g_thread_new ("migrate", migrate_in_thread, path);
      for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
        g_thread_join (threads[i]);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/migrator/new", test_new);
  g_test_add_func ("/sql/migrator/forward", test_forward);
  g_test_add_func ("/sql/migrator/newer", test_newer);
  g_test_add_func ("/sql/migrator/failing-script", test_failing_script);
  g_test_add_func ("/sql/migrator/committing-script", test_committing_script);
  g_test_add_func ("/sql/migrator/orphans", test_orphans);
  g_test_add_func ("/sql/migrator/names", test_names);
  g_test_add_func ("/sql/migrator/negative-version", test_negative_version);
  g_test_add_func ("/sql/migrator/inside-transaction", test_inside_transaction);
  g_test_add_func ("/sql/migrator/two-at-once", test_two_at_once);
  return g_test_run ();
}
