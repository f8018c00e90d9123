/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/window-private.h"

#include "config.h"

#include "app/damage-bar.h"
#include "app/error-words.h"
#include "app/format.h"
#include "app/keys.h"
#include "app/platforms.h"
#include "app/wide-tooltips.h"

#include "core/permission.h"

#include <glib/gi18n.h>

/* Changes come in bursts; the sidebar is counted once for each. */
#define COUNTS_DELAY_MS 50

G_DEFINE_FINAL_TYPE (RedressWindow, redress_window, ADW_TYPE_APPLICATION_WINDOW)

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressWindow) self = user_data;
  RedressCounts *counts = redress_store_load_counts_finish (REDRESS_STORE (source), result, NULL);

  if (counts == NULL)
    return;
  if (self->store == REDRESS_STORE (source))
    {
      self->leaving_at = counts->leaving_at;
      redress_sidebar_set_counts (self->sidebar, counts);
      redress_queue_pane_set_counts (self->queue_pane, counts);
    }
  redress_counts_free (counts);
}

static void
count_cb (gpointer user_data)
{
  RedressWindow *self = user_data;
  g_autoptr (RedressAccount) account = redress_sync_dup_account (self->sync);

  self->counts_id = 0;
  if (self->store != NULL)
    redress_store_load_counts_async (self->store, account != NULL ? account->id : NULL,
                                     self->cancellable, counted_cb, g_object_ref (self));
}

static void
queue_count (RedressWindow *self)
{
  if (self->counts_id == 0)
    self->counts_id = g_timeout_add_once (COUNTS_DELAY_MS, count_cb, self);
}

static void
listed_policies_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GPtrArray) policies =
      redress_store_list_policies_finish (REDRESS_STORE (source), result, NULL);

  if (policies != NULL)
    redress_platforms_set_policies (redress_platforms_get_default (), policies);
}

static void
list_policies (RedressWindow *self)
{
  if (self->store != NULL)
    redress_store_list_policies_async (self->store, self->cancellable, listed_policies_cb, NULL);
}

static void
trouble_cb (RedressWindow *self, const GError *error)
{
  g_message ("%s", error->message);
  redress_window_toast (self, redress_error_get_words (error), NULL, NULL);
}

static void
damage_read_cb (RedressWindow *self)
{
  adw_bin_set_child (self->notice, NULL);
  if (self->store != NULL)
    redress_store_forget_damage_report (self->store);
}

