/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/first-decision-card.h"

#include "config.h"

#include "app/chip.h"
#include "app/evidence-strip.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/message-words.h"

#include <glib/gi18n.h>

#define NAME_WIDTH 74

struct _RedressFirstDecisionCard
{
  GtkBox parent_instance;

  GtkWidget *verdict;
  GtkWidget *rows;
  GtkWidget *seen_title;
  GtkWidget *seen;
  GtkWidget *open_button;
};

G_DEFINE_FINAL_TYPE (RedressFirstDecisionCard, redress_first_decision_card, GTK_TYPE_BOX)

static void
redress_first_decision_card_class_init (RedressFirstDecisionCardClass *klass)
{
}

static void
redress_first_decision_card_init (RedressFirstDecisionCard *self)
{
  GtkBox *box = GTK_BOX (self);
  GtkWidget *heading = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = redress_line_new_whole (_ ("First decision"), "heading");

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (box, 5);
  self->verdict = redress_chip_new ("", NULL, "");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_box_append (GTK_BOX (heading), title);
  gtk_box_append (GTK_BOX (heading), self->verdict);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  self->seen_title = redress_line_new (_ ("Evidence seen then"), "caption-dim");
  self->seen = g_object_new (REDRESS_TYPE_EVIDENCE_STRIP, NULL);
  self->open_button = gtk_button_new_with_label (_ ("Open the first ticket"));
  gtk_widget_set_halign (self->open_button, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->open_button, "mini");
  gtk_box_append (box, heading);
  gtk_box_append (box, self->rows);
  gtk_box_append (box, self->seen_title);
  gtk_box_append (box, self->seen);
  gtk_box_append (box, self->open_button);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

static void
add_row (RedressFirstDecisionCard *self, const char *name, const char *text)
{
  GtkWidget *row, *label, *value;

  if (text == NULL || *text == '\0')
    return;
  row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  label = redress_line_new (name, "caption-dim");
  value = gtk_label_new (text);
  gtk_widget_set_size_request (label, NAME_WIDTH, -1);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_add_css_class (value, "small");
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), value);
  gtk_box_append (GTK_BOX (self->rows), row);
}

static const char *
get_reason (RedressOpenCase *open, const char *code)
{
  const RedressReason *reason =
      code != NULL ? redress_policy_find_reason (open->data->policy, code) : NULL;

  return reason != NULL ? redress_text_get (&reason->label, redress_language ()) : code;
}

/* (nullable) (transfer full): what an appeal cannot get a second time. */
static char *
format_granted (RedressOpenCase *open)
{
  const RedressTicket *ticket = open->data->ticket;
  RedressAmount amount = { ticket->paid_back, ticket->summary->amount.unit };

  return ticket->paid_back > 0 ? redress_format_amount (&amount) : NULL;
}

/* The ticket itself comes later than its decision. */
static void
show_seen (RedressFirstDecisionCard *self, RedressOpenCase *open)
{
  RedressTicket *previous = open->data->previous;

  gtk_widget_set_visible (self->seen, previous != NULL);
  gtk_widget_set_visible (self->seen_title, previous != NULL && previous->evidence->len > 0);
  if (previous != NULL)
    redress_evidence_strip_show_some (REDRESS_EVIDENCE_STRIP (self->seen), open,
                                      previous->evidence);
}

/* (nullable) (transfer full): whoever approved a decision does not judge the appeal, either. */
static char *
format_approver (RedressOpenCase *open, const RedressDecision *decision)
{
  const char *name =
      decision->approved_by_name != NULL ? decision->approved_by_name : decision->approved_by;

  if (name != NULL && open->account != NULL &&
      g_strcmp0 (open->account->id, decision->approved_by) == 0)
    return g_strdup_printf (_ ("%s · that was you"), name);
  return g_strdup (name);
}

