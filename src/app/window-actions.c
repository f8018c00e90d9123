/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "config.h"

#include "app/connector-window.h"
#include "app/dialogs.h"
#include "app/error-words.h"
#include "app/group-window.h"
#include "app/peak-window.h"
#include "app/shift-window.h"
#include "app/unsent-file.h"
#include "core/error.h"

#include <glib/gi18n.h>

/* Tickets that are passed over before somebody is told. */
#define MAX_PASSED 10

static void
step (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_queue_pane_step (REDRESS_WINDOW (widget)->queue_pane, g_variant_get_int32 (parameter));
}

static void take (RedressWindow *self);

/* An appeal against one's own decision is passed over: it is for somebody else. */
static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  RedressClaim *claim = redress_sync_claim_finish (REDRESS_SYNC (source), result, &error);

  if (claim == NULL && g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN) &&
      self->n_passed++ < MAX_PASSED)
    take (self);
  else if (claim == NULL)
    redress_window_toast (self, error->message, NULL, NULL);
  redress_claim_free (claim);
}

static void
take (RedressWindow *self)
{
  gint64 ticket = redress_queue_pane_find_next (self->queue_pane,
                                                redress_case_pane_get_ticket (self->case_pane));
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_CLAIM, ticket);

  if (ticket == 0)
    {
      redress_window_toast (self, _ ("No free ticket is left in this view."), NULL, NULL);
      return;
    }
  redress_window_open_ticket (self, ticket);
  redress_case_pane_focus_verdicts (self->case_pane);
  redress_sync_claim_async (self->sync, command, self->cancellable, claimed_cb,
                            g_object_ref (self));
}

/* Pulls the next ticket by need, so that nobody has to choose, and claims it. */
static void
take_next (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  if (self->view == REDRESS_VIEW_MY_WORK || self->view == REDRESS_VIEW_DONE ||
      self->view == REDRESS_VIEW_TROUBLE)
    redress_window_show_view (self, REDRESS_VIEW_NEXT_DUE, NULL);
  self->n_passed = 0;
  take (self);
}

/* The order that may ship first, whatever view is shown. */
static void
take_race (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_panes_set_cover_shown (self->panes, FALSE);
  redress_window_show_view (self, REDRESS_VIEW_RACES, NULL);
  self->n_passed = 0;
  take (self);
}

static void
search (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_panes_set_cover_shown (self->panes, FALSE);
  redress_panes_set_show_case (self->panes, FALSE);
  redress_queue_pane_focus_search (self->queue_pane);
}

/* The page that said that it is not here may be the one that asked. */
static void
show_hit (RedressWindow *self, gint64 ticket)
{
  gboolean again = redress_case_pane_get_ticket (self->case_pane) == ticket;

  redress_window_open_ticket (self, ticket);
  if (again)
    gtk_widget_activate_action (GTK_WIDGET (self->case_pane), "case.reload", NULL);
}

static void
searched_server_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits =
      redress_sync_search_server_finish (REDRESS_SYNC (source), result, &error);

  if (hits == NULL)
    redress_window_toast (self, error->message, NULL, NULL);
  else if (hits->len == 0)
    redress_window_toast (self, _ ("The server has no such ticket either."), NULL, NULL);
  else
    {
      show_hit (self, ((RedressSummary *)g_ptr_array_index (hits, 0))->id);
      if (hits->len > 1)
        redress_window_toast (self,
                              _ ("The server found more than one. The newest is open; a "
                                 "whole number finds one."),
                              NULL, NULL);
    }
}

/* For a number, or for what is written above the queue. */
static void
search_server (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);
  const char *text = g_variant_get_string (parameter, NULL);

  redress_sync_search_server_async (
      self->sync, *text != '\0' ? text : redress_queue_pane_get_text (self->queue_pane),
      self->cancellable, searched_server_cb, g_object_ref (self));
}

static void
reset_filter (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_queue_pane_reset_filter (REDRESS_WINDOW (widget)->queue_pane);
}

static void
sync_now (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_sync_wake (REDRESS_WINDOW (widget)->sync);
}

static void
next_pane (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_panes_cycle_focus (REDRESS_WINDOW (widget)->panes, TRUE);
}

static void
previous_pane (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_panes_cycle_focus (REDRESS_WINDOW (widget)->panes, FALSE);
}

/* One step out: viewer, sidebar, case. */
static void
back (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  if (redress_panes_get_cover_shown (self->panes))
    redress_panes_set_cover_shown (self->panes, FALSE);
  else if (redress_panes_get_sidebar_shown (self->panes))
    redress_panes_set_sidebar_shown (self->panes, FALSE);
  else
    {
      redress_panes_set_show_case (self->panes, FALSE);
      redress_queue_pane_focus_list (self->queue_pane);
    }
}

static void
toggle_sidebar (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressPanes *panes = REDRESS_WINDOW (widget)->panes;

  redress_panes_set_sidebar_shown (panes, !redress_panes_get_sidebar_shown (panes));
}

/* Not left to GTK, which would build it with every window. */
static void
show_shortcuts (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkApplicationWindow *window = GTK_APPLICATION_WINDOW (widget);

  if (gtk_application_window_get_help_overlay (window) == NULL)
    {
      g_autoptr (GtkBuilder) builder =
          gtk_builder_new_from_resource ("/org/redress/Desk/ui/shortcuts.ui");

      gtk_application_window_set_help_overlay (
          window, GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "help_overlay")));
    }
  gtk_window_present (GTK_WINDOW (gtk_application_window_get_help_overlay (window)));
}

