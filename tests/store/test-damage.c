/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database-file.h"
#include "store/outbox-fixture.h"

#include "support/spin.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define N_TICKETS 8

/* Each test damages a copy of a store in which these decisions and drafts were made. */
typedef struct
{
  RedressTestStore base;
  GPtrArray *ids;      /* (element-type utf8): of the recorded commands */
  GHashTable *content; /* (element-type utf8 GBytes): files as they were, by path */
  guint n_troubles;
} Fixture;

/* The disk of a test need not be safe, only fast. */
static void
write_file (const char *path, gconstpointer data, gsize size)
{
  g_unlink (path);
  g_assert_true (
      g_file_set_contents_full (path, data, (gssize)size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
keep_folder (Fixture *self, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      char *text = NULL;
      gsize size = 0;

      if (g_file_get_contents (file, &text, &size, NULL))
        g_hash_table_insert (self->content, g_steal_pointer (&file), g_bytes_new_take (text, size));
    }
}

static void
remove_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (!g_file_test (file, G_FILE_TEST_IS_DIR))
        g_assert_cmpint (g_unlink (file), ==, 0);
    }
}

static void
restore (Fixture *self)
{
  GHashTableIter iter;
  gpointer path, bytes;

  remove_files (self->base.paths.data);
  remove_files (self->base.paths.cache);
  g_hash_table_iter_init (&iter, self->content);
  while (g_hash_table_iter_next (&iter, &path, &bytes))
    write_file (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static void
set_up (Fixture *self, gconstpointer is_plain)
{
  redress_test_store_set_up (&self->base, is_plain);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->content =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  redress_test_store_fill (&self->base, 1000, 100);
  for (gint64 ticket = 1; ticket <= N_TICKETS; ticket++)
    {
      g_autoptr (RedressOutboxEntry) entry = redress_test_outbox_record (&self->base, ticket);
      g_autoptr (RedressDraft) draft = redress_draft_new (ticket + 500);

      g_ptr_array_add (self->ids, g_strdup (entry->command->command_id));
      draft->note = g_strdup ("a draft");
      g_assert_true (redress_test_store_save_draft (&self->base, draft, NULL));
    }
  redress_test_store_close (&self->base);
  keep_folder (self, self->base.paths.data);
  keep_folder (self, self->base.paths.cache);
}

static void
tear_down (Fixture *self, gconstpointer is_plain)
{
  g_ptr_array_unref (self->ids);
  g_hash_table_unref (self->content);
  redress_test_store_tear_down (&self->base, is_plain);
}

static void
damage (Fixture *self, const char *name, gsize offset, gsize n, gssize cut)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, name);
  GBytes *bytes = g_hash_table_lookup (self->content, path);
  g_autofree guint8 *copy = NULL;
  gsize size = g_bytes_get_size (bytes);

  copy = g_memdup2 (g_bytes_get_data (bytes, NULL), size);
  for (gsize i = 0; i < n && offset + i < size; i++)
    copy[offset + i] ^= (guint8)(0x55 + i);
  if (cut >= 0)
    size = (gsize)cut;
  write_file (path, copy, size);
}

static void
trouble_cb (RedressStore *store, const GError *trouble, Fixture *self)
{
  self->n_troubles++;
  g_test_message ("%s", trouble->message);
}

static void
open_damaged (Fixture *self)
{
  self->n_troubles = 0;
  redress_test_store_open (&self->base);
  g_signal_connect (self->base.store, "trouble", G_CALLBACK (trouble_cb), self);
  redress_test_store_catch_up (&self->base);
}

static gboolean
is_listed (GPtrArray *entries, const char *id)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const RedressOutboxEntry *entry = g_ptr_array_index (entries, i);

      if (g_str_equal (entry->command->command_id, id) && entry->state != REDRESS_OUTBOX_UNREADABLE)
        return TRUE;
    }
  return FALSE;
}

/* All that was recorded is there and can leave, each once. */
static void
check_all_there (Fixture *self)
{
  g_autoptr (GPtrArray) entries = redress_test_store_list_outbox (&self->base);
  g_autoptr (GPtrArray) rows = NULL;

  for (guint i = 0; i < self->ids->len; i++)
    g_assert_true (is_listed (entries, g_ptr_array_index (self->ids, i)));
  redress_clock_advance (self->base.clock, REDRESS_MINUTE);
  rows = redress_store_take_sendable_sync (self->base.store, 50, G_MAXSIZE, NULL);
  g_assert_nonnull (rows);
  g_assert_cmpuint (rows->len, ==, self->ids->len);
}

