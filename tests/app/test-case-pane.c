/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane.h"
#include "app/made-case.h"
#include "app/resources.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/headless-desk.h"
#include "sync/real-server.h"

#include <adwaita.h>

/* One server for all tests; each has a desk of its own and takes the next ticket. */
typedef struct
{
  RedressTestFolder *folder;
  RedressRealServer *server;
  gint64 last;
} World;

static World world;

typedef struct
{
  RedressTestFolder *folder;
  RedressHeadlessDesk desk;
  GSettings *settings;
  GtkWindow *window;
  RedressCasePane *pane;
  gint64 ticket;
  guint steps;
} Fixture;

static void
stepped_cb (Fixture *f, int direction)
{
  f->steps++;
}

/* One whose first verdict needs nothing more than to be pressed. */
static gint64
find_plain (Fixture *f, gint64 after)
{
  gint64 ticket = after;
  gboolean plain = FALSE;

  while (!plain)
    {
      RedressCase *found;

      ticket = redress_headless_desk_find_decidable (&f->desk, ticket);
      g_assert_cmpint (ticket, !=, 0);
      found = redress_headless_desk_load (&f->desk, ticket);
      plain = redress_verdict_is_final (found->evaluation->recommended) &&
              found->evaluation->recommended != REDRESS_VERDICT_PARTIAL;
      redress_case_free (found);
    }
  return ticket;
}

static void
set_up (Fixture *f, gconstpointer undo_seconds)
{
  g_autofree char *home = NULL;
  GtkWidget *toasts = adw_toast_overlay_new ();

  f->folder = redress_test_folder_new ();
  home = redress_test_folder_build (f->folder, "desk");
  redress_headless_desk_open (&f->desk, home);
  redress_headless_desk_sign_in (&f->desk, redress_real_server_get_url (world.server), "agent",
                                 REDRESS_TEST_PASSWORD);
  f->ticket = world.last = find_plain (f, world.last);
  f->settings = g_settings_new ("org.redress.Desk");
  g_settings_set_uint (f->settings, "undo-seconds", GPOINTER_TO_UINT (undo_seconds));
  f->pane = g_object_new (REDRESS_TYPE_CASE_PANE, NULL);
  g_signal_connect_swapped (f->pane, "step", G_CALLBACK (stepped_cb), f);
  redress_case_pane_set_sync (f->pane, f->desk.sync, redress_clock_get_system (), f->settings);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 746, 800);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (f->pane));
  gtk_window_set_child (f->window, toasts);
  gtk_window_present (f->window);
}

static void
tear_down (Fixture *f, gconstpointer undo_seconds)
{
  gpointer watched = f->pane;

  g_object_add_weak_pointer (G_OBJECT (f->pane), &watched);
  gtk_window_destroy (f->window);
  redress_test_spin_until_null (&watched, "the end of the pane");
  g_clear_object (&f->settings);
  redress_headless_desk_close (&f->desk);
  redress_test_folder_free (f->folder);
}

static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  Fixture *f;
  const char *text;
  gboolean gone;
} Awaited;

static gboolean
is_there (gpointer data)
{
  Awaited *awaited = data;

  return (find_text (GTK_WIDGET (awaited->f->window), awaited->text) == NULL) == awaited->gone;
}

static void
await_text (Fixture *f, const char *text)
{
  Awaited awaited = { f, text, FALSE };

  redress_test_spin_until (is_there, &awaited, text);
}

static void
await_no_text (Fixture *f, const char *text)
{
  Awaited awaited = { f, text, TRUE };

  redress_test_spin_until (is_there, &awaited, text);
}

static void
run (Fixture *f, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (f->pane), action, NULL);
}

static GtkWidget *
find_button (Fixture *f, const char *label)
{
  GtkWidget *text = find_text (GTK_WIDGET (f->window), label);

  return text != NULL ? gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON) : NULL;
}

static gboolean
is_clicked (gpointer data)
{
  Awaited *awaited = data;
  GtkWidget *button = find_button (awaited->f, awaited->text);

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return FALSE;
  return gtk_widget_activate (button);
}

/* Waits until the button may be pressed. */
static void
click (Fixture *f, const char *label)
{
  Awaited awaited = { f, label, FALSE };

  redress_test_spin_until (is_clicked, &awaited, label);
}

static void
press_first_verdict (Fixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->pane), "case.verdict", "i", 1);
}

static void
open_ticket (Fixture *f)
{
  redress_case_pane_show_ticket (f->pane, f->ticket);
  await_text (f, "What the rules say");
}

static gboolean
is_focused (gpointer data)
{
  Awaited *awaited = data;
  GtkWidget *focus = gtk_window_get_focus (awaited->f->window);

  return focus != NULL && GTK_IS_TOGGLE_BUTTON (focus) && find_text (focus, awaited->text) != NULL;
}

/* Asked for before the ticket is read: what has the focus then is its first verdict. */
static void
test_focus_verdicts (Fixture *f, gconstpointer undo_seconds)
{
  Awaited first = { f, "1", FALSE };

  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_case_pane_focus_verdicts (f->pane);
  redress_test_spin_until (is_focused, &first, "the focus on the first verdict");
}

static gboolean
is_settled (gpointer data)
{
  Fixture *f = data;

  return f->desk.applied + f->desk.conflicts + f->desk.refused > 0;
}

static RedressCase *
load (Fixture *f)
{
  return redress_headless_desk_load (&f->desk, f->ticket);
}

static gboolean
has_draft (gpointer data)
{
  RedressCase *found = load (data);
  gboolean has = found->draft != NULL && found->draft->verdict != REDRESS_VERDICT_NONE;

  redress_case_free (found);
  return has;
}

