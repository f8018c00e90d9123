/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/decision-form-private.h"

#include "config.h"

#include "app/ask-choice.h"
#include "app/decision-check.h"
#include "app/line.h"
#include "app/message-box.h"
#include "app/reason-choice.h"
#include "app/until-choice.h"
#include "app/verdict-box.h"

#include <glib/gi18n.h>

enum
{
  CHANGED,
  VERDICT_PRESSED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressDecisionForm, redress_decision_form, ADW_TYPE_BIN)

static void
changed (RedressDecisionForm *self)
{
  redress_decision_form_update_words (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
set_text (char **field, const char *text)
{
  g_free (*field);
  *field = text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/* @language: what the message is to be in; nothing is kept where it is the customer's anyway */
static void
set_language (RedressDecisionForm *self, const char *language)
{
  const char *customers = redress_ticket_get_language (self->open->data->ticket);
  g_autofree char *other = g_str_equal (language, customers) ? NULL : g_strdup (language);

  set_text (&self->draft->message_language, other);
}

/* A decision that is taken back brings its message along. One in the policy's words, and one in the
 * customer's language, go on following the policy and the customer. */
static void
forget_policy_words (RedressDecisionForm *self)
{
  g_autofree char *words = NULL;

  if (self->open->data->evaluation == NULL)
    return;
  set_language (self, redress_decision_get_language (self->open, self->draft));
  if (self->draft->message == NULL)
    return;
  words = redress_decision_write_message (self->open, self->draft);
  if (g_str_equal (self->draft->message, words))
    g_clear_pointer (&self->draft->message, g_free);
}

/* What would help most, unless the draft asks for something already. */
static void
propose_asked (RedressDecisionForm *self)
{
  const char *names[] = { redress_decision_propose_asked (self->open->data), NULL };

  if (self->draft->asked != NULL && self->draft->asked[0] != NULL)
    return;
  g_strfreev (self->draft->asked);
  self->draft->asked = g_strdupv ((char **)names);
}

/* The rule's reason is a proposal like the amount: it comes with the verdict that a person chose,
 * and goes when the verdict does. */
static void
verdict_chosen_cb (RedressDecisionForm *self, int verdict)
{
  const RedressReason *reason;

  if (self->draft == NULL)
    return;
  self->draft->verdict = verdict;
  reason = self->draft->reason_code != NULL
               ? redress_policy_find_reason (self->open->data->policy, self->draft->reason_code)
               : NULL;
  if (reason == NULL || (reason->verdicts & REDRESS_VERDICT_BIT (verdict)) == 0)
    set_text (&self->draft->reason_code, verdict != REDRESS_VERDICT_NONE
                                             ? redress_decision_propose_reason (self->open, verdict)
                                             : NULL);
  if (verdict == REDRESS_VERDICT_NEED_INFO)
    propose_asked (self);
  redress_decision_form_update (self);
  if (self->compact && redress_decision_find_missing (self->open, self->draft) != 0)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pencil), TRUE);
  changed (self);
  g_signal_emit (self, signals[VERDICT_PRESSED], 0);
}

static void
reason_chosen_cb (RedressDecisionForm *self, const char *code)
{
  set_text (&self->draft->reason_code, code);
  changed (self);
}

static void
asked_chosen_cb (RedressDecisionForm *self)
{
  g_strfreev (self->draft->asked);
  self->draft->asked = redress_ask_choice_dup_asked (REDRESS_ASK_CHOICE (self->asked));
  changed (self);
}

static void
until_chosen_cb (RedressDecisionForm *self)
{
  self->draft->until = redress_until_choice_get (REDRESS_UNTIL_CHOICE (self->until));
  changed (self);
}

static void
amount_changed_cb (RedressDecisionForm *self)
{
  if (self->updating || self->draft == NULL)
    return;
  /* An emptied field is empty; it does not get the proposal again. */
  g_free (self->draft->amount_text);
  self->draft->amount_text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->amount)));
  changed (self);
}

static void
message_edited_cb (RedressDecisionForm *self)
{
  if (self->draft == NULL)
    return;
  g_free (self->draft->message);
  self->draft->message = redress_message_box_dup_written (REDRESS_MESSAGE_BOX (self->message));
  changed (self);
}

/* Words of a person stay as they are; the policy's are said in the other language. */
static void
language_chosen_cb (RedressDecisionForm *self, const char *language)
{
  if (self->draft == NULL)
    return;
  set_language (self, language);
  changed (self);
}

static void
override_changed_cb (RedressDecisionForm *self)
{
  if (self->updating || self->draft == NULL)
    return;
  set_text (&self->draft->override_reason,
            gtk_editable_get_text (GTK_EDITABLE (self->override_reason)));
  changed (self);
}

