/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/salvage.h"

#include "support/folder.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define PAGE 4096
#define N_ROWS 500
#define N_ALL (2 * N_ROWS + 1 + N_ROWS / 10)

static const char schema[] =
    "CREATE TABLE command (id INTEGER PRIMARY KEY, body TEXT NOT NULL, sealed BLOB) STRICT;"
    "CREATE TABLE draft (ticket TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE count (name TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT;"
    "CREATE TABLE part (command INTEGER NOT NULL REFERENCES command (id)) STRICT;"
    "CREATE TRIGGER counted AFTER INSERT ON command BEGIN"
    "  UPDATE count SET n = n + 1 WHERE name = 'command';"
    " END;";

/* Some twelve commands to a page, and some rows that need pages of their own. */
static const char rows[] =
    "INSERT INTO count VALUES ('command', 0);"
    "INSERT INTO command"
    " WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n LIMIT 500)"
    " SELECT i, 'body ' || i, CASE i % 100 WHEN 0 THEN zeroblob (6000) ELSE zeroblob (300) END "
    "FROM n;"
    "INSERT INTO draft SELECT printf ('T-%06d', id), body FROM command;"
    "INSERT INTO part SELECT id FROM command WHERE id % 10 = 0;";

typedef struct
{
  RedressTestFolder *folder;
  char *path;
  char *content; /* of the undamaged file */
  gsize size;
} Fixture;

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

static RedressSqlConnection *
new_target (void)
{
  RedressSqlConnection *target = open_file (":memory:");

  run (target, schema);
  return target;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  RedressSqlConnection *connection;
  g_autoptr (GError) error = NULL;

  self->folder = redress_test_folder_new ();
  self->path = redress_test_folder_build (self->folder, "damaged.db");
  connection = open_file (self->path);
  run (connection, schema);
  run (connection, rows);
  redress_sql_connection_close (connection);
  g_file_get_contents (self->path, &self->content, &self->size, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->content);
  g_free (self->path);
  redress_test_folder_free (self->folder);
}

static void
write_content (Fixture *self, gsize size)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (self->path, "-shm", NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (wal);
  g_unlink (shm);
  g_file_set_contents (self->path, self->content, (gssize)size, &error);
  g_assert_no_error (error);
}

static RedressSqlSalvage
salvage (Fixture *self, RedressSqlConnection *target)
{
  RedressSqlSalvage found;
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_sql_salvage (self->path, target, &found, &error));
  g_assert_no_error (error);
  return found;
}

/* Nothing that came over is anything but what was there. */
static void
assert_rows_are_true (RedressSqlConnection *target)
{
  g_assert_cmpint (number (target, "SELECT count(*) FROM command WHERE body <> 'body ' || id"), ==,
                   0);
  g_assert_cmpint (number (target, "SELECT count(*) FROM command WHERE length (sealed) <>"
                                   " CASE id % 100 WHEN 0 THEN 6000 ELSE 300 END"),
                   ==, 0);
  g_assert_cmpint (number (target, "SELECT count(*) FROM draft"
                                   " WHERE printf ('T-%06d', substr (body, 6)) <> ticket"),
                   ==, 0);
}

static void
test_whole (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  RedressSqlSalvage found = salvage (self, target);

  g_assert_cmpuint (found.n_tables, ==, 4);
  g_assert_cmpuint (found.n_missing, ==, 0);
  g_assert_cmpuint (found.n_gaps, ==, 0);
  g_assert_cmpint (found.n_refused, ==, 0);
  g_assert_cmpint (found.n_rows, ==, N_ALL);
  assert_rows_are_true (target);
  /* Triggers did not count a second time, and everything is on again. */
  g_assert_cmpint (number (target, "SELECT n FROM count"), ==, N_ROWS);
  g_assert_cmpint (number (target, "PRAGMA foreign_keys"), ==, 1);
  run (target, "INSERT INTO command (body) VALUES ('new')");
  g_assert_cmpint (number (target, "SELECT n FROM count"), ==, N_ROWS + 1);
}