/* Pressing the verdict claims the ticket; the rule's reason comes along. */
static void
test_decide (Fixture *f, gconstpointer undo_seconds)
{
  open_ticket (f);
  press_first_verdict (f);
  await_text (f, "Yours");
  click (f, "Submit");
  redress_test_spin_until (is_settled, f, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
  await_text (f, "Decided");
}

static void
test_undo (Fixture *f, gconstpointer undo_seconds)
{
  RedressCase *found;

  open_ticket (f);
  press_first_verdict (f);
  await_text (f, "Yours");
  click (f, "Submit");
  await_text (f, "Recorded on this computer");
  found = load (f);
  g_assert_nonnull (found->outbox_entry);
  g_assert_null (found->draft);
  redress_case_free (found);
  click (f, "Undo");
  await_no_text (f, "Recorded on this computer");
  redress_test_spin_until (has_draft, f, "the draft");
  click (f, "Submit");
  await_text (f, "Recorded on this computer");
  click (f, "Send now");
  redress_test_spin_until (is_settled, f, "the answer");
  g_assert_cmpuint (f->desk.applied, ==, 1);
}

static void
test_draft_survives_the_next_ticket (Fixture *f, gconstpointer undo_seconds)
{
  gint64 other = world.last = find_plain (f, f->ticket);

  open_ticket (f);
  press_first_verdict (f);
  redress_case_pane_show_ticket (f->pane, other);
  redress_test_spin_until (has_draft, f, "the draft");
  await_text (f, "What the rules say");
  g_assert_cmpint (redress_case_pane_get_ticket (f->pane), ==, other);
  redress_case_pane_show_ticket (f->pane, f->ticket);
  await_text (f, "Customer will read");
  click (f, "Submit");
  redress_test_spin_until (is_settled, f, "the answer");
}

/* However often it is pressed, one ticket is decided once. */
static void
test_one_press_one_decision (Fixture *f, gconstpointer undo_seconds)
{
  RedressCase *found;

  open_ticket (f);
  press_first_verdict (f);
  await_text (f, "Yours");
  click (f, "Submit and next");
  for (guint i = 0; i < 20; i++)
    run (f, "case.submit-next");
  await_text (f, "Recorded on this computer");
  g_assert_cmpuint (f->steps, ==, 1);
  found = load (f);
  g_assert_cmpint (found->outbox_entry->position, ==, 1);
  redress_case_free (found);
  run (f, "case.undo");
}

static void
test_offline (Fixture *f, gconstpointer undo_seconds)
{
  open_ticket (f);
  press_first_verdict (f);
  await_text (f, "Yours");
  redress_real_server_stop (world.server);
  redress_test_spin_until (redress_headless_desk_is_offline, &f->desk, "being offline");
  await_text (f, "kept as a draft");
  run (f, "case.submit");
  g_assert_null (find_text (GTK_WIDGET (f->window), "Recorded"));
  redress_test_spin_until (has_draft, f, "the draft");
  redress_real_server_start (world.server);
}

static void
test_closes_while_loading (Fixture *f, gconstpointer undo_seconds)
{
  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_case_pane_show_ticket (f->pane, 0);
  redress_case_pane_show_ticket (f->pane, f->ticket);
}

static gboolean
is_appeal_after_another (Fixture *f, gint64 ticket)
{
  RedressCase *found = redress_headless_desk_load (&f->desk, ticket);
  gboolean is = found != NULL && found->summary->kind == REDRESS_KIND_APPEAL &&
                found->summary->state == REDRESS_STATE_OPEN;

  g_clear_pointer (&found, redress_case_free);
  return is;
}

/* What an appeal is about was decided long ago and is fetched when the appeal is opened. */
static void
test_appeal_brings_the_first_decision (Fixture *f, gconstpointer undo_seconds)
{
  gint64 ticket = 1;

  while (!is_appeal_after_another (f, ticket))
    g_assert_cmpint (++ticket, <, 1000);
  redress_case_pane_show_ticket (f->pane, ticket);
  await_text (f, "First decision");
  await_text (f, "you are another person");
}

static void
test_nothing_here (Fixture *f, gconstpointer undo_seconds)
{
  redress_case_pane_show_ticket (f->pane, 9000000);
  await_text (f, "This ticket is not here");
  redress_case_pane_show_ticket (f->pane, 0);
  await_text (f, "No ticket is open");
}

static void
open_world (void)
{
  world.folder = redress_test_folder_new ();
  world.server = redress_real_server_new (redress_test_folder_get_path (world.folder));
  redress_real_server_add_user (world.server, "agent", "agent");
  redress_real_server_add_user (world.server, "agent2", "agent");
  redress_real_server_add_tickets (world.server, 60, 7, "agent2");
}

static void
close_world (void)
{
  redress_real_server_stop (world.server);
  redress_real_server_assert_consistent (world.server);
  redress_real_server_free (world.server);
  redress_test_folder_free (world.folder);
}

#define ADD(path, undo, func)                                                                      \
  g_test_add ("/app/case-pane/" path, Fixture, GUINT_TO_POINTER (undo), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("focus-verdicts", 0, test_focus_verdicts);
  ADD ("decide", 0, test_decide);
  ADD ("undo", 30, test_undo);
  ADD ("draft-survives-the-next-ticket", 0, test_draft_survives_the_next_ticket);
  ADD ("one-press-one-decision", 30, test_one_press_one_decision);
  ADD ("offline", 0, test_offline);
  ADD ("closes-while-loading", 0, test_closes_while_loading);
  ADD ("appeal-brings-the-first-decision", 0, test_appeal_brings_the_first_decision);
  ADD ("nothing-here", 0, test_nothing_here);
  open_world ();
  result = g_test_run ();
  close_world ();
  return result;
}