static void
note_changed_cb (RedressDecisionForm *self)
{
  if (self->updating || self->draft == NULL)
    return;
  set_text (&self->draft->note, gtk_editable_get_text (GTK_EDITABLE (self->note)));
  changed (self);
}

static void
redress_decision_form_dispose (GObject *object)
{
  RedressDecisionForm *self = REDRESS_DECISION_FORM (object);

  g_clear_object (&self->open);
  g_clear_pointer (&self->draft, redress_draft_free);
  G_OBJECT_CLASS (redress_decision_form_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, root);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, warning);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, warning_text);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, revealer);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, details);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, first_line);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, verdicts);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, choices);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, reason);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, asked);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, until);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, amount);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, consequence);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, message);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, override_reason);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, sentence_line);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, sentence);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, pencil);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, foot);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, note);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, space);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, cited);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, cited_text);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, submit);
  gtk_widget_class_bind_template_child (widget_class, RedressDecisionForm, submit_next);
}

static void
redress_decision_form_class_init (RedressDecisionFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = redress_decision_form_dispose;
  g_type_ensure (REDRESS_TYPE_VERDICT_BOX);
  g_type_ensure (REDRESS_TYPE_REASON_CHOICE);
  g_type_ensure (REDRESS_TYPE_ASK_CHOICE);
  g_type_ensure (REDRESS_TYPE_UNTIL_CHOICE);
  g_type_ensure (REDRESS_TYPE_MESSAGE_BOX);
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[VERDICT_PRESSED] = g_signal_new ("verdict-pressed", G_TYPE_FROM_CLASS (klass),
                                           G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/redress/Desk/ui/decision-form.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, verdict_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, reason_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, asked_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, until_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, amount_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, message_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, language_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, override_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
}

static void
redress_decision_form_init (RedressDecisionForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  redress_line_set_up (GTK_LABEL (self->consequence));
}

void
redress_decision_form_show (RedressDecisionForm *self,
                            RedressOpenCase *open,
                            const RedressDraft *draft)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));
  g_return_if_fail (REDRESS_IS_OPEN_CASE (open));
  g_return_if_fail (draft != NULL || self->draft != NULL);

  g_set_object (&self->open, open);
  if (draft != NULL)
    {
      g_clear_pointer (&self->draft, redress_draft_free);
      self->draft = redress_draft_copy (draft);
      forget_policy_words (self);
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->pencil), FALSE);
    }
  redress_decision_form_update (self);
  redress_decision_form_update_words (self);
}

const RedressDraft *
redress_decision_form_get_draft (RedressDecisionForm *self)
{
  g_return_val_if_fail (REDRESS_IS_DECISION_FORM (self), NULL);

  return self->draft;
}

static char **
with_or_without (char **list, const char *name, gboolean with)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  char **result;

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (!g_str_equal (list[i], name))
      g_strv_builder_add (builder, list[i]);
  if (with)
    g_strv_builder_add (builder, name);
  result = g_strv_builder_end (builder);
  g_strfreev (list);
  return result;
}

void
redress_decision_form_set_cited (RedressDecisionForm *self, const char *sha256, gboolean cited)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));
  g_return_if_fail (sha256 != NULL);

  if (self->draft == NULL)
    return;
  self->draft->cited = with_or_without (self->draft->cited, sha256, cited);
  changed (self);
}

void
redress_decision_form_add_opened (RedressDecisionForm *self, const char *sha256)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));
  g_return_if_fail (sha256 != NULL);

  if (self->draft == NULL)
    return;
  self->draft->opened = with_or_without (self->draft->opened, sha256, TRUE);
  changed (self);
}

void
redress_decision_form_press_verdict (RedressDecisionForm *self, guint n)
{
  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));

  redress_verdict_box_press (REDRESS_VERDICT_BOX (self->verdicts), n);
}

void
redress_decision_form_ask_for (RedressDecisionForm *self, const char *name)
{
  const char *side;

  g_return_if_fail (REDRESS_IS_DECISION_FORM (self));
  g_return_if_fail (name != NULL);

  if (self->draft == NULL)
    return;
  /* One ticket waits for one side: what the other was to be asked is let go. */
  side = redress_decision_get_asked_side (self->open->data->policy, name);
  for (guint i =
           g_strv_length (self->draft->asked != NULL ? self->draft->asked : (char *[]){ NULL });
       i > 0; i--)
    {
      g_autofree char *other = g_strdup (self->draft->asked[i - 1]);

      if (!g_str_equal (redress_decision_get_asked_side (self->open->data->policy, other), side))
        self->draft->asked = with_or_without (self->draft->asked, other, FALSE);
    }
  self->draft->asked = with_or_without (self->draft->asked, name, TRUE);
  redress_verdict_box_set_chosen (REDRESS_VERDICT_BOX (self->verdicts), REDRESS_VERDICT_NEED_INFO);
  verdict_chosen_cb (self, REDRESS_VERDICT_NEED_INFO);
}
