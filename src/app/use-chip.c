/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/use-chip.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/finding-row.h"
#include "app/line.h"

#include <glib/gi18n.h>

#define USE "redress-use"

typedef struct
{
  RedressOpenCase *open; /* (owned) */
  GPtrArray *uses;       /* (owned) */
  const RedressUse *use; /* (unowned): of uses */
} Chip;

static void
chip_free (gpointer data)
{
  Chip *chip = data;

  g_object_unref (chip->open);
  g_ptr_array_unref (chip->uses);
  g_free (chip);
}

char *
redress_use_name_rules (const RedressUse *use)
{
  const RedressFinding *first = g_ptr_array_index (use->findings, 0);

  if (use->findings->len == 1)
    return g_strdup (first->rule->id);
  return g_strdup_printf ("%s +%u", first->rule->id, use->findings->len - 1);
}

static GtkWidget *
create_fact (RedressOpenCase *open, const RedressFact *fact)
{
  g_autofree char *value = redress_fact_format_revealed (open, fact);
  /* Translators: what an entry of a log says: a fact and its value, such as "Credited: no" */
  g_autofree char *text =
      g_strdup_printf (_ ("%s: %s"), redress_open_case_get_name_label (open, fact->name), value);

  return redress_line_new (text, "small numeric");
}

static GtkWidget *
create_list (Chip *chip)
{
  GtkWidget *list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (list), redress_line_new (_ ("Says"), "heading"));
  for (guint i = 0; i < chip->use->facts->len; i++)
    gtk_box_append (GTK_BOX (list),
                    create_fact (chip->open, g_ptr_array_index (chip->use->facts, i)));
  gtk_box_append (GTK_BOX (list), redress_line_new (_ ("Used by"), "heading"));
  for (guint i = 0; i < chip->use->findings->len; i++)
    gtk_box_append (GTK_BOX (list),
                    redress_finding_row_new_detailed (
                        chip->open, g_ptr_array_index (chip->use->findings, i), FALSE));
  redress_add_css_classes (list, "popover-list");
  return list;
}

static void
create_popover_cb (GtkMenuButton *button, gpointer user_data)
{
  gtk_menu_button_set_popover (button, redress_findings_popover_new (create_list (user_data)));
}

GtkWidget *
redress_use_chip_new (RedressOpenCase *open, GPtrArray *uses, const RedressUse *use)
{
  Chip *chip = g_new0 (Chip, 1);
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *rules = redress_use_name_rules (use);
  /* Translators: %s is numbers of rules: "R-KM-4 +2" */
  g_autofree char *label = g_strdup_printf (_ ("Used by %s: say why"), rules);

  chip->open = g_object_ref (open);
  chip->uses = g_ptr_array_ref (uses);
  chip->use = use;
  gtk_menu_button_set_child (GTK_MENU_BUTTON (button),
                             redress_line_new_whole (rules, "small-caption semibold"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_popover_cb, chip,
                                         chip_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  redress_add_css_classes (button, "use-chip");
  g_object_set_data (G_OBJECT (button), USE, (gpointer)use);
  return button;
}

const RedressUse *
redress_use_chip_get_use (GtkWidget *chip)
{
  return g_object_get_data (G_OBJECT (chip), USE);
}
