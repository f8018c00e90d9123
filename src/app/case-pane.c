/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/conflict-page.h"
#include "app/line.h"
#include "app/ticket-diff.h"

#include <glib/gi18n.h>

#define WIDE_FROM 720
#define MIN_WIDTH 360
#define MIN_HEIGHT 380
/* Stepping through the queue with a held key opens no ticket on the server. */
#define DWELL_MS 200

typedef enum
{
  PROP_SHOW_BACK = 1,
} RedressCasePaneProperty;

static GParamSpec *properties[PROP_SHOW_BACK + 1];
guint redress_case_pane_signals[REDRESS_CASE_PANE_N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressCasePane, redress_case_pane, ADW_TYPE_BIN)

/* The layout follows the width, so the width must not follow the layout. */
static void
redress_case_pane_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MIN_WIDTH : MIN_HEIGHT;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDE_FROM : MIN_HEIGHT;
}

static void
set_pages_compact (RedressCasePane *self)
{
  redress_case_view_set_compact (REDRESS_CASE_VIEW (self->view), self->compact);
  redress_conflict_page_set_compact (REDRESS_CONFLICT_PAGE (self->conflict), self->compact);
}

static void
apply_layout (gpointer user_data)
{
  RedressCasePane *self = user_data;
  gboolean compact = gtk_widget_get_width (GTK_WIDGET (self)) < WIDE_FROM;

  self->layout_id = 0;
  if (compact == self->compact)
    return;
  self->compact = compact;
  if (self->view != NULL)
    set_pages_compact (self);
  g_object_set (self->title_bar, "compact", compact, NULL);
}

static void
redress_case_pane_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  GtkWidget *child = adw_bin_get_child (ADW_BIN (self));
  int least_width, least_height;

  if (child == NULL)
    return;
  /* Moving widgets to and fro has to wait until the allocation is over. */
  if ((width < WIDE_FROM) != self->compact && self->layout_id == 0)
    self->layout_id = g_idle_add_once (apply_layout, self);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  width = MAX (width, least_width);
  gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, width, &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (child, width, MAX (height, least_height), baseline, NULL);
}

static gboolean
tick_cb (gpointer user_data)
{
  RedressCasePane *self = user_data;

  if (self->open == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  redress_case_title_bar_tick (REDRESS_CASE_TITLE_BAR (self->title_bar));
  redress_case_pane_tell_presence (self);
  if (gtk_stack_get_visible_child (GTK_STACK (self->stack)) == self->conflict)
    redress_conflict_page_tick (REDRESS_CONFLICT_PAGE (self->conflict));
  else
    redress_case_view_tick (REDRESS_CASE_VIEW (self->view));
  redress_case_pane_update_actions (self);
  return G_SOURCE_CONTINUE;
}

void
redress_case_pane_keep_draft (RedressCasePane *self)
{
  const RedressDraft *draft = redress_decision_form_get_draft (
      redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view))));

  if (draft == NULL || self->clock == NULL || self->recording)
    return;
  g_autoptr (RedressDraft) copy = redress_draft_copy (draft);
  copy->saved_at = redress_clock_now (self->clock);
  redress_draft_keeper_put (self->keeper, copy);
}

/* What was changed behind somebody's back is seen: from here on it is what they looked at. */
static void
seen_cb (RedressCasePane *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (self->open != NULL)
    g_set_object (&self->looked, self->open->data->ticket);
  redress_case_view_set_changes (REDRESS_CASE_VIEW (self->view), none);
}

/* Pressing a verdict is work, so the ticket is taken; looking at it takes nothing. */
static void
verdict_pressed_cb (RedressCasePane *self)
{
  if (self->open != NULL && !redress_open_case_is_mine (self->open))
    gtk_widget_activate_action (GTK_WIDGET (self), "case.claim", NULL);
}

static void
draft_failed_cb (RedressCasePane *self, const GError *error)
{
  redress_case_pane_toast (self, error->message);
}

static void
set_bar_status (RedressCasePane *self)
{
  redress_decision_bar_set_status (redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)),
                                   redress_case_pane_get_status (self));
}

static void
status_changed_cb (RedressCasePane *self)
{
  if (self->view != NULL)
    set_bar_status (self);
  redress_case_pane_show_missing (self);
  redress_case_pane_update_actions (self);
}

static void
store_changed_cb (RedressCasePane *self)
{
  redress_case_pane_set_store (self, redress_sync_get_store (self->sync));
}

