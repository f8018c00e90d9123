/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-form-private.h"

#include "config.h"

#include "app/ask-choice.h"
#include "app/decision-check.h"
#include "app/effect-words.h"
#include "app/format.h"
#include "app/labels.h"
#include "app/message-box.h"
#include "app/reason-choice.h"
#include "app/until-choice.h"
#include "app/verdict-box.h"

#include <glib/gi18n.h>

/* Text that is the same is left alone, and with it the cursor. */
static void
set_entry (GtkWidget *entry, const char *text)
{
  const char *wanted = text != NULL ? text : "";

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), wanted))
    gtk_editable_set_text (GTK_EDITABLE (entry), wanted);
}

static void
update_verdicts (RedressDecisionForm *self)
{
  RedressVerdict verdicts[REDRESS_N_VERDICTS];
  guint n = redress_decision_list_verdicts (self->open->data->evaluation, verdicts);

  redress_verdict_box_set_verdicts (REDRESS_VERDICT_BOX (self->verdicts), verdicts, n,
                                    self->open->data->summary->kind);
  redress_verdict_box_set_chosen (REDRESS_VERDICT_BOX (self->verdicts), self->draft->verdict);
}

static void
update_shown (RedressDecisionForm *self)
{
  RedressVerdict verdict = self->draft->verdict;
  gboolean asks = verdict == REDRESS_VERDICT_NEED_INFO;

  gtk_widget_set_visible (self->asked, asks);
  gtk_widget_set_visible (self->until, verdict == REDRESS_VERDICT_HOLD);
  gtk_widget_set_visible (self->amount, redress_decision_has_amount (verdict));
  gtk_widget_set_visible (self->reason, !asks);
  gtk_widget_set_visible (self->message, redress_verdict_is_final (verdict) || asks ||
                                             verdict == REDRESS_VERDICT_NONE);
  gtk_widget_set_visible (self->override_reason,
                          redress_decision_needs_override (self->open, verdict));
}

static const char *
get_note_placeholder (RedressDecisionForm *self)
{
  if (self->draft->verdict == REDRESS_VERDICT_ESCALATE)
    return _ ("What the supervisor has to know");
  if (self->open->data->summary->kind == REDRESS_KIND_APPEAL)
    return _ ("Why the first decision stands or is changed");
  return _ ("Note for colleagues");
}

void
redress_decision_form_update (RedressDecisionForm *self)
{
  g_autofree char *proposed = NULL;
  g_autofree char *override = NULL;

  if (self->open->data->evaluation == NULL)
    return;
  self->updating = TRUE;
  update_verdicts (self);
  update_shown (self);
  redress_reason_choice_set (REDRESS_REASON_CHOICE (self->reason), self->open->data->policy,
                             self->draft->verdict, self->draft->reason_code);
  redress_ask_choice_set (REDRESS_ASK_CHOICE (self->asked), self->open, self->draft->asked);
  redress_until_choice_set (REDRESS_UNTIL_CHOICE (self->until), self->draft->until,
                            redress_open_case_get_now (self->open));
  proposed = redress_decision_propose_amount (self->open, self->draft->verdict);
  set_entry (self->amount, self->draft->amount_text != NULL ? self->draft->amount_text : proposed);
  redress_message_box_set_written (REDRESS_MESSAGE_BOX (self->message), self->draft->message);
  set_entry (self->override_reason, self->draft->override_reason);
  override = g_strdup_printf (_ ("Why not what the rules recommend: %s"),
                              redress_verdict_get_label (self->open->data->evaluation->recommended,
                                                         self->open->data->summary->kind));
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->override_reason), override);
  set_entry (self->note, self->draft->note);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->note), get_note_placeholder (self));
  self->updating = FALSE;
}

static void
append (GString *line, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
}

static char *
format_cited (RedressDecisionForm *self)
{
  guint cited = self->draft->cited != NULL ? g_strv_length (self->draft->cited) : 0;

  /* Translators: how many pieces of evidence the decision names */
  return g_strdup_printf (ngettext ("%u cited", "%u cited", cited), cited);
}

/* "Not credited, code unused · ¥328.00 · 2 cited" */
static char *
describe (RedressDecisionForm *self, const char *cited)
{
  const RedressDraft *draft = self->draft;
  const RedressReason *reason =
      draft->reason_code != NULL
          ? redress_policy_find_reason (self->open->data->policy, draft->reason_code)
          : NULL;
  GString *line = g_string_new (NULL);
  RedressAmount amount;
  g_autofree char *amount_text = NULL;

  if (draft->verdict == REDRESS_VERDICT_NONE)
    return g_string_free (g_string_append (line, _ ("No verdict yet")), FALSE);
  if (reason != NULL)
    append (line, redress_text_get (&reason->label, redress_language ()));
  if (redress_decision_has_amount (draft->verdict) &&
      redress_decision_parse_amount (self->open, draft, &amount))
    {
      amount_text = redress_format_amount (&amount);
      append (line, amount_text);
    }
  if (draft->verdict == REDRESS_VERDICT_NEED_INFO && draft->asked != NULL)
    for (guint i = 0; draft->asked[i] != NULL; i++)
      append (line, redress_open_case_get_name_label (self->open, draft->asked[i]));
  append (line, cited);
  return g_string_free (line, FALSE);
}

