/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/conflict-page.h"
#include "app/decision-check.h"
#include "app/dialogs.h"
#include "app/recorded-bar.h"

#include <glib/gi18n.h>

/* (nullable): the decision of this ticket that is in conflict. */
const RedressOutboxEntry *
redress_case_pane_get_conflict (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = self->open != NULL ? self->open->data->outbox_entry : NULL;

  return entry != NULL && entry->state == REDRESS_OUTBOX_CONFLICT ? entry : NULL;
}

/* The form takes up what was decided; the decision itself stays in the outbox until another one
 * takes its place. */
static void
reopen (RedressCasePane *self, RedressVerdict verdict)
{
  const RedressOutboxEntry *entry = redress_case_pane_get_conflict (self);
  g_autoptr (RedressDraft) draft = redress_decision_draft_from_command (entry->command);

  if (verdict != REDRESS_VERDICT_NONE)
    draft->verdict = verdict;
  self->reopened = TRUE;
  self->draft_known = TRUE;
  redress_case_view_show (REDRESS_CASE_VIEW (self->view), self->open, draft, TRUE);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->view);
  redress_case_pane_update_actions (self);
}

void
redress_case_pane_open_conflict (RedressCasePane *self)
{
  reopen (self, REDRESS_VERDICT_NONE);
}

/* (transfer full): as much as a note takes. @text: (transfer full) */
static char *
shorten (char *text)
{
  glong n = g_utf8_strlen (text, -1) - (glong)redress_command_text_excess (text);

  *g_utf8_offset_to_pointer (text, n) = '\0';
  return text;
}

static char *
write_note (RedressCasePane *self, const RedressCommand *mine)
{
  g_autofree char *what = redress_recorded_describe (mine, self->open->data->summary->kind);

  if (mine->note == NULL || *mine->note == '\0')
    return g_strdup_printf (_ ("Not recorded: %s."), what);
  return shorten (g_strdup_printf (_ ("%s (not recorded: %s)"), mine->note, what));
}

static void
keep_theirs (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = redress_case_pane_get_conflict (self);
  g_autoptr (RedressCommand) note = redress_command_new (REDRESS_COMMAND_NOTE, self->ticket);

  note->note = write_note (self, entry->command);
  note->made_at = redress_clock_now (self->clock);
  note->offline = !redress_sync_status_is_online (redress_case_pane_get_status (self));
  redress_case_pane_record (self, note, FALSE);
}

/* A choice that says everything is recorded at once; another one goes on in the form. */
static void
decide_again (RedressCasePane *self, RedressVerdict verdict)
{
  const RedressOutboxEntry *entry = redress_case_pane_get_conflict (self);
  RedressSyncStatus status = redress_case_pane_get_status (self);
  g_autoptr (RedressDraft) draft = redress_decision_draft_from_command (entry->command);
  g_autoptr (RedressCommand) command = NULL;

  if (draft->verdict != verdict)
    {
      draft->verdict = verdict;
      g_clear_pointer (&draft->message, g_free);
      g_clear_pointer (&draft->reason_code, g_free);
      draft->reason_code = g_strdup (redress_decision_propose_reason (self->open, verdict));
    }
  if (!redress_open_case_is_mine (self->open) ||
      redress_standing_get_hindrance (self->open, status, draft) != NULL ||
      redress_decision_find_missing (self->open, draft) != 0)
    {
      reopen (self, verdict);
      return;
    }
  command =
      redress_decision_make_command (self->open, draft, !redress_sync_status_is_online (status));
  redress_case_pane_record (self, command, FALSE);
}

void
redress_case_pane_record_choice (RedressCasePane *self)
{
  RedressVerdict verdict;

  if (self->recording || redress_case_pane_get_conflict (self) == NULL)
    return;
  switch (redress_conflict_page_get_choice (REDRESS_CONFLICT_PAGE (self->conflict), &verdict))
    {
    case REDRESS_CONFLICT_KEEP:
      keep_theirs (self);
      break;
    case REDRESS_CONFLICT_DECIDE:
      decide_again (self, verdict);
      break;
    case REDRESS_CONFLICT_UNDECIDED:
    default:
      break;
    }
}

static void
drop_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;

  if (redress_dialog_ask_finish (result) && redress_case_pane_get_conflict (self) != NULL)
    redress_case_pane_acknowledge (self, FALSE);
}

void
redress_case_pane_drop_mine (RedressCasePane *self)
{
  redress_dialog_ask_async (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Drop your decision?"),
      _ ("Your verdict and your text are deleted from this computer. What is recorded stands."),
      _ ("_Drop mine"), TRUE, drop_answered_cb, g_object_ref (self));
}
