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

typedef struct
{
  RedressGroup *group;
  RedressGroupMember *member;
} Toggle;

static void
toggled_cb (GtkCheckButton *check, Toggle *toggle)
{
  toggle->member->unwanted = !gtk_check_button_get_active (check);
  redress_group_choose_again (toggle->group);
}

static void
free_toggle (gpointer data, GClosure *closure)
{
  g_free (data);
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

static GtkWidget *
create_check (RedressGroup *group, RedressGroupMember *member)
{
  GtkWidget *check = gtk_check_button_new ();
  gboolean goes = redress_group_goes (group, member);
  Toggle *toggle = g_new0 (Toggle, 1);

  toggle->group = group;
  toggle->member = member;
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), goes);
  gtk_widget_set_sensitive (check, goes || member->unwanted);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Decide with the others"), -1);
  g_signal_connect_data (check, "toggled", G_CALLBACK (toggled_cb), toggle, free_toggle, 0);
  return check;
}

static GtkWidget *
create_words (RedressGroup *group, const RedressGroupMember *member)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *title = NULL;
  g_autofree char *difference =
      member->stage == REDRESS_GROUP_READY ? redress_group_dup_difference (group, member) : NULL;
  g_autofree char *detail = member->why != NULL  ? g_strdup (member->why)
                            : difference != NULL ? g_strdup (difference)
                                                 : explain (member);

  title = member->open != NULL
              ? g_strdup_printf ("%s · %s", member->open->data->summary->external_id,
                                 member->open->data->summary->customer_name)
              : redress_ticket_format_id (member->ticket);
  gtk_box_append (GTK_BOX (words), redress_line_new (title, "small semibold numeric"));
  gtk_box_append (GTK_BOX (words), redress_line_new (detail, "caption-dim"));
  gtk_widget_set_hexpand (words, TRUE);
  return words;
}

GtkWidget *
redress_group_row_new (RedressGroup *group, RedressGroupMember *member)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *chip = create_stage_chip (group, member);
  GtkWidget *open = gtk_button_new_with_label (C_ ("button", "Open"));

  gtk_widget_set_valign (chip, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "group.open");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (open), "x", member->ticket);
  gtk_widget_set_valign (open, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (open, "mini");
  gtk_widget_set_visible (open, member->stage == REDRESS_GROUP_LEFT_OUT ||
                                    member->stage == REDRESS_GROUP_TROUBLE);
  gtk_box_append (GTK_BOX (row), create_check (group, member));
  gtk_box_append (GTK_BOX (row), create_words (group, member));
  gtk_box_append (GTK_BOX (row), chip);
  gtk_box_append (GTK_BOX (row), open);
  return row;
}