static void
show_trouble (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_panes_set_sidebar_shown (self->panes, FALSE);
  redress_window_show_view (self, REDRESS_VIEW_TROUBLE, NULL);
}

/* What waits to be sent stands among the agent's own work. */
static void
show_mine (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_panes_set_sidebar_shown (self->panes, FALSE);
  redress_window_show_view (self, REDRESS_VIEW_MY_WORK, NULL);
}

static void
rebuilt_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!redress_store_rebuild_cache_finish (REDRESS_STORE (source), result, &error))
    redress_window_toast (self, redress_error_get_words (error), NULL, NULL);
  redress_queue_pane_reload (self->queue_pane);
  redress_sync_wake (self->sync);
}

static void
rebuild_cache (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  if (self->store != NULL)
    redress_store_rebuild_cache_async (self->store, self->cancellable, rebuilt_cb,
                                       g_object_ref (self));
}

static void
reload (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_queue_pane_reload (REDRESS_WINDOW (widget)->queue_pane);
}

static void
understand_plain (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_queue_pane_understand_plain (REDRESS_WINDOW (widget)->queue_pane);
}

static void
sign_in (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);
  g_autofree char *server = g_settings_get_string (self->settings, "server-url");
  const char *used = redress_sync_get_server (self->sync);

  redress_window_show_sign_in (self, used != NULL ? used : server, NULL);
}

static void
signed_out_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!redress_sync_sign_out_finish (REDRESS_SYNC (source), result, &error))
    redress_window_toast (self, error->message, NULL, NULL);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sign-in", NULL);
}

static void
sign_out_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressWindow *self = REDRESS_WINDOW (source);

  if (redress_dialog_ask_finish (result))
    redress_sync_sign_out_async (self->sync, self->cancellable, signed_out_cb, g_object_ref (self));
}

static void
sign_out (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_dialog_ask_async (
      GTK_WINDOW (widget), _ ("Sign out?"),
      _ ("Tickets and evidence on this computer are deleted. Recorded decisions and drafts stay "
         "and are sent when you sign in again."),
      _ ("Sign _out"), FALSE, sign_out_answered_cb, NULL);
}

static void
peaks (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_peak_window_present (GTK_WINDOW (self), self->sync, self->clock);
}

static void
connectors (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_connector_window_present (GTK_WINDOW (self), self->sync, self->clock);
}

static void
hand_over_shift (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_shift_window_present (GTK_WINDOW (self), self->sync, self->clock);
}

static void
unsent_file (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  if (g_str_equal (name, "win.hand-in"))
    redress_unsent_file_hand_in (self, self->sync);
  else
    redress_unsent_file_save (self, self->sync);
}

static void
open_ticket (GtkWidget *widget, const char *name, GVariant *parameter)
{
  redress_window_open_ticket (REDRESS_WINDOW (widget), g_variant_get_int64 (parameter));
}

static void
show_incident (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_window_show_view (self, REDRESS_VIEW_INCIDENTS, NULL);
  redress_queue_pane_show_incident (self->queue_pane, REDRESS_VIEW_INCIDENTS, NULL,
                                    g_variant_get_int64 (parameter));
  redress_panes_set_cover_shown (self->panes, FALSE);
  redress_panes_set_show_case (self->panes, FALSE);
}

static void
decide_incident (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressWindow *self = REDRESS_WINDOW (widget);

  redress_group_window_present (GTK_WINDOW (self), self->sync, self->clock, self->settings,
                                g_variant_get_int64 (parameter));
}

void
redress_window_install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *type;
    GtkWidgetActionActivateFunc activate;
  } actions[] = {
    { "win.step", "i", step },
    { "win.take-next", NULL, take_next },
    { "win.take-race", NULL, take_race },
    { "win.search", NULL, search },
    { "win.search-server", "s", search_server },
    { "win.reset-filter", NULL, reset_filter },
    { "win.sync-now", NULL, sync_now },
    { "win.peaks", NULL, peaks },
    { "win.connectors", NULL, connectors },
    { "win.hand-over-shift", NULL, hand_over_shift },
    { "win.save-unsent", NULL, unsent_file },
    { "win.hand-in", NULL, unsent_file },
    { "win.show-incident", "x", show_incident },
    { "win.decide-incident", "x", decide_incident },
    { "win.next-pane", NULL, next_pane },
    { "win.previous-pane", NULL, previous_pane },
    { "win.back", NULL, back },
    { "win.sidebar", NULL, toggle_sidebar },
    { "win.show-help-overlay", NULL, show_shortcuts },
    { "win.show-trouble", NULL, show_trouble },
    { "win.show-mine", NULL, show_mine },
    { "win.rebuild-cache", NULL, rebuild_cache },
    { "win.reload", NULL, reload },
    { "win.understand-plain", NULL, understand_plain },
    { "win.sign-in", NULL, sign_in },
    { "win.sign-out", NULL, sign_out },
    { "win.open-ticket", "x", open_ticket },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].type,
                                     actions[i].activate);
}
