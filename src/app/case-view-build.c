/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-view-private.h"

#include "config.h"

#include "app/calculator-card.h"
#include "app/case-head.h"
#include "app/changed-strip.h"
#include "app/compare-card.h"
#include "app/evidence-strip.h"
#include "app/facts-card.h"
#include "app/findings-card.h"
#include "app/first-decision-card.h"
#include "app/history-card.h"
#include "app/line.h"
#include "app/notes-card.h"
#include "app/related-card.h"
#include "app/rules-strip.h"
#include "app/since-card.h"
#include "app/state-strip.h"
#include "app/then-now-card.h"
#include "app/timeline-card.h"

#include <glib/gi18n.h>

#define FINDINGS_WIDTH 320

static void
rules_folded_cb (RedressCaseView *self, gboolean unfolded)
{
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->checklist), unfolded);
}

static GtkWidget *
create_cards (RedressCaseView *self)
{
  GtkWidget *cards = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->compare = g_object_new (REDRESS_TYPE_COMPARE_CARD, "hexpand", TRUE, NULL);
  self->findings = g_object_new (REDRESS_TYPE_FINDINGS_CARD, "width-request", FINDINGS_WIDTH, NULL);
  self->findings_clamp =
      g_object_new (ADW_TYPE_CLAMP, "maximum-size", FINDINGS_WIDTH, "tightening-threshold",
                    FINDINGS_WIDTH, "hexpand", FALSE, "child", self->findings, NULL);
  gtk_box_append (GTK_BOX (cards), self->compare);
  gtk_box_append (GTK_BOX (cards), self->findings_clamp);
  /* The cards are as high as the taller one, and no higher. */
  gtk_widget_set_vexpand (cards, FALSE);
  return cards;
}

static GtkWidget *
create_appeal (RedressCaseView *self)
{
  GtkWidget *appeal = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->first = g_object_new (REDRESS_TYPE_FIRST_DECISION_CARD, "hexpand", TRUE, NULL);
  self->since = g_object_new (REDRESS_TYPE_SINCE_CARD, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (appeal), self->first);
  gtk_box_append (GTK_BOX (appeal), self->since);
  return appeal;
}

static GtkWidget *
create_extras (RedressCaseView *self)
{
  GtkWidget *extras = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->notes = g_object_new (REDRESS_TYPE_NOTES_CARD, "hexpand", TRUE, NULL);
  self->history = g_object_new (REDRESS_TYPE_HISTORY_CARD, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (extras), self->notes);
  gtk_box_append (GTK_BOX (extras), self->history);
  return extras;
}

static void
show_page (RedressCaseView *self, GtkWidget *page)
{
  GtkWidget *scroll = gtk_widget_get_ancestor (page, GTK_TYPE_SCROLLED_WINDOW);

  gtk_stack_set_visible_child (GTK_STACK (self->pages), scroll);
  gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
timeline_door_cb (RedressCaseView *self)
{
  show_page (self, self->timeline_page);
}

static void
evidence_door_cb (RedressCaseView *self)
{
  show_page (self, self->evidence_page);
}

static void
page_back_cb (RedressCaseView *self)
{
  show_page (self, self->body);
}

static GtkWidget *
create_door (RedressCaseView *self, const char *label, const char *icon, GCallback callback)
{
  GtkWidget *door = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (door),
                        g_object_new (ADW_TYPE_BUTTON_CONTENT, "label", label, "icon-name", icon,
                                      "halign", GTK_ALIGN_CENTER, NULL));
  g_signal_connect_object (door, "clicked", callback, self, G_CONNECT_SWAPPED);
  return door;
}

static GtkWidget *
create_doors (RedressCaseView *self)
{
  GtkWidget *doors = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  self->evidence_door =
      create_door (self, _ ("Evidence"), "mail-attachment-symbolic", G_CALLBACK (evidence_door_cb));
  gtk_box_append (GTK_BOX (doors), create_door (self, _ ("Timeline"), "view-list-bullet-symbolic",
                                                G_CALLBACK (timeline_door_cb)));
  gtk_box_append (GTK_BOX (doors), self->evidence_door);
  gtk_box_set_homogeneous (GTK_BOX (doors), TRUE);
  gtk_widget_set_visible (doors, FALSE);
  return doors;
}

static GtkWidget *
create_page (RedressCaseView *self, const char *title)
{
  GtkWidget *page = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  GtkWidget *back = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (back),
                        g_object_new (ADW_TYPE_BUTTON_CONTENT, "label", title, "icon-name",
                                      "go-previous-symbolic", NULL));
  gtk_widget_set_halign (back, GTK_ALIGN_START);
  gtk_widget_add_css_class (back, "flat");
  gtk_widget_set_tooltip_text (back, _ ("Back to the case"));
  g_signal_connect_object (back, "clicked", G_CALLBACK (page_back_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (page), back);
  gtk_widget_add_css_class (page, "case-body");
  gtk_stack_add_child (GTK_STACK (self->pages),
                       g_object_new (GTK_TYPE_SCROLLED_WINDOW, "hscrollbar-policy",
                                     GTK_POLICY_NEVER, "child", page, NULL));
  return page;
}

