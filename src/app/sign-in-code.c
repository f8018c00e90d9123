/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sign-in-code.h"

#include "config.h"

#include "core/error.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n.h>

#define CODE_MAX 256

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gsize length = 0;
  char *buffer = g_task_get_task_data (task);

  if (!g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  g_autofree char *code = g_strstrip (g_strndup (buffer, length));
  if (*code == '\0')
    g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s",
                             _ ("No one-time code arrived. Sign in with your password."));
  else
    g_task_return_pointer (task, g_steal_pointer (&code), g_free);
}

void
redress_sign_in_code_read_async (int fd,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GInputStream) stream = g_unix_input_stream_new (fd, TRUE);
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  char *buffer = g_malloc0 (CODE_MAX);

  g_task_set_source_tag (task, redress_sign_in_code_read_async);
  g_task_set_task_data (task, buffer, g_free);
  g_input_stream_read_all_async (stream, buffer, CODE_MAX - 1, G_PRIORITY_DEFAULT, cancellable,
                                 read_cb, task);
}

char *
redress_sign_in_code_read_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
