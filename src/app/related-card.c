/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/related-card.h"

#include "config.h"

#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "core/incident.h"

#include <glib/gi18n.h>

/* What does not fit says how much it is. */
#define MAX_ROWS 4

struct _RedressRelatedCard
{
  GtkBox parent_instance;
};

G_DEFINE_FINAL_TYPE (RedressRelatedCard, redress_related_card, GTK_TYPE_BOX)

static void
redress_related_card_class_init (RedressRelatedCardClass *klass)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
redress_related_card_init (RedressRelatedCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  redress_add_css_classes (GTK_WIDGET (self), "strip related");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Related tickets"), -1);
}

static const char *
get_outcome (const RedressRelatedTicket *related)
{
  if (related->verdict != REDRESS_VERDICT_NONE)
    return redress_verdict_get_label (related->verdict, related->kind);
  return redress_state_get_label (related->state);
}

static const char *
get_file_label (RedressOpenCase *open, const char *sha256)
{
  const RedressEvidence *evidence = redress_ticket_find_evidence (open->data->ticket, sha256);
  const RedressSlot *slot = evidence != NULL && open->data->policy != NULL
                                ? redress_policy_find_slot (open->data->policy, evidence->slot)
                                : NULL;

  return slot != NULL ? redress_text_get (&slot->label, redress_language ()) : _ ("a file");
}

static char *
format_title (RedressOpenCase *open, const RedressRelatedTicket *related)
{
  if (redress_related_ticket_can_end_in (related, open->data->summary->kind))
    return g_strdup (_ ("The same request came a second time"));
  if (related->same_order)
    return g_strdup (_ ("Another ticket of this order"));
  if (related->files == NULL || related->files[0] == NULL)
    return g_strdup (_ ("A file of another order"));
  if (related->files[1] != NULL)
    return g_strdup (_ ("Several files here were handed in for another order, too"));
  /* Translators: %s is the name of a place for evidence, such as "Payment" */
  return g_strdup_printf (_ ("The same file for another order: %s"),
                          get_file_label (open, related->files[0]));
}

static GtkWidget *
create_button (const char *label, const char *action, gint64 ticket)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", ticket);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "mini");
  return button;
}

static GtkWidget *
create_words (RedressOpenCase *open, const RedressRelatedTicket *related)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = format_title (open, related);
  g_autofree char *day = redress_format_day (related->opened_at, redress_open_case_get_now (open));
  g_autofree char *detail =
      g_strdup_printf ("%s · %s · %s · %s", redress_kind_get_label (related->kind),
                       related->external_id, day, get_outcome (related));

  gtk_box_append (GTK_BOX (words), redress_line_new (title, "small semibold"));
  gtk_box_append (GTK_BOX (words), redress_line_new (detail, "caption-dim numeric"));
  gtk_widget_set_hexpand (words, TRUE);
  return words;
}

static GtkWidget *
create_row (RedressOpenCase *open, const RedressRelatedTicket *related)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  gboolean can_end = redress_related_ticket_can_end_in (related, open->data->summary->kind);
  gboolean is_alarm = can_end || !related->same_order;
  GtkWidget *icon =
      gtk_image_new_from_icon_name (is_alarm ? "dialog-warning-symbolic" : "insert-link-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_add_css_class (icon, is_alarm ? "warn-c" : "dim");
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), create_words (open, related));
  gtk_box_append (GTK_BOX (row),
                  create_button (C_ ("button", "Open"), "case.open-ticket", related->ticket));
  if (!can_end)
    return row;
  gtk_box_append (GTK_BOX (row),
                  create_button (C_ ("button", "Merge here"), "case.merge", related->ticket));
  gtk_widget_set_tooltip_text (
      gtk_widget_get_last_child (row),
      _ ("The other ticket is closed; its evidence, events and notes come here"));
  return row;
}

/* The original of an appeal has a card of its own. */
static gboolean
is_wanted (RedressOpenCase *open, const RedressRelatedTicket *related)
{
  return related->ticket != open->data->ticket->previous_ticket;
}

/* "Payment fails: E2", or less where no policy is here. */
static char *
format_incident_title (RedressOpenCase *open)
{
  gint64 count = open->data->incident_tickets;
  g_autofree char *name =
      open->data->policy != NULL
          ? redress_policy_describe_incident (open->data->policy, open->data->summary->incident,
                                              redress_language ())
          : g_strjoinv (" · ", open->data->summary->incident->values);

  /* Translators: "Incident: 20 tickets · Payment fails: E2" */
  return g_strdup_printf (
      ngettext ("Incident: %d ticket · %s", "Incident: %d tickets · %s", (gulong)count), (int)count,
      name);
}

static GtkWidget *
create_incident_row (RedressOpenCase *open)
{
  const RedressIncident *incident = open->data->summary->incident;
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new_from_icon_name ("view-grid-symbolic");
  g_autofree char *title = format_incident_title (open);
  g_autofree char *since =
      redress_format_moment (incident->since, redress_open_case_get_now (open));
  g_autofree char *detail = g_strdup_printf (_ ("Alike since %s"), since);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_widget_add_css_class (icon, "warn-c");
  gtk_box_append (GTK_BOX (words), redress_line_new (title, "small semibold"));
  gtk_box_append (GTK_BOX (words), redress_line_new (detail, "caption-dim numeric"));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), create_button (_ ("Show all"), "win.show-incident", incident->id));
  return row;
}

static void
clear (RedressRelatedCard *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
}

static void
add_more (RedressRelatedCard *self, guint n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);

  gtk_box_append (GTK_BOX (self), redress_line_new (text, "caption-dim"));
}

void
redress_related_card_show (RedressRelatedCard *self, RedressOpenCase *open)
{
  GPtrArray *related;
  guint n_wanted = 0;

  g_return_if_fail (REDRESS_IS_RELATED_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  clear (self);
  if (open->data->summary->incident != NULL)
    gtk_box_append (GTK_BOX (self), create_incident_row (open));
  related = open->data->ticket != NULL ? open->data->ticket->related : NULL;
  for (guint i = 0; related != NULL && i < related->len; i++)
    if (is_wanted (open, g_ptr_array_index (related, i)) && ++n_wanted <= MAX_ROWS)
      gtk_box_append (GTK_BOX (self), create_row (open, g_ptr_array_index (related, i)));
  if (n_wanted > MAX_ROWS)
    add_more (self, n_wanted - MAX_ROWS);
  gtk_widget_set_visible (GTK_WIDGET (self), n_wanted > 0 || open->data->summary->incident != NULL);
}
