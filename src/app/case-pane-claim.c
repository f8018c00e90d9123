/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/dialogs.h"
#include "app/why-dialog.h"

#include <glib/gi18n.h>

/* Who has the ticket. All of it is asked of the server at once. */

typedef struct
{
  RedressCasePane *pane;
  RedressCommand *command; /* about the ticket that was shown when it was asked */
} Question;

static Question *
question_new (GtkWidget *pane, RedressCommandType type)
{
  Question *question = g_new0 (Question, 1);

  question->pane = g_object_ref (REDRESS_CASE_PANE (pane));
  question->command = redress_command_new (type, question->pane->ticket);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->pane);
  redress_command_free (question->command);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
claimed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;
  RedressClaim *claim = redress_sync_claim_finish (REDRESS_SYNC (source), result, &error);

  if (error != NULL)
    redress_case_pane_toast (self, error->message);
  redress_claim_free (claim);
  redress_case_pane_load (self);
}

static void
send (RedressCasePane *self, const RedressCommand *command)
{
  if (self->sync != NULL && command->ticket != 0)
    redress_sync_claim_async (self->sync, command, NULL, claimed_cb, g_object_ref (self));
}

void
redress_case_pane_claim (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  RedressCommandType type = g_str_equal (name, "case.claim")     ? REDRESS_COMMAND_CLAIM
                            : g_str_equal (name, "case.release") ? REDRESS_COMMAND_RELEASE
                                                                 : REDRESS_COMMAND_CHECK_OUT;
  g_autoptr (RedressCommand) command = redress_command_new (type, self->ticket);

  send (self, command);
}

static void
hand_to_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;

  question->command->hand_to = redress_dialog_ask_text_finish (result);
  if (question->command->hand_to != NULL)
    send (question->pane, question->command);
}

void
redress_case_pane_hand_over (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  redress_dialog_ask_text_async (GTK_WINDOW (root), _ ("Hand the ticket over"),
                                 _ ("It becomes theirs at once, with your draft kept here."),
                                 _ ("Your colleague's user name"), _ ("_Hand over"), hand_to_cb,
                                 question_new (widget, REDRESS_COMMAND_HAND_OVER));
}

static void
revoke_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Question) question = user_data;

  question->command->note = redress_why_dialog_ask_finish (result);
  if (question->command->note != NULL)
    send (question->pane, question->command);
}

void
redress_case_pane_revoke (GtkWidget *widget, const char *name, GVariant *parameter)
{
  RedressCasePane *self = REDRESS_CASE_PANE (widget);
  const char *const choices[] = { _ ("Its holder is away"), _ ("It is due and nobody works on it"),
                                  _ ("It belongs to somebody else"), NULL };
  const RedressClaim *claim =
      self->open != NULL ? redress_open_case_get_foreign_claim (self->open) : NULL;
  g_autofree char *title = NULL;

  if (claim == NULL)
    return;
  /* Translators: %s is the name of a person */
  title = g_strdup_printf (_ ("Take the ticket away from %s?"), claim->holder_name);
  redress_why_dialog_ask_async (
      GTK_WINDOW (gtk_widget_get_root (widget)), title,
      _ ("It goes back to the queue. What they decided without a connection and have not sent yet "
         "will not count; they are shown that. The reason becomes a note on the ticket."),
      choices, _ ("_Take away"), revoke_cb, question_new (widget, REDRESS_COMMAND_REVOKE));
}