static gsize
size_of (Fixture *self, const char *name)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, name);
  GBytes *bytes = g_hash_table_lookup (self->content, path);

  return bytes != NULL ? g_bytes_get_size (bytes) : 0;
}

static gboolean
is_kept (Fixture *self, const char *folder, const char *start)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, start))
      return TRUE;
  return FALSE;
}

/* It is told until somebody has read it, however often the desk is started. */
static void
test_outbox_header (Fixture *self, gconstpointer is_plain)
{
  const RedressDamageReport *report;

  damage (self, "outbox.db", 0, 100, -1);
  for (guint run = 0; run < 2; run++)
    {
      open_damaged (self);
      report = redress_store_get_damage_report (self->base.store);
      g_assert_nonnull (report);
      g_assert_cmpuint (report->n_waiting, ==, N_TICKETS);
      g_assert_cmpuint (report->n_restored, ==, N_TICKETS);
      g_assert_cmpuint (report->n_gaps, >, 0);
      g_assert_true (g_file_test (report->kept, G_FILE_TEST_EXISTS));
      g_assert_true (is_kept (self, self->base.paths.data, "outbox.db.bad-"));
      g_assert_false (redress_store_get_notes (self->base.store) & REDRESS_STORE_CACHE_REBUILT);
      if (run == 0)
        redress_test_store_close (&self->base);
    }
  check_all_there (self);
  redress_store_forget_damage_report (self->base.store);
  redress_test_store_close (&self->base);
  redress_test_store_open (&self->base);
  g_assert_null (redress_store_get_damage_report (self->base.store));
}

static void
check_random_damage (Fixture *self, const char *name, guint n_rounds)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());
  gsize size = size_of (self, name);

  for (guint round = 0; round < n_rounds; round++)
    {
      gsize offset = (gsize)g_rand_int_range (rand, 0, (gint32)size);
      gsize n = round % 3 == 0 ? 1 : (gsize)g_rand_int_range (rand, 1, 3000);
      gssize cut = round % 4 == 3 ? (gssize)offset : -1;

      /* A schema version that looks newer is left alone, as it has to be. */
      if (offset < 64 && offset + n > 60 && cut < 0)
        continue;
      restore (self);
      g_test_message ("%s: %" G_GSIZE_FORMAT " bytes at %" G_GSIZE_FORMAT ", cut %" G_GSSIZE_FORMAT,
                      name, n, offset, cut);
      damage (self, name, offset, cut < 0 ? n : 0, cut);
      open_damaged (self);
      check_all_there (self);
      redress_test_store_close (&self->base);
    }
}

static void
test_outbox_anywhere (Fixture *self, gconstpointer is_plain)
{
  check_random_damage (self, "outbox.db", 40);
}

static void
test_journal_anywhere (Fixture *self, gconstpointer is_plain)
{
  check_random_damage (self, "outbox.journal", 12);
}

static void
test_outbox_lost (Fixture *self, gconstpointer is_plain)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, "outbox.db");

  g_assert_cmpint (g_unlink (path), ==, 0);
  open_damaged (self);
  g_assert_nonnull (redress_store_get_damage_report (self->base.store));
  check_all_there (self);
}

static void
test_outbox_empty_file (Fixture *self, gconstpointer is_plain)
{
  damage (self, "outbox.db", 0, 0, 0);
  open_damaged (self);
  g_assert_nonnull (redress_store_get_damage_report (self->base.store));
  check_all_there (self);
}

