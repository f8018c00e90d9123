/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pane-fixture.h"

/* The note names its ticket, and its Undo takes back that ticket and no other. */
static RedressCase *
decide_and_go_on (RedressPaneFixture *f, gint64 ticket)
{
  RedressCase *found;

  f->ticket = ticket;
  found = redress_pane_fixture_load (f);
  redress_pane_fixture_open (f);
  redress_pane_fixture_await_text (f, found->summary->external_id);
  redress_pane_fixture_await_no_text (f, "Recorded on this computer");
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit and next");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  return found;
}

static gboolean
is_recorded (RedressPaneFixture *f, gint64 ticket)
{
  RedressCase *found = redress_headless_desk_load (&f->desk, ticket);
  gboolean is = found->outbox_entry != NULL;

  redress_case_free (found);
  return is;
}

static char *
format_note (RedressCase *found)
{
  return g_strconcat (found->summary->external_id, " recorded", NULL);
}

static GtkWidget *
find_note (RedressPaneFixture *f, RedressCase *of)
{
  g_autofree char *note = format_note (of);

  return redress_pane_fixture_find_text (GTK_WIDGET (f->window), note);
}

static void
click_note (RedressPaneFixture *f, RedressCase *of)
{
  GtkWidget *note = gtk_widget_get_ancestor (find_note (f, of), ADW_TYPE_TOAST_OVERLAY);

  /* The note is the last child of the overlay, the bar with its own Undo lies in the first. */
  g_assert_true (gtk_widget_activate (gtk_widget_get_ancestor (
      redress_pane_fixture_find_text (gtk_widget_get_last_child (note), "Undo"), GTK_TYPE_BUTTON)));
}

static void
test_note_takes_back_its_own (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  gint64 first = f->ticket;
  gint64 second = redress_pane_world.last = redress_pane_fixture_find_plain (f, first);
  RedressCase *a = decide_and_go_on (f, first);
  g_autofree char *taken = g_strconcat (a->summary->external_id, " was taken back", NULL);

  redress_case_pane_show_ticket (f->pane, f->ticket = second);
  redress_pane_fixture_await_no_text (f, "Recorded on this computer");
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  click_note (f, a);
  redress_pane_fixture_await_text (f, taken);
  g_assert_false (is_recorded (f, first));
  g_assert_true (is_recorded (f, second));
  redress_pane_fixture_run (f, "case.undo");
  redress_pane_fixture_await_no_text (f, "Recorded on this computer");
  g_assert_false (is_recorded (f, second));
  redress_case_free (a);
}

static void
test_one_note_at_a_time (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  gint64 first = f->ticket;
  gint64 second = redress_pane_world.last = redress_pane_fixture_find_plain (f, first);
  RedressCase *a = decide_and_go_on (f, first);
  RedressCase *b = decide_and_go_on (f, second);
  g_autofree char *note_a = format_note (a);
  g_autofree char *note_b = format_note (b);
  g_autofree char *taken_a = g_strconcat (a->summary->external_id, " was taken back", NULL);
  g_autofree char *taken_b = g_strconcat (b->summary->external_id, " was taken back", NULL);

  redress_pane_fixture_await_text (f, note_b);
  redress_pane_fixture_await_no_text (f, note_a);
  /* Elsewhere, the key takes back one after the other and says which. */
  redress_case_pane_show_ticket (f->pane, 0);
  redress_pane_fixture_run (f, "case.undo");
  redress_pane_fixture_await_text (f, taken_b);
  g_assert_false (is_recorded (f, second));
  g_assert_true (is_recorded (f, first));
  redress_pane_fixture_run (f, "case.undo");
  redress_pane_fixture_await_text (f, taken_a);
  g_assert_false (is_recorded (f, first));
  redress_pane_fixture_run (f, "case.undo");
  redress_pane_fixture_await_text (f, "Nothing is left");
  redress_case_free (a);
  redress_case_free (b);
}

static void
test_no_undo_without_time (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  RedressCase *found;

  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  found = redress_pane_fixture_load (f);
  redress_pane_fixture_click (f, "Submit and next");
  g_autofree char *note = format_note (found);
  redress_pane_fixture_await_text (f, note);
  g_assert_null (redress_pane_fixture_find_text (
      gtk_widget_get_last_child (gtk_window_get_child (f->window)), "Undo"));
  redress_test_spin_until (redress_pane_fixture_is_settled, f, "the answer");
  redress_case_free (found);
}

static void
add (void)
{
  REDRESS_PANE_ADD ("note-takes-back-its-own", 30, test_note_takes_back_its_own);
  REDRESS_PANE_ADD ("one-note-at-a-time", 30, test_one_note_at_a_time);
  REDRESS_PANE_ADD ("no-undo-without-time", 0, test_no_undo_without_time);
}

int
main (int argc, char **argv)
{
  return redress_pane_fixture_run_tests (argc, argv, add);
}
