/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

/* What could not be fetched, on its way to the main thread. */
typedef struct
{
  RedressSync *sync;
  gint64 ticket;
  char *sha256;  /* (nullable) */
  GError *error; /* (nullable) */
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_free (news->sha256);
  g_clear_error (&news->error);
  g_object_unref (news->sync);
  g_free (news);
}

/* A piece is the same whichever ticket it belongs to. */
static char *
get_key (gint64 ticket, const char *sha256)
{
  return sha256 != NULL ? g_strdup (sha256) : redress_ticket_format_id (ticket);
}

static gboolean
deliver (gpointer data)
{
  News *news = data;
  RedressSync *self = news->sync;
  g_autofree char *key = get_key (news->ticket, news->sha256);

  if (news->error != NULL)
    g_hash_table_replace (self->fetch_errors, g_steal_pointer (&key),
                          g_steal_pointer (&news->error));
  else if (!g_hash_table_remove (self->fetch_errors, key))
    return G_SOURCE_REMOVE;
  g_signal_emit_by_name (self, "fetch-changed", news->ticket, news->sha256);
  return G_SOURCE_REMOVE;
}

void
redress_sync_note_fetched (gint64 ticket, const char *sha256, const GError *error, gpointer owner)
{
  News *news = g_new0 (News, 1);

  news->sync = g_object_ref (owner);
  news->ticket = ticket;
  news->sha256 = g_strdup (sha256);
  news->error = error != NULL ? g_error_copy (error) : NULL;
  g_main_context_invoke_full (news->sync->main_context, G_PRIORITY_DEFAULT, deliver, news,
                              news_free);
}

const GError *
redress_sync_get_fetch_error (RedressSync *self, gint64 ticket, const char *sha256)
{
  g_autofree char *key = get_key (ticket, sha256);

  g_return_val_if_fail (REDRESS_IS_SYNC (self), NULL);

  return g_hash_table_lookup (self->fetch_errors, key);
}
