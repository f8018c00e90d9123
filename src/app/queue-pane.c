/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-pane-private.h"

#include "config.h"

#include "app/format.h"
#include "app/labels.h"
#include "app/platforms.h"
#include "app/queue-titles.h"
#include "app/skeleton.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* A wait shorter than this shows nothing, so that quick switches do not flash. */
#define SKELETON_DELAY_MS 200

typedef enum
{
  PROP_NARROW = 1,
  PROP_ALONE,
} RedressQueuePaneProperty;
static GParamSpec *properties[PROP_ALONE + 1];

guint redress_queue_pane_signals[REDRESS_QUEUE_PANE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressQueuePane, redress_queue_pane, GTK_TYPE_BOX)

static gboolean
is_searching (RedressQueuePane *self)
{
  return *gtk_editable_get_text (GTK_EDITABLE (self->search)) != '\0';
}

static void
update_titles (RedressQueuePane *self)
{
  guint n = self->queue != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->queue)) : 0;
  const char *name =
      self->platform != NULL
          ? redress_platforms_get_title (redress_platforms_get_default (), self->platform)
          : redress_view_get_label (self->view);

  if (is_searching (self))
    redress_queue_titles_show_found (self->title, self->subtitle, n);
  else
    redress_queue_titles_show_view (self->title, self->subtitle, self->view, name, self->total,
                                    self->late, self->narrow);
}

static void
show_skeleton_cb (gpointer user_data)
{
  RedressQueuePane *self = user_data;

  self->loading_id = 0;
  if (self->queue != NULL && redress_queue_is_loading (self->queue) &&
      g_list_model_get_n_items (G_LIST_MODEL (self->queue)) == 0)
    gtk_stack_set_visible_child_name (self->stack, "loading");
}

/* Which of list, skeleton, empty and error is true now. */
static void
update_state (RedressQueuePane *self)
{
  guint n = self->queue != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->queue)) : 0;
  const GError *error = self->queue != NULL ? redress_queue_get_error (self->queue) : NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  redress_queue_states_update_banner (&self->states, self->view, self->sync, self->clock);
  if (is_searching (self))
    update_titles (self);
  if (n > 0 && error == NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "list");
      return;
    }
  if (self->queue == NULL || redress_queue_is_loading (self->queue) ||
      (self->sync != NULL && redress_sync_get_status (self->sync) == REDRESS_SYNC_FIRST))
    {
      if (self->loading_id == 0)
        self->loading_id = g_timeout_add_once (SKELETON_DELAY_MS, show_skeleton_cb, self);
      return;
    }
  if (error != NULL)
    redress_queue_states_show_error (&self->states, error);
  else if (*text != '\0')
    redress_queue_states_show_no_hits (&self->states, text);
  else
    redress_queue_states_show_empty (&self->states, self->view,
                                     redress_queue_filter_is_active (self->filter));
  gtk_stack_set_visible_child_name (self->stack, "state");
}

static void
apply_query (RedressQueuePane *self)
{
  g_autoptr (RedressQuery) query = redress_query_new (self->view);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  if (self->queue == NULL)
    return;
  query->everywhere = is_searching (self);
  query->platform = query->everywhere ? NULL : g_strdup (self->platform);
  query->text = query->everywhere ? g_strdup (text) : NULL;
  query->incident = redress_incident_list_get_chosen (self->incidents);
  redress_queue_filter_apply (self->filter, query);
  /* Among tickets that are decided the due time orders nothing. */
  if (query->sort == REDRESS_SORT_DUE && (query->everywhere || self->view == REDRESS_VIEW_DONE))
    query->sort = REDRESS_SORT_NEWEST;
  redress_queue_set_query (self->queue, query);
  update_state (self);
}

/* The incidents stand where the tickets of one of them come. */
static void
incidents_changed_cb (RedressQueuePane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->stack),
                          is_searching (self) ||
                              !redress_incident_list_is_listing (self->incidents));
  apply_query (self);
}

static void
filter_changed_cb (RedressQueuePane *self)
{
  if (redress_queue_filter_is_active (self->filter))
    gtk_widget_add_css_class (self->filter_button, "accent");
  else
    gtk_widget_remove_css_class (self->filter_button, "accent");
  apply_query (self);
}

