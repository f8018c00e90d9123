/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/engine-under-test.h"

#include "server/database.h"

char *
redress_test_database_of (const char *data_dir)
{
  const char *root = g_getenv ("REDRESS_TEST_DATABASE");
  g_autoptr (RedressSqlConnection) connection = NULL;
  g_autofree char *digest = NULL, *sql = NULL;
  g_autoptr (GError) error = NULL;

  if (root == NULL)
    return NULL;
  connection = redress_database_open (root, &error);
  g_assert_no_error (error);
  digest = g_compute_checksum_for_string (G_CHECKSUM_MD5, data_dir, -1);
  /* lint: allow sql-printf: a name that is made here */
  sql = g_strdup_printf ("create schema if not exists t%s", digest);
  redress_sql_connection_run_script (connection, sql, &error);
  g_assert_no_error (error);
  return g_strconcat (root, "&options=-csearch_path%3Dt", digest, NULL);
}

char *
redress_test_database_say (const char *sql)
{
  GString *said = g_string_new (sql);

  if (g_getenv ("REDRESS_TEST_DATABASE") != NULL)
    {
      g_string_replace (said, "cast (leaf as text)", "convert_from (leaf, 'UTF8')", 0);
      g_string_replace (said, " as blob)", " as bytea)", 0);
    }
  return g_string_free (said, FALSE);
}

RedressSqlConnection *
redress_test_database_open (const char *path)
{
  static guint n_opened;
  g_autofree char *name = g_strdup_printf ("%s %u", path, ++n_opened);
  g_autofree char *location = redress_test_database_of (name);
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection =
      redress_database_open_ready (location != NULL ? location : path, &error);

  g_assert_no_error (error);
  return connection;
}
