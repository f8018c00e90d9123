/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pack-maker.h"

#include "config.h"

#include "core/error.h"
#include "pack/pack.h"

#include <glib/gi18n.h>

typedef struct
{
  gint64 ticket;
  RedressPolicy *policy; /* (nullable) */
  char *language;
  char *path;
  RedressPack *pack; /* (nullable): until the server has answered */
  guint next;        /* file to be fetched */
  guint missing;
  RedressPackProgress progress;
  gpointer progress_data;
} Work;

static void fetch_next (GTask *task);

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->policy, redress_policy_unref);
  g_clear_pointer (&work->pack, redress_pack_free);
  g_free (work->language);
  g_free (work->path);
  g_free (work);
}

/* What the disk said, in words for people. */
static GError *
explain (const GError *error)
{
  const char *words = _ ("The file could not be written. Nothing was changed.");

  if (error->domain == G_IO_ERROR && error->code == G_IO_ERROR_CANCELLED)
    return g_error_copy (error);
  if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC))
    words = _ ("The disk is full. Nothing was written.");
  else if (g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ACCES) ||
           g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_PERM) ||
           g_error_matches (error, G_FILE_ERROR, G_FILE_ERROR_ROFS))
    words = _ ("This folder does not take the file. Choose another one.");
  g_message ("complaint pack: %s", error->message);
  return g_error_new_literal (REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, words);
}

/* On a worker thread. */
static gboolean
write_file (Work *work, GCancellable *cancellable, GError **error)
{
  gboolean only_document = g_str_has_suffix (work->path, ".pdf");
  g_autoptr (GBytes) bytes = only_document ? redress_pack_make_pdf (work->pack, cancellable, error)
                                           : redress_pack_make_zip (work->pack, cancellable, error);
  gsize length;
  const char *data;

  if (bytes == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  data = g_bytes_get_data (bytes, &length);
  return g_file_set_contents_full (work->path, data, (gssize)length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static void
write_on_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (write_file (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, explain (error));
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  RedressPackFile *file = g_ptr_array_index (redress_pack_get_files (work->pack), work->next);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes =
      redress_sync_fetch_evidence_finish (REDRESS_SYNC (source), result, &error);

  if (bytes != NULL)
    redress_pack_file_set_bytes (file, bytes, &error);
  if (error != NULL)
    {
      redress_pack_file_set_trouble (file, error->message);
      work->missing++;
    }
  work->next++;
  fetch_next (g_steal_pointer (&task));
}

/* Takes @task. */
static void
fetch_next (GTask *task)
{
  Work *work = g_task_get_task_data (task);
  GPtrArray *files = redress_pack_get_files (work->pack);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  /* One more, for the file itself. */
  work->progress (work->next, files->len + 1, work->progress_data);
  if (work->next < files->len)
    {
      const RedressPackFile *file = g_ptr_array_index (files, work->next);

      redress_sync_fetch_evidence_async (g_task_get_source_object (task), work->ticket,
                                         file->sha256, cancellable, fetched_cb, task);
      return;
    }
  g_task_run_in_thread (task, write_on_thread);
  g_object_unref (task);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Work *work = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  RedressExport *export = redress_sync_export_finish (REDRESS_SYNC (source), result, &error);

  if (export == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  work->pack = redress_pack_new (export, work->policy, work->language);
  fetch_next (g_steal_pointer (&task));
}

void
redress_pack_maker_run_async (RedressSync *sync,
                              const RedressPackOrder *order,
                              RedressPackProgress progress,
                              gpointer progress_data,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (sync, cancellable, callback, user_data);
  Work *work = g_new0 (Work, 1);

  g_task_set_source_tag (task, redress_pack_maker_run_async);
  work->ticket = order->ticket;
  work->policy = order->policy != NULL ? redress_policy_ref (order->policy) : NULL;
  work->language = g_strdup (order->language);
  work->path = g_strdup (order->path);
  work->progress = progress;
  work->progress_data = progress_data;
  g_task_set_task_data (task, work, work_free);
  redress_sync_export_async (sync, order->ticket, order->reason, cancellable, exported_cb, task);
}

gboolean
redress_pack_maker_run_finish (GAsyncResult *result, guint *missing, GError **error)
{
  Work *work = g_task_get_task_data (G_TASK (result));

  *missing = work->missing;
  return g_task_propagate_boolean (G_TASK (result), error);
}
