/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/telling-row.h"

#include "config.h"

#include "app/chip.h"
#include "app/connector-words.h"
#include "app/line.h"
#include "app/platforms.h"

#include <glib/gi18n.h>

struct _RedressTellingRow
{
  GtkListBoxRow parent_instance;

  RedressChip *chip;
  GtkLabel *detail;
  GtkLabel *answer;
  GtkWidget *resend;
};

G_DEFINE_FINAL_TYPE (RedressTellingRow, redress_telling_row, GTK_TYPE_LIST_BOX_ROW)

static void
redress_telling_row_class_init (RedressTellingRowClass *klass)
{
}

static void
redress_telling_row_init (RedressTellingRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  self->chip = REDRESS_CHIP (redress_chip_new ("", NULL, ""));
  gtk_widget_set_valign (GTK_WIDGET (self->chip), GTK_ALIGN_CENTER);
  self->detail = GTK_LABEL (redress_line_new ("", "caption-dim numeric"));
  self->answer = GTK_LABEL (redress_line_new ("", "small-caption"));
  self->resend = gtk_button_new_with_label (_ ("Send now"));
  gtk_widget_set_valign (self->resend, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->resend, "mini");
}

static GtkWidget *
create_link (const RedressTelling *telling)
{
  g_autofree char *id = redress_ticket_format_id (telling->ticket);
  const char *number =
      telling->external_id != NULL && *telling->external_id != '\0' ? telling->external_id : id;
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), redress_line_new (number, "numeric"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", telling->ticket);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "connectors.open");
  gtk_widget_set_tooltip_text (button, _ ("Open the ticket"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, number,
                                  -1);
  redress_add_css_classes (button, "flat link");
  return button;
}

static GtkWidget *
create_head (const RedressTelling *telling)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  const char *title =
      redress_platforms_get_title (redress_platforms_get_default (), telling->platform);

  gtk_box_append (GTK_BOX (head),
                  redress_line_new (redress_telling_get_label (telling), "small semibold"));
  if (telling->ticket != 0)
    gtk_box_append (GTK_BOX (head), create_link (telling));
  gtk_box_append (GTK_BOX (head), redress_line_new (title, "caption-dim"));
  return head;
}

GtkWidget *
redress_telling_row_new (const RedressTelling *telling)
{
  RedressTellingRow *self = g_object_new (REDRESS_TYPE_TELLING_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);

  gtk_box_append (GTK_BOX (words), create_head (telling));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->detail));
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->answer));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), self->resend);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chip));
  redress_add_css_classes (box, "cell telling");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->resend), "x", telling->id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->resend), "connectors.resend");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

/* Whoever pressed it by keys stays where they are. */
static void
show_resend (RedressTellingRow *self, gboolean visible)
{
  if (!visible && gtk_widget_has_focus (self->resend))
    gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_set_visible (self->resend, visible);
}

/* What is read out when the row gets the focus. */
static void
name_row (RedressTellingRow *self, const RedressTelling *telling, const char *state)
{
  g_autofree char *name = g_strdup_printf ("%s %s, %s, %s", redress_telling_get_label (telling),
                                           telling->external_id != NULL ? telling->external_id : "",
                                           state, gtk_label_get_text (self->detail));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

void
redress_telling_row_show (RedressTellingRow *self,
                          const RedressConnectors *connectors,
                          const RedressTelling *telling,
                          RedressTime now)
{
  RedressTellingLook look = redress_telling_get_look (telling);
  g_autofree char *detail = redress_telling_describe (connectors, telling, now);
  g_autofree char *answer = redress_telling_describe_answer (telling);

  redress_chip_set (self->chip, look.label, look.icon, look.style);
  gtk_label_set_text (self->detail, detail);
  gtk_label_set_text (self->answer, answer != NULL ? answer : "");
  gtk_widget_set_visible (GTK_WIDGET (self->answer), answer != NULL);
  show_resend (self, redress_connectors_can_send (connectors, telling, now));
  name_row (self, telling, look.label);
}
