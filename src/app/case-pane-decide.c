/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/dialogs.h"
#include "app/recorded-bar.h"

#include <glib/gi18n.h>

/* The second half of a double click belongs to the ticket that is gone. */
#define REST_MS 500

typedef struct
{
  RedressCasePane *pane;   /* (owned) */
  RedressCommand *command; /* (owned) */
  char *what;              /* for the sentence */
  gboolean next;
} Recording;

static void
recording_free (Recording *self)
{
  g_object_unref (self->pane);
  redress_command_free (self->command);
  g_free (self->what);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Recording, recording_free)

static void
rested_cb (gpointer user_data)
{
  RedressCasePane *self = user_data;

  self->rest_id = 0;
  self->resting = FALSE;
  redress_case_pane_update_actions (self);
}

static void
rest (RedressCasePane *self)
{
  self->resting = TRUE;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add_once (REST_MS, rested_cb, self);
}

static void
recorded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Recording) recording = user_data;
  RedressCasePane *self = recording->pane;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressOutboxEntry) entry =
      redress_store_record_finish (REDRESS_STORE (source), result, &error);

  self->recording = FALSE;
  if (entry == NULL)
    {
      redress_case_pane_toast (self, error->message);
      if (recording->command->ticket == self->ticket)
        redress_case_pane_keep_draft (self);
      redress_case_pane_update_actions (self);
      return;
    }
  if (entry->command->ticket == self->ticket)
    self->reopened = self->draft_known = FALSE;
  redress_sync_wake (self->sync);
  rest (self);
  if (recording->next && entry->command->ticket == self->ticket)
    {
      redress_case_pane_offer_undo (self, entry, recording->what);
      g_signal_emit (self, redress_case_pane_signals[REDRESS_CASE_PANE_STEP], 0, 1);
    }
  redress_case_pane_load (self);
  redress_case_pane_update_actions (self);
}

static void
start_recording (Recording *recording)
{
  RedressCasePane *self = recording->pane;
  guint undo = g_settings_get_uint (self->settings, "undo-seconds");

  redress_store_record_async (self->store, recording->command, undo, NULL, recorded_cb, recording);
}

static void
made_way_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Recording) recording = user_data;
  RedressCasePane *self = recording->pane;
  g_autoptr (GError) error = NULL;

  if (redress_store_acknowledge_finish (REDRESS_STORE (source), result, &error))
    {
      start_recording (g_steal_pointer (&recording));
      return;
    }
  self->recording = FALSE;
  redress_case_pane_toast (self, error->message);
  redress_case_pane_update_actions (self);
}

/* A decision that is made again takes the place of the one in conflict. That one becomes a draft
 * first, so that a crash in between loses nothing. */
void
redress_case_pane_record (RedressCasePane *self, const RedressCommand *command, gboolean next)
{
  Recording *recording;
  const RedressOutboxEntry *entry = self->open->data->outbox_entry;

  if (self->recording || self->store == NULL)
    return;
  self->recording = TRUE;
  redress_draft_keeper_forget (self->keeper, command->ticket);
  g_hash_table_replace (self->numbers, g_memdup2 (&command->ticket, sizeof command->ticket),
                        g_strdup (self->open->data->summary->external_id));
  recording = g_new0 (Recording, 1);
  recording->pane = g_object_ref (self);
  recording->command = redress_command_copy (command);
  recording->what = redress_recorded_describe (command, self->open->data->summary->kind);
  recording->next = next;
  redress_case_pane_update_actions (self);
  if (entry != NULL && entry->state == REDRESS_OUTBOX_CONFLICT)
    redress_store_acknowledge_async (self->store, entry->command->command_id, TRUE, NULL,
                                     made_way_cb, recording);
  else
    start_recording (recording);
}

