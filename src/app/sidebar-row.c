/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sidebar-row.h"

#include "config.h"

#include "app/labels.h"
#include "app/line.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressSidebarRow
{
  GtkListBoxRow parent_instance;

  RedressView view;
  char *platform;
  GtkWidget *name;
  GtkWidget *late;
  GtkWidget *late_count;
  GtkWidget *total;
  GtkWidget *tile; /* (nullable): platforms only */
};

G_DEFINE_FINAL_TYPE (RedressSidebarRow, redress_sidebar_row, GTK_TYPE_LIST_BOX_ROW)

static void
update_platform (RedressSidebarRow *self)
{
  RedressPlatforms *platforms = redress_platforms_get_default ();

  gtk_label_set_text (GTK_LABEL (self->tile),
                      redress_platforms_get_tile (platforms, self->platform));
  gtk_label_set_text (GTK_LABEL (self->name),
                      redress_platforms_get_title (platforms, self->platform));
}

static void
redress_sidebar_row_finalize (GObject *object)
{
  RedressSidebarRow *self = REDRESS_SIDEBAR_ROW (object);

  g_free (self->platform);
  G_OBJECT_CLASS (redress_sidebar_row_parent_class)->finalize (object);
}

static void
redress_sidebar_row_class_init (RedressSidebarRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_sidebar_row_finalize;
}

static GtkWidget *
create_label (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, style);
  return label;
}

static void
redress_sidebar_row_init (RedressSidebarRow *self)
{
  self->name = create_label ("name");
  gtk_label_set_xalign (GTK_LABEL (self->name), 0);
  redress_line_set_up (GTK_LABEL (self->name));
  gtk_widget_set_hexpand (self->name, TRUE);

  GtkWidget *late_icon = gtk_image_new_from_icon_name ("emblem-important-symbolic");
  gtk_image_set_pixel_size (GTK_IMAGE (late_icon), 12);
  self->late_count = create_label ("numeric");
  self->late = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  gtk_box_append (GTK_BOX (self->late), late_icon);
  gtk_box_append (GTK_BOX (self->late), self->late_count);
  gtk_widget_add_css_class (self->late, "late");
  gtk_widget_add_css_class (self->late, "bad-c");
  gtk_widget_set_visible (self->late, FALSE);

  self->total = create_label ("count");
  gtk_widget_add_css_class (self->total, "numeric");
  gtk_label_set_xalign (GTK_LABEL (self->total), 1);
  gtk_label_set_width_chars (GTK_LABEL (self->total), 2);
}

static void
build (RedressSidebarRow *self, GtkWidget *start)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 5);

  gtk_widget_set_valign (start, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_end (start, 4);
  gtk_box_append (GTK_BOX (box), start);
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->late);
  gtk_box_append (GTK_BOX (box), self->total);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
redress_sidebar_row_new_view (RedressView view)
{
  RedressSidebarRow *self = g_object_new (REDRESS_TYPE_SIDEBAR_ROW, NULL);

  self->view = view;
  gtk_label_set_text (GTK_LABEL (self->name), redress_view_get_label (view));
  build (self, gtk_image_new_from_icon_name (redress_view_get_icon (view)));
  redress_sidebar_row_set_counts (self, -1, 0);
  return GTK_WIDGET (self);
}

GtkWidget *
redress_sidebar_row_new_platform (const char *platform)
{
  RedressSidebarRow *self = g_object_new (REDRESS_TYPE_SIDEBAR_ROW, NULL);

  self->view = REDRESS_VIEW_NEXT_DUE;
  self->platform = g_strdup (platform);
  self->tile = create_label ("tile");
  build (self, self->tile);
  update_platform (self);
  g_signal_connect_object (redress_platforms_get_default (), "changed",
                           G_CALLBACK (update_platform), self, G_CONNECT_SWAPPED);
  redress_sidebar_row_set_counts (self, -1, 0);
  return GTK_WIDGET (self);
}

RedressView
redress_sidebar_row_get_view (RedressSidebarRow *self)
{
  g_return_val_if_fail (REDRESS_IS_SIDEBAR_ROW (self), REDRESS_VIEW_NEXT_DUE);
  return self->view;
}

const char *
redress_sidebar_row_get_platform (RedressSidebarRow *self)
{
  g_return_val_if_fail (REDRESS_IS_SIDEBAR_ROW (self), NULL);
  return self->platform;
}

void
redress_sidebar_row_set_counts (RedressSidebarRow *self, gint64 total, gint64 late)
{
  g_return_if_fail (REDRESS_IS_SIDEBAR_ROW (self));

  g_autofree char *total_text =
      total >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, total) : g_strdup ("");
  g_autofree char *late_text = g_strdup_printf ("%" G_GINT64_FORMAT, late);
  const char *name = gtk_label_get_text (GTK_LABEL (self->name));
  /* Translators: name of a view, its number of tickets, how many of them are late */
  g_autofree char *spoken =
      late > 0 ? g_strdup_printf (_ ("%s, %s tickets, %s late"), name, total_text, late_text)
               : g_strdup_printf ("%s %s", name, total_text);

  gtk_label_set_text (GTK_LABEL (self->total), total_text);
  gtk_label_set_text (GTK_LABEL (self->late_count), late_text);
  gtk_widget_set_visible (self->late, late > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}
