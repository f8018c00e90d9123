/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/place-button.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

static const RedressEvidence *
find_piece (RedressOpenCase *open, const RedressFact *fact)
{
  GPtrArray *evidence = open->data->ticket->evidence;

  if (fact == NULL || fact->evidence == NULL)
    return NULL;
  for (guint i = 0; i < evidence->len; i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (evidence, i);

      if (g_strcmp0 (piece->sha256, fact->evidence) == 0)
        return piece;
    }
  return NULL;
}

/* Of several the last: what was read latest is what counts. */
static guint
get_entry (const RedressFact *fact)
{
  guint count = redress_fact_count_entries (fact);

  return count > 0 ? fact->entries[count - 1] : 0;
}

static char *
name_place (RedressOpenCase *open, const RedressEvidence *piece, const RedressFact *fact)
{
  const RedressSlot *slot = redress_policy_find_slot (open->data->policy, piece->slot);
  const char *name =
      slot != NULL ? redress_text_get (&slot->label, redress_language ()) : piece->slot;

  if (get_entry (fact) == 0)
    return g_strdup (name);
  /* Translators: a place in a file: "Channel log, entry 12" */
  return g_strdup_printf (_ ("%s, entry %u"), name, get_entry (fact));
}

static GtkWidget *
set_up (RedressOpenCase *open, const RedressFact *fact, GtkWidget *button, const char *place)
{
  /* Translators: a fact, and the place where it was read: "Credited: show Channel log, entry 12" */
  g_autofree char *label = g_strdup_printf (
      _ ("%s: show %s"), redress_open_case_get_name_label (open, fact->name), place);

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(su)", fact->evidence,
                                    get_entry (fact));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "case.view-entry");
  return button;
}

/* @create: makes the button, by the words for the place */
static GtkWidget *
make (RedressOpenCase *open, const RedressFact *fact, GtkWidget *(*create) (const char *place))
{
  const RedressEvidence *piece = find_piece (open, fact);
  g_autofree char *place = NULL;

  if (piece == NULL)
    return NULL;
  place = name_place (open, piece, fact);
  return set_up (open, fact, create (place), place);
}

static GtkWidget *
create_arrow (const char *place)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("go-jump-symbolic");

  redress_add_css_classes (button, "flat eye");
  return button;
}

GtkWidget *
redress_place_button_new (RedressOpenCase *open, const RedressFact *fact)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  return make (open, fact, create_arrow);
}

static GtkWidget *
create_link (const char *place)
{
  GtkWidget *button = gtk_button_new_with_label (place);

  redress_add_css_classes (button, "flat link acc-c");
  return button;
}

GtkWidget *
redress_place_button_new_named (RedressOpenCase *open, const RedressFact *fact)
{
  g_return_val_if_fail (REDRESS_IS_OPEN_CASE (open), NULL);

  return make (open, fact, create_link);
}
