/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/then-now-card.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

#define COLUMNS 4
#define MAX_ROWS 10

struct _RedressThenNowCard
{
  GtkBox parent_instance;

  GtkWidget *grid;
  int rows;
};

G_DEFINE_FINAL_TYPE (RedressThenNowCard, redress_then_now_card, GTK_TYPE_BOX)

static void
redress_then_now_card_class_init (RedressThenNowCardClass *klass)
{
}

static void
redress_then_now_card_init (RedressThenNowCard *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  self->grid = g_object_new (GTK_TYPE_GRID, "row-spacing", 2, "focusable", TRUE, "accessible-role",
                             GTK_ACCESSIBLE_ROLE_GROUP, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->grid), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What changed for the decision"), -1);
  gtk_box_append (GTK_BOX (self),
                  redress_line_new (_ ("What changed for the decision"), "heading"));
  gtk_box_append (GTK_BOX (self), self->grid);
  redress_add_css_classes (GTK_WIDGET (self), "card pane-card");
}

static GtkWidget *
create_word (gboolean changed)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *icon =
      gtk_image_new_from_icon_name (changed ? "go-jump-symbolic" : "object-select-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 14);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box),
                  redress_line_new_whole (changed ? C_ ("state", "changed") : C_ ("state", "same"),
                                          "small-caption semibold"));
  gtk_widget_add_css_class (box, changed ? "warn-c" : "dim");
  return box;
}

static void
attach (RedressThenNowCard *self, GtkWidget *cell, int column, gboolean changed)
{
  gtk_widget_add_css_class (cell, "cell");
  if (changed)
    gtk_widget_add_css_class (cell, "lit");
  if (column == 0)
    gtk_widget_add_css_class (cell, "row-start");
  if (column == COLUMNS - 1)
    gtk_widget_add_css_class (cell, "row-end");
  gtk_grid_attach (GTK_GRID (self->grid), cell, column, self->rows, 1, 1);
}

static void
add_row (RedressThenNowCard *self, const char *label, const char *then, const char *now)
{
  gboolean changed = g_strcmp0 (then, now) != 0;
  GtkWidget *then_cell = redress_line_new (then, "small numeric");
  GtkWidget *now_cell =
      redress_line_new (now, changed ? "small numeric semibold" : "small numeric");

  self->rows++;
  gtk_widget_set_hexpand (then_cell, TRUE);
  gtk_widget_set_hexpand (now_cell, TRUE);
  attach (self, redress_line_new (label, "small dim"), 0, changed);
  attach (self, then_cell, 1, changed);
  attach (self, now_cell, 2, changed);
  attach (self, create_word (changed), 3, changed);
}

static gboolean
is_looked_at (const RedressEvaluation *evaluation, const char *name)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (finding->rule != evaluation->deciding)
        continue;
      for (guint k = 0; k < finding->facts->len; k++)
        if (g_str_equal (((RedressFindingFact *)g_ptr_array_index (finding->facts, k))->name, name))
          return TRUE;
    }
  return FALSE;
}

static void
add_fact (RedressThenNowCard *self, RedressOpenCase *open, const RedressFact *fact)
{
  const RedressFact *old = redress_ticket_find_fact (open->data->previous, fact->name);
  g_autofree char *then = old != NULL ? redress_fact_format_dated (open, old) : NULL;
  g_autofree char *now = redress_fact_format_dated (open, fact);
  gboolean changed = g_strcmp0 (then, now) != 0;

  if (self->rows >= MAX_ROWS || (!changed && !is_looked_at (open->data->evaluation, fact->name)))
    return;
  add_row (self, redress_open_case_get_name_label (open, fact->name),
           then != NULL ? then : C_ ("fact", "not looked at"), now);
}

static char *
format_rule (const RedressEvaluation *evaluation, RedressKind kind)
{
  const char *verdict = redress_verdict_get_label (evaluation->recommended, kind);

  return evaluation->deciding != NULL ? g_strdup_printf ("%s %s", evaluation->deciding->id, verdict)
                                      : g_strdup (verdict);
}

/* Under one version of the rules the first ticket can be judged again; of an older version only
 * the number is known here. */
static void
add_rule (RedressThenNowCard *self, RedressOpenCase *open)
{
  RedressTicket *previous = open->data->previous;
  const RedressDecision *decision = redress_open_case_get_first_decision (open);
  g_autofree char *now = format_rule (open->data->evaluation, open->data->summary->kind);
  g_autofree char *then = NULL;

  if (previous->policy_version == open->data->ticket->policy_version && decision != NULL)
    {
      g_autoptr (RedressEvaluation) first =
          redress_policy_evaluate (open->data->policy, previous, decision->recorded_at);
      then = format_rule (first, previous->summary->kind);
    }
  else
    then = g_strdup_printf (_ ("version %d"), (int)previous->policy_version);
  add_row (self, _ ("Rule that applies"), then, now);
}

static void
add_heads (RedressThenNowCard *self)
{
  gtk_grid_attach (GTK_GRID (self->grid), redress_line_new (C_ ("fact", "Then"), "cell-head"), 1, 0,
                   1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), redress_line_new (C_ ("fact", "Now"), "cell-head"), 2, 0,
                   1, 1);
}

void
redress_then_now_card_show (RedressThenNowCard *self, RedressOpenCase *open)
{
  RedressCase *data;
  GtkWidget *child;

  g_return_if_fail (REDRESS_IS_THEN_NOW_CARD (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  data = open->data;
  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  self->rows = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), data->previous != NULL && data->ticket != NULL &&
                                                 data->evaluation != NULL);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    return;
  add_heads (self);
  for (guint i = 0; i < data->ticket->facts->len; i++)
    add_fact (self, open, g_ptr_array_index (data->ticket->facts, i));
  add_rule (self, open);
}
