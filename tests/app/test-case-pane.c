/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pane-fixture.h"

static gboolean
is_focused (gpointer data)
{
  RedressPaneFixture *f = data;
  GtkWidget *focus = gtk_window_get_focus (f->window);

  return focus != NULL && GTK_IS_TOGGLE_BUTTON (focus) &&
         redress_pane_fixture_find_text (focus, "1") != NULL;
}

/* Asked for before the ticket is read: what has the focus then is its first verdict. */
static void
test_focus_verdicts (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_case_pane_focus_verdicts (f->pane);
  redress_test_spin_until (is_focused, f, "the focus on the first verdict");
}

/* Pressing the verdict claims the ticket; the rule's reason comes along. */
static void
test_decide (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit");
  redress_test_spin_until (redress_pane_fixture_is_settled, f, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
  redress_pane_fixture_await_text (f, "Decided");
}

static void
test_undo (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  RedressCase *found;

  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  found = redress_pane_fixture_load (f);
  g_assert_nonnull (found->outbox_entry);
  g_assert_null (found->draft);
  redress_case_free (found);
  redress_pane_fixture_click (f, "Undo");
  redress_pane_fixture_await_no_text (f, "Recorded on this computer");
  redress_test_spin_until (redress_pane_fixture_has_draft, f, "the draft");
  redress_pane_fixture_click (f, "Submit");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  redress_pane_fixture_click (f, "Send now");
  redress_test_spin_until (redress_pane_fixture_is_settled, f, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
}

static void
test_draft_survives_the_next_ticket (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  gint64 other = redress_pane_world.last = redress_pane_fixture_find_plain (f, f->ticket);

  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_case_pane_show_ticket (f->pane, other);
  redress_test_spin_until (redress_pane_fixture_has_draft, f, "the draft");
  redress_pane_fixture_await_text (f, "What the rules say");
  g_assert_cmpint (redress_case_pane_get_ticket (f->pane), ==, other);
  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_pane_fixture_await_text (f, "Customer will read");
  redress_pane_fixture_click (f, "Submit");
  redress_test_spin_until (redress_pane_fixture_is_settled, f, "the answer");
}

/* However often it is pressed, one ticket is decided once. */
static void
test_one_press_one_decision (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  RedressCase *found;

  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_pane_fixture_click (f, "Submit and next");
  for (guint i = 0; i < 20; i++)
    redress_pane_fixture_run (f, "case.submit-next");
  redress_pane_fixture_await_text (f, "Recorded on this computer");
  g_assert_cmpuint (f->steps, ==, 1);
  found = redress_pane_fixture_load (f);
  g_assert_cmpint (found->outbox_entry->position, ==, 1);
  redress_case_free (found);
  redress_pane_fixture_run (f, "case.undo");
}

static GPtrArray *
list_outbox (RedressPaneFixture *f)
{
  RedressStore *store = redress_sync_get_store (f->desk.sync);
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *entries;

  redress_store_list_outbox_async (store, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the outbox");
  entries = redress_store_list_outbox_finish (store, result, NULL);
  g_assert_nonnull (entries);
  return entries;
}

static gboolean
has_note (gpointer data)
{
  RedressPaneFixture *f = data;
  GtkWidget *toast = gtk_widget_get_last_child (gtk_window_get_child (f->window));

  return redress_pane_fixture_find_text (toast, "Claim the ticket first") != NULL;
}

static void
test_offline (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  g_autoptr (GPtrArray) entries = NULL;

  redress_pane_fixture_open (f);
  redress_pane_fixture_press_verdict (f);
  redress_pane_fixture_await_text (f, "Yours");
  redress_real_server_stop (redress_pane_world.server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "being offline");
  redress_pane_fixture_await_text (f, "kept as a draft");
  redress_pane_fixture_run (f, "case.submit");
  /* The store answers in order, so what was recorded would be in it. */
  entries = list_outbox (f);
  g_assert_cmpuint (entries->len, ==, 0);
  redress_test_spin_until (redress_pane_fixture_has_draft, f, "the draft");
  redress_real_server_start (redress_pane_world.server);
}

/* The key says what is in the way. */
static void
test_says_the_obstacle (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_pane_fixture_open (f);
  redress_pane_fixture_run (f, "case.try-submit-next");
  redress_test_spin_until (has_note, f, "the note");
  redress_pane_fixture_run (f, "case.try-submit-next");
  g_assert_cmpuint (f->steps, ==, 0);
}

static void
test_closes_while_loading (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_case_pane_show_ticket (f->pane, 0);
  redress_case_pane_show_ticket (f->pane, f->ticket);
}

static gboolean
is_appeal_after_another (RedressPaneFixture *f, gint64 ticket)
{
  RedressCase *found = redress_headless_desk_load (&f->desk, ticket);
  gboolean is = found != NULL && found->summary->kind == REDRESS_KIND_APPEAL &&
                found->summary->state == REDRESS_STATE_OPEN;

  g_clear_pointer (&found, redress_case_free);
  return is;
}

/* What an appeal is about was decided long ago and is fetched when the appeal is opened. */
static void
test_appeal_brings_the_first_decision (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  gint64 ticket = 1;

  while (!is_appeal_after_another (f, ticket))
    g_assert_cmpint (++ticket, <, 1000);
  redress_case_pane_show_ticket (f->pane, ticket);
  redress_pane_fixture_await_text (f, "First decision");
  redress_pane_fixture_await_text (f, "you are another person");
}

static void
test_nothing_here (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_case_pane_show_ticket (f->pane, 9000000);
  redress_pane_fixture_await_text (f, "This ticket is not here");
  redress_case_pane_show_ticket (f->pane, 0);
  redress_pane_fixture_await_text (f, "No ticket is open");
}

static void
add (void)
{
  REDRESS_PANE_ADD ("focus-verdicts", 0, test_focus_verdicts);
  REDRESS_PANE_ADD ("decide", 0, test_decide);
  REDRESS_PANE_ADD ("undo", 30, test_undo);
  REDRESS_PANE_ADD ("draft-survives-the-next-ticket", 0, test_draft_survives_the_next_ticket);
  REDRESS_PANE_ADD ("one-press-one-decision", 30, test_one_press_one_decision);
  REDRESS_PANE_ADD ("says-the-obstacle", 0, test_says_the_obstacle);
  REDRESS_PANE_ADD ("offline", 0, test_offline);
  REDRESS_PANE_ADD ("closes-while-loading", 0, test_closes_while_loading);
  REDRESS_PANE_ADD ("appeal-brings-the-first-decision", 0, test_appeal_brings_the_first_decision);
  REDRESS_PANE_ADD ("nothing-here", 0, test_nothing_here);
}

int
main (int argc, char **argv)
{
  return redress_pane_fixture_run_tests (argc, argv, add);
}
