/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wide-tooltips.h"

/* As GTK has it, in narrow characters. */
#define MAX_WIDTH 50

static void
widen (GtkLabel *label)
{
  const char *text = gtk_label_get_text (label);
  int width = 0;

  for (; *text != '\0' && width < MAX_WIDTH; text = g_utf8_next_char (text))
    width += g_unichar_iswide (g_utf8_get_char (text)) ? 2 : 1;
  gtk_label_set_max_width_chars (label, MIN (width, MAX_WIDTH));
}

static GtkWidget *
find_label (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LABEL (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_label (child);
  return found;
}

static void
children_changed_cb (GListModel *children, guint position, guint removed, guint added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (GtkWidget) child = g_list_model_get_item (children, i);
      GtkWidget *label =
          g_str_equal (G_OBJECT_TYPE_NAME (child), "GtkTooltipWindow") ? find_label (child) : NULL;

      /* GTK sets a width with each text. */
      if (label != NULL)
        {
          g_signal_handlers_disconnect_by_func (label, widen, NULL);
          g_signal_connect (label, "notify::max-width-chars", G_CALLBACK (widen), NULL);
          g_signal_connect (label, "notify::label", G_CALLBACK (widen), NULL);
        }
    }
}

void
redress_wide_tooltips_install (GtkWidget *window)
{
  GListModel *children;

  g_return_if_fail (GTK_IS_WINDOW (window));

  children = gtk_widget_observe_children (window);
  g_signal_connect (children, "items-changed", G_CALLBACK (children_changed_cb), NULL);
  g_object_set_data_full (G_OBJECT (window), "redress-children", children, g_object_unref);
}