static void
redress_case_pane_dispose (GObject *object)
{
  RedressCasePane *self = REDRESS_CASE_PANE (object);

  redress_case_pane_stop_loading (self);
  g_clear_handle_id (&self->tick_id, g_source_remove);
  g_clear_handle_id (&self->dwell_id, g_source_remove);
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_clear_handle_id (&self->layout_id, g_source_remove);
  if (self->keeper != NULL)
    redress_draft_keeper_flush (self->keeper);
  g_clear_object (&self->keeper);
  g_clear_object (&self->reveals);
  g_clear_object (&self->open);
  g_clear_object (&self->looked);
  g_clear_object (&self->store);
  g_clear_object (&self->sync);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_weak_pointer (&self->undo_toast);
  g_clear_weak_pointer (&self->obstacle_toast);
  g_clear_pointer (&self->asked_about, g_free);
  g_clear_pointer (&self->numbers, g_hash_table_unref);
  G_OBJECT_CLASS (redress_case_pane_parent_class)->dispose (object);
}

static void
redress_case_pane_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RedressCasePane *self = REDRESS_CASE_PANE (object);

  switch ((RedressCasePaneProperty)id)
    {
    case PROP_SHOW_BACK:
      g_value_set_boolean (value, self->show_back);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
redress_case_pane_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RedressCasePane *self = REDRESS_CASE_PANE (object);

  switch ((RedressCasePaneProperty)id)
    {
    case PROP_SHOW_BACK:
      if (self->show_back == g_value_get_boolean (value))
        return;
      self->show_back = g_value_get_boolean (value);
      g_object_set (self->title_bar, "show-back", self->show_back, NULL);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_signals (GType type)
{
  redress_case_pane_signals[REDRESS_CASE_PANE_STEP] = g_signal_new (
      "step", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  redress_case_pane_signals[REDRESS_CASE_PANE_VIEW_EVIDENCE] =
      g_signal_new ("view-evidence", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                    REDRESS_TYPE_OPEN_CASE, G_TYPE_STRING, G_TYPE_UINT);
  redress_case_pane_signals[REDRESS_CASE_PANE_OPEN_TICKET] = g_signal_new (
      "open-ticket", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  redress_case_pane_signals[REDRESS_CASE_PANE_SHOWN] =
      g_signal_new ("shown", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
redress_case_pane_class_init (RedressCasePaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = redress_case_pane_dispose;
  object_class->get_property = redress_case_pane_get_property;
  object_class->set_property = redress_case_pane_set_property;
  widget_class->measure = redress_case_pane_measure;
  widget_class->size_allocate = redress_case_pane_size_allocate;
  properties[PROP_SHOW_BACK] =
      g_param_spec_boolean ("show-back", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  install_signals (G_TYPE_FROM_CLASS (klass));
  redress_case_pane_install_actions (widget_class);
}

static void
connect_pages (RedressCasePane *self)
{
  RedressDecisionBar *bar = redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view));

  g_signal_connect_object (bar, "draft-changed", G_CALLBACK (redress_case_pane_keep_draft), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (bar, "verdict-pressed", G_CALLBACK (verdict_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "seen", G_CALLBACK (seen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->conflict, "chosen", G_CALLBACK (redress_case_pane_update_actions),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (bar, "submittable-changed",
                           G_CALLBACK (redress_case_pane_update_actions), self, G_CONNECT_SWAPPED);
}

/* With the first ticket and not with the window, whose first frame shows the queue alone. */
static void
ensure_pages (RedressCasePane *self)
{
  if (self->view != NULL)
    return;
  self->view = g_object_new (REDRESS_TYPE_CASE_VIEW, NULL);
  self->conflict = g_object_new (REDRESS_TYPE_CONFLICT_PAGE, NULL);
  gtk_stack_add_child (GTK_STACK (self->stack), self->view);
  gtk_stack_add_child (GTK_STACK (self->stack), self->conflict);
  connect_pages (self);
  set_pages_compact (self);
  set_bar_status (self);
  redress_case_view_set_store (REDRESS_CASE_VIEW (self->view), self->store);
}

static void
redress_case_pane_init (RedressCasePane *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  self->title_bar = g_object_new (REDRESS_TYPE_CASE_TITLE_BAR, NULL);
  self->states = g_object_new (REDRESS_TYPE_CASE_STATES, NULL);
  self->stack = g_object_new (GTK_TYPE_STACK, "vexpand", TRUE, "vhomogeneous", FALSE,
                              "hhomogeneous", FALSE, NULL);
  gtk_stack_add_child (GTK_STACK (self->stack), self->states);
  gtk_box_append (GTK_BOX (box), self->title_bar);
  gtk_box_append (GTK_BOX (box), self->stack);
  gtk_widget_add_css_class (box, "case-pane");
  adw_bin_set_child (ADW_BIN (self), box);
  self->numbers = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->keeper = redress_draft_keeper_new ();
  self->reveals = redress_reveals_new ();
  g_signal_connect_object (self->reveals, "changed", G_CALLBACK (redress_case_pane_reveals_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->keeper, "failed", G_CALLBACK (draft_failed_cb), self,
                           G_CONNECT_SWAPPED);
  self->tick_id = g_timeout_add_seconds (1, tick_cb, self);
  redress_case_pane_update_actions (self);
}

void
redress_case_pane_set_sync (RedressCasePane *self,
                            RedressSync *sync,
                            RedressClock *clock,
                            GSettings *settings)
{
  g_return_if_fail (REDRESS_IS_CASE_PANE (self));
  g_return_if_fail (REDRESS_IS_SYNC (sync));

  g_set_object (&self->sync, sync);
  g_set_object (&self->settings, settings);
  g_clear_pointer (&self->clock, redress_clock_unref);
  self->clock = redress_clock_ref (clock);
  g_signal_connect_object (sync, "notify::status", G_CALLBACK (status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "notify::store", G_CALLBACK (store_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (sync, "fetch-changed", G_CALLBACK (redress_case_pane_fetch_changed),
                           self, G_CONNECT_SWAPPED);
  store_changed_cb (self);
  status_changed_cb (self);
}

static void
dwelt_cb (gpointer user_data)
{
  RedressCasePane *self = user_data;

  self->dwell_id = 0;
  if (self->sync != NULL)
    redress_sync_set_open_ticket (self->sync, self->ticket);
  redress_case_pane_tell_presence (self);
}

void
redress_case_pane_show_ticket (RedressCasePane *self, gint64 ticket)
{
  g_return_if_fail (REDRESS_IS_CASE_PANE (self));

  redress_draft_keeper_flush (self->keeper);
  if (ticket == self->ticket && ticket != 0)
    return;
  redress_case_pane_stop_loading (self);
  redress_reveals_clear (self->reveals);
  self->ticket = ticket;
  redress_case_title_bar_set_onlookers (REDRESS_CASE_TITLE_BAR (self->title_bar), NULL);
  self->draft_known = FALSE;
  self->reopened = FALSE;
  self->focus_verdicts = FALSE;
  g_clear_object (&self->looked);
  g_clear_handle_id (&self->dwell_id, g_source_remove);
  if (ticket != 0)
    {
      ensure_pages (self);
      self->dwell_id = g_timeout_add_once (DWELL_MS, dwelt_cb, self);
      redress_case_pane_load (self);
    }
  else
    {
      if (self->sync != NULL)
        redress_sync_set_open_ticket (self->sync, 0);
      g_clear_object (&self->open);
      redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (self->title_bar), NULL);
      redress_case_states_show_nothing (REDRESS_CASE_STATES (self->states));
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->states);
    }
  redress_case_pane_update_actions (self);
}

gint64
redress_case_pane_get_ticket (RedressCasePane *self)
{
  g_return_val_if_fail (REDRESS_IS_CASE_PANE (self), 0);

  return self->ticket;
}

static RedressDecisionForm *
get_form (RedressCasePane *self)
{
  return redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)));
}

/* A decision that is recorded stays as it is. */
static gboolean
can_write (RedressCasePane *self)
{
  return redress_decision_bar_can_decide (
      redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)));
}

void
redress_case_pane_set_cited (RedressCasePane *self, const char *sha256, gboolean cited)
{
  g_return_if_fail (REDRESS_IS_CASE_PANE (self));

  if (can_write (self))
    redress_decision_form_set_cited (get_form (self), sha256, cited);
}

void
redress_case_pane_add_opened (RedressCasePane *self, const char *sha256)
{
  g_return_if_fail (REDRESS_IS_CASE_PANE (self));

  if (can_write (self))
    redress_decision_form_add_opened (get_form (self), sha256);
}

/* The pane itself may lie under the viewer yet. */
static gboolean
is_shown (RedressCasePane *self, GtkWidget *widget)
{
  for (; widget != NULL && widget != GTK_WIDGET (self); widget = gtk_widget_get_parent (widget))
    if (!gtk_widget_get_visible (widget) || !gtk_widget_get_child_visible (widget))
      return FALSE;
  return TRUE;
}

void
redress_case_pane_focus_verdicts (RedressCasePane *self)
{
  g_return_if_fail (REDRESS_IS_CASE_PANE (self));

  /* A ticket that is only being opened has no verdicts yet. */
  self->focus_verdicts = self->open == NULL || self->open->data->summary->id != self->ticket;
  if (self->focus_verdicts)
    return;
  /* What cannot be seen would swallow every key: somebody else works on the ticket, say. */
  if (is_shown (self, GTK_WIDGET (get_form (self))))
    redress_decision_form_focus_verdicts (get_form (self));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}