static void
show_damage (RedressWindow *self)
{
  const RedressDamageReport *report = redress_store_get_damage_report (self->store);
  GtkWidget *bar;

  if (report == NULL)
    return;
  bar = redress_damage_bar_new (report);
  g_signal_connect_object (bar, "read", G_CALLBACK (damage_read_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->notice, bar);
}

/* What was done while opening the disk. */
static void
tell_notes (RedressWindow *self)
{
  show_damage (self);
  if (redress_store_get_notes (self->store) & REDRESS_STORE_CACHE_REBUILT)
    redress_window_toast (self,
                          _ ("The local copy was damaged and is being fetched again. Your "
                             "decisions are safe."),
                          NULL, NULL);
}

/* @account: (nullable): may nothing */
static void
allow (RedressWindow *self, const RedressAccount *account)
{
  static const struct
  {
    const char *name;
    RedressAction action;
  } actions[] = {
    { "win.peaks", REDRESS_ACTION_DECLARE_PEAK },   { "win.connectors", REDRESS_ACTION_CONNECTORS },
    { "win.hand-over-shift", REDRESS_ACTION_WORK }, { "win.save-unsent", REDRESS_ACTION_WORK },
    { "win.hand-in", REDRESS_ACTION_WORK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), actions[i].name,
                                   account != NULL &&
                                       redress_role_may (account->role, actions[i].action));
}

static void
store_changed_cb (RedressWindow *self)
{
  RedressStore *store = redress_sync_get_store (self->sync);
  g_autoptr (RedressAccount) account = redress_sync_dup_account (self->sync);

  if (store == self->store)
    return;
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  adw_bin_set_child (self->notice, NULL);
  redress_case_pane_show_ticket (self->case_pane, 0);
  redress_queue_pane_reload (self->queue_pane);
  redress_sidebar_set_platforms (self->sidebar,
                                 account != NULL ? (const char *const *)account->scopes : NULL);
  allow (self, account);
  if (store == NULL)
    return;
  g_signal_connect_object (store, "queue-changed", G_CALLBACK (queue_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (queue_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "policies-changed", G_CALLBACK (list_policies), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "trouble", G_CALLBACK (trouble_cb), self, G_CONNECT_SWAPPED);
  redress_window_apply_limits (self);
  tell_notes (self);
  list_policies (self);
  queue_count (self);
}

static gboolean
tick_cb (gpointer user_data)
{
  RedressWindow *self = user_data;

  redress_sidebar_tick (self->sidebar);
  redress_queue_pane_tick (self->queue_pane);
  return G_SOURCE_CONTINUE;
}

static void
selected_cb (RedressWindow *self, guint view, const char *platform)
{
  redress_window_show_view (self, view, platform);
  redress_panes_set_cover_shown (self->panes, FALSE);
  redress_panes_set_sidebar_shown (self->panes, FALSE);
  redress_panes_set_show_case (self->panes, FALSE);
}

static void
ticket_selected_cb (RedressWindow *self, gint64 ticket)
{
  redress_case_pane_show_ticket (self->case_pane, ticket);
}

static void
ticket_opened_cb (RedressWindow *self, gint64 ticket)
{
  redress_case_pane_show_ticket (self->case_pane, ticket);
  redress_panes_set_show_case (self->panes, TRUE);
  redress_case_pane_focus_verdicts (self->case_pane);
}

static void
follow (gpointer user_data)
{
  RedressWindow *self = user_data;

  self->queue_follows = FALSE;
  redress_queue_pane_select (self->queue_pane, redress_queue_pane_get_selected (self->queue_pane));
}

static void
shown_cb (RedressWindow *self)
{
  if (self->queue_follows)
    redress_after_paint_wait (&self->after_paint, GTK_WIDGET (self->case_pane), follow, self);
}

static void
step_cb (RedressWindow *self, int direction)
{
  redress_queue_pane_step (self->queue_pane, direction);
}

static void
viewer_closed_cb (RedressWindow *self)
{
  redress_panes_set_cover_shown (self->panes, FALSE);
  /* Else it came to the first widget of the window. */
  redress_case_pane_focus_verdicts (self->case_pane);
}

static void
cite_cb (RedressWindow *self, const char *sha256, gboolean cited)
{
  redress_case_pane_set_cited (self->case_pane, sha256, cited);
}

static void
evidence_opened_cb (RedressWindow *self, const char *sha256)
{
  redress_case_pane_add_opened (self->case_pane, sha256);
}

static void
decide_cb (RedressWindow *self)
{
  redress_panes_set_cover_shown (self->panes, FALSE);
  redress_case_pane_focus_verdicts (self->case_pane);
}

static void
ask_cb (RedressWindow *self, const char *slot)
{
  redress_panes_set_cover_shown (self->panes, FALSE);
  gtk_widget_activate_action (GTK_WIDGET (self->case_pane), "case.ask-for", "s", slot);
}

static void
record_cb (RedressWindow *self, RedressCommand *command)
{
  redress_case_pane_record_wish (self->case_pane, command);
}

static void
ensure_viewer (RedressWindow *self)
{
  if (self->viewer != NULL)
    return;
  self->viewer = g_object_new (REDRESS_TYPE_VIEWER, NULL);
  redress_viewer_set_sync (self->viewer, self->sync);
  g_signal_connect_object (self->viewer, "closed", G_CALLBACK (viewer_closed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "cite", G_CALLBACK (cite_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "opened", G_CALLBACK (evidence_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "decide", G_CALLBACK (decide_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "record", G_CALLBACK (record_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->viewer, "ask", G_CALLBACK (ask_cb), self, G_CONNECT_SWAPPED);
  redress_viewer_set_narrow (self->viewer, redress_panes_get_n_shown (self->panes) == 1);
  adw_bin_set_child (self->cover, GTK_WIDGET (self->viewer));
}

static void
view_evidence_cb (RedressWindow *self, RedressOpenCase *open, const char *sha256, guint entry)
{
  ensure_viewer (self);
  redress_viewer_show (self->viewer, open, sha256, entry);
  redress_panes_set_cover_shown (self->panes, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->viewer));
}

static void
signed_in_cb (RedressWindow *self)
{
  g_settings_set_string (self->settings, "server-url",
                         redress_sign_in_page_get_server (self->sign_in_page));
  redress_window_show_desk (self);
}

static void
ensure_sign_in_page (RedressWindow *self)
{
  if (self->sign_in_page != NULL)
    return;
  self->sign_in_page = g_object_new (REDRESS_TYPE_SIGN_IN_PAGE, NULL);
  redress_sign_in_page_set_sync (self->sign_in_page, self->sync);
  g_signal_connect_object (self->sign_in_page, "signed-in", G_CALLBACK (signed_in_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_in_page, "read-only", G_CALLBACK (redress_window_show_desk),
                           self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->sign_in, GTK_WIDGET (self->sign_in_page));
}

static void
panes_changed_cb (RedressWindow *self)
{
  guint n = redress_panes_get_n_shown (self->panes);

  g_object_set (self->queue_pane, "narrow", n < 3, "alone", n == 1, NULL);
  g_object_set (self->case_pane, "show-back", n == 1, NULL);
  if (self->viewer != NULL)
    redress_viewer_set_narrow (self->viewer, n == 1);
}

static gboolean
close_request_cb (RedressWindow *self)
{
  redress_window_keep (self);
  redress_case_pane_show_ticket (self->case_pane, 0);
  return GDK_EVENT_PROPAGATE;
}

static void
redress_window_dispose (GObject *object)
{
  RedressWindow *self = REDRESS_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  redress_after_paint_cancel (&self->after_paint);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->counts_id, g_source_remove);
  g_clear_object (&self->store);
  g_clear_object (&self->sync);
  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_pointer (&self->platform, g_free);
  G_OBJECT_CLASS (redress_window_parent_class)->dispose (object);
}

static void
redress_window_class_init (RedressWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_window_dispose;
  g_type_ensure (REDRESS_TYPE_PANES);
  g_type_ensure (REDRESS_TYPE_SIDEBAR);
  g_type_ensure (REDRESS_TYPE_QUEUE_PANE);
  g_type_ensure (REDRESS_TYPE_CASE_PANE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/window.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, notice);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, panes);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, queue_pane);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, case_pane);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, cover);
  gtk_widget_class_bind_template_child (widget_class, RedressWindow, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, ticket_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, ticket_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, step_cb);
  gtk_widget_class_bind_template_callback (widget_class, view_evidence_cb);
  gtk_widget_class_bind_template_callback (widget_class, redress_window_open_ticket);
  gtk_widget_class_bind_template_callback (widget_class, panes_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  redress_window_install_actions (widget_class);
}

static void
redress_window_init (RedressWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->view = REDRESS_VIEW_NEXT_DUE;
  self->leaving_at = REDRESS_TIME_UNKNOWN;
  gtk_widget_init_template (GTK_WIDGET (self));
  allow (self, NULL);
  if (g_str_equal (redress_language (), "zh_CN"))
    {
      gtk_widget_add_css_class (GTK_WIDGET (self), "zh");
      redress_wide_tooltips_install (GTK_WIDGET (self));
    }
  redress_keys_install (GTK_WIDGET (self), GTK_WIDGET (self->panes), GTK_WIDGET (self->case_pane));
}

RedressWindow *
redress_window_new (GtkApplication *application,
                    RedressSync *sync,
                    RedressClock *clock,
                    GSettings *settings)
{
  RedressWindow *self = g_object_new (REDRESS_TYPE_WINDOW, "application", application, NULL);

  self->sync = g_object_ref (sync);
  self->clock = redress_clock_ref (clock);
  self->settings = g_object_ref (settings);
  redress_window_restore (self);
  redress_sidebar_set_sync (self->sidebar, sync, clock);
  redress_queue_pane_set_sync (self->queue_pane, sync, clock);
  redress_case_pane_set_sync (self->case_pane, sync, clock, settings);
  g_signal_connect_object (sync, "notify::store", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  redress_sidebar_select (self->sidebar, self->view, NULL);
  store_changed_cb (self);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  return self;
}

void
redress_window_show_sign_in (RedressWindow *self, const char *server, const GError *error)
{
  g_return_if_fail (REDRESS_IS_WINDOW (self));

  ensure_sign_in_page (self);
  if (server != NULL && *server != '\0')
    redress_sign_in_page_set_server (self->sign_in_page, server,
                                     !g_settings_is_writable (self->settings, "server-url"));
  gtk_stack_set_visible_child_name (self->pages, "sign-in");
  redress_sign_in_page_refresh (self->sign_in_page, redress_sync_get_store (self->sync) != NULL);
  if (error != NULL)
    redress_sign_in_page_show_error (self->sign_in_page, error);
}

void
redress_window_show_desk (RedressWindow *self)
{
  g_return_if_fail (REDRESS_IS_WINDOW (self));

  store_changed_cb (self);
  gtk_stack_set_visible_child_name (self->pages, "desk");
  redress_queue_pane_focus_list (self->queue_pane);
}

/* A queue that jumps far reads and fills hundreds of rows: the case comes first. */
void
redress_window_open_ticket (RedressWindow *self, gint64 ticket)
{
  gboolean again;

  g_return_if_fail (REDRESS_IS_WINDOW (self));

  again = redress_case_pane_get_ticket (self->case_pane) == ticket;
  redress_queue_pane_mark (self->queue_pane, ticket);
  self->queue_follows = TRUE;
  redress_case_pane_show_ticket (self->case_pane, ticket);
  redress_panes_set_show_case (self->panes, TRUE);
  if (again)
    shown_cb (self);
}

void
redress_window_show_view (RedressWindow *self, RedressView view, const char *platform)
{
  g_free (self->platform);
  self->platform = g_strdup (platform);
  self->view = view;
  redress_sidebar_select (self->sidebar, view, platform);
  redress_queue_pane_show_view (self->queue_pane, view, self->platform);
  queue_count (self);
}

void
redress_window_toast (RedressWindow *self, const char *text, const char *button, const char *action)
{
  /* Titles of toasts are markup. */
  g_autofree char *markup = g_markup_escape_text (text, -1);
  AdwToast *toast;

  g_return_if_fail (REDRESS_IS_WINDOW (self));

  toast = adw_toast_new (markup);
  if (button != NULL)
    {
      adw_toast_set_button_label (toast, button);
      adw_toast_set_detailed_action_name (toast, action);
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
}
