/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/chip.h"

#define ICON_SIZE 12

struct _RedressChip
{
  GtkBox parent_instance;

  GtkWidget *icon;
  GtkWidget *label;
  const char *style; /* (unowned) (nullable): a literal */
};

G_DEFINE_FINAL_TYPE (RedressChip, redress_chip, GTK_TYPE_BOX)

static void
redress_chip_class_init (RedressChipClass *klass)
{
}

static void
redress_chip_init (RedressChip *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), ICON_SIZE);
  self->label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (self), self->icon);
  gtk_box_append (GTK_BOX (self), self->label);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (widget, "badge");
}

void
redress_chip_set (RedressChip *self, const char *text, const char *icon, const char *style)
{
  g_return_if_fail (REDRESS_IS_CHIP (self));
  g_return_if_fail (text != NULL);

  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  gtk_widget_set_visible (self->icon, icon != NULL);
  if (self->style != NULL && *self->style != '\0')
    gtk_widget_remove_css_class (GTK_WIDGET (self), self->style);
  self->style = g_intern_string (style);
  if (style != NULL && *style != '\0')
    gtk_widget_add_css_class (GTK_WIDGET (self), style);
}

GtkWidget *
redress_chip_new (const char *text, const char *icon, const char *style)
{
  RedressChip *self = g_object_new (REDRESS_TYPE_CHIP, NULL);

  redress_chip_set (self, text, icon, style);
  return GTK_WIDGET (self);
}
