/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-fixture.h"

#include "store/outbox-journal.h"

#include <glib/gstdio.h>

typedef struct
{
  RedressTestFolder *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->folder = redress_test_folder_new ();
  self->path = redress_test_folder_build (self->folder, "outbox.journal");
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_free (self->path);
  redress_test_folder_free (self->folder);
}

static RedressOutboxRow *
make_row (gint64 position, const char *id, const char *text)
{
  RedressOutboxRow *row = redress_outbox_row_new ();

  row->position = position;
  row->command_id = g_strdup (id);
  row->ticket = 100 + position;
  row->recorded_at = REDRESS_TEST_NOW;
  row->not_before = REDRESS_TEST_NOW + 1;
  row->sealed = TRUE;
  row->bytes = g_bytes_new (text, strlen (text));
  return row;
}

static void
add (RedressOutboxJournal *journal, gint64 position, const char *id)
{
  g_autoptr (RedressOutboxRow) row = make_row (position, id, id);
  g_autoptr (GError) error = NULL;

  redress_outbox_journal_add_recorded (journal, row, &error);
  g_assert_no_error (error);
}

static void
check (Fixture *self, const char *wanted, guint n_damaged)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressJournalContent) content = redress_outbox_journal_read (self->path, &error);
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < content->waiting->len; i++)
    {
      const RedressOutboxRow *row = g_ptr_array_index (content->waiting, i);

      g_string_append (found, row->command_id);
      g_assert_cmpint (row->ticket, ==, 100 + row->position);
      g_assert_cmpint (row->recorded_at, ==, REDRESS_TEST_NOW);
      g_assert_cmpint (row->not_before, ==, REDRESS_TEST_NOW + 1);
      g_assert_true (row->sealed);
      g_assert_cmpint (row->state, ==, REDRESS_OUTBOX_RECORDED);
      g_assert_cmpmem (g_bytes_get_data (row->bytes, NULL), g_bytes_get_size (row->bytes),
                       row->command_id, strlen (row->command_id));
    }
  g_assert_cmpstr (found->str, ==, wanted);
  g_assert_cmpuint (content->n_damaged, ==, n_damaged);
}

static RedressOutboxJournal *
open_journal (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  RedressOutboxJournal *journal = redress_outbox_journal_open (self->path, &error);

  g_assert_no_error (error);
  return journal;
}

static void
test_lines (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressOutboxJournal) journal = NULL;

  check (self, "", 0);
  journal = open_journal (self);
  add (journal, 2, "b");
  add (journal, 1, "a");
  add (journal, 3, "c");
  check (self, "abc", 0);
  g_assert_true (redress_outbox_journal_add_left (journal, "b", NULL));
  g_assert_true (redress_outbox_journal_sync (journal, NULL));
  g_assert_true (redress_outbox_journal_sync (journal, NULL));
  check (self, "ac", 0);
  g_clear_pointer (&journal, redress_outbox_journal_close);
  journal = open_journal (self);
  add (journal, 4, "d");
  check (self, "acd", 0);
}

static void
test_rewrite (Fixture *self, gconstpointer data)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_outbox_row_free);
  g_autoptr (RedressOutboxJournal) journal = open_journal (self);

  add (journal, 1, "a");
  g_ptr_array_add (rows, make_row (2, "b", "b"));
  g_ptr_array_add (rows, make_row (3, "c", "c"));
  g_assert_true (redress_outbox_journal_rewrite (self->path, rows, NULL));
  check (self, "bc", 0);
}

static void
test_damage (Fixture *self, gconstpointer data)
{
  g_autoptr (RedressOutboxJournal) journal = open_journal (self);
  g_autofree char *text = NULL;
  gsize size = 0, line;

  add (journal, 1, "a");
  add (journal, 2, "b");
  add (journal, 3, "c");
  g_assert_true (g_file_get_contents (self->path, &text, &size, NULL));
  line = (gsize)(strchr (text, '\n') - text) + 1;
  for (gsize at = line; at < 2 * line - 1; at++)
    {
      char kept = text[at];

      /* Neither another byte nor a zero nor an end of line takes more than its line. */
      text[at] = kept == 'x' ? 'y' : 'x';
      g_assert_true (g_file_set_contents (self->path, text, (gssize)size, NULL));
      check (self, "ac", 1);
      text[at] = '\0';
      g_assert_true (g_file_set_contents (self->path, text, (gssize)size, NULL));
      check (self, "ac", 1);
      text[at] = kept;
    }
  for (gsize cut = 2 * line; cut < size - 1; cut++)
    {
      g_assert_true (g_file_set_contents (self->path, text, (gssize)cut, NULL));
      check (self, "ab", cut > 2 * line ? 1 : 0);
    }
}

static void
test_nonsense (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = { "\n\n\n",   "recorded",        "recorded 1 a 101",
                                       "left",     "left a 00000000", "\xff\xfe\xfd",
                                       " 00000000" };
  static const guint n_damaged[] = { 0, 1, 1, 1, 1, 1, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_assert_true (g_file_set_contents (self->path, texts[i], -1, NULL));
      /* A checksum of nothing is zero: an empty line with its checksum is still no command. */
      check (self, "", i == 6 ? 1 : n_damaged[i]);
    }
}

#define ADD(path, func) g_test_add ("/store/journal/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("lines", test_lines);
  ADD ("rewrite", test_rewrite);
  ADD ("damage", test_damage);
  ADD ("nonsense", test_nonsense);
  return g_test_run ();
}
