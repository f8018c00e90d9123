/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/peak-window.h"

#include "config.h"

#include "app/format.h"
#include "app/until-choice.h"

#include <glib/gi18n.h>

struct _RedressPeakWindow
{
  AdwWindow parent_instance;

  GtkWidget *declare;
  AdwComboRow *flow;
  RedressUntilChoice *until;
  AdwActionRow *hours_row;
  GtkSpinButton *hours;
  AdwEntryRow *note;
  AdwPreferencesGroup *list;

  RedressSync *sync;
  RedressClock *clock;
  GPtrArray *policies; /* (element-type RedressPolicy): those that know peaks */
  GPtrArray *rows;     /* (element-type GtkWidget) (unowned): what stands in @list */
  GCancellable *cancellable;
  gboolean is_busy;
};

G_DEFINE_FINAL_TYPE (RedressPeakWindow, redress_peak_window, ADW_TYPE_WINDOW)

static void ask (RedressPeakWindow *self, RedressPeakAction action, const RedressPeak *peak);

static RedressPolicy *
get_policy (RedressPeakWindow *self)
{
  guint selected = adw_combo_row_get_selected (self->flow);

  return selected < self->policies->len ? g_ptr_array_index (self->policies, selected) : NULL;
}

static void
update_cb (RedressPeakWindow *self)
{
  gtk_widget_set_sensitive (self->declare,
                            !self->is_busy && get_policy (self) != NULL &&
                                redress_until_choice_get (self->until) != REDRESS_TIME_UNKNOWN);
}

static void
flow_changed_cb (RedressPeakWindow *self)
{
  RedressPolicy *policy = get_policy (self);
  int most = policy != NULL ? (int)redress_policy_get_peak_hours (policy) : 1;
  g_autofree char *words = g_strdup_printf (
      ngettext ("At most %d hour by the policy", "At most %d hours by the policy", (gulong)most),
      most);

  gtk_spin_button_set_range (self->hours, 1, most);
  gtk_spin_button_set_value (self->hours, most);
  adw_action_row_set_subtitle (self->hours_row, policy != NULL ? words : "");
  update_cb (self);
}

static void
declare_cb (RedressPeakWindow *self)
{
  g_autoptr (RedressPeak) peak = redress_peak_new ();

  peak->flow = g_strdup (redress_policy_get_flow (get_policy (self)));
  peak->until = redress_until_choice_get (self->until);
  peak->extra_hours = gtk_spin_button_get_value_as_int (self->hours);
  peak->note = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note)));
  ask (self, REDRESS_PEAK_DECLARE, peak);
}

static const char *
get_title (RedressPeakWindow *self, const char *flow)
{
  for (guint i = 0; i < self->policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (self->policies, i);

      if (g_str_equal (redress_policy_get_flow (policy), flow))
        return redress_text_get (redress_policy_get_title (policy), redress_language ());
    }
  return flow;
}

static void
end_cb (GtkButton *button, RedressPeakWindow *self)
{
  g_autoptr (RedressPeak) peak = redress_peak_new ();

  peak->id = *(const gint64 *)g_object_get_data (G_OBJECT (button), "peak");
  ask (self,
       g_object_get_data (G_OBJECT (button), "cancels") != NULL ? REDRESS_PEAK_CANCEL
                                                                : REDRESS_PEAK_END,
       peak);
}

static void
add_button (RedressPeakWindow *self,
            AdwActionRow *row,
            const RedressPeak *peak,
            gboolean cancels,
            const char *label,
            const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_sensitive (button, !self->is_busy);
  g_object_set_data_full (G_OBJECT (button), "peak", g_memdup2 (&peak->id, sizeof peak->id),
                          g_free);
  g_object_set_data (G_OBJECT (button), "cancels", GINT_TO_POINTER (cancels));
  g_signal_connect (button, "clicked", G_CALLBACK (end_cb), self);
  adw_action_row_add_suffix (row, button);
}

static char *
format_peak (const RedressPeak *peak, RedressTime now)
{
  g_autofree char *from = redress_format_moment (peak->from, now);
  g_autofree char *until = redress_format_moment (peak->until, now);
  const char *end = peak->cancelled_at != REDRESS_TIME_UNKNOWN ? _ (" · taken back")
                    : peak->until <= now                       ? _ (" · over")
                                                               : "";

  /* Translators: when, by whom, then why, then what became of it */
  return g_strdup_printf (_ ("%s – %s · %s%s%s%s"), from, until, peak->actor_name,
                          peak->note[0] != '\0' ? " · " : "", peak->note, end);
}