/* An empty field waits; one with something wrong in it is marked. */
static void
mark_amount (RedressDecisionForm *self)
{
  guint missing = redress_decision_find_missing (self->open, self->draft) &
                  (REDRESS_MISSING_AMOUNT | REDRESS_MISSING_LESS);

  if (missing != 0 && gtk_entry_get_text_length (GTK_ENTRY (self->amount)) > 0)
    gtk_widget_add_css_class (self->amount, "error");
  else
    gtk_widget_remove_css_class (self->amount, "error");
}

void
redress_decision_form_update_words (RedressDecisionForm *self)
{
  g_autofree char *template = NULL;
  g_autofree char *cited = format_cited (self);
  g_autofree char *sentence = NULL;
  g_autofree char *consequence = NULL;

  if (self->open->data->evaluation == NULL)
    return;
  template = redress_decision_write_message (self->open, self->draft);
  redress_message_box_set_language (REDRESS_MESSAGE_BOX (self->message),
                                    redress_decision_get_language (self->open, self->draft),
                                    redress_ticket_get_language (self->open->data->ticket));
  redress_message_box_set_template (REDRESS_MESSAGE_BOX (self->message), template);
  gtk_label_set_text (GTK_LABEL (self->cited_text), cited);
  mark_amount (self);
  consequence = redress_effects_describe (self->open, self->draft);
  gtk_widget_set_visible (self->consequence, consequence != NULL);
  gtk_label_set_text (GTK_LABEL (self->consequence), consequence != NULL ? consequence : "");
  sentence = describe (self, cited);
  gtk_label_set_text (GTK_LABEL (self->sentence), sentence);
}

void
redress_decision_form_set_obstacle (RedressDecisionForm *self, const char *sentence)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  gtk_widget_set_tooltip_text (self->submit, sentence != NULL ? sentence : _ ("Ctrl+Shift+Enter"));
  gtk_widget_set_tooltip_text (self->submit_next, sentence != NULL ? sentence : _ ("Ctrl+Enter"));
}

void
redress_decision_form_set_warning (RedressDecisionForm *self, const char *sentence)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  gtk_widget_set_visible (self->warning, sentence != NULL);
  if (sentence != NULL &&
      g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->warning_text)), sentence) != 0)
    gtk_label_set_text (GTK_LABEL (self->warning_text), sentence);
}

static void
move (GtkWidget *widget, GtkWidget *box)
{
  GtkWidget *old = gtk_widget_get_parent (widget);

  g_object_ref (widget);
  gtk_box_remove (GTK_BOX (old), widget);
  gtk_box_append (GTK_BOX (box), widget);
  g_object_unref (widget);
}

/* The same fields stand in three lines, or folded behind a sentence. */
void
redress_decision_form_set_compact (RedressDecisionForm *self, gboolean compact)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  move (self->choices, compact ? self->details : self->first_line);
  move (self->message, compact ? self->details : self->root);
  move (self->override_reason, compact ? self->details : self->root);
  if (compact)
    {
      move (self->note, self->details);
      move (self->verdicts, self->foot);
      gtk_box_reorder_child_after (GTK_BOX (self->foot), self->verdicts, NULL);
      gtk_box_reorder_child_after (GTK_BOX (self->root), self->consequence, self->sentence_line);
    }
  else
    {
      move (self->note, self->foot);
      gtk_box_reorder_child_after (GTK_BOX (self->foot), self->note, NULL);
      move (self->verdicts, self->first_line);
      gtk_box_reorder_child_after (GTK_BOX (self->first_line), self->verdicts, NULL);
      gtk_box_reorder_child_after (GTK_BOX (self->root), self->consequence, self->first_line);
      gtk_box_reorder_child_after (GTK_BOX (self->root), self->message, self->consequence);
      gtk_box_reorder_child_after (GTK_BOX (self->root), self->override_reason, self->message);
    }
  redress_verdict_box_set_compact (REDRESS_VERDICT_BOX (self->verdicts), compact);
  gtk_widget_set_visible (self->revealer, compact);
  gtk_widget_set_visible (self->first_line, !compact);
  gtk_widget_set_visible (self->sentence_line, compact);
  gtk_widget_set_visible (self->space, compact);
  gtk_widget_set_visible (self->cited, !compact);
}

static void
unfold (RedressDecisionForm *self)
{
  if (self->compact)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pencil), TRUE);
}

void
redress_decision_form_focus_verdicts (RedressDecisionForm *self)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  redress_verdict_box_focus (REDRESS_VERDICT_BOX (self->verdicts));
}

void
redress_decision_form_focus_reason (RedressDecisionForm *self)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  unfold (self);
  gtk_widget_child_focus (self->reason, GTK_DIR_TAB_FORWARD);
}

void
redress_decision_form_focus_message (RedressDecisionForm *self)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  unfold (self);
  if (gtk_widget_get_visible (self->message))
    redress_message_box_edit (REDRESS_MESSAGE_BOX (self->message));
}

void
redress_decision_form_focus_note (RedressDecisionForm *self)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  unfold (self);
  gtk_widget_grab_focus (self->note);
}
