/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/queue-pane-private.h"

static void
found_number_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (RedressQueuePane) self = user_data;
  g_autoptr (GError) error = NULL;
  gint64 ticket = 0;

  if (!redress_store_find_number_finish (REDRESS_STORE (source), result, &ticket, &error))
    return;
  if (ticket == 0)
    {
      /* Without a hit the entry keeps the focus: what is typed next is still a word. */
      if (g_list_model_get_n_items (G_LIST_MODEL (self->queue)) > 0)
        redress_queue_pane_focus_list (self);
      return;
    }
  redress_queue_pane_select (self, ticket);
  g_signal_emit (self, redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_SELECTED], 0, ticket);
  g_signal_emit (self, redress_queue_pane_signals[REDRESS_QUEUE_PANE_TICKET_OPENED], 0, ticket);
}

/* Enter: a number opens its ticket, words go to the first hit. */
void
redress_queue_pane_search_activate_cb (RedressQueuePane *self)
{
  RedressStore *store = self->sync != NULL ? redress_sync_get_store (self->sync) : NULL;

  if (store != NULL)
    redress_store_find_number_async (store, gtk_editable_get_text (GTK_EDITABLE (self->search)),
                                     self->cancellable, found_number_cb, g_object_ref (self));
}

void
redress_queue_pane_stop_search_cb (RedressQueuePane *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  redress_queue_pane_focus_list (self);
}
