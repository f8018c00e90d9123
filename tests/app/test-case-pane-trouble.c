/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pane-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* What becomes of a decision that cannot leave as it is. */

static char *
find_file (const char *folder, const char *wanted)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  char *found = NULL;

  while (found == NULL && dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        found = find_file (path, wanted);
      else if (g_str_equal (name, wanted))
        found = g_steal_pointer (&path);
    }
  return found;
}

/* Without the journal, which would know better. */
static void
garble_command (RedressPaneFixture *f)
{
  const char *home = redress_test_folder_get_path (f->folder);
  g_autofree char *outbox = find_file (home, "outbox.db");
  g_autofree char *journal = find_file (home, "outbox.journal");
  g_autofree char *data = NULL;
  gsize size;
  char *at;

  g_assert_true (g_file_get_contents (outbox, &data, &size, NULL));
  at = memmem (data, size, "\"type\":\"decide\"", 15);
  g_assert_nonnull (at);
  memcpy (at, "\"type\":\"deXide\"", 15);
  g_assert_true (g_file_set_contents (outbox, data, (gssize)size, NULL));
  g_assert_cmpint (g_remove (journal), ==, 0);
}

static gboolean
has_nothing_recorded (gpointer data)
{
  RedressCase *found = redress_pane_fixture_load (data);
  gboolean is = found->outbox_entry == NULL;

  redress_case_free (found);
  return is;
}

/* Nobody decides a second time over a decision that is there and cannot be read. */
static void
test_unreadable (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  redress_pane_fixture_close_desk (f);
  garble_command (f);
  redress_pane_fixture_open_desk (f);
  redress_pane_fixture_open (f);
  redress_pane_fixture_await_text (f, "cannot be read");
  g_assert_null (redress_pane_fixture_find_text (GTK_WIDGET (f->window), "Submit"));
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_run (f, "case.submit");
  redress_pane_fixture_click (f, "Set aside…");
  redress_pane_fixture_answer (f, "Set aside");
  redress_test_spin_until (has_nothing_recorded, f, "the end of the record");
  redress_pane_fixture_await_text (f, "Its bytes are kept in");
  redress_pane_fixture_await_text (f, "Submit");
}

static void
add (void)
{
  REDRESS_PANE_ADD ("unreadable", 60, test_unreadable);
}

int
main (int argc, char **argv)
{
  return redress_pane_fixture_run_tests (argc, argv, add);
}