/* A key says what the tooltip of the button says; pressed again, it does not say it twice. */
static void
say_obstacle (RedressCasePane *self, RedressDecisionBar *bar)
{
  g_autofree char *obstacle = redress_decision_bar_dup_obstacle (bar);

  if (self->obstacle_toast != NULL)
    adw_toast_dismiss (self->obstacle_toast);
  g_clear_weak_pointer (&self->obstacle_toast);
  if (obstacle != NULL)
    g_set_weak_pointer (&self->obstacle_toast, redress_case_pane_toast (self, obstacle));
}

void
redress_case_pane_submit (RedressCasePane *self, gboolean next)
{
  RedressDecisionBar *bar = redress_case_view_get_bar (REDRESS_CASE_VIEW (self->view));
  gboolean offline = !redress_sync_status_is_online (redress_case_pane_get_status (self));
  const RedressDraft *draft;
  g_autoptr (RedressCommand) command = NULL;

  if (self->recording || self->resting)
    return;
  if (!redress_decision_bar_is_submittable (bar))
    {
      say_obstacle (self, bar);
      return;
    }
  draft = redress_decision_form_get_draft (redress_decision_bar_get_form (bar));
  command = redress_decision_make_command (self->open, draft, offline);
  redress_case_pane_record (self, command, next);
}

static void
sent_now_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!redress_store_send_now_finish (REDRESS_STORE (source), result, &error))
    redress_case_pane_toast (self, error->message);
  redress_sync_wake (self->sync);
  redress_case_pane_load (self);
}

void
redress_case_pane_send_now (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = self->open != NULL ? self->open->data->outbox_entry : NULL;

  if (entry != NULL && entry->state == REDRESS_OUTBOX_RECORDED)
    redress_store_send_now_async (self->store, entry->command->command_id, NULL, sent_now_cb,
                                  g_object_ref (self));
}

static void
acknowledged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!redress_store_acknowledge_finish (REDRESS_STORE (source), result, &error))
    redress_case_pane_toast (self, error->message);
  self->draft_known = FALSE;
  redress_case_pane_load (self);
}

void
redress_case_pane_acknowledge (RedressCasePane *self, gboolean keep_as_draft)
{
  const RedressOutboxEntry *entry = self->open != NULL ? self->open->data->outbox_entry : NULL;

  if (entry != NULL && self->store != NULL)
    redress_store_acknowledge_async (self->store, entry->command->command_id, keep_as_draft, NULL,
                                     acknowledged_cb, g_object_ref (self));
}

static void
set_aside_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = redress_store_set_aside_finish (REDRESS_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (path == NULL)
    redress_case_pane_toast (self, error->message);
  else
    {
      text = g_strdup_printf (_ ("Set aside. Its bytes are kept in %s"), path);
      redress_case_pane_toast (self, text);
    }
  self->draft_known = FALSE;
  redress_case_pane_load (self);
}

/* (nullable): what is shown and cannot be read. */
static const RedressOutboxEntry *
get_unreadable (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = self->open != NULL ? self->open->data->outbox_entry : NULL;

  return entry != NULL && entry->state == REDRESS_OUTBOX_UNREADABLE ? entry : NULL;
}

/* The answer belongs to what was shown when it was asked for. */
static void
set_aside_answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressCasePane) self = user_data;
  const RedressOutboxEntry *entry = get_unreadable (self);
  gboolean same = entry != NULL && g_strcmp0 (entry->command->command_id, self->asked_about) == 0;

  if (redress_dialog_ask_finish (result) && same && self->store != NULL)
    redress_store_set_aside_async (self->store, self->asked_about, NULL, set_aside_cb,
                                   g_object_ref (self));
}

void
redress_case_pane_set_aside (RedressCasePane *self)
{
  const RedressOutboxEntry *entry = get_unreadable (self);

  if (entry == NULL)
    return;
  g_free (self->asked_about);
  self->asked_about = g_strdup (entry->command->command_id);
  redress_dialog_ask_async (
      GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _ ("Set this record aside?"),
      _ ("It will not be sent, and the ticket can be decided again. Its bytes are kept in a file, "
         "which your administrator may be able to read."),
      _ ("_Set aside"), TRUE, set_aside_answered_cb, g_object_ref (self));
}
