/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

/* What the witness saw, on its way to the main thread. */
typedef struct
{
  RedressSync *sync;
  GPtrArray *proofs;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_object_unref (news->sync);
  g_clear_pointer (&news->proofs, g_ptr_array_unref);
  g_free (news);
}

static gboolean
deliver (gpointer data)
{
  News *news = data;
  RedressSync *self = news->sync;

  /* Somebody else may be signed in by now. */
  if (self->store == NULL)
    return G_SOURCE_REMOVE;
  g_clear_pointer (&self->proofs, g_ptr_array_unref);
  self->proofs = g_steal_pointer (&news->proofs);
  g_signal_emit_by_name (self, "proofs-changed");
  return G_SOURCE_REMOVE;
}

void
redress_sync_note_proofs (GPtrArray *proofs, gpointer owner)
{
  News *news = g_new0 (News, 1);

  news->sync = g_object_ref (owner);
  news->proofs = g_ptr_array_ref (proofs);
  g_main_context_invoke_full (news->sync->main_context, G_PRIORITY_DEFAULT, deliver, news,
                              news_free);
}

GPtrArray *
redress_sync_get_proofs (RedressSync *self)
{
  g_return_val_if_fail (REDRESS_IS_SYNC (self), NULL);
  return self->proofs;
}
