/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/masked-value.h"

#include "config.h"

#include "app/line.h"
#include "app/veil.h"

#include <glib/gi18n.h>

/* Small print. */
#define RADIUS 8

static GtkWidget *
create_button (RedressOpenCase *open, const RedressFact *fact, gboolean shown)
{
  const char *name = redress_open_case_get_name_label (open, fact->name);
  /* Translators: %s is what is masked, such as "Customer: game account" */
  g_autofree char *label = g_strdup_printf (shown ? _ ("Hide “%s”") : _ ("Reveal “%s”…"), name);
  GtkWidget *button =
      gtk_button_new_from_icon_name (shown ? "view-conceal-symbolic" : "view-reveal-symbolic");

  redress_add_css_classes (button, "flat eye");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", fact->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), shown ? "case.hide" : "case.reveal");
  return button;
}

GtkWidget *
redress_masked_value_wrap (RedressOpenCase *open, const RedressFact *fact, GtkWidget *value)
{
  GtkWidget *box;
  GtkWidget *veil;
  gboolean shown;

  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  if (fact == NULL || fact->value.type != REDRESS_VALUE_MASKED)
    return value;
  shown = open->reveals != NULL && redress_reveals_get (open->reveals, fact->name) != NULL;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_widget_set_hexpand (value, FALSE);
  veil = redress_veil_new (value);
  redress_veil_set_guard (REDRESS_VEIL (veil), shown);
  redress_veil_set_radius (REDRESS_VEIL (veil), RADIUS);
  gtk_box_append (GTK_BOX (box), veil);
  gtk_box_append (GTK_BOX (box), create_button (open, fact, shown));
  if (shown)
    gtk_box_append (GTK_BOX (box),
                    redress_line_new (C_ ("value", "revealed, recorded"), "small-caption warn-c"));
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}
