/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/dialogs.h"

#include <glib/gi18n.h>

/* What a second person does about a colleague's decision. */

static gboolean
can_approve (RedressCasePane *self)
{
  return self->view != NULL && self->open != NULL && self->open->data->ticket != NULL &&
         redress_decision_bar_can_approve (
             redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view)));
}

static RedressCommand *
make_command (RedressCasePane *self, RedressCommandType type)
{
  RedressCommand *command = redress_command_new (type, self->ticket);

  command->made_at = redress_clock_now (self->clock);
  command->base_version = self->open->data->summary->version;
  command->policy_version = self->open->data->ticket->policy_version;
  return command;
}

void
redress_case_pane_approve_second (RedressCasePane *self)
{
  g_autoptr (RedressCommand) command = NULL;

  if (!can_approve (self))
    return;
  command = make_command (self, REDRESS_COMMAND_APPROVE_SECOND);
  redress_case_pane_record (self, command, FALSE);
}

/* What was on the page when the question was asked. */
typedef struct
{
  RedressCasePane *pane;   /* (owned) */
  RedressCommand *command; /* (owned) */
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->pane);
  redress_command_free (question->command);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

/* The ticket may have changed, or another be open, while the question was. */
static void
refused_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;
  RedressCasePane *self = question->pane;
  RedressCommand *command = question->command;
  g_autofree char *note = redress_dialog_ask_text_finish (result);

  if (note == NULL)
    return;
  if (self->ticket != command->ticket || !can_approve (self) ||
      self->open->data->summary->version != command->base_version)
    {
      redress_case_pane_toast (self, _ ("The ticket has changed meanwhile."));
      return;
    }
  command->note = g_strdup (note);
  command->made_at = redress_clock_now (self->clock);
  redress_case_pane_record (self, command, FALSE);
}

void
redress_case_pane_refuse_second (RedressCasePane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  Question *question;

  if (!can_approve (self))
    return;
  question = g_new0 (Question, 1);
  question->pane = g_object_ref (self);
  question->command = make_command (self, REDRESS_COMMAND_REFUSE_SECOND);
  redress_dialog_ask_text_async (GTK_WINDOW (root), _ ("Refuse the decision"),
                                 _ ("It becomes void, and the ticket is open again."),
                                 _ ("Why; your colleague reads it"), _ ("_Refuse"), refused_cb,
                                 question);
}
