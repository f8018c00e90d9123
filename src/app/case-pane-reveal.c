/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/case-pane-private.h"

#include "config.h"

#include "app/why-dialog.h"

#include <glib/gi18n.h>

/* Values that are masked, shown to who says why. */

typedef struct
{
  RedressCasePane *pane; /* (owned) */
  gint64 ticket;
  char *name;
} Asking;

static void
asking_free (Asking *asking)
{
  g_object_unref (asking->pane);
  g_free (asking->name);
  g_free (asking);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Asking, asking_free)

static void
revealed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  RedressCasePane *self = asking->pane;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressRevealed) revealed =
      redress_sync_reveal_finish (REDRESS_SYNC (source), result, &error);

  if (error != NULL)
    redress_case_pane_toast (self, error->message);
  /* Who looks at another ticket by now does not see it at all. */
  else if (asking->ticket == self->ticket && revealed->fact != NULL)
    redress_reveals_add (self->reveals, revealed);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Asking) asking = user_data;
  RedressCasePane *self = asking->pane;
  g_autofree char *reason = redress_why_dialog_ask_finish (result);

  if (reason == NULL || self->sync == NULL || asking->ticket != self->ticket)
    return;
  redress_sync_reveal_async (self->sync, self->ticket, asking->name, NULL, reason, NULL,
                             revealed_cb, asking);
  g_steal_pointer (&asking);
}

void
redress_case_pane_reveal (RedressCasePane *self, const char *name)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *obstacle;
  Asking *asking;

  if (self->open == NULL || self->open->data->policy == NULL || !GTK_IS_WINDOW (root))
    return;
  obstacle = redress_open_case_get_reveal_obstacle (self->open);
  if (obstacle != NULL)
    {
      redress_case_pane_toast (self, obstacle);
      return;
    }
  asking = g_new0 (Asking, 1);
  asking->pane = g_object_ref (self);
  asking->ticket = self->ticket;
  asking->name = g_strdup (name);
  redress_why_dialog_ask_reveal_async (
      GTK_WINDOW (root), redress_open_case_get_name_label (self->open, name), asked_cb, asking);
}

void
redress_case_pane_reveals_changed (RedressCasePane *self)
{
  if (self->view != NULL)
    redress_case_view_show_values (REDRESS_CASE_VIEW (self->view));
}

void
redress_case_pane_hide_revealed (RedressCasePane *self, const char *name)
{
  redress_reveals_hide (self->reveals, name);
}

void
redress_case_pane_record_wish (RedressCasePane *self, RedressCommand *command)
{
  const RedressSummary *summary;

  g_return_if_fail (REDRESS_IS_CASE_PANE (self));

  if (self->open == NULL || self->open->data->summary->id != command->ticket || self->recording)
    {
      redress_case_pane_toast (self, _ ("Not recorded: the case has changed. Please try again."));
      return;
    }
  summary = self->open->data->summary;
  command->made_at = redress_clock_now (self->clock);
  command->base_version = summary->version;
  command->claim_token = redress_open_case_is_mine (self->open) ? summary->claim->token : 0;
  redress_case_pane_keep_draft (self);
  redress_case_pane_record (self, command, FALSE);
}
