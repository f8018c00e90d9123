/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/incident-list.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressIncidentList
{
  GtkBox parent_instance;

  GtkWidget *scroll;
  GtkListBox *rows;
  GtkWidget *bar;
  GtkLabel *title;
  GtkLabel *detail;
  GtkWidget *decide;

  RedressSync *sync;
  RedressClock *clock;
  GPtrArray *lines; /* (element-type RedressIncidentLine) */
  gint64 chosen;
  gboolean active;
  GCancellable *cancellable;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressIncidentList, redress_incident_list, GTK_TYPE_BOX)

static const RedressIncidentLine *
find_line (RedressIncidentList *self, gint64 incident)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const RedressIncidentLine *line = g_ptr_array_index (self->lines, i);

      if (line->incident->id == incident)
        return line;
    }
  return NULL;
}

static char *
format_counts (const RedressIncidentLine *line)
{
  g_autofree char *open =
      g_strdup_printf (ngettext ("%d open", "%d open", (gulong)line->open), (int)line->open);

  if (line->decided == 0)
    return g_steal_pointer (&open);
  /* Translators: "18 open · 2 decided" */
  return g_strdup_printf (ngettext ("%s · %d decided", "%s · %d decided", (gulong)line->decided),
                          open, (int)line->decided);
}

static char *
format_detail (RedressIncidentList *self, const RedressIncidentLine *line)
{
  RedressTime now = redress_clock_now (self->clock);
  g_autofree char *since = redress_format_moment (line->incident->since, now);
  g_autofree char *newest = redress_format_moment (line->newest, now);

  /* Translators: platform, then two times */
  return g_strdup_printf (
      _ ("%s · since %s · newest %s"),
      redress_platforms_get_title (redress_platforms_get_default (), line->platform), since,
      newest);
}

static GtkWidget *
create_row (RedressIncidentList *self, const RedressIncidentLine *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *counts = format_counts (line);
  g_autofree char *detail = format_detail (self, line);

  gtk_box_append (GTK_BOX (row), redress_line_new (line->title, "semibold"));
  gtk_box_append (GTK_BOX (row), redress_line_new (counts, "small numeric"));
  gtk_box_append (GTK_BOX (row), redress_line_new (detail, "caption-dim numeric"));
  gtk_widget_set_margin_top (row, 8);
  gtk_widget_set_margin_bottom (row, 8);
  return row;
}

/* -1: none. */
static int
find_focused_row (RedressIncidentList *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus != NULL && gtk_widget_get_parent (focus) == GTK_WIDGET (self->rows)
             ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus))
             : -1;
}

static void
fill_rows (RedressIncidentList *self)
{
  GtkWidget *child;
  int focused = gtk_widget_get_root (GTK_WIDGET (self)) != NULL ? find_focused_row (self) : -1;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->rows))) != NULL)
    gtk_list_box_remove (self->rows, child);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const RedressIncidentLine *line = g_ptr_array_index (self->lines, i);
      GtkWidget *row = create_row (self, line);
      g_autofree char *counts = format_counts (line);
      g_autofree char *label = g_strdup_printf ("%s, %s", line->title, counts);

      gtk_list_box_append (self->rows, row);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (row)),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
    }
  if (focused >= 0 && focused < (int)self->lines->len)
    gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, focused)));
}

/* An incident that has ended since stays chosen, with its tickets, until somebody goes back. */
static void
fill_bar (RedressIncidentList *self)
{
  const RedressIncidentLine *line = find_line (self, self->chosen);
  g_autofree char *counts = line != NULL ? format_counts (line) : NULL;

  gtk_label_set_text (self->title, line != NULL ? line->title : _ ("Incident"));
  gtk_label_set_text (self->detail, counts != NULL ? counts : _ ("No ticket of it is open"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decide), "x", self->chosen);
  gtk_widget_set_sensitive (self->decide, line != NULL);
}

