/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/evidence-loader.h"

#include "config.h"

#include "core/error.h"
#include "wire/evidence-content-codec.h"

#include <glib/gi18n.h>

typedef struct
{
  gint64 ticket;
  char *sha256;
  char *media_type;
  GBytes *bytes; /* (nullable) */
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_free (load->sha256);
  g_free (load->media_type);
  g_clear_pointer (&load->bytes, g_bytes_unref);
  g_free (load);
}

static void
decode_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Load *load = data;
  g_autoptr (RedressEvidenceContent) content =
      redress_evidence_content_new (load->media_type, load->bytes);
  GError *error = NULL;

  if (redress_evidence_content_decode (content, &error))
    g_task_return_pointer (task, g_steal_pointer (&content),
                           (GDestroyNotify)redress_evidence_content_free);
  else
    g_task_return_error (task, error);
}

static void
have_bytes (GTask *task, GBytes *bytes)
{
  Load *load = g_task_get_task_data (task);

  load->bytes = bytes;
  g_task_run_in_thread (task, decode_on_worker);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  GBytes *bytes = redress_sync_fetch_evidence_finish (REDRESS_SYNC (source), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else
    have_bytes (task, bytes);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressSync *self = g_task_get_source_object (task);
  Load *load = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = redress_store_read_evidence_finish (REDRESS_STORE (source), result, &error);

  if (bytes != NULL)
    have_bytes (task, bytes);
  /* Whoever looks at it has to know. The copy is gone by then, and asking again brings the
   * server's. */
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    {
      g_message ("%s", error->message);
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "%s", error->message);
    }
  else if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    redress_sync_fetch_evidence_async (self, load->ticket, load->sha256,
                                       g_task_get_cancellable (task), fetched_cb,
                                       g_object_ref (task));
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static GTask *
create_task (RedressSync *self,
             gint64 ticket,
             const char *sha256,
             const char *media_type,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Load *load = g_new0 (Load, 1);

  load->ticket = ticket;
  load->sha256 = g_strdup (sha256);
  load->media_type = g_strdup (media_type);
  g_task_set_task_data (task, load, load_free);
  return task;
}

void
redress_sync_load_evidence_async (RedressSync *self,
                                  gint64 ticket,
                                  const char *sha256,
                                  const char *media_type,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = create_task (self, ticket, sha256, media_type, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_load_evidence_async);
  if (redress_sync_get_store (self) == NULL)
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                             _ ("Nobody is signed in."));
  else
    redress_store_read_evidence_async (redress_sync_get_store (self), sha256, cancellable, read_cb,
                                       g_object_ref (task));
}

void
redress_sync_load_revealed_async (RedressSync *self,
                                  gint64 ticket,
                                  const char *sha256,
                                  const char *media_type,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  task = create_task (self, ticket, sha256, media_type, cancellable, callback, user_data);
  g_task_set_source_tag (task, redress_sync_load_revealed_async);
  redress_sync_fetch_revealed_async (self, ticket, sha256, cancellable, fetched_cb, task);
}

RedressEvidenceContent *
redress_sync_load_evidence_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
