/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

/* Taking back: always one named command of one named ticket, and always said in words. */

typedef struct
{
  RedressCasePane *pane; /* (owned) */
  gint64 ticket;
} TakingBack;

static void
taking_back_free (TakingBack *self)
{
  g_object_unref (self->pane);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TakingBack, taking_back_free)

/* The number that people know a ticket by, as far as it was decided in this window. */
static char *
dup_number (RedressCasePane *self, gint64 ticket)
{
  const char *number = g_hash_table_lookup (self->numbers, &ticket);

  return number != NULL ? g_strdup (number) : redress_ticket_format_id (ticket);
}

static void
dismiss_offer (RedressCasePane *self)
{
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
  g_clear_weak_pointer (&self->undo_toast);
}

void
redress_case_pane_offer_undo (RedressCasePane *self,
                              const RedressOutboxEntry *entry,
                              const char *what)
{
  gint64 ticket = entry->command->ticket;
  gint64 seconds = (entry->not_before - entry->recorded_at) / REDRESS_SECOND;
  g_autofree char *number = dup_number (self, ticket);
  /* Translators: the number of a ticket, then a verdict with its amount */
  g_autofree char *text = g_strdup_printf (_ ("%s recorded: %s"), number, what);

  dismiss_offer (self);
  if (seconds <= 0)
    {
      redress_case_pane_toast (self, text);
      return;
    }
  g_set_weak_pointer (
      &self->undo_toast,
      redress_case_pane_offer (self, text, (guint)seconds, _ ("_Undo"), "case.take-back",
                               g_variant_new ("(xs)", ticket, entry->command->command_id)));
}

static void
say_taken_back (RedressCasePane *self, gint64 ticket)
{
  g_autofree char *number = dup_number (self, ticket);
  g_autofree char *text = g_strdup_printf (_ ("%s was taken back. It is a draft again."), number);

  if (ticket == self->ticket)
    redress_case_pane_toast (self, text);
  else
    redress_case_pane_offer (self, text, 0, _ ("_Open"), "case.open-ticket",
                             g_variant_new_int64 (ticket));
}

static void
say_too_late (RedressCasePane *self, gint64 ticket, const GError *error)
{
  g_autofree char *number = dup_number (self, ticket);
  g_autofree char *text = NULL;

  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT) ||
      g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    text =
        g_strdup_printf (_ ("%s is on its way already and can no longer be taken back."), number);
  else
    text = g_strdup_printf (_ ("%s could not be taken back: %s"), number, error->message);
  redress_case_pane_toast (self, text);
}

static void
taken_back_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TakingBack) taking = user_data;
  RedressCasePane *self = taking->pane;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressDraft) draft =
      redress_store_take_back_finish (REDRESS_STORE (source), result, &error);

  /* Not on the note: its text would be selected, and the next key would take its place. */
  if (draft != NULL && taking->ticket == self->ticket)
    {
      self->draft_known = FALSE;
      self->focus_verdicts = TRUE;
    }
  if (draft != NULL)
    say_taken_back (self, taking->ticket);
  else
    say_too_late (self, taking->ticket, error);
  redress_case_pane_load (self);
  redress_case_pane_update_actions (self);
}

void
redress_case_pane_take_back (RedressCasePane *self, gint64 ticket, const char *command_id)
{
  TakingBack *taking;

  if (self->store == NULL)
    return;
  dismiss_offer (self);
  taking = g_new0 (TakingBack, 1);
  taking->pane = g_object_ref (self);
  taking->ticket = ticket;
  redress_store_take_back_async (self->store, command_id, NULL, taken_back_cb, taking);
}

gboolean
redress_case_pane_can_take_back (const RedressOutboxEntry *entry)
{
  return entry->state == REDRESS_OUTBOX_RECORDED && entry->attempts == 0;
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries =
      redress_store_list_outbox_finish (REDRESS_STORE (source), result, &error);

  if (entries == NULL)
    {
      redress_case_pane_toast (self, error->message);
      return;
    }
  for (guint i = entries->len; i > 0; i--)
    {
      const RedressOutboxEntry *entry = g_ptr_array_index (entries, i - 1);

      if (!redress_case_pane_can_take_back (entry))
        continue;
      redress_case_pane_take_back (self, entry->command->ticket, entry->command->command_id);
      return;
    }
  redress_case_pane_toast (self, _ ("Nothing is left that could be taken back."));
}

/* What is shown, if it can still be taken back, else what was recorded last and can. */
void
redress_case_pane_undo (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = self->open != NULL ? self->open->data->outbox_entry : NULL;

  if (self->store == NULL)
    return;
  if (entry != NULL && redress_case_pane_can_take_back (entry))
    redress_case_pane_take_back (self, entry->command->ticket, entry->command->command_id);
  else
    redress_store_list_outbox_async (self->store, NULL, listed_cb, g_object_ref (self));
}
