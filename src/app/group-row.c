/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/group-row.h"

#include "config.h"

#include "app/chip.h"
#include "app/decision-check.h"
#include "app/format.h"
#include "app/group-member.h"
#include "app/labels.h"
#include "app/line.h"

#include <glib/gi18n.h>

struct _RedressGroupRow
{
  GtkBox parent_instance;

  GtkWidget *check;
  GtkWidget *title;
  GtkWidget *detail;
  GtkWidget *chip;
  GtkWidget *open;
  RedressGroup *group;        /* (unowned): the window's, as this row is */
  RedressGroupMember *member; /* (unowned): lives as long as the group */
  gboolean quiet;
};

G_DEFINE_FINAL_TYPE (RedressGroupRow, redress_group_row, GTK_TYPE_BOX)

static void
toggled_cb (RedressGroupRow *self)
{
  if (self->quiet)
    return;
  self->member->unwanted = !gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check));
  redress_group_choose_again (self->group);
}

static const RedressFinding *
find_deciding (const RedressEvaluation *evaluation)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (finding->rule == evaluation->deciding)
        return finding;
    }
  return NULL;
}

/* What settled it, in the words of the policy. */
static char *
explain (const RedressGroupMember *member)
{
  RedressCase *data = member->open != NULL ? member->open->data : NULL;
  const RedressFinding *finding =
      data != NULL && data->evaluation != NULL ? find_deciding (data->evaluation) : NULL;

  return finding != NULL ? redress_finding_explain (finding, data->policy, redress_language ())
                         : g_strdup (_ ("Looking…"));
}

static char *
describe_recommended (const RedressGroupMember *member)
{
  RedressCase *data = member->open->data;
  RedressVerdict verdict = data->evaluation->recommended;
  const char *label = redress_verdict_get_label (verdict, data->summary->kind);
  RedressAmount amount = data->summary->amount;
  g_autofree char *words = NULL;

  if (!redress_decision_has_amount (verdict) ||
      !redress_evaluation_get_amount (data->evaluation, data->policy, data->ticket, verdict,
                                      &amount))
    return g_strdup (label);
  words = redress_format_amount (&amount);
  return g_strdup_printf ("%s · %s", label, words);
}

static GtkWidget *
create_stage_chip (RedressGroup *group, const RedressGroupMember *member)
{
  g_autofree char *words = NULL;

  switch (member->stage)
    {
    case REDRESS_GROUP_LEFT_OUT:
      return redress_chip_new (_ ("Stays out"), "action-unavailable-symbolic", "warn");
    case REDRESS_GROUP_RECORDED:
      return redress_chip_new (_ ("Recorded"), "mail-send-symbolic", "acc");
    case REDRESS_GROUP_APPLIED:
      return redress_chip_new (_ ("Applied"), "object-select-symbolic", "ok");
    case REDRESS_GROUP_TROUBLE:
      return redress_chip_new (_ ("Not applied"), "dialog-warning-symbolic", "bad");
    case REDRESS_GROUP_READY:
      words = describe_recommended (member);
      return redress_chip_new (words, NULL, redress_group_goes (group, member) ? "ok" : "");
    case REDRESS_GROUP_TAKING:
    case REDRESS_GROUP_RECORDING:
    case REDRESS_GROUP_TAKEN_BACK:
    default:
      return redress_chip_new ("…", NULL, "");
    }
}

static char *
describe_title (const RedressGroupMember *member)
{
  return member->open != NULL
             ? g_strdup_printf ("%s · %s", member->open->data->summary->external_id,
                                member->open->data->summary->customer_name)
             : redress_ticket_format_id (member->ticket);
}

static char *
describe_detail (RedressGroup *group, const RedressGroupMember *member)
{
  char *difference =
      member->stage == REDRESS_GROUP_READY ? redress_group_dup_difference (group, member) : NULL;

  if (member->why == NULL && difference == NULL)
    return explain (member);
  if (member->why == NULL)
    return difference;
  g_free (difference);
  return g_strdup (member->why);
}

static void
show_check (RedressGroupRow *self, const char *title)
{
  gboolean goes = redress_group_goes (self->group, self->member);
  /* Translators: a ticket, such as "KM-1 · Ada" */
  g_autofree char *label = g_strdup_printf (_ ("Decide %s with the others"), title);

  self->quiet = TRUE;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), goes);
  self->quiet = FALSE;
  gtk_widget_set_sensitive (self->check, goes || self->member->unwanted);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
}

void
redress_group_row_refresh (RedressGroupRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *detail = NULL;
  GtkWidget *old;

  g_return_if_fail (REDRESS_IS_GROUP_ROW (self));

  title = describe_title (self->member);
  detail = describe_detail (self->group, self->member);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->detail), detail);
  show_check (self, title);
  while ((old = gtk_widget_get_first_child (self->chip)) != NULL)
    gtk_box_remove (GTK_BOX (self->chip), old);
  gtk_box_append (GTK_BOX (self->chip), create_stage_chip (self->group, self->member));
  gtk_widget_set_visible (self->open, self->member->stage == REDRESS_GROUP_LEFT_OUT ||
                                          self->member->stage == REDRESS_GROUP_TROUBLE);
}

void
redress_group_row_toggle (RedressGroupRow *self)
{
  g_return_if_fail (REDRESS_IS_GROUP_ROW (self));

  if (gtk_widget_is_sensitive (self->check))
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), self->member->unwanted);
}

static void
redress_group_row_class_init (RedressGroupRowClass *klass)
{
}

static void
redress_group_row_init (RedressGroupRow *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_set_spacing (GTK_BOX (self), 8);
  gtk_widget_add_css_class (GTK_WIDGET (self), "group-row");
  self->check = gtk_check_button_new ();
  self->title = redress_line_new ("", "small semibold numeric");
  self->detail = redress_line_new ("", "caption-dim");
  self->chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->open = gtk_button_new_with_label (C_ ("button", "Open"));
  gtk_widget_set_valign (self->check, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->chip, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->open, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->open, "mini");
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->detail);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (self), self->check);
  gtk_box_append (GTK_BOX (self), words);
  gtk_box_append (GTK_BOX (self), self->chip);
  gtk_box_append (GTK_BOX (self), self->open);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (toggled_cb), self);
}

GtkWidget *
redress_group_row_new (RedressGroup *group, RedressGroupMember *member)
{
  RedressGroupRow *self = g_object_new (REDRESS_TYPE_GROUP_ROW, NULL);

  self->group = group;
  self->member = member;
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->open), "group.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->open), "x", member->ticket);
  redress_group_row_refresh (self);
  return GTK_WIDGET (self);
}