static void
update (RedressIncidentList *self)
{
  gboolean listing = redress_incident_list_is_listing (self);

  fill_rows (self);
  fill_bar (self);
  gtk_widget_set_visible (self->scroll, listing);
  gtk_widget_set_visible (self->bar, self->chosen != 0);
  gtk_widget_set_visible (GTK_WIDGET (self), listing || (self->active && self->chosen != 0));
  gtk_widget_set_vexpand (GTK_WIDGET (self), listing);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressIncidentList) self = user_data;
  g_autoptr (GPtrArray) lines =
      redress_store_list_incidents_finish (REDRESS_STORE (source), result, NULL);
  gboolean listing = redress_incident_list_is_listing (self);

  if (lines == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  g_ptr_array_unref (self->lines);
  self->lines = g_steal_pointer (&lines);
  update (self);
  if (redress_incident_list_is_listing (self) != listing)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose (RedressIncidentList *self, gint64 incident)
{
  self->chosen = incident;
  update (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
row_activated_cb (RedressIncidentList *self, GtkListBoxRow *row)
{
  const RedressIncidentLine *line =
      g_ptr_array_index (self->lines, gtk_list_box_row_get_index (row));

  choose (self, line->incident->id);
}

static void
back_cb (RedressIncidentList *self)
{
  choose (self, 0);
}

static void
redress_incident_list_dispose (GObject *object)
{
  RedressIncidentList *self = REDRESS_INCIDENT_LIST (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  G_OBJECT_CLASS (redress_incident_list_parent_class)->dispose (object);
}

static void
redress_incident_list_class_init (RedressIncidentListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_incident_list_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
create_words (RedressIncidentList *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->title = GTK_LABEL (redress_line_new ("", "small semibold"));
  /* Which fault it is stands at the end. */
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_lines (self->title, 2);
  self->detail = GTK_LABEL (redress_line_new ("", "caption-dim numeric"));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->detail));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static GtkWidget *
create_bar (RedressIncidentList *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *back = gtk_button_new_from_icon_name ("go-previous-symbolic");

  gtk_widget_set_tooltip_text (back, _ ("All incidents"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (back), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All incidents"), -1);
  gtk_widget_add_css_class (back, "flat");
  g_signal_connect_swapped (back, "clicked", G_CALLBACK (back_cb), self);
  self->decide = gtk_button_new_with_label (_ ("Decide together…"));
  gtk_widget_add_css_class (self->decide, "mini");
  gtk_widget_set_valign (self->decide, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->decide), "win.decide-incident");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->decide), "x", (gint64)0);
  gtk_box_append (GTK_BOX (bar), back);
  gtk_box_append (GTK_BOX (bar), create_words (self));
  gtk_box_append (GTK_BOX (bar), self->decide);
  gtk_widget_add_css_class (bar, "incident-bar");
  return bar;
}

static void
redress_incident_list_init (RedressIncidentList *self)
{
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_incident_line_free);
  self->cancellable = g_cancellable_new ();
  self->rows = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_NONE);
  redress_add_css_classes (GTK_WIDGET (self->rows), "navigation-sidebar incidents");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Incidents"), -1);
  g_signal_connect_swapped (self->rows, "row-activated", G_CALLBACK (row_activated_cb), self);
  self->scroll = g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy", GTK_POLICY_NEVER,
                               "child", self->rows, "vexpand", TRUE, NULL);
  self->bar = create_bar (self);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_append (GTK_BOX (self), self->bar);
  gtk_box_append (GTK_BOX (self), self->scroll);
}

void
redress_incident_list_set_sync (RedressIncidentList *self, RedressSync *sync, RedressClock *clock)
{
  g_return_if_fail (REDRESS_IS_INCIDENT_LIST (self));

  g_set_object (&self->sync, sync);
  g_clear_pointer (&self->clock, redress_clock_unref);
  self->clock = redress_clock_ref (clock);
  update (self);
}

void
redress_incident_list_set_active (RedressIncidentList *self, gboolean active, gint64 incident)
{
  g_return_if_fail (REDRESS_IS_INCIDENT_LIST (self));

  self->active = active;
  self->chosen = active ? incident : 0;
  update (self);
  redress_incident_list_refresh (self);
}

void
redress_incident_list_refresh (RedressIncidentList *self)
{
  RedressStore *store;

  g_return_if_fail (REDRESS_IS_INCIDENT_LIST (self));

  store = self->active && self->sync != NULL ? redress_sync_get_store (self->sync) : NULL;
  if (store != NULL)
    redress_store_list_incidents_async (store, redress_language (), self->cancellable, listed_cb,
                                        g_object_ref (self));
}

gint64
redress_incident_list_get_chosen (RedressIncidentList *self)
{
  g_return_val_if_fail (REDRESS_IS_INCIDENT_LIST (self), 0);
  return self->chosen;
}

gboolean
redress_incident_list_is_listing (RedressIncidentList *self)
{
  g_return_val_if_fail (REDRESS_IS_INCIDENT_LIST (self), FALSE);
  return self->active && self->chosen == 0 && self->lines->len > 0;
}
