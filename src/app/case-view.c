/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-view.h"

#include "config.h"

#include "app/case-head.h"
#include "app/compare-card.h"
#include "app/findings-card.h"
#include "app/line.h"
#include "app/rules-strip.h"
#include "app/state-strip.h"

#include <glib/gi18n.h>

#define FINDINGS_WIDTH 312

struct _RedressCaseView
{
  AdwBin parent_instance;

  GtkWidget *head;
  GtkWidget *scroll;
  GtkWidget *body;
  GtkWidget *strip;
  GtkWidget *rules;
  GtkWidget *checklist; /* revealer under the rules strip, compact */
  GtkWidget *cards;
  GtkWidget *compare;
  GtkWidget *findings;
  GtkWidget *bar;
  gint64 ticket;
  gboolean compact;
};

G_DEFINE_FINAL_TYPE (RedressCaseView, redress_case_view, ADW_TYPE_BIN)

static void
rules_folded_cb (RedressCaseView *self, gboolean unfolded)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->checklist), unfolded);
}

static void
redress_case_view_class_init (RedressCaseViewClass *klass)
{
}

static GtkWidget *
create_cards (RedressCaseView *self)
{
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->compare = g_object_new (REDRESS_TYPE_COMPARE_CARD, "hexpand", TRUE, NULL);
  self->findings = g_object_new (REDRESS_TYPE_FINDINGS_CARD, "width-request", FINDINGS_WIDTH, NULL);
  gtk_box_append (GTK_BOX (cards), self->compare);
  gtk_box_append (GTK_BOX (cards), self->findings);
  return cards;
}

static GtkWidget *
create_body (RedressCaseView *self)
{
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->strip = g_object_new (REDRESS_TYPE_STATE_STRIP, NULL);
  self->rules = g_object_new (REDRESS_TYPE_RULES_STRIP, "visible", FALSE, NULL);
  self->checklist = g_object_new (GTK_TYPE_REVEALER, "visible", FALSE, NULL);
  g_signal_connect_swapped (self->rules, "folded", G_CALLBACK (rules_folded_cb), self);
  self->cards = create_cards (self);
  gtk_box_append (GTK_BOX (body), self->strip);
  gtk_box_append (GTK_BOX (body), self->rules);
  gtk_box_append (GTK_BOX (body), self->checklist);
  gtk_box_append (GTK_BOX (body), self->cards);
  redress_add_css_classes (body, "case-body");
  return body;
}

static void
redress_case_view_init (RedressCaseView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->head = g_object_new (REDRESS_TYPE_CASE_HEAD, NULL);
  self->body = create_body (self);
  self->bar = g_object_new (REDRESS_TYPE_DECISION_BAR, NULL);
  self->scroll = gtk_scrolled_window_new ();
  g_object_set (self->scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, "child",
                self->body, NULL);
  gtk_box_append (GTK_BOX (box), self->head);
  gtk_box_append (GTK_BOX (box), self->scroll);
  gtk_box_append (GTK_BOX (box), self->bar);
  adw_bin_set_child (ADW_BIN (self), box);
}

void
redress_case_view_show (RedressCaseView *self,
                        RedressOpenCase *open,
                        const RedressDraft *draft,
                        gboolean reopened)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  redress_case_head_show (REDRESS_CASE_HEAD (self->head), open);
  redress_state_strip_show (REDRESS_STATE_STRIP (self->strip), open);
  redress_rules_strip_show (REDRESS_RULES_STRIP (self->rules), open);
  redress_compare_card_show (REDRESS_COMPARE_CARD (self->compare), open);
  redress_findings_card_show (REDRESS_FINDINGS_CARD (self->findings), open);
  redress_decision_bar_show (REDRESS_DECISION_BAR (self->bar), open, draft, reopened);
  gtk_widget_set_visible (self->rules, self->compact && open->data->evaluation != NULL);
  if (self->ticket != open->data->summary->id)
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)), 0);
  self->ticket = open->data->summary->id;
}

/* Narrow: the checklist folds under its strip. */
static void
place_findings (RedressCaseView *self)
{
  g_object_ref (self->findings);
  if (self->compact)
    {
      gtk_box_remove (GTK_BOX (self->cards), self->findings);
      gtk_revealer_set_child (GTK_REVEALER (self->checklist), self->findings);
    }
  else
    {
      gtk_revealer_set_child (GTK_REVEALER (self->checklist), NULL);
      gtk_box_append (GTK_BOX (self->cards), self->findings);
    }
  g_object_unref (self->findings);
  gtk_widget_set_size_request (self->findings, self->compact ? -1 : FINDINGS_WIDTH, -1);
  redress_findings_card_set_strip_shown (REDRESS_FINDINGS_CARD (self->findings), !self->compact);
  redress_rules_strip_set_counts (REDRESS_RULES_STRIP (self->rules), self->compact);
  gtk_widget_set_visible (self->rules, self->compact);
  gtk_widget_set_visible (self->checklist, self->compact);
}

void
redress_case_view_set_compact (RedressCaseView *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  redress_case_head_set_compact (REDRESS_CASE_HEAD (self->head), compact);
  redress_state_strip_set_compact (REDRESS_STATE_STRIP (self->strip), compact);
  redress_compare_card_set_compact (REDRESS_COMPARE_CARD (self->compare), compact);
  redress_decision_bar_set_compact (REDRESS_DECISION_BAR (self->bar), compact);
  place_findings (self);
}

RedressDecisionBar *
redress_case_view_get_bar (RedressCaseView *self)
{
  g_return_val_if_fail (REDRESS_IS_CASE_VIEW (self), NULL);

  return REDRESS_DECISION_BAR (self->bar);
}

void
redress_case_view_tick (RedressCaseView *self)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));

  redress_case_head_tick (REDRESS_CASE_HEAD (self->head));
  redress_state_strip_tick (REDRESS_STATE_STRIP (self->strip));
  redress_decision_bar_tick (REDRESS_DECISION_BAR (self->bar));
}
