/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/evidence-card.h"

#include "config.h"

#include "app/format.h"
#include "app/line.h"

#include <glib/gi18n.h>

/* When an answer that was asked for at @asked is due; REDRESS_TIME_UNKNOWN if nobody says. */
static RedressTime
find_due (RedressOpenCase *open, RedressTime asked)
{
  const RedressPolicyClock *clock =
      redress_policy_find_evidence_clock (open->data->policy, open->data->summary->kind);
  g_autoptr (RedressDeadline) deadline = NULL;

  if (clock == NULL || asked == REDRESS_TIME_UNKNOWN)
    return REDRESS_TIME_UNKNOWN;
  deadline = redress_deadline_compute (asked, clock->amount, clock->unit,
                                       redress_policy_get_calendar (open->data->policy), NULL);
  return deadline != NULL ? deadline->due : REDRESS_TIME_UNKNOWN;
}

static char *
format_status (RedressOpenCase *open, const char *slot)
{
  g_autofree char *name = g_strconcat ("answer.", slot, NULL);
  const RedressFact *answer = redress_ticket_find_fact (open->data->ticket, name);
  const char *word =
      answer != NULL && answer->value.type == REDRESS_VALUE_TEXT ? answer->value.text : "";
  RedressTime now = redress_open_case_get_now (open);
  RedressTime due;
  g_autofree char *left = NULL;

  if (g_str_equal (word, "not_provided"))
    return g_strdup (C_ ("evidence", "not sent in time"));
  if (!g_str_equal (word, "asked"))
    return g_strdup (C_ ("evidence", "not sent"));
  due = find_due (open, answer->as_of);
  if (due == REDRESS_TIME_UNKNOWN || due <= now)
    return g_strdup (C_ ("evidence", "asked for"));
  left = redress_format_span (due - now);
  /* Translators: evidence that was asked for; %s is a span such as "3 h" */
  return g_strdup_printf (C_ ("evidence", "not sent, %s left"), left);
}

static GtkWidget *
create_ask (const char *slot, const char *title)
{
  GtkWidget *ask = gtk_button_new_with_label (C_ ("button", "Ask"));
  g_autofree char *label = g_strdup_printf (_ ("Ask for: %s"), title);

  gtk_widget_add_css_class (ask, "mini");
  gtk_widget_set_valign (ask, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (ask), "case.ask-for");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (ask), "s", slot);
  gtk_accessible_update_property (GTK_ACCESSIBLE (ask), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return ask;
}

GtkWidget *
redress_evidence_card_new_missing (RedressOpenCase *open, const char *slot)
{
  const RedressSlot *known = redress_policy_find_slot (open->data->policy, slot);
  const char *title = known != NULL ? redress_text_get (&known->label, redress_language ()) : slot;
  GtkWidget *card = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
  GtkWidget *status = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-question-symbolic");
  g_autofree char *words = format_status (open, slot);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 12);
  gtk_box_append (GTK_BOX (status), icon);
  gtk_box_append (GTK_BOX (status), redress_line_new (words, "small-caption numeric"));
  gtk_widget_add_css_class (status, "warn-c");
  gtk_box_append (GTK_BOX (lines), redress_line_new (title, "small-caption semibold"));
  gtk_box_append (GTK_BOX (lines), status);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (card), lines);
  gtk_box_append (GTK_BOX (card), create_ask (slot, title));
  redress_add_css_classes (card, "evidence-card missing");
  gtk_widget_set_hexpand (card, TRUE);
  return card;
}
