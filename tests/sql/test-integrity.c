/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/integrity.h"

#include "support/folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096
/* 2026-11-22 15:04:05 UTC */
#define NOW (G_GINT64_CONSTANT (1795359845) * REDRESS_SECOND)

static RedressSqlConnection *
open_file (const char *path)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (path, &options, &error);

  g_assert_no_error (error);
  return connection;
}

static void
fill (const char *path)
{
  g_autoptr (RedressSqlConnection) connection = open_file (path);
  g_autoptr (GError) error = NULL;

  redress_sql_connection_run_script (
      connection,
      "CREATE TABLE thing (id INTEGER PRIMARY KEY, label TEXT) STRICT;"
      "CREATE INDEX thing_label ON thing (label);"
      "INSERT INTO thing WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT "
      "2000)"
      " SELECT i, 'label ' || i FROM n;",
      &error);
  g_assert_no_error (error);
}

static void
write_at (const char *path, gsize offset, gconstpointer bytes, gsize length)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (offset + length, <=, size);
  memcpy (content + offset, bytes, length);
  g_file_set_contents (path, content, (gssize)size, &error);
  g_assert_no_error (error);
}

static void
assert_check (const char *path, RedressSqlDepth depth, gboolean is_good)
{
  g_autoptr (RedressSqlConnection) connection = open_file (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (redress_sql_check (connection, depth, &error), ==, is_good);
  if (is_good)
    g_assert_no_error (error);
  else
    g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
}

static void
test_good (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "good.db");

  assert_check (path, REDRESS_SQL_QUICK, TRUE);
  fill (path);
  assert_check (path, REDRESS_SQL_QUICK, TRUE);
  assert_check (path, REDRESS_SQL_THOROUGH, TRUE);
}

static void
test_flipped (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "flipped.db");

  fill (path);
  /* The first bytes of a page: what kind it is and how many cells it has. */
  write_at (path, 5 * PAGE, "\xff\xff\xff\xff\xff", 5);
  assert_check (path, REDRESS_SQL_QUICK, FALSE);
}

/* Seen when the file is opened, without a check. */
static void
test_truncated (void)
{
  const RedressSqlOptions writing = { 0 }, reading = { .read_only = TRUE };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "truncated.db");
  g_autoptr (GError) write_error = NULL;
  g_autoptr (GError) read_error = NULL;
  GStatBuf info;

  fill (path);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2), ==, 0);
  g_assert_null (redress_sql_connection_open (path, &writing, &write_error));
  g_assert_error (write_error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_assert_null (redress_sql_connection_open (path, &reading, &read_error));
  g_assert_error (read_error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
}

/* An index that disagrees with its table is seen by the thorough check alone. */
static void
test_index (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "index.db");
  g_autofree char *content = NULL;
  gsize size = 0;
  char *in_table, *in_index;

  fill (path);
  g_assert_true (g_file_get_contents (path, &content, &size, NULL));
  in_table = memmem (content, size, "label 1234", 10);
  g_assert_nonnull (in_table);
  in_index = memmem (in_table + 1, size - (gsize)(in_table + 1 - content), "label 1234", 10);
  g_assert_nonnull (in_index);
  write_at (path, (gsize)(in_index - content) + 6, "9", 1);
  assert_check (path, REDRESS_SQL_QUICK, TRUE);
  assert_check (path, REDRESS_SQL_THOROUGH, FALSE);
}

static void
test_cancelled (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "good.db");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (RedressSqlConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  fill (path);
  connection = open_file (path);
  g_cancellable_cancel (cancellable);
  redress_sql_connection_set_cancellable (connection, cancellable);
  g_assert_false (redress_sql_check (connection, REDRESS_SQL_THOROUGH, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
assert_content (RedressTestFolder *folder, const char *name, const char *expected)
{
  g_autofree char *path = redress_test_folder_build (folder, name);
  g_autofree char *content = NULL;

  g_file_get_contents (path, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, expected);
}

static void
test_move_aside (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_write (folder, "a.db", "database", -1);
  g_autofree char *wal = redress_test_folder_write (folder, "a.db-wal", "log", -1);
  g_autofree char *shm = redress_test_folder_write (folder, "a.db-shm", "index", -1);
  g_autofree char *moved = NULL;
  g_autofree char *again = NULL;
  g_autofree char *expected = redress_test_folder_build (folder, "a.db.bad-20261122T150405Z");
  g_autofree char *remade = NULL;
  g_autoptr (GError) error = NULL;

  moved = redress_sql_move_aside (path, NOW, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (moved, ==, expected);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (wal, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (shm, G_FILE_TEST_EXISTS));
  assert_content (folder, "a.db.bad-20261122T150405Z", "database");
  assert_content (folder, "a.db.bad-20261122T150405Z-wal", "log");
  assert_content (folder, "a.db.bad-20261122T150405Z-shm", "index");

  /* The same second again. */
  remade = redress_test_folder_write (folder, "a.db", "second", -1);
  again = redress_sql_move_aside (path, NOW, &error);
  g_assert_no_error (error);
  assert_content (folder, "a.db.bad-20261122T150405Z-2", "second");
  assert_content (folder, "a.db.bad-20261122T150405Z", "database");
  assert_content (folder, "a.db.bad-20261122T150405Z-wal", "log");

  g_assert_null (redress_sql_move_aside (path, NOW, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sql/integrity/good", test_good);
  g_test_add_func ("/sql/integrity/flipped", test_flipped);
  g_test_add_func ("/sql/integrity/truncated", test_truncated);
  g_test_add_func ("/sql/integrity/index", test_index);
  g_test_add_func ("/sql/integrity/cancelled", test_cancelled);
  g_test_add_func ("/sql/integrity/move-aside", test_move_aside);
  return g_test_run ();
}
