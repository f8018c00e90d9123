/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/backup.h"

#include "sql/integrity.h"
#include "support/folder.h"

#include <glib/gstdio.h>

typedef struct
{
  RedressTestFolder *folder;
  char *path;
  char *copy;
  RedressSqlConnection *connection;
} Fixture;

static RedressSqlConnection *
open_file (const char *path, gboolean read_only)
{
  const RedressSqlOptions options = { .read_only = read_only };
  g_autoptr (GError) error = NULL;
  RedressSqlConnection *connection = redress_sql_connection_open (path, &options, &error);

  g_assert_no_error (error);
  return connection;
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
set_up (Fixture *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->path = redress_test_folder_build (self->folder, "live.db");
  self->copy = redress_test_folder_build (self->folder, "copy.db");
  self->connection = open_file (self->path, FALSE);
  run (self->connection,
       "PRAGMA user_version = 7;"
       "CREATE TABLE thing (id INTEGER PRIMARY KEY, bytes BLOB) STRICT;"
       "INSERT INTO thing WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n"
       " LIMIT 2000) SELECT i, randomblob (4000) FROM n;");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  redress_sql_connection_close (self->connection);
  g_free (self->copy);
  g_free (self->path);
  redress_test_folder_free (self->folder);
}

static void
assert_no_leftovers (Fixture *self)
{
  static const char *const suffixes[] = { ".part", ".part-wal", ".part-journal", "-wal", "-shm" };

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->copy, suffixes[i], NULL);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

static void
test_backup (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) copy = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (redress_sql_backup (self->connection, self->copy, &error));
  g_assert_no_error (error);
  assert_no_leftovers (self);
  g_assert_cmpint (g_stat (self->copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  copy = open_file (self->copy, TRUE);
  g_assert_true (redress_sql_check (copy, REDRESS_SQL_THOROUGH, &error));
  g_assert_cmpint (number (copy, "SELECT count(*) FROM thing"), ==, 2000);
  g_assert_cmpint (number (copy, "PRAGMA user_version"), ==, 7);
}

static void
test_replaces (Fixture *self, gconstpointer data)
{
  g_autofree char *old = redress_test_folder_write (self->folder, "copy.db", "older copy", -1);
  g_autofree char *part = redress_test_folder_write (self->folder, "copy.db.part", "left", -1);
  g_autoptr (RedressSqlConnection) copy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_backup (self->connection, self->copy, &error));
  g_assert_no_error (error);
  copy = open_file (self->copy, TRUE);
  g_assert_cmpint (number (copy, "SELECT count(*) FROM thing"), ==, 2000);
}

typedef struct
{
  const char *path;
  int is_stopped;
} Writing;

/* Two rows at a time, so that an odd count shows a copy of half a transaction. */
static gpointer
keep_writing (gpointer data)
{
  Writing *writing = data;
  g_autoptr (RedressSqlConnection) connection = open_file (writing->path, FALSE);

  while (!g_atomic_int_get (&writing->is_stopped))
    run (connection, "INSERT INTO thing (bytes) VALUES (randomblob (4000)), (randomblob (4000));"
                     "UPDATE thing SET bytes = randomblob (3000) WHERE id IN (10, 500, 1500);");
  return NULL;
}

static void
test_while_written (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) reader = open_file (self->path, TRUE);
  Writing writing = { .path = self->path };
  GThread *thread = g_thread_new ("writer", keep_writing, &writing);

  for (guint round = 0; round < 5; round++)
    {
      g_autoptr (RedressSqlConnection) copy = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (redress_sql_backup (reader, self->copy, &error));
      g_assert_no_error (error);
      copy = open_file (self->copy, TRUE);
      g_assert_true (redress_sql_check (copy, REDRESS_SQL_THOROUGH, &error));
      g_assert_cmpint (number (copy, "SELECT count(*) % 2 FROM thing"), ==, 0);
    }
  g_atomic_int_set (&writing.is_stopped, 1);
  g_thread_join (thread);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autofree char *old = redress_test_folder_write (self->folder, "copy.db", "older copy", -1);
  g_autofree char *content = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  redress_sql_connection_set_cancellable (self->connection, cancellable);
  g_assert_false (redress_sql_backup (self->connection, self->copy, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_no_leftovers (self);
  g_file_get_contents (self->copy, &content, NULL, NULL);
  g_assert_cmpstr (content, ==, "older copy");
}

static void
test_nowhere (Fixture *self, gconstpointer data)
{
  g_autofree char *nowhere = redress_test_folder_build (self->folder, "no/such/copy.db");
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_sql_backup (self->connection, nowhere, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

/* A copy of a damaged database is no backup. */
static void
test_damaged (Fixture *self, gconstpointer data)
{
  g_autofree char *content = NULL;
  g_autofree char *damaged = redress_test_folder_build (self->folder, "damaged.db");
  g_autoptr (GError) error = NULL;
  gsize size = 0;

  redress_sql_connection_close (self->connection);
  g_file_get_contents (self->path, &content, &size, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < 4096; i++)
    content[20 * 4096 + i] = '\xff';
  g_file_set_contents (damaged, content, (gssize)size, &error);
  g_assert_no_error (error);
  self->connection = open_file (damaged, FALSE);
  g_assert_false (redress_sql_backup (self->connection, self->copy, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_assert_false (g_file_test (self->copy, G_FILE_TEST_EXISTS));
  assert_no_leftovers (self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sql/backup/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("backup", test_backup);
  ADD ("replaces", test_replaces);
  ADD ("while-written", test_while_written);
  ADD ("cancelled", test_cancelled);
  ADD ("nowhere", test_nowhere);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