static gboolean
is_root (Fixture *self, guint page)
{
  g_autoptr (RedressSqlConnection) connection = NULL;
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n = 0;

  write_content (self, self->size);
  connection = open_file (self->path);
  statement = redress_sql_connection_prepare (
      connection, "SELECT count(*) FROM sqlite_schema WHERE rootpage = $1", &error);
  g_assert_no_error (error);
  redress_sql_statement_bind_int64 (statement, 1, page + 1);
  redress_sql_statement_fetch_int64 (statement, &n, &error);
  g_assert_no_error (error);
  return n > 0;
}

/* Each page in turn is lost. If it is not the root of a table, that costs the rows on it. */
static void
test_each_page (Fixture *self, gconstpointer data)
{
  guint n_checked = 0;

  for (guint page = 1; page < self->size / PAGE; page++)
    {
      g_autoptr (RedressSqlConnection) target = new_target ();
      g_autofree char *kept = g_memdup2 (self->content + page * PAGE, PAGE);
      RedressSqlSalvage found;

      if (is_root (self, page))
        continue;
      memset (self->content + page * PAGE, 0, PAGE);
      write_content (self, self->size);
      memcpy (self->content + page * PAGE, kept, PAGE);
      found = salvage (self, target);
      assert_rows_are_true (target);
      g_test_message ("page %u: %d rows, %u gaps", page, (int)found.n_rows, found.n_gaps);
      g_assert_cmpint (number (target, "SELECT count(*) FROM command"), >=, N_ROWS - 12);
      g_assert_cmpint (number (target, "SELECT count(*) FROM draft"), >=, N_ROWS - 200);
      g_assert_cmpint (found.n_rows, >=, N_ALL - 200);
      n_checked++;
    }
  g_assert_cmpuint (n_checked, >, 40);
}

static void
test_noise (Fixture *self, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (20261122);

  for (guint round = 0; round < 30; round++)
    {
      g_autoptr (RedressSqlConnection) target = new_target ();
      g_autofree char *original = g_memdup2 (self->content, self->size);
      RedressSqlSalvage found;

      for (guint i = 0; i < 60; i++)
        self->content[g_rand_int_range (random, 100, (gint32)self->size)] =
            (char)g_rand_int_range (random, 0, 256);
      write_content (self, self->size);
      memcpy (self->content, original, self->size);
      /* What comes over may be wrong, but it comes to an end. */
      redress_sql_salvage (self->path, target, &found, NULL);
      g_assert_false (redress_sql_connection_is_in_transaction (target));
      g_assert_cmpint (found.n_rows, <, 2 * N_ALL);
    }
}

static void
test_truncated (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  RedressSqlSalvage found;

  write_content (self, self->size / 2 / PAGE * PAGE + 100);
  found = salvage (self, target);
  g_assert_cmpuint (found.n_gaps, >, 0);
  g_assert_cmpint (number (target, "SELECT count(*) FROM command"), >, N_ROWS / 3);
  assert_rows_are_true (target);
}

