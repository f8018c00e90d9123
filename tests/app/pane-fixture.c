/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pane-fixture.h"

#include "app/resources.h"

RedressPaneWorld redress_pane_world;

static void
stepped_cb (RedressPaneFixture *f, int direction)
{
  f->steps++;
}

/* One whose first verdict needs nothing more than to be pressed. */
gint64
redress_pane_fixture_find_plain (RedressPaneFixture *f, gint64 after)
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

void
redress_pane_fixture_open_desk (RedressPaneFixture *f)
{
  g_autofree char *home = redress_test_folder_build (f->folder, "desk");
  GtkWidget *toasts = adw_toast_overlay_new ();

  redress_headless_desk_open (&f->desk, home);
  redress_headless_desk_sign_in (&f->desk, redress_real_server_get_url (redress_pane_world.server),
                                 "agent", REDRESS_TEST_PASSWORD);
  f->pane = g_object_new (REDRESS_TYPE_CASE_PANE, NULL);
  g_signal_connect_swapped (f->pane, "step", G_CALLBACK (stepped_cb), f);
  redress_case_pane_set_sync (f->pane, f->desk.sync, redress_clock_get_system (), f->settings);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 746, 800);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (f->pane));
  gtk_window_set_child (f->window, toasts);
  gtk_window_present (f->window);
}

void
redress_pane_fixture_close_desk (RedressPaneFixture *f)
{
  gpointer watched = f->pane;

  g_object_add_weak_pointer (G_OBJECT (f->pane), &watched);
  gtk_window_destroy (f->window);
  redress_test_spin_until_null (&watched, "the end of the pane");
  redress_headless_desk_close (&f->desk);
}

void
redress_pane_fixture_set_up (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  f->folder = redress_test_folder_new ();
  f->settings = g_settings_new ("org.redress.Desk");
  g_settings_set_uint (f->settings, "undo-seconds", GPOINTER_TO_UINT (undo_seconds));
  redress_pane_fixture_open_desk (f);
  f->ticket = redress_pane_world.last =
      redress_pane_fixture_find_plain (f, redress_pane_world.last);
}

void
redress_pane_fixture_tear_down (RedressPaneFixture *f, gconstpointer undo_seconds)
{
  redress_pane_fixture_close_desk (f);
  g_clear_object (&f->settings);
  redress_test_folder_free (f->folder);
}

GtkWidget *
redress_pane_fixture_find_text (GtkWidget *widget, const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = redress_pane_fixture_find_text (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  RedressPaneFixture *f;
  const char *text;
  gboolean gone;
} Awaited;

static gboolean
is_there (gpointer data)
{
  Awaited *awaited = data;

  return (redress_pane_fixture_find_text (GTK_WIDGET (awaited->f->window), awaited->text) ==
          NULL) == awaited->gone;
}

void
redress_pane_fixture_await_text (RedressPaneFixture *f, const char *text)
{
  Awaited awaited = { f, text, FALSE };

  redress_test_spin_until (is_there, &awaited, text);
}

void
redress_pane_fixture_await_no_text (RedressPaneFixture *f, const char *text)
{
  Awaited awaited = { f, text, TRUE };

  redress_test_spin_until (is_there, &awaited, text);
}

void
redress_pane_fixture_run (RedressPaneFixture *f, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (f->pane), action, NULL);
}

static gboolean
click_in (GtkWidget *widget, const char *label)
{
  GtkWidget *text = redress_pane_fixture_find_text (widget, label);
  GtkWidget *button = text != NULL ? gtk_widget_get_ancestor (text, GTK_TYPE_BUTTON) : NULL;

  if (button == NULL || !gtk_widget_is_sensitive (button))
    return FALSE;
  return gtk_widget_activate (button);
}

static gboolean
is_clicked (gpointer data)
{
  Awaited *awaited = data;

  return click_in (GTK_WIDGET (awaited->f->window), awaited->text);
}

static gboolean
is_answered (gpointer data)
{
  Awaited *awaited = data;
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && click_in (window, awaited->text))
        return TRUE;
    }
  return FALSE;
}

void
redress_pane_fixture_answer (RedressPaneFixture *f, const char *label)
{
  Awaited awaited = { f, label, FALSE };

  redress_test_spin_until (is_answered, &awaited, label);
}

/* Waits until the button may be pressed. */
void
redress_pane_fixture_click (RedressPaneFixture *f, const char *label)
{
  Awaited awaited = { f, label, FALSE };

  redress_test_spin_until (is_clicked, &awaited, label);
}

void
redress_pane_fixture_press_verdict (RedressPaneFixture *f)
{
  gtk_widget_activate_action (GTK_WIDGET (f->pane), "case.verdict", "i", 1);
}

void
redress_pane_fixture_open (RedressPaneFixture *f)
{
  redress_case_pane_show_ticket (f->pane, f->ticket);
  redress_pane_fixture_await_text (f, "What the rules say");
}

gboolean
redress_pane_fixture_is_settled (gpointer data)
{
  RedressPaneFixture *f = data;

  return f->desk.applied + f->desk.conflicts + f->desk.refused > 0;
}

RedressCase *
redress_pane_fixture_load (RedressPaneFixture *f)
{
  return redress_headless_desk_load (&f->desk, f->ticket);
}

gboolean
redress_pane_fixture_has_draft (gpointer data)
{
  RedressCase *found = redress_pane_fixture_load (data);
  gboolean has = found->draft != NULL && found->draft->verdict != REDRESS_VERDICT_NONE;

  redress_case_free (found);
  return has;
}

static void
open_world (void)
{
  redress_pane_world.folder = redress_test_folder_new ();
  redress_pane_world.server =
      redress_real_server_new (redress_test_folder_get_path (redress_pane_world.folder));
  redress_real_server_add_user (redress_pane_world.server, "agent", "agent");
  redress_real_server_add_user (redress_pane_world.server, "agent2", "agent");
  redress_real_server_add_tickets (redress_pane_world.server, 60, 7, "agent2");
}

static void
close_world (void)
{
  redress_real_server_stop (redress_pane_world.server);
  redress_real_server_assert_consistent (redress_pane_world.server);
  redress_real_server_free (redress_pane_world.server);
  redress_test_folder_free (redress_pane_world.folder);
}

int
redress_pane_fixture_run_tests (int argc, char **argv, void (*add) (void))
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  add ();
  open_world ();
  result = g_test_run ();
  close_world ();
  return result;
}