static void
search_changed_cb (RedressQueuePane *self)
{
  gboolean shows_incidents = self->view == REDRESS_VIEW_INCIDENTS && !is_searching (self);

  if (self->view == REDRESS_VIEW_INCIDENTS)
    redress_incident_list_set_active (self->incidents, shows_incidents, 0);
  incidents_changed_cb (self);
  update_titles (self);
}

static void
list_selected_cb (RedressQueuePane *self, gint64 ticket)
{
  g_signal_emit (self, redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_SELECTED], 0, ticket);
}

static void
list_opened_cb (RedressQueuePane *self, gint64 ticket)
{
  g_signal_emit (self, redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_OPENED], 0, ticket);
}

static void
redress_queue_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressQueuePane *self = REDRESS_QUEUE_PANE (object);

  switch ((RedressQueuePaneProperty)id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_ALONE:
      g_value_set_boolean (value, self->alone);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_queue_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RedressQueuePane *self = REDRESS_QUEUE_PANE (object);

  switch ((RedressQueuePaneProperty)id)
    {
    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      update_titles (self);
      gtk_widget_set_visible (self->sidebar_button, self->narrow);
      break;
    case PROP_ALONE:
      self->alone = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
redress_queue_pane_dispose (GObject *object)
{
  RedressQueuePane *self = REDRESS_QUEUE_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->loading_id, g_source_remove);
  g_clear_object (&self->queue);
  g_clear_object (&self->sync);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_queue_pane_parent_class)->dispose (object);
}

static void
redress_queue_pane_finalize (GObject *object)
{
  RedressQueuePane *self = REDRESS_QUEUE_PANE (object);

  g_free (self->account);
  g_free (self->platform);
  G_OBJECT_CLASS (redress_queue_pane_parent_class)->finalize (object);
}

#define BIND_STATE(name, field)                                                                    \
  gtk_widget_class_bind_template_child_full (widget_class, name, FALSE,                            \
                                             G_STRUCT_OFFSET (RedressQueuePane, states.field))

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/queue-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, title);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, subtitle);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, search);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, filter);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, filter_button);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, list);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, stack);
  gtk_widget_class_bind_template_child (widget_class, RedressQueuePane, incidents);
  BIND_STATE ("banner", banner);
  BIND_STATE ("banner_box", banner_box);
  BIND_STATE ("banner_icon", banner_icon);
  BIND_STATE ("banner_title", banner_title);
  BIND_STATE ("banner_text", banner_text);
  BIND_STATE ("banner_button", banner_button);
  BIND_STATE ("progress", progress);
  BIND_STATE ("state_icon", icon);
  BIND_STATE ("state_title", title);
  BIND_STATE ("state_text", text);
  BIND_STATE ("state_button", button);
  gtk_widget_class_bind_template_callback (widget_class, incidents_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, redress_queue_pane_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, redress_queue_pane_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_state);
}

static void
redress_queue_pane_class_init (RedressQueuePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = redress_queue_pane_get_property;
  object_class->set_property = redress_queue_pane_set_property;
  object_class->dispose = redress_queue_pane_dispose;
  object_class->finalize = redress_queue_pane_finalize;
  properties[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ALONE] =
      g_param_spec_boolean ("alone", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_SELECTED] =
      g_signal_new ("ticket-selected", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_OPENED] =
      g_signal_new ("ticket-opened", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  g_type_ensure (REDRESS_TYPE_INCIDENT_LIST);
  g_type_ensure (REDRESS_TYPE_QUEUE_FILTER);
  g_type_ensure (REDRESS_TYPE_QUEUE_LIST);
  g_type_ensure (REDRESS_TYPE_SKELETON);
  bind_template (GTK_WIDGET_CLASS (klass));
}

static void
redress_queue_pane_init (RedressQueuePane *self)
{
  self->view = REDRESS_VIEW_NEXT_DUE;
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_titles (self);
  g_signal_connect_object (redress_platforms_get_default (), "changed", G_CALLBACK (update_titles),
                           self, G_CONNECT_SWAPPED);
}

void
redress_queue_pane_set_sync (RedressQueuePane *self, RedressSync *sync, RedressClock *clock)
{
  const char *news[] = { "notify::status", "notify::clock-skew", "notify::progress-done" };

  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));
  g_return_if_fail (REDRESS_IS_SYNC (sync));

  g_set_object (&self->sync, sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  self->clock = redress_clock_ref (clock);
  redress_queue_list_set_clock (self->list, clock);
  redress_incident_list_set_sync (self->incidents, sync, clock);
  for (guint i = 0; i < G_N_ELEMENTS (news); i++)
    g_signal_connect_object (sync, news[i], G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
}

void
redress_queue_pane_understand_plain (RedressQueuePane *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));

  self->states.plain_seen = TRUE;
  update_state (self);
}

