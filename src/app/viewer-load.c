/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/viewer-private.h"

/* What of a piece decides how it is shown. */
static char *
describe (RedressViewer *self, guint at)
{
  const RedressEvidence *evidence = redress_viewer_get_file (self, at);
  const RedressRendition *view = redress_evidence_find (evidence, REDRESS_USE_VIEW, 0);

  return g_strdup_printf ("%d %d %d %s", evidence->rendition_state, evidence->masked,
                          evidence->blurred, view != NULL ? view->sha256 : "");
}

/* What is shown stays, unless it is shown in another way now: its renditions came, or it was
 * painted over, blurred or masked. */
static void
take_newer_case (RedressViewer *self, RedressOpenCase *open)
{
  g_autofree char *first = g_strdup (redress_viewer_get_file (self, self->at)->sha256);
  g_autofree char *second = g_strdup (redress_viewer_get_file (self, self->beside)->sha256);
  g_autofree char *first_was = describe (self, self->at);
  g_autofree char *second_was = describe (self, self->beside);
  g_autofree char *first_is = NULL;
  g_autofree char *second_is = NULL;

  redress_viewer_set_case (self, open);
  self->at = redress_viewer_find_file (self, first);
  self->beside = redress_viewer_find_file (self, second);
  first_is = describe (self, self->at);
  second_is = describe (self, self->beside);
  if (!g_str_equal (first_is, first_was))
    redress_viewer_show_file (self, self->at);
  if (redress_viewer_is_comparing (self) && !g_str_equal (second_is, second_was))
    redress_viewer_show_beside (self, self->beside);
  redress_viewer_update (self);
}

static void
reloaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressViewer) self = user_data;
  RedressCase *found = redress_store_load_case_finish (REDRESS_STORE (source), result, NULL);
  g_autoptr (RedressOpenCase) open = NULL;

  if (found == NULL || found->ticket == NULL || found->policy == NULL || self->open == NULL ||
      found->summary->id != self->open->data->summary->id || found->ticket->evidence->len == 0 ||
      redress_viewer_count (self) == 0)
    {
      g_clear_pointer (&found, redress_case_free);
      return;
    }
  g_clear_pointer (&found->draft, redress_draft_free);
  found->draft = g_steal_pointer (&self->open->data->draft);
  open = redress_open_case_new (found, self->open->account, self->open->clock);
  g_set_object (&open->sync, self->sync);
  take_newer_case (self, open);
}

static void
reload (RedressViewer *self)
{
  if (self->open != NULL && self->store != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    redress_store_load_case_async (self->store, self->open->data->summary->id, NULL, reloaded_cb,
                                   g_object_ref (self));
}

static void
ticket_changed_cb (RedressViewer *self, gint64 ticket)
{
  if (self->open != NULL && ticket == self->open->data->summary->id)
    reload (self);
}

void
redress_viewer_fetch_changed (RedressViewer *self, gint64 ticket, const char *sha256)
{
  if (sha256 != NULL)
    reload (self);
}

void
redress_viewer_hear_store (RedressViewer *self)
{
  RedressStore *store = redress_sync_get_store (self->sync);

  if (store == self->store)
    return;
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_set_object (&self->store, store);
  redress_thumbs_set_store (self->thumbs, store);
  if (store != NULL)
    {
      g_signal_connect_object (store, "ticket-changed", G_CALLBACK (ticket_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (store, "evidence-changed", G_CALLBACK (reload), self,
                               G_CONNECT_SWAPPED);
    }
}