static void
assert_hopeless (Fixture *self)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  g_autoptr (GError) error = NULL;
  RedressSqlSalvage found;

  write_content (self, self->size);
  g_assert_false (redress_sql_salvage (self->path, target, &found, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_assert_cmpint (found.n_rows, ==, 0);
  g_assert_cmpint (number (target, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_hopeless (Fixture *self, gconstpointer data)
{
  memset (self->content, 'x', 100);
  assert_hopeless (self);
}

static void
test_empty (Fixture *self, gconstpointer data)
{
  self->size = 0;
  assert_hopeless (self);
}

static void
test_schema_damaged (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  char *create = memmem (self->content, PAGE, "CREATE TABLE draft", 18);
  RedressSqlSalvage found;

  g_assert_nonnull (create);
  create[0] = 'X';
  write_content (self, self->size);
  found = salvage (self, target);
  g_assert_cmpuint (found.n_missing, ==, 1);
  g_assert_cmpuint (found.n_tables, ==, 3);
  g_assert_cmpint (number (target, "SELECT count(*) FROM command"), ==, N_ROWS);
}

static void
test_older_schema (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = open_file (":memory:");
  RedressSqlConnection *connection = open_file (self->path);
  RedressSqlSalvage found;

  run (connection, "CREATE TABLE \"odd \"\"name\" (\"a \"\"b\" TEXT, gone TEXT) STRICT;"
                   "INSERT INTO \"odd \"\"name\" VALUES ('kept', 'x');");
  redress_sql_connection_close (connection);
  run (target, "CREATE TABLE command (id INTEGER PRIMARY KEY, body TEXT NOT NULL,"
               " added INTEGER NOT NULL DEFAULT 7, CHECK (id <> 13)) STRICT;"
               "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;"
               "CREATE TABLE \"odd \"\"name\" (\"a \"\"b\" TEXT) STRICT;"
               "INSERT INTO command (id, body) VALUES (5, 'mine');");
  found = salvage (self, target);
  g_assert_cmpuint (found.n_tables, ==, 2);
  g_assert_cmpuint (found.n_missing, ==, 1);
  /* 13 does not fit, 5 was there. */
  g_assert_cmpint (found.n_refused, ==, 2);
  g_assert_cmpint (found.n_rows, ==, N_ROWS - 2 + 1);
  g_assert_cmpint (number (target, "SELECT sum (added) FROM command"), ==, 7 * (N_ROWS - 1));
  g_assert_cmpint (number (target, "SELECT body = 'mine' FROM command WHERE id = 5"), ==, 1);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* What a crash leaves: the last commits are in the log alone. */
static void
test_log (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  g_autofree char *crashed = redress_test_folder_build (self->folder, "crashed.db");
  g_autofree char *crashed_wal = g_strconcat (crashed, "-wal", NULL);
  RedressSqlConnection *connection = open_file (self->path);
  RedressSqlSalvage found;
  g_autoptr (GError) error = NULL;

  run (connection, "INSERT INTO command (id, body, sealed) VALUES (9999, 'body 9999', x'00ff')");
  copy_file (self->path, crashed);
  copy_file (wal, crashed_wal);
  redress_sql_connection_close (connection);
  redress_sql_salvage (crashed, target, &found, &error);
  g_assert_no_error (error);
  g_assert_cmpint (number (target, "SELECT count(*) FROM command WHERE id = 9999"), ==, 1);
}

static void
test_target_full (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  RedressSqlSalvage found;
  g_autoptr (GError) error = NULL;

  run (target, "PRAGMA max_page_count = 10");
  g_assert_false (redress_sql_salvage (self->path, target, &found, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_assert_cmpint (number (target, "SELECT count(*) FROM command"), ==, 0);
}

static void
test_cancelled (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RedressSqlSalvage found;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  redress_sql_connection_set_cancellable (target, cancellable);
  g_assert_false (redress_sql_salvage (self->path, target, &found, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  redress_sql_connection_set_cancellable (target, NULL);
  g_assert_cmpint (number (target, "PRAGMA foreign_keys"), ==, 1);
}

static void
test_no_file (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressSqlConnection) target = new_target ();
  RedressSqlSalvage found;
  g_autoptr (GError) error = NULL;

  g_unlink (self->path);
  g_assert_false (redress_sql_salvage (self->path, target, &found, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sql/salvage/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("whole", test_whole);
  ADD ("each-page", test_each_page);
  ADD ("noise", test_noise);
  ADD ("truncated", test_truncated);
  ADD ("hopeless", test_hopeless);
  ADD ("empty", test_empty);
  ADD ("schema-damaged", test_schema_damaged);
  ADD ("older-schema", test_older_schema);
  ADD ("log", test_log);
  ADD ("target-full", test_target_full);
  ADD ("cancelled", test_cancelled);
  ADD ("no-file", test_no_file);
  return g_test_run ();
}