void
redress_queue_pane_reload (RedressQueuePane *self)
{
  RedressStore *store;
  g_autoptr (RedressAccount) account = NULL;

  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));

  store = redress_sync_get_store (self->sync);
  account = redress_sync_dup_account (self->sync);
  redress_queue_list_set_queue (self->list, NULL, NULL);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->account, g_free);
  if (store == NULL)
    return;
  self->account = g_strdup (account != NULL ? account->id : NULL);
  self->queue = redress_queue_new (store, self->account);
  g_signal_connect_object (self->queue, "notify", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  redress_queue_list_set_queue (self->list, self->queue, self->account);
  apply_query (self);
}

void
redress_queue_pane_show_view (RedressQueuePane *self, RedressView view, const char *platform)
{
  redress_queue_pane_show_incident (self, view, platform, 0);
}

void
redress_queue_pane_show_incident (RedressQueuePane *self,
                                  RedressView view,
                                  const char *platform,
                                  gint64 incident)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));

  self->view = view;
  g_free (self->platform);
  self->platform = g_strdup (platform);
  redress_incident_list_set_active (
      self->incidents, view == REDRESS_VIEW_INCIDENTS && !is_searching (self), incident);
  update_titles (self);
  incidents_changed_cb (self);
}

void
redress_queue_pane_reset_filter (RedressQueuePane *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));
  redress_queue_filter_reset (self->filter);
}

void
redress_queue_pane_set_counts (RedressQueuePane *self, const RedressCounts *counts)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));

  self->total = counts->total[self->view];
  self->late = counts->late[self->view];
  redress_incident_list_refresh (self->incidents);
  if (self->platform != NULL)
    {
      const gint64 *n = g_hash_table_lookup (counts->platforms, self->platform);

      self->total = n != NULL ? *n : 0;
      self->late = 0;
    }
  update_titles (self);
}

gboolean
redress_queue_pane_step (RedressQueuePane *self, int direction)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_PANE (self), FALSE);
  return redress_queue_list_step (self->list, direction);
}

gboolean
redress_queue_pane_select (RedressQueuePane *self, gint64 ticket)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_PANE (self), FALSE);
  return redress_queue_list_select (self->list, ticket);
}

void
redress_queue_pane_mark (RedressQueuePane *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));
  redress_queue_list_mark (self->list, ticket);
}

gint64
redress_queue_pane_get_selected (RedressQueuePane *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_PANE (self), 0);
  return redress_queue_list_get_selected (self->list);
}

gint64
redress_queue_pane_find_next (RedressQueuePane *self, gint64 after)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_PANE (self), 0);
  return redress_queue_list_find_next (self->list, after);
}

void
redress_queue_pane_focus_search (RedressQueuePane *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  /* The next number takes the place of the last one. */
  gtk_editable_select_region (GTK_EDITABLE (self->search), 0, -1);
}

void
redress_queue_pane_focus_list (RedressQueuePane *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));
  redress_queue_list_focus (self->list);
}

void
redress_queue_pane_tick (RedressQueuePane *self)
{
  g_return_if_fail (REDRESS_IS_QUEUE_PANE (self));

  redress_queue_states_update_banner (&self->states, self->view, self->sync, self->clock);
  redress_queue_list_tick (self->list);
}

const char *
redress_queue_pane_get_text (RedressQueuePane *self)
{
  g_return_val_if_fail (REDRESS_IS_QUEUE_PANE (self), "");
  return gtk_editable_get_text (GTK_EDITABLE (self->search));
}
