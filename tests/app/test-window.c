/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-view.h"
#include "app/resources.h"
#include "app/sidebar.h"
#include "app/viewer.h"
#include "app/window-fixture.h"
#include "store/store-fixture.h"
#include "support/spin.h"

static void
set_up (RedressTestWindow *f, gconstpointer data)
{
  redress_canned_desk_open (&f->desk);
}

static void
tear_down (RedressTestWindow *f, gconstpointer data)
{
  redress_test_window_close (f);
  redress_canned_desk_close (&f->desk);
}

/* Whatever is wrong with the answer, the page says so and can ask again. */
static void
test_details_that_do_not_come (RedressTestWindow *f, gconstpointer data)
{
  static const struct
  {
    guint status;
    const char *body, *words;
  } rows[] = {
    { 404, "{}", "The server does not have it." },
    { 403, "{}", "Your account may not see it." },
    { 200, "<html>", "The server's answer is not what was asked for." },
    { 500, "{}", "The server answered with status 500." },
  };

  redress_canned_desk_set (&f->desk, REDRESS_CANNED_DETAILS,
                           redress_canned_json (rows[0].status, rows[0].body));
  redress_test_window_open (f);
  redress_window_open_ticket (f->window, REDRESS_CANNED_TICKET);
  redress_test_window_await (f, rows[0].words);
  for (guint i = 1; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_nonnull (redress_test_window_find (f, "The details cannot be fetched"));
      redress_canned_desk_set (&f->desk, REDRESS_CANNED_DETAILS,
                               redress_canned_json (rows[i].status, rows[i].body));
      redress_test_window_click (f, "Try again");
      redress_test_window_await (f, rows[i].words);
    }
  redress_canned_desk_set_details (&f->desk);
  redress_test_window_click (f, "Try again");
  redress_test_window_await (f, "What the rules say");
}

/* The policy is as needed as the details. */
static void
test_policy_that_does_not_come (RedressTestWindow *f, gconstpointer data)
{
  redress_canned_desk_set (&f->desk, REDRESS_CANNED_POLICY, redress_canned_json (200, "{}"));
  redress_test_window_open (f);
  redress_window_open_ticket (f->window, REDRESS_CANNED_TICKET);
  redress_test_window_await (f, "The server's answer is not what was asked for.");
  redress_canned_desk_set_policy (&f->desk);
  redress_test_window_click (f, "Try again");
  redress_test_window_await (f, "What the rules say");
}

static gboolean
is_row_selected (gpointer data)
{
  GtkWidget *list = redress_test_window_find_type (data, GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *model = gtk_list_view_get_model (GTK_LIST_VIEW (list));

  return gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (model)) !=
         GTK_INVALID_LIST_POSITION;
}

/* The case first: the queue follows when it is painted. */
static void
test_queue_follows (RedressTestWindow *f, gconstpointer data)
{
  redress_test_window_open (f);
  g_assert_false (is_row_selected (f));
  redress_window_open_ticket (f->window, REDRESS_CANNED_TICKET);
  g_assert_false (is_row_selected (f));
  redress_test_spin_until (is_row_selected, f, "the row of the opened ticket");
  redress_test_window_await (f, "What the rules say");
}

static gboolean
is_asked (gpointer data)
{
  return redress_canned_server_count (data, "/v1/search?limit=50&q=T-9") > 0;
}

/* A number that the desk does not know is looked for by that number. */
static void
test_ticket_that_is_not_here (RedressTestWindow *f, gconstpointer data)
{
  redress_canned_desk_set (&f->desk, "/v1/search", redress_canned_json (200, "{\"results\":[]}"));
  redress_test_window_open (f);
  redress_window_open_ticket (f->window, 9);
  redress_test_window_await (f, "This ticket is not here");
  redress_test_window_click (f, "Search the server");
  redress_test_spin_until (is_asked, f->desk.server, "the search");
  redress_test_window_await (f, "The server has no such ticket either.");
}