static void
test_outbox_older_than_journal (Fixture *self, gconstpointer is_plain)
{
  g_autoptr (RedressOutboxEntry) later = NULL;
  g_autoptr (RedressDraft) draft = NULL;
  g_autofree char *path = redress_test_store_build_path (&self->base, "outbox.db");
  GBytes *old = g_hash_table_lookup (self->content, path);
  const char *first = g_ptr_array_index (self->ids, 0);
  g_autofree char *taken_back = g_strdup (first);

  /* One more is recorded and one is taken back; then yesterday's copy is put in place. */
  redress_test_store_open (&self->base);
  later = redress_test_outbox_record (&self->base, 77);
  draft = redress_test_outbox_take_back (&self->base, taken_back, NULL);
  g_assert_nonnull (draft);
  redress_test_store_close (&self->base);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (old, NULL),
                                      (gssize)g_bytes_get_size (old), NULL));

  g_ptr_array_add (self->ids, g_strdup (later->command->command_id));
  g_ptr_array_remove_index (self->ids, 0);
  open_damaged (self);
  g_assert_nonnull (redress_store_get_damage_report (self->base.store));
  check_all_there (self);
}

/* Values that no page check notices, changed behind the back of the journal as well. */
static void
test_garbled_values (Fixture *self, gconstpointer is_plain)
{
  static const char *const changes[] = {
    "UPDATE outbox SET state = 2 WHERE position = 1",
    "UPDATE outbox SET state = 4, attempts = 9 WHERE position = 2",
    "UPDATE outbox SET ticket = ticket + 4096 WHERE position = 3",
    "UPDATE outbox SET seq = 7 WHERE position = 4",
    "UPDATE outbox SET not_before = recorded_at + 1 WHERE position = 5",
  };

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *journal = redress_test_store_build_path (&self->base, "outbox.journal");
      g_autoptr (RedressSqlConnection) outbox = NULL;

      restore (self);
      g_assert_cmpint (g_unlink (journal), ==, 0);
      outbox = redress_database_file_open (&redress_outbox_file, self->base.paths.data, NULL);
      g_assert_true (redress_sql_connection_run (outbox, changes[i], NULL));
      g_clear_pointer (&outbox, redress_sql_connection_close);
      open_damaged (self);
      g_assert_nonnull (redress_store_get_damage_report (self->base.store));
      check_all_there (self);
      redress_test_store_close (&self->base);
    }
}

static void
test_crash_while_salvaging (Fixture *self, gconstpointer is_plain)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, "outbox.db");
  g_autofree char *made = redress_test_store_build_path (&self->base, "outbox.new.db");

  /* Before the damaged one got another name: what was made so far counts for nothing. */
  g_assert_true (g_file_set_contents (made, "half", -1, NULL));
  open_damaged (self);
  check_all_there (self);
  redress_test_store_close (&self->base);
  g_assert_false (g_file_test (made, G_FILE_TEST_EXISTS));

  /* After that: the new one is whole and only has to get its name. */
  restore (self);
  g_assert_cmpint (g_rename (path, made), ==, 0);
  open_damaged (self);
  g_assert_null (redress_store_get_damage_report (self->base.store));
  check_all_there (self);
}

static void
test_newer_version (Fixture *self, gconstpointer is_plain)
{
  static const char *const names[] = { "outbox.db", "cache.db" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = redress_test_store_build_path (&self->base, names[i]);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;
      gsize n_before, n_after;
      const guint8 version[4] = { 0, 0, 0, 99 };
      int fd;

      restore (self);
      fd = g_open (path, O_WRONLY, 0);
      g_assert_cmpint (pwrite (fd, version, sizeof version, 60), ==, sizeof version);
      g_close (fd, NULL);
      g_assert_true (g_file_get_contents (path, &before, &n_before, NULL));
      error = redress_test_store_open_error (&self->base);
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_NEW);
      g_assert_true (g_file_get_contents (path, &after, &n_after, NULL));
      g_assert_cmpmem (before, n_before, after, n_after);
    }
}

static void
use_everything (Fixture *self)
{
  g_autoptr (RedressQueue) queue = redress_queue_new (self->base.store, "a-1");
  g_autoptr (RedressQuery) query = redress_query_new (REDRESS_VIEW_NEXT_DUE);
  g_autoptr (GAsyncResult) counted = NULL;
  guint n;

  for (guint text = 0; text < 2; text++)
    {
      query->text = text ? g_strdup ("未到账") : NULL;
      redress_queue_set_query (queue, query);
      redress_test_store_catch_up (&self->base);
      n = g_list_model_get_n_items (G_LIST_MODEL (queue));
      for (guint i = 0; i < n; i++)
        {
          g_autoptr (RedressQueueItem) item = g_list_model_get_item (G_LIST_MODEL (queue), i);

          if (item != NULL)
            g_assert_nonnull (item->summary->title);
        }
    }
  redress_store_load_counts_async (self->base.store, NULL, NULL, redress_test_keep_result,
                                   &counted);
  counted = redress_test_await_result (&counted, "counts");
  redress_counts_free (redress_store_load_counts_finish (self->base.store, counted, NULL));
  for (gint64 ticket = 1; ticket < 5; ticket++)
    redress_case_free (redress_test_store_load_case (&self->base, ticket, NULL));
  redress_test_store_settle_search (&self->base);
  g_object_run_dispose (G_OBJECT (queue));
}

