/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/approval-bar.h"

#include "config.h"

#include "app/effect-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/line.h"
#include "app/message-words.h"

#include <glib/gi18n.h>

struct _RedressApprovalBar
{
  AdwBin parent_instance;

  GtkWidget *title;
  GtkWidget *who;
  GtkWidget *effects;
  GtkWidget *message;
};

G_DEFINE_FINAL_TYPE (RedressApprovalBar, redress_approval_bar, ADW_TYPE_BIN)

static void
redress_approval_bar_class_init (RedressApprovalBarClass *klass)
{
}

static GtkWidget *
create_button (const char *label, const char *action, const char *style)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  if (style != NULL)
    gtk_widget_add_css_class (button, style);
  return button;
}

static GtkWidget *
create_paragraph (GtkWidget *lines)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  redress_add_css_classes (label, "small dim numeric");
  gtk_box_append (GTK_BOX (lines), label);
  return label;
}

static void
redress_approval_bar_init (RedressApprovalBar *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *icon = gtk_image_new_from_icon_name ("system-users-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 20);
  gtk_widget_add_css_class (icon, "dim");
  self->title = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->title), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (self->title, "heading");
  gtk_box_append (GTK_BOX (lines), self->title);
  self->who = create_paragraph (lines);
  self->effects = create_paragraph (lines);
  self->message = create_paragraph (lines);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (row), icon);
  gtk_box_append (GTK_BOX (row), lines);
  gtk_box_append (GTK_BOX (row), create_button (_ ("_Refuse…"), "case.refuse-second", NULL));
  gtk_box_append (GTK_BOX (row), create_button (C_ ("second approval", "_Approve decision"),
                                                "case.approve-second", "suggested-action"));
  gtk_widget_add_css_class (row, "decision-bar");
  adw_bin_set_child (ADW_BIN (self), row);
}

static char *
describe_what (RedressOpenCase *open, const RedressDecision *decision)
{
  const char *verdict = redress_verdict_get_label (decision->verdict, open->data->summary->kind);
  g_autofree char *amount = NULL;

  if (decision->amount.value == 0)
    /* Translators: a verdict such as "Reject" waits for a second person */
    return g_strdup_printf (_ ("%s waits for your approval"), verdict);
  amount = redress_format_amount (&decision->amount);
  /* Translators: a verdict such as "Approve" and an amount wait for a second person */
  return g_strdup_printf (_ ("%s, %s waits for your approval"), verdict, amount);
}

static char *
describe_who (RedressOpenCase *open, const RedressDecision *decision)
{
  const RedressReason *reason =
      decision->reason_code != NULL
          ? redress_policy_find_reason (open->data->policy, decision->reason_code)
          : NULL;
  g_autofree char *moment =
      redress_format_moment (decision->recorded_at, redress_open_case_get_now (open));
  GString *text = g_string_new (NULL);

  /* Translators: who decided, when */
  g_string_append_printf (text, _ ("by %s, %s"), decision->actor_name, moment);
  if (reason != NULL)
    g_string_append_printf (text, " · %s", redress_text_get (&reason->label, redress_language ()));
  if (decision->verdict != decision->recommended)
    g_string_append_printf (text, " · %s", _ ("not what the rules recommend"));
  if (decision->override_reason != NULL)
    g_string_append_printf (text, ": %s", decision->override_reason);
  if (decision->note != NULL && *decision->note != '\0')
    /* Translators: the note of who decided */
    g_string_append_printf (text, " · %s “%s”", _ ("Note:"), decision->note);
  return g_string_free (text, FALSE);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

void
redress_approval_bar_show (RedressApprovalBar *self, RedressOpenCase *open)
{
  const RedressDecision *decision;
  g_autofree char *what = NULL;
  g_autofree char *who = NULL;
  g_autofree char *effects = NULL;
  g_autofree char *message = NULL;

  g_return_if_fail (REDRESS_IS_APPROVAL_BAR (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));

  decision = redress_open_case_get_last_decision (open);
  if (decision == NULL || open->data->policy == NULL)
    return;
  what = describe_what (open, decision);
  who = describe_who (open, decision);
  effects = redress_effects_describe_list (open, decision->effects);
  message = redress_message_describe (decision, FALSE);
  set_text (self->title, what);
  set_text (self->who, who);
  set_text (self->effects, effects);
  set_text (self->message, message);
}
