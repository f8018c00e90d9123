/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "app/conflict-page.h"
#include "app/decision-check.h"
#include "app/ticket-diff.h"

/* A ticket that opens faster than this shows no spinner. */
#define SLOW_MS 200

RedressSyncStatus
redress_case_pane_get_status (RedressCasePane *self)
{
  return self->sync != NULL ? redress_sync_get_status (self->sync) : REDRESS_SYNC_SIGNED_OUT;
}

void
redress_case_pane_stop_loading (RedressCasePane *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_handle_id (&self->slow_id, g_source_remove);
  self->load_again = FALSE;
}

static void
slow_cb (gpointer user_data)
{
  RedressCasePane *self = user_data;

  self->slow_id = 0;
  redress_case_states_show_loading (REDRESS_CASE_STATES (self->states));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->states);
  g_signal_emit (self, redress_case_pane_signals[REDRESS_CASE_PANE_SHOWN], 0);
}

static void
show_error (RedressCasePane *self, const GError *error)
{
  g_clear_object (&self->open);
  redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (self->title_bar), NULL);
  redress_case_states_show_error (REDRESS_CASE_STATES (self->states), self->ticket, error);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->states);
}

/* What the form begins with when a ticket is opened; NULL when it is only read again, for then
 * what is written there is newer than what the disk has. */
static RedressDraft *
choose_draft (RedressCasePane *self, RedressCase *data)
{
  if (self->draft_known)
    return NULL;
  if (data->draft != NULL)
    return redress_draft_copy (data->draft);
  if (self->reopened && data->outbox_entry != NULL)
    return redress_decision_draft_from_command (data->outbox_entry->command);
  return redress_draft_new (self->ticket);
}

/* While somebody writes, what they read must not change unnoticed. */
static void
show_changes (RedressCasePane *self)
{
  RedressTicket *ticket = self->open->data->ticket;
  const RedressDraft *draft = redress_decision_form_get_draft (
      redress_decision_bar_get_form (redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view))));
  g_autoptr (GPtrArray) changes = NULL;

  if (self->looked == NULL || draft == NULL || redress_draft_is_empty (draft) ||
      self->looked->summary->version == ticket->summary->version)
    {
      changes = g_ptr_array_new ();
      g_set_object (&self->looked, ticket);
    }
  else
    changes = redress_ticket_diff (self->looked, self->open);
  redress_case_view_set_changes (REDRESS_CASE_VIEW (self->view), changes);
}

static gboolean
is_whole (const RedressCase *data)
{
  return data->ticket != NULL && data->policy != NULL && data->evaluation != NULL;
}

gboolean
redress_case_pane_show_missing (RedressCasePane *self)
{
  if (self->open == NULL || is_whole (self->open->data))
    return FALSE;
  redress_case_states_show_not_cached (
      REDRESS_CASE_STATES (self->states),
      redress_sync_status_is_online (redress_case_pane_get_status (self)),
      redress_sync_get_fetch_error (self->sync, self->open->data->summary->id, NULL));
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->states);
  return TRUE;
}

static void
show_case (RedressCasePane *self)
{
  RedressCase *data = self->open->data;
  g_autoptr (RedressDraft) draft = NULL;

  redress_case_title_bar_show (REDRESS_CASE_TITLE_BAR (self->title_bar), self->open);
  if (redress_case_pane_show_missing (self))
    return;
  if (redress_case_pane_get_conflict (self) != NULL && !self->reopened)
    {
      redress_conflict_page_show (REDRESS_CONFLICT_PAGE (self->conflict), self->open);
      gtk_stack_set_visible_child (GTK_STACK (self->stack), self->conflict);
      return;
    }
  draft = choose_draft (self, data);
  redress_case_view_show (REDRESS_CASE_VIEW (self->view), self->open, draft, self->reopened);
  self->draft_known = TRUE;
  show_changes (self);
  gtk_stack_set_visible_child (GTK_STACK (self->stack), self->view);
  if (self->focus_verdicts)
    redress_case_pane_focus_verdicts (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressAccount) account = NULL;
  RedressCase *data = redress_store_load_case_finish (REDRESS_STORE (source), result, &error);
  gboolean again;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (data != NULL && data->summary->id != self->ticket)
    {
      redress_case_free (data);
      return;
    }
  again = self->load_again;
  redress_case_pane_stop_loading (self);
  if (data == NULL)
    show_error (self, error);
  else
    {
      account = redress_sync_dup_account (self->sync);
      g_clear_object (&self->open);
      self->open = redress_open_case_new (data, account, self->clock);
      g_set_object (&self->open->sync, self->sync);
      g_set_object (&self->open->reveals, self->reveals);
      show_case (self);
    }
  redress_case_pane_update_actions (self);
  g_signal_emit (self, redress_case_pane_signals[REDRESS_CASE_PANE_SHOWN], 0);
  if (again)
    redress_case_pane_load (self);
}

void
redress_case_pane_load (RedressCasePane *self)
{
  if (self->store == NULL || self->ticket == 0)
    return;
  if (self->loading != NULL)
    {
      self->load_again = TRUE;
      return;
    }
  self->loading = g_cancellable_new ();
  if (self->open == NULL || self->open->data->summary->id != self->ticket)
    self->slow_id = g_timeout_add_once (SLOW_MS, slow_cb, self);
  redress_store_load_case_async (self->store, self->ticket, self->loading, loaded_cb,
                                 g_object_ref (self));
}

static void
ticket_changed_cb (RedressCasePane *self, gint64 ticket)
{
  RedressTicket *shown = self->open != NULL ? self->open->data->ticket : NULL;

  if (ticket == self->ticket || (shown != NULL && ticket == shown->previous_ticket))
    redress_case_pane_load (self);
}

static gboolean
has_rendition (RedressTicket *ticket, const char *sha256)
{
  for (guint i = 0; i < ticket->evidence->len; i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);

      for (guint k = 0; k < evidence->renditions->len; k++)
        {
          const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, k);

          if (g_strcmp0 (rendition->sha256, sha256) == 0)
            return TRUE;
        }
    }
  return FALSE;
}

static void
evidence_changed_cb (RedressCasePane *self, const char *sha256)
{
  if (self->open != NULL && self->open->data->ticket != NULL &&
      has_rendition (self->open->data->ticket, sha256))
    redress_case_pane_load (self);
}

void
redress_case_pane_fetch_changed (RedressCasePane *self, gint64 ticket, const char *sha256)
{
  if (sha256 != NULL)
    evidence_changed_cb (self, sha256);
  else if (ticket == self->ticket)
    redress_case_pane_show_missing (self);
}

/* The policy may come after the details. */
static void
policies_changed_cb (RedressCasePane *self)
{
  if (self->open != NULL && !is_whole (self->open->data))
    redress_case_pane_load (self);
}

void
redress_case_pane_set_store (RedressCasePane *self, RedressStore *store)
{
  if (store == self->store)
    return;
  redress_case_pane_show_ticket (self, 0);
  redress_draft_keeper_set_store (self->keeper, store);
  if (self->view != NULL)
    redress_case_view_set_store (REDRESS_CASE_VIEW (self->view), store);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  if (store == NULL)
    return;
  g_signal_connect_object (store, "ticket-changed", G_CALLBACK (ticket_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (redress_case_pane_load), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "policies-changed", G_CALLBACK (policies_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "evidence-changed", G_CALLBACK (evidence_changed_cb), self,
                           G_CONNECT_SWAPPED);
}
