/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/history-card.h"

#include "config.h"

#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressHistoryCard
{
  GtkBox parent_instance;

  GtkWidget *rows;
};

G_DEFINE_FINAL_TYPE (RedressHistoryCard, redress_history_card, GTK_TYPE_BOX)

static void
redress_history_card_class_init (RedressHistoryCardClass *klass)
{
}

static void
redress_history_card_init (RedressHistoryCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 5);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self),
                  redress_line_new (_ ("Other tickets of this customer"), "heading"));
  gtk_box_append (GTK_BOX (self), self->rows);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

static const char *
get_outcome (const RedressHistoryItem *item)
{
  if (item->verdict != REDRESS_VERDICT_NONE)
    return redress_verdict_get_label (item->verdict, item->kind);
  return redress_state_get_label (item->state);
}

static GtkWidget *
create_row (const RedressHistoryItem *item, RedressTime now)
{
  GtkWidget *row = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *title = redress_line_new (item->title, "small");
  GtkWidget *icon = gtk_image_new_from_icon_name (redress_kind_get_icon (item->kind));
  g_autofree char *day = redress_format_day (item->opened_at, now);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_set_tooltip_text (icon, redress_kind_get_label (item->kind));
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), redress_line_new_whole (day, "caption-dim numeric"));
  gtk_box_append (GTK_BOX (content), title);
  gtk_box_append (GTK_BOX (content),
                  redress_line_new_whole (get_outcome (item), "small-caption semibold"));
  gtk_button_set_child (GTK_BUTTON (row), content);
  redress_add_css_classes (row, "flat history-row");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "case.open-ticket");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", item->ticket);
  return row;
}

void
redress_history_card_show (RedressHistoryCard *self, RedressOpenCase *open)
{
  GPtrArray *history;
  GtkWidget *child;

  g_return_if_fail (REDRESS_IS_HISTORY_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  history = open->data->ticket != NULL ? open->data->ticket->customer.history : NULL;
  gtk_widget_set_visible (GTK_WIDGET (self), history != NULL && history->len > 0);
  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  for (guint i = 0; history != NULL && i < history->len; i++)
    gtk_box_append (GTK_BOX (self->rows),
                    create_row (g_ptr_array_index (history, i), redress_open_case_get_now (open)));
}
