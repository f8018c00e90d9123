/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/memory-file.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/error.h"

struct _RedressMemoryFile
{
  int fd;
};

static void
write_on_worker (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_autoptr (RedressMemoryFile) self = g_new0 (RedressMemoryFile, 1);
  g_autoptr (GOutputStream) stream = NULL;
  GError *error = NULL;
  gsize size;
  const void *bytes = g_bytes_get_data (data, &size);

  self->fd = memfd_create ("redress-evidence", MFD_CLOEXEC);
  if (self->fd < 0)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, "%s",
                               g_strerror (errno));
      return;
    }
  stream = g_unix_output_stream_new (self->fd, FALSE);
  if (g_output_stream_write_all (stream, bytes, size, NULL, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify)redress_memory_file_free);
  else
    g_task_return_error (task, error);
}

void
redress_memory_file_new_async (GObject *source,
                               GBytes *bytes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, NULL);

  g_task_set_source_tag (task, redress_memory_file_new_async);
  g_task_set_task_data (task, g_bytes_ref (bytes), (GDestroyNotify)g_bytes_unref);
  g_task_run_in_thread (task, write_on_worker);
}

RedressMemoryFile *
redress_memory_file_new_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
redress_memory_file_free (RedressMemoryFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

GFile *
redress_memory_file_get_place (RedressMemoryFile *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", self->fd);

  return g_file_new_for_path (path);
}