static void
test_cache_anywhere (Fixture *self, gconstpointer is_plain)
{
  static const char *const names[] = { "cache.db", "search.db" };
  g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32)g_test_rand_int ());

  for (guint round = 0; round < 30; round++)
    {
      const char *name = names[round % 2];
      gsize offset = (gsize)g_rand_int_range (rand, 0, (gint32)size_of (self, name));
      gsize n = (gsize)g_rand_int_range (rand, 1, 20000);
      gssize cut = round % 5 == 4 ? (gssize)offset : -1;

      if (offset < 64 && offset + n > 60 && cut < 0)
        continue;
      restore (self);
      g_test_message ("%s: %" G_GSIZE_FORMAT " bytes at %" G_GSIZE_FORMAT ", cut %" G_GSSIZE_FORMAT,
                      name, n, offset, cut);
      damage (self, name, offset, cut < 0 ? n : 0, cut);
      open_damaged (self);
      use_everything (self);
      check_all_there (self);
      redress_test_store_close (&self->base);
    }
}

static void
test_cache_header (Fixture *self, gconstpointer is_plain)
{
  g_autofree char *cursor = NULL;

  damage (self, "cache.db", 0, 100, -1);
  open_damaged (self);
  g_assert_true (redress_store_get_notes (self->base.store) & REDRESS_STORE_CACHE_REBUILT);
  g_assert_null (redress_store_get_damage_report (self->base.store));
  g_assert_cmpuint (self->n_troubles, >, 0);
  g_assert_true (is_kept (self, self->base.paths.cache, "cache.db.bad-"));
  cursor = redress_store_get_cursor_sync (self->base.store, NULL);
  g_assert_null (cursor);
  redress_test_store_fill (&self->base, 1, 10);
  check_all_there (self);
}

static gboolean
has_trouble (gpointer data)
{
  return ((Fixture *)data)->n_troubles > 0;
}

/* Damage that nobody meets by himself is found after a crash. */
static void
test_cache_is_looked_through (Fixture *self, gconstpointer is_plain)
{
  g_autofree char *path = redress_test_store_build_path (&self->base, "cache.db");
  const guint8 page[4096] = { 0 };
  int fd;

  redress_clock_advance (self->base.clock, 8 * REDRESS_DAY);
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (
      pwrite (fd, page, sizeof page, (off_t)(size_of (self, "cache.db") / 8192 * 4096)), ==,
      sizeof page);
  g_close (fd, NULL);
  open_damaged (self);
  redress_test_spin_until (has_trouble, self, "the damage to be found");
  redress_test_store_fill (&self->base, 1, 10);
  check_all_there (self);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/store/damage/sealed/" path, Fixture, NULL, set_up, func, tear_down);               \
  g_test_add ("/store/damage/plain/" path, Fixture, "", set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("outbox-header", test_outbox_header);
  ADD ("outbox-anywhere", test_outbox_anywhere);
  ADD ("journal-anywhere", test_journal_anywhere);
  ADD ("outbox-lost", test_outbox_lost);
  ADD ("outbox-empty-file", test_outbox_empty_file);
  ADD ("outbox-older-than-journal", test_outbox_older_than_journal);
  ADD ("garbled-values", test_garbled_values);
  ADD ("crash-while-salvaging", test_crash_while_salvaging);
  ADD ("newer-version", test_newer_version);
  ADD ("cache-header", test_cache_header);
  ADD ("cache-anywhere", test_cache_anywhere);
  ADD ("cache-is-looked-through", test_cache_is_looked_through);
  return g_test_run ();
}