static void
fill_body (RedressCaseView *self)
{
  GtkBox *body = GTK_BOX (self->body);

  self->strip = g_object_new (REDRESS_TYPE_STATE_STRIP, NULL);
  self->related = g_object_new (REDRESS_TYPE_RELATED_CARD, NULL);
  self->rules = g_object_new (REDRESS_TYPE_RULES_STRIP, "visible", FALSE, NULL);
  self->checklist = g_object_new (GTK_TYPE_REVEALER, "visible", FALSE, NULL);
  self->folding = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->folding), self->rules);
  gtk_box_append (GTK_BOX (self->folding), self->checklist);
  g_signal_connect_object (self->rules, "folded", G_CALLBACK (rules_folded_cb), self,
                           G_CONNECT_SWAPPED);
  self->appeal = create_appeal (self);
  self->then_now = g_object_new (REDRESS_TYPE_THEN_NOW_CARD, NULL);
  self->cards = create_cards (self);
  self->facts = g_object_new (REDRESS_TYPE_FACTS_CARD, NULL);
  redress_compare_card_add_to_heading (
      REDRESS_COMPARE_CARD (self->compare),
      redress_facts_card_get_fold (REDRESS_FACTS_CARD (self->facts)));
  self->calculator = g_object_new (REDRESS_TYPE_CALCULATOR_CARD, NULL);
  self->doors = create_doors (self);
  self->timeline = g_object_new (REDRESS_TYPE_TIMELINE_CARD, NULL);
  self->evidence = g_object_new (REDRESS_TYPE_EVIDENCE_STRIP, NULL);
  self->extras = create_extras (self);
  gtk_box_append (body, self->strip);
  gtk_box_append (body, self->related);
  gtk_box_append (body, self->folding);
  gtk_box_append (body, self->appeal);
  gtk_box_append (body, self->then_now);
  gtk_box_append (body, self->cards);
  gtk_box_append (body, self->calculator);
  gtk_box_append (body, self->facts);
  gtk_box_append (body, self->doors);
  gtk_box_append (body, self->timeline);
  gtk_box_append (body, self->evidence);
  gtk_box_append (body, self->extras);
}

void
redress_case_view_build (RedressCaseView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->thumbs = redress_thumbs_new ();
  self->head = g_object_new (REDRESS_TYPE_CASE_HEAD, NULL);
  self->changed = g_object_new (REDRESS_TYPE_CHANGED_STRIP, NULL);
  gtk_widget_add_css_class (self->changed, "case-notice");
  self->body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class (self->body, "case-body");
  fill_body (self);
  self->scroll = gtk_scrolled_window_new ();
  g_object_set (self->scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "child", self->body, NULL);
  self->pages = g_object_new (GTK_TYPE_STACK, "vexpand", TRUE, "vhomogeneous", FALSE,
                              "hhomogeneous", FALSE, NULL);
  gtk_stack_add_child (GTK_STACK (self->pages), self->scroll);
  self->timeline_page = create_page (self, _ ("Timeline"));
  self->evidence_page = create_page (self, _ ("Evidence"));
  self->bar = g_object_new (REDRESS_TYPE_DECISION_BAR, NULL);
  redress_evidence_strip_set_thumbs (REDRESS_EVIDENCE_STRIP (self->evidence), self->thumbs);
  redress_first_decision_card_set_thumbs (REDRESS_FIRST_DECISION_CARD (self->first), self->thumbs);
  redress_since_card_set_thumbs (REDRESS_SINCE_CARD (self->since), self->thumbs);
  gtk_box_append (GTK_BOX (box), self->head);
  gtk_box_append (GTK_BOX (box), self->changed);
  gtk_box_append (GTK_BOX (box), self->pages);
  gtk_box_append (GTK_BOX (box), self->bar);
  adw_bin_set_child (ADW_BIN (self), box);
  redress_case_view_arrange (self);
}

static void
move (GtkWidget *widget, GtkWidget *to, GtkWidget *after)
{
  g_object_ref (widget);
  gtk_box_remove (GTK_BOX (gtk_widget_get_parent (widget)), widget);
  if (after != NULL)
    gtk_box_insert_child_after (GTK_BOX (to), widget, after);
  else
    gtk_box_append (GTK_BOX (to), widget);
  g_object_unref (widget);
}

/* Narrow: the checklist folds under its strip. */
static void
place_findings (RedressCaseView *self)
{
  g_object_ref (self->findings);
  if (self->compact)
    {
      adw_clamp_set_child (ADW_CLAMP (self->findings_clamp), NULL);
      gtk_revealer_set_child (GTK_REVEALER (self->checklist), self->findings);
    }
  else if (gtk_widget_get_parent (self->findings) == self->checklist)
    {
      gtk_revealer_set_child (GTK_REVEALER (self->checklist), NULL);
      adw_clamp_set_child (ADW_CLAMP (self->findings_clamp), self->findings);
    }
  g_object_unref (self->findings);
  gtk_widget_set_margin_top (self->findings, self->compact ? 8 : 0);
  gtk_widget_set_size_request (self->findings, self->compact ? -1 : FINDINGS_WIDTH, -1);
  redress_rules_strip_set_counts (REDRESS_RULES_STRIP (self->rules), self->compact);
  gtk_widget_set_visible (self->checklist, self->compact);
  gtk_widget_set_visible (self->findings_clamp, !self->compact);
}

void
redress_case_view_arrange (RedressCaseView *self)
{
  GtkOrientation across = self->compact ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;

  place_findings (self);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->appeal), across);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->extras), across);
  gtk_box_set_homogeneous (GTK_BOX (self->appeal), !self->compact);
  gtk_box_set_homogeneous (GTK_BOX (self->extras), !self->compact);
  gtk_widget_set_visible (self->doors, self->compact);
  redress_evidence_strip_set_vertical (REDRESS_EVIDENCE_STRIP (self->evidence), self->compact);
  if (self->compact)
    {
      move (self->timeline, self->timeline_page, NULL);
      move (self->evidence, self->evidence_page, NULL);
    }
  else if (gtk_widget_get_parent (self->timeline) != self->body)
    {
      move (self->timeline, self->body, self->doors);
      move (self->evidence, self->body, self->timeline);
      gtk_stack_set_visible_child (GTK_STACK (self->pages), self->scroll);
    }
}