static void
add_rows (RedressFirstDecisionCard *self, RedressOpenCase *open, const RedressDecision *decision)
{
  g_autofree char *moment =
      redress_format_moment (decision->recorded_at, redress_open_case_get_now (open));
  g_autofree char *when = g_strdup_printf (_ ("%s · round %d"), moment, (int)decision->round);
  gboolean same = open->account != NULL && g_strcmp0 (open->account->id, decision->actor) == 0;
  g_autofree char *by = g_strdup_printf (
      same ? _ ("%s · that was you") : _ ("%s · you are another person"), decision->actor_name);
  g_autofree char *note = decision->note != NULL && *decision->note != '\0'
                              ? g_strdup_printf (_ ("“%s”"), decision->note)
                              : NULL;
  g_autofree char *rules =
      open->data->previous != NULL
          ? g_strdup_printf (_ ("version %d"), (int)open->data->previous->policy_version)
          : NULL;
  g_autofree char *approver = format_approver (open, decision);
  g_autofree char *granted = format_granted (open);
  g_autofree char *told = redress_message_quote (decision);

  add_row (self, C_ ("decision", "When"), when);
  add_row (self, C_ ("decision", "By"), by);
  add_row (self, C_ ("decision", "Approved"), approver);
  add_row (self, C_ ("decision", "Reason"), get_reason (open, decision->reason_code));
  add_row (self, C_ ("decision", "Granted"), granted);
  add_row (self, C_ ("decision", "Told"), told);
  add_row (self, C_ ("decision", "Note"), note);
  add_row (self, C_ ("decision", "Against rules"), decision->override_reason);
  add_row (self, C_ ("decision", "Rules then"), rules);
}

void
redress_first_decision_card_set_thumbs (RedressFirstDecisionCard *self, RedressThumbs *thumbs)
{
  g_return_if_fail (REDRESS_IS_FIRST_DECISION_CARD (self));

  redress_evidence_strip_set_thumbs (REDRESS_EVIDENCE_STRIP (self->seen), thumbs);
}

static const char *
explain_nothing (RedressOpenCase *open)
{
  if (open->data->ticket->previous_ticket == 0)
    return _ ("The first decision was not made in Redress.");
  return open->data->previous != NULL ? _ ("The first ticket has no decision.")
                                      : _ ("The first decision is not on this computer.");
}

static void
show_nothing (RedressFirstDecisionCard *self, RedressOpenCase *open)
{
  gtk_widget_set_visible (self->verdict, FALSE);
  gtk_widget_set_visible (self->seen, FALSE);
  gtk_widget_set_visible (self->seen_title, FALSE);
  gtk_box_append (GTK_BOX (self->rows), redress_line_new (explain_nothing (open), "small dim"));
}

void
redress_first_decision_card_show (RedressFirstDecisionCard *self, RedressOpenCase *open)
{
  const RedressDecision *decision;
  RedressCase *data;
  GtkWidget *child;

  g_return_if_fail (REDRESS_IS_FIRST_DECISION_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  data = open->data;
  decision = redress_open_case_get_first_decision (open);
  while ((child = gtk_widget_get_first_child (self->rows)) != NULL)
    gtk_box_remove (GTK_BOX (self->rows), child);
  gtk_widget_set_visible (self->open_button,
                          data->ticket->previous_ticket != 0 && data->previous == NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open_button), "x",
                                    data->ticket->previous_ticket);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open_button), "case.open-ticket");
  if (decision == NULL)
    {
      show_nothing (self, open);
      return;
    }
  gtk_widget_set_visible (self->verdict, TRUE);
  redress_chip_set (REDRESS_CHIP (self->verdict),
                    redress_verdict_get_label (
                        decision->verdict, data->previous != NULL ? data->previous->summary->kind
                                                                  : REDRESS_KIND_REVIEW),
                    redress_verdict_get_icon (decision->verdict),
                    decision->verdict == REDRESS_VERDICT_REJECT ? "bad" : "ok");
  add_rows (self, open, decision);
  show_seen (self, open);
}
