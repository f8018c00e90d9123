/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-view-private.h"

#include "config.h"

#include "app/case-head.h"
#include "app/changed-strip.h"
#include "app/calculator-card.h"
#include "app/compare-card.h"
#include "app/evidence-strip.h"
#include "app/facts-card.h"
#include "app/findings-card.h"
#include "app/first-decision-card.h"
#include "app/history-card.h"
#include "app/notes-card.h"
#include "app/related-card.h"
#include "app/rules-strip.h"
#include "app/since-card.h"
#include "app/state-strip.h"
#include "app/then-now-card.h"
#include "app/timeline-card.h"

#include <glib/gi18n.h>

enum
{
  SEEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressCaseView, redress_case_view, ADW_TYPE_BIN)

static void
seen_cb (RedressCaseView *self)
{
  g_signal_emit (self, signals[SEEN], 0);
}

static void
show_cited (RedressCaseView *self)
{
  const RedressDraft *draft = redress_decision_form_get_draft (
      redress_decision_bar_get_form (REDRESS_DECISION_BAR (self->bar)));
  char *const *cited = draft != NULL ? draft->cited : NULL;

  redress_evidence_strip_set_cited (REDRESS_EVIDENCE_STRIP (self->evidence), cited);
  redress_since_card_set_cited (REDRESS_SINCE_CARD (self->since), cited);
}

static void
redress_case_view_dispose (GObject *object)
{
  RedressCaseView *self = REDRESS_CASE_VIEW (object);

  g_clear_object (&self->thumbs);
  g_clear_object (&self->open);
  G_OBJECT_CLASS (redress_case_view_parent_class)->dispose (object);
}