/* The card says why, the viewer can ask again. */
static void
test_piece_that_came_damaged (RedressTestWindow *f, gconstpointer data)
{
  const RedressEvidence *evidence = g_ptr_array_index (f->desk.ticket->evidence, 0);
  guint asked;

  redress_canned_desk_set (&f->desk, f->desk.piece_path, redress_canned_json (200, "other bytes"));
  redress_test_window_open (f);
  redress_window_open_ticket (f->window, REDRESS_CANNED_TICKET);
  redress_test_window_await (f, "came damaged");
  asked = redress_canned_server_count (f->desk.server, f->desk.piece_path);
  redress_test_window_view (f, evidence->sha256);
  redress_test_window_await (f, "This is not the file that was handed in");
  g_assert_cmpuint (redress_canned_server_count (f->desk.server, f->desk.piece_path), ==, asked);
  redress_canned_desk_set_piece (&f->desk);
  redress_test_window_click (f, "Try again");
  redress_test_window_await (f, "The picture cannot be shown");
  g_assert_true (redress_canned_desk_has_piece (&f->desk));
  redress_test_window_await_gone (f, "came damaged");
}

/* Somebody has to know that the clock is wrong, for the times left go by it. */
static void
test_wrong_clock (RedressTestWindow *f, gconstpointer data)
{
  f->desk.behind = 49 * REDRESS_HOUR;
  redress_canned_desk_set (&f->desk, "/v1/changes", redress_canned_desk_make_page (&f->desk));
  redress_test_window_open (f);
  redress_test_window_await (f, "2 days ahead of the server's");
  f->desk.behind = -49 * REDRESS_HOUR;
  redress_canned_desk_change (&f->desk);
  redress_test_window_await (f, "2 days behind the server's");
  f->desk.behind = 0;
  redress_canned_desk_change (&f->desk);
  redress_test_window_await_gone (f, "of the server's");
}

/* These tests run without a Secret Service. */
static void
test_no_keyring (RedressTestWindow *f, gconstpointer data)
{
  redress_test_window_open (f);
  redress_test_window_await (f, "This computer has no keyring for a key");
  redress_test_window_click (f, "Understood");
  redress_test_window_await_gone (f, "This computer has no keyring for a key");
  redress_canned_desk_change (&f->desk);
  g_assert_null (redress_test_window_find (f, "This computer has no keyring for a key"));
}

static void
add_pieces (RedressTestWindow *f)
{
  g_autoptr (GBytes) log = g_bytes_new_static ("a log", 5);
  g_autoptr (GBytes) face = g_bytes_new_static ("a face", 6);
  RedressEvidence *evidence;

  redress_test_ticket_add_evidence (f->desk.ticket, "channel_log", log);
  redress_test_ticket_add_evidence (f->desk.ticket, "face", face);
  evidence = g_ptr_array_index (f->desk.ticket->evidence, 1);
  evidence->rendition_state = REDRESS_RENDITION_PENDING;
  redress_canned_desk_set_details (&f->desk);
}

static RedressEvidenceView *
find_second (RedressTestWindow *f)
{
  GtkWidget *first = redress_test_window_find_type (f, REDRESS_TYPE_EVIDENCE_VIEW);
  GtkWidget *next = gtk_widget_get_next_sibling (first);

  while (next != NULL && !REDRESS_IS_EVIDENCE_VIEW (next))
    next = gtk_widget_get_next_sibling (next);
  return REDRESS_EVIDENCE_VIEW (next);
}

static void
press (RedressTestWindow *f, guint keyval)
{
  GtkWidget *viewer = redress_test_window_find_type (f, REDRESS_TYPE_VIEWER);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (viewer);
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
  g_assert_true (handled);
}

static void
open_viewer (RedressTestWindow *f, guint at)
{
  const RedressEvidence *evidence;

  redress_test_window_open (f);
  redress_window_open_ticket (f->window, REDRESS_CANNED_TICKET);
  redress_test_window_await (f, "What the rules say");
  evidence = g_ptr_array_index (f->desk.ticket->evidence, at);
  redress_test_window_view (f, evidence->sha256);
}

