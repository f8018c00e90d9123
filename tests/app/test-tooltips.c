/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/wide-tooltips.h"

/* In the place of GTK's own, which stays to itself: one label, given a width with each text. */
static GType
get_type (void)
{
  GType known = g_type_from_name ("GtkTooltipWindow");

  return known != 0 ? known
                    : g_type_register_static_simple (GTK_TYPE_WIDGET, "GtkTooltipWindow",
                                                     sizeof (GtkWidgetClass), NULL,
                                                     sizeof (GtkWidget), NULL, G_TYPE_FLAG_NONE);
}

static void
test_width (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *tooltip = g_object_ref_sink (g_object_new (get_type (), NULL));
  GtkWidget *label = gtk_label_new (NULL);

  redress_wide_tooltips_install (window);
  gtk_widget_insert_before (label, tooltip, gtk_widget_get_first_child (tooltip));
  gtk_widget_set_parent (tooltip, window);
  gtk_label_set_text (GTK_LABEL (label), "主菜单");
  gtk_label_set_max_width_chars (GTK_LABEL (label), 3);
  g_assert_cmpint (gtk_label_get_max_width_chars (GTK_LABEL (label)), ==, 6);
  gtk_label_set_text (GTK_LABEL (label), "Search");
  gtk_label_set_max_width_chars (GTK_LABEL (label), 6);
  g_assert_cmpint (gtk_label_get_max_width_chars (GTK_LABEL (label)), ==, 6);
  gtk_widget_unparent (tooltip);
  gtk_widget_unparent (label);
  g_object_unref (tooltip);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/wide-tooltips/width", test_width);
  return g_test_run ();
}