static void
redress_case_view_class_init (RedressCaseViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = redress_case_view_dispose;
  signals[SEEN] = g_signal_new ("seen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
redress_case_view_init (RedressCaseView *self)
{
  redress_case_view_build (self);
  g_signal_connect_object (self->bar, "draft-changed", G_CALLBACK (show_cited), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->changed, "seen", G_CALLBACK (seen_cb), self, G_CONNECT_SWAPPED);
}

static void
show_appeal (RedressCaseView *self)
{
  gboolean appeal = self->open->data->summary->kind == REDRESS_KIND_APPEAL &&
                    self->open->data->ticket != NULL && self->open->data->policy != NULL;

  gtk_widget_set_visible (self->appeal, appeal);
  gtk_widget_set_visible (self->then_now, appeal);
  gtk_widget_set_visible (self->strip, !appeal && self->open->data->ticket != NULL);
  redress_rules_strip_set_version_shown (REDRESS_RULES_STRIP (self->rules), appeal);
  redress_findings_card_set_strip_shown (REDRESS_FINDINGS_CARD (self->findings),
                                         !appeal && !self->compact);
  redress_rules_strip_show (REDRESS_RULES_STRIP (self->rules), self->open);
  gtk_widget_set_visible (self->folding,
                          (appeal || self->compact) && self->open->data->evaluation != NULL);
  if (!appeal)
    return;
  redress_first_decision_card_show (REDRESS_FIRST_DECISION_CARD (self->first), self->open);
  redress_since_card_show (REDRESS_SINCE_CARD (self->since), self->open);
  redress_then_now_card_show (REDRESS_THEN_NOW_CARD (self->then_now), self->open);
}

/* "Evidence 4/5" */
static void
show_doors (RedressCaseView *self)
{
  RedressCase *data = self->open->data;
  guint here = data->ticket != NULL ? data->ticket->evidence->len : 0;
  guint missing = data->evaluation != NULL ? g_strv_length (data->evaluation->missing_slots) : 0;
  g_autofree char *label = g_strdup_printf (_ ("Evidence %u/%u"), here, here + missing);

  adw_button_content_set_label (
      ADW_BUTTON_CONTENT (gtk_button_get_child (GTK_BUTTON (self->evidence_door))), label);
}

static gboolean
is_judged_alike (const RedressEvaluation *a, const RedressEvaluation *b)
{
  if (a == NULL || b == NULL || a->recommended != b->recommended ||
      a->findings->len != b->findings->len)
    return FALSE;
  for (guint i = 0; i < a->findings->len; i++)
    if (((const RedressFinding *)g_ptr_array_index (a->findings, i))->outcome !=
        ((const RedressFinding *)g_ptr_array_index (b->findings, i))->outcome)
      return FALSE;
  return TRUE;
}

/* What a decision rests on is the same: a claim was renewed, or a picture has come. */
static gboolean
is_alike (RedressCase *a, RedressCase *b)
{
  return a->summary->id == b->summary->id && a->ticket != NULL && b->ticket != NULL &&
         a->ticket->summary->version == b->ticket->summary->version &&
         a->ticket->policy_version == b->ticket->policy_version &&
         a->ticket->events->len == b->ticket->events->len &&
         (a->previous == NULL) == (b->previous == NULL) &&
         is_judged_alike (a->evaluation, b->evaluation);
}

/* Parts that stay keep the focus and what was unfolded in them. */
static void
show_body (RedressCaseView *self, gboolean alike)
{
  RedressOpenCase *open = self->open;

  redress_state_strip_show (REDRESS_STATE_STRIP (self->strip), open);
  redress_related_card_show (REDRESS_RELATED_CARD (self->related), open);
  if (!alike)
    {
      redress_compare_card_show (REDRESS_COMPARE_CARD (self->compare), open);
      redress_calculator_card_show (REDRESS_CALCULATOR_CARD (self->calculator), open);
      redress_findings_card_show (REDRESS_FINDINGS_CARD (self->findings), open);
      redress_timeline_card_show (REDRESS_TIMELINE_CARD (self->timeline), open);
      /* Without lines to compare there is no button, and room enough. */
      redress_facts_card_show (REDRESS_FACTS_CARD (self->facts), open,
                               gtk_widget_get_visible (self->compare));
    }
  redress_evidence_strip_show (REDRESS_EVIDENCE_STRIP (self->evidence), open);
  redress_notes_card_show (REDRESS_NOTES_CARD (self->notes), open);
  redress_history_card_show (REDRESS_HISTORY_CARD (self->history), open);
  gtk_widget_set_visible (self->extras, gtk_widget_get_visible (self->notes) ||
                                            gtk_widget_get_visible (self->history));
  show_appeal (self);
  show_doors (self);
}

void
redress_case_view_show (RedressCaseView *self,
                        RedressOpenCase *open,
                        const RedressDraft *draft,
                        gboolean reopened)
{
  gboolean other, alike;

  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  alike = self->open != NULL && is_alike (self->open->data, open->data);
  other = self->ticket != open->data->summary->id;
  self->ticket = open->data->summary->id;
  g_set_object (&self->open, open);
  redress_case_head_show (REDRESS_CASE_HEAD (self->head), open);
  show_body (self, alike);
  redress_decision_bar_show (REDRESS_DECISION_BAR (self->bar), open, draft, reopened);
  show_cited (self);
  if (!other)
    return;
  gtk_stack_set_visible_child (GTK_STACK (self->pages), self->scroll);
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroll)), 0);
}

void
redress_case_view_show_values (RedressCaseView *self)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));

  if (self->open == NULL || self->open->data->ticket == NULL)
    return;
  redress_compare_card_show (REDRESS_COMPARE_CARD (self->compare), self->open);
  redress_facts_card_show (REDRESS_FACTS_CARD (self->facts), self->open,
                           gtk_widget_get_visible (self->compare));
}

void
redress_case_view_set_changes (RedressCaseView *self, GPtrArray *changes)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));

  redress_changed_strip_show (REDRESS_CHANGED_STRIP (self->changed), changes);
  redress_decision_bar_set_obstacle (
      REDRESS_DECISION_BAR (self->bar),
      changes->len > 0 ? _ ("Look at what changed first, then press Seen.") : NULL);
}

void
redress_case_view_set_store (RedressCaseView *self, RedressStore *store)
{
  g_return_if_fail (REDRESS_IS_CASE_VIEW (self));

  redress_thumbs_set_store (self->thumbs, store);
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
  redress_facts_card_set_compact (REDRESS_FACTS_CARD (self->facts), compact);
  redress_decision_bar_set_compact (REDRESS_DECISION_BAR (self->bar), compact);
  redress_case_view_arrange (self);
  if (self->open != NULL)
    show_appeal (self);
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