/* A file beside another opens by itself, too, and the keys act on the one that has the focus. */
static void
test_two_files (RedressTestWindow *f, gconstpointer data)
{
  RedressEvidence *evidence;

  add_pieces (f);
  open_viewer (f, 0);
  redress_test_window_await (f, "1 of 3");
  press (f, GDK_KEY_c);
  redress_test_window_await (f, "The server is still preparing this file");
  evidence = g_ptr_array_index (f->desk.ticket->evidence, 1);
  evidence->rendition_state = REDRESS_RENDITION_READY;
  redress_canned_desk_change (&f->desk);
  redress_test_window_await_gone (f, "The server is still preparing this file");

  redress_test_window_await (f, "Try again");
  gtk_widget_child_focus (GTK_WIDGET (find_second (f)), GTK_DIR_TAB_FORWARD);
  g_assert_nonnull (redress_test_window_find (f, "1 of 3"));
  press (f, GDK_KEY_Right);
  g_assert_nonnull (redress_test_window_find (f, "1 of 3"));
  press (f, GDK_KEY_c);
  press (f, GDK_KEY_Right);
  g_assert_nonnull (redress_test_window_find (f, "2 of 3"));
}

/* Nothing of the view that was chosen could be seen behind the file. */
static void
test_view_behind_the_viewer (RedressTestWindow *f, gconstpointer data)
{
  open_viewer (f, 0);
  redress_test_window_await (f, "1 of 1");
  g_signal_emit_by_name (redress_test_window_find_type (f, REDRESS_TYPE_SIDEBAR), "selected",
                         (guint)REDRESS_VIEW_MY_WORK, NULL);
  redress_test_window_await_gone (f, "1 of 1");
}

static gboolean
has_search (gpointer f)
{
  return redress_test_window_find_entry (f, REDRESS_TYPE_EVIDENCE_VIEW) != NULL;
}

/* Escape leaves the search before the file. */
static void
test_escape_in_the_search (RedressTestWindow *f, gconstpointer data)
{
  RedressEvidence *evidence = g_ptr_array_index (f->desk.ticket->evidence, 0);
  RedressRendition *view = g_ptr_array_index (evidence->renditions, 0);
  GtkWidget *search;

  g_free (view->media_type);
  view->media_type = g_strdup ("text/plain");
  redress_canned_desk_set_details (&f->desk);
  open_viewer (f, 0);
  redress_test_window_await (f, "1 of 1");
  redress_test_spin_until (has_search, f, "the text");
  search = redress_test_window_find_entry (f, REDRESS_TYPE_EVIDENCE_VIEW);
  gtk_editable_set_text (GTK_EDITABLE (search), "pic");
  g_signal_emit_by_name (search, "stop-search");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  g_assert_nonnull (redress_test_window_find (f, "1 of 1"));
  g_signal_emit_by_name (search, "stop-search");
  redress_test_window_await_gone (f, "1 of 1");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
#define ADD(path, func)                                                                            \
  g_test_add ("/app/window/" path, RedressTestWindow, NULL, set_up, func, tear_down)
  ADD ("queue-follows", test_queue_follows);
  ADD ("details-that-do-not-come", test_details_that_do_not_come);
  ADD ("policy-that-does-not-come", test_policy_that_does_not_come);
  ADD ("ticket-that-is-not-here", test_ticket_that_is_not_here);
  ADD ("piece-that-came-damaged", test_piece_that_came_damaged);
  ADD ("wrong-clock", test_wrong_clock);
  ADD ("no-keyring", test_no_keyring);
  ADD ("two-files", test_two_files);
  ADD ("view-behind-the-viewer", test_view_behind_the_viewer);
  ADD ("escape-in-the-search", test_escape_in_the_search);
  return g_test_run ();
}
