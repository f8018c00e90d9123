/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/stop-bar.h"

#include "config.h"

#include "app/line.h"

#include <glib/gi18n.h>

#define NOWHERE G_MAXUINT

struct _RedressStopBar
{
  GtkBox parent_instance;

  GtkWidget *label;
  GtkWidget *previous;
  GtkWidget *next;
  RedressSearchable *searchable; /* (unowned) (nullable) */
  RedressStop kind;
  guint count;
  guint at;
};

G_DEFINE_FINAL_TYPE (RedressStopBar, redress_stop_bar, GTK_TYPE_BOX)

static const struct
{
  const char *previous;
  const char *next;
} words[] = {
  [REDRESS_STOP_USE] = { N_ ("Previous place that a rule used (K)"),
                         N_ ("Next place that a rule used (J)") },
  [REDRESS_STOP_PAUSE] = { N_ ("Previous pause (Shift+K)"), N_ ("Next pause (Shift+J)") },
};

static char *
format (RedressStopBar *self)
{
  gboolean use = self->kind == REDRESS_STOP_USE;

  if (self->at == NOWHERE)
    return g_strdup_printf (use ? _ ("Used by rules: %u") : _ ("Pauses: %u"), self->count);
  return g_strdup_printf (use ? _ ("Used by rules: %u of %u") : _ ("Pauses: %u of %u"),
                          self->at + 1, self->count);
}

static void
say (RedressStopBar *self)
{
  g_autofree char *text = format (self);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (GTK_WIDGET (self), self->count > 0);
}

void
redress_stop_bar_update (RedressStopBar *self, guint at)
{
  g_return_if_fail (REDRESS_IS_STOP_BAR (self));

  self->count =
      self->searchable != NULL ? redress_searchable_count_stops (self->searchable, self->kind) : 0;
  self->at = at < self->count ? at : NOWHERE;
  say (self);
}

guint
redress_stop_bar_get_at (RedressStopBar *self)
{
  g_return_val_if_fail (REDRESS_IS_STOP_BAR (self), NOWHERE);

  return self->at;
}

static void
set_words (GtkWidget *button, const char *text)
{
  gtk_widget_set_tooltip_text (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void
redress_stop_bar_show (RedressStopBar *self, RedressSearchable *searchable, RedressStop kind)
{
  g_return_if_fail (REDRESS_IS_STOP_BAR (self));

  self->searchable = searchable;
  self->kind = kind;
  set_words (self->previous, _ (words[kind].previous));
  set_words (self->next, _ (words[kind].next));
  redress_stop_bar_update (self, NOWHERE);
}

gboolean
redress_stop_bar_step (RedressStopBar *self, int by)
{
  g_return_val_if_fail (REDRESS_IS_STOP_BAR (self), FALSE);

  if (self->count == 0)
    return FALSE;
  if (self->at == NOWHERE)
    self->at = by > 0 ? 0 : self->count - 1;
  else
    self->at = (self->at + self->count + (guint)by) % self->count;
  redress_searchable_show_stop (self->searchable, self->kind, self->at);
  say (self);
  return TRUE;
}

static void
previous_cb (RedressStopBar *self)
{
  redress_stop_bar_step (self, -1);
}

static void
next_cb (RedressStopBar *self)
{
  redress_stop_bar_step (self, 1);
}

static void
redress_stop_bar_class_init (RedressStopBarClass *klass)
{
}

static GtkWidget *
add_button (RedressStopBar *self, const char *icon, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  redress_add_css_classes (button, "flat stop");
  g_signal_connect_swapped (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (self), button);
  return button;
}

static void
redress_stop_bar_init (RedressStopBar *self)
{
  self->label = redress_line_new_whole ("", "small numeric");
  self->at = NOWHERE;
  gtk_box_append (GTK_BOX (self), self->label);
  self->previous = add_button (self, "go-up-symbolic", G_CALLBACK (previous_cb));
  self->next = add_button (self, "go-down-symbolic", G_CALLBACK (next_cb));
  gtk_box_set_spacing (GTK_BOX (self), 3);
  gtk_widget_set_margin_start (self->label, 3);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}