static void
add_row (RedressPeakWindow *self, GtkWidget *row)
{
  adw_preferences_group_add (self->list, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_peak (RedressPeakWindow *self, const RedressPeak *peak)
{
  RedressTime now = redress_clock_now (self->clock);
  g_autofree char *words = format_peak (peak, now);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_title (self, peak->flow));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  if (peak->cancelled_at == REDRESS_TIME_UNKNOWN && peak->until > now)
    {
      add_button (self, ADW_ACTION_ROW (row), peak, FALSE, C_ ("peak", "End"),
                  _ ("Tickets that came under it keep their time"));
      add_button (self, ADW_ACTION_ROW (row), peak, TRUE, C_ ("peak", "Take back"),
                  _ ("Every due time goes back to what it was"));
    }
  add_row (self, row);
}

static void
clear_rows (RedressPeakWindow *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->list, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
show (RedressPeakWindow *self, GPtrArray *peaks)
{
  clear_rows (self);
  for (guint i = 0; i < peaks->len; i++)
    add_peak (self, g_ptr_array_index (peaks, i));
  adw_preferences_group_set_description (self->list,
                                         peaks->len == 0 ? _ ("No peak was declared yet.") : NULL);
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressPeakWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) peaks = redress_sync_peaks_finish (REDRESS_SYNC (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  self->is_busy = FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->rows, i), TRUE);
  if (peaks != NULL)
    show (self, peaks);
  else
    adw_preferences_group_set_description (self->list, error->message);
  update_cb (self);
}

static void
ask (RedressPeakWindow *self, RedressPeakAction action, const RedressPeak *peak)
{
  self->is_busy = TRUE;
  update_cb (self);
  for (guint i = 0; i < self->rows->len; i++)
    gtk_widget_set_sensitive (g_ptr_array_index (self->rows, i), FALSE);
  adw_preferences_group_set_description (self->list, _ ("Asking the server…"));
  redress_sync_peaks_async (self->sync, action, peak, self->cancellable, answered_cb,
                            g_object_ref (self));
}

static void
listed_policies_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressPeakWindow) self = user_data;
  g_autoptr (GPtrArray) policies =
      redress_store_list_policies_finish (REDRESS_STORE (source), result, NULL);
  g_autoptr (GtkStringList) titles = gtk_string_list_new (NULL);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  for (guint i = 0; policies != NULL && i < policies->len; i++)
    {
      RedressPolicy *policy = g_ptr_array_index (policies, i);

      if (redress_policy_get_peak_hours (policy) == 0)
        continue;
      g_ptr_array_add (self->policies, redress_policy_ref (policy));
      gtk_string_list_append (
          titles, redress_text_get (redress_policy_get_title (policy), redress_language ()));
    }
  adw_combo_row_set_model (self->flow, G_LIST_MODEL (titles));
  flow_changed_cb (self);
  ask (self, REDRESS_PEAK_LIST, NULL);
}

static void
redress_peak_window_dispose (GObject *object)
{
  RedressPeakWindow *self = REDRESS_PEAK_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  G_OBJECT_CLASS (redress_peak_window_parent_class)->dispose (object);
}

static void
redress_peak_window_finalize (GObject *object)
{
  RedressPeakWindow *self = REDRESS_PEAK_WINDOW (object);

  g_ptr_array_unref (self->policies);
  g_ptr_array_unref (self->rows);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (redress_peak_window_parent_class)->finalize (object);
}

static gboolean
close_request_cb (RedressPeakWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  return FALSE;
}

static void
redress_peak_window_class_init (RedressPeakWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_peak_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = redress_peak_window_finalize;
  g_type_ensure (REDRESS_TYPE_UNTIL_CHOICE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/redress/Desk/ui/peak-window.ui");
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, declare);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, flow);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, until);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, hours_row);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, hours);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, note);
  gtk_widget_class_bind_template_child (widget_class, RedressPeakWindow, list);
  gtk_widget_class_bind_template_callback (widget_class, declare_cb);
  gtk_widget_class_bind_template_callback (widget_class, flow_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
redress_peak_window_init (RedressPeakWindow *self)
{
  self->policies = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_policy_unref);
  self->rows = g_ptr_array_new ();
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_until_choice_set_direction (self->until, GTK_ARROW_LEFT);
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
}

void
redress_peak_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock)
{
  RedressStore *store = redress_sync_get_store (sync);
  RedressPeakWindow *self;

  if (store == NULL)
    return;
  self = g_object_new (REDRESS_TYPE_PEAK_WINDOW, "transient-for", parent, "modal", TRUE, NULL);
  self->sync = g_object_ref (sync);
  self->clock = redress_clock_ref (clock);
  redress_until_choice_set (self->until, REDRESS_TIME_UNKNOWN, redress_clock_now (clock));
  redress_store_list_policies_async (store, self->cancellable, listed_policies_cb,
                                     g_object_ref (self));
  gtk_window_present (GTK_WINDOW (self));
}
