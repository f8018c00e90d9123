/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

/* More than the connection keeps in memory, so that the database is written before the end. */
static const char half[] =
    "PRAGMA cache_size = 2;"
    "BEGIN;"
    "CREATE TABLE begun (text);"
    "INSERT INTO begun WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n "
    "WHERE i < 100) SELECT hex (zeroblob (500)) FROM n;";

static void
copy_file (const char *from, const char *to, const char *suffix)
{
  g_autofree char *source = g_strconcat (from, suffix, NULL);
  g_autofree char *target = g_strconcat (to, suffix, NULL);
  g_autofree char *text = NULL;
  gsize size;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (source, &text, &size, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (size, >, 0);
  g_file_set_contents (target, text, (gssize)size, &error);
  g_assert_no_error (error);
}

/* What is on the disk in the middle of a transaction is what is there when the power goes. */
static void
leave_half (RedressTestStore *self, const char *name)
{
  g_autofree char *begun = g_build_filename (self->paths.cache, "begun", NULL);
  g_autofree char *path = redress_test_store_build_path (self, name);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (begun, &handle), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (handle, half, NULL, NULL, NULL), ==, SQLITE_OK);
  copy_file (begun, path, "");
  copy_file (begun, path, "-journal");
  sqlite3_close (handle);
}

static void
remove_files (const char *folder, const char *start)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, start))
        g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

/* The power went while the first start made its databases: the next one makes them. */
static void
test_opens (RedressTestStore *self, gconstpointer is_plain)
{
  static const char *const names[] = { "outbox.db", "cache.db", "search.db" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = redress_test_store_build_path (self, names[i]);
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *journal = g_strconcat (path, "-journal", NULL);
      g_autoptr (RedressOutboxEntry) entry = NULL;

      redress_test_store_close (self);
      remove_files (folder, names[i]);
      leave_half (self, names[i]);
      redress_test_store_open (self);
      entry = redress_test_outbox_record (self, i + 1);
      g_assert_nonnull (entry);
      g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/store/half-made/opens", RedressTestStore, NULL, redress_test_store_set_up,
              test_opens, redress_test_store_tear_down);
  return g_test_run ();
}
