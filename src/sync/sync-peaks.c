/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

typedef struct
{
  RedressSync *sync;
  GTask *task;
  RedressPeakAction action;
  RedressPeak *peak; /* (nullable) */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redress_peak_free (request->peak);
  g_object_unref (request->sync);
  g_free (request);
}

static gboolean
peaks_on_thread (gpointer data)
{
  Request *request = data;

  redress_engine_peaks (request->sync->engine, request->action, request->peak, request->task);
  return G_SOURCE_REMOVE;
}

static RedressPeak *
copy (const RedressPeak *peak)
{
  RedressPeak *self = redress_peak_new ();

  self->id = peak->id;
  self->flow = g_strdup (peak->flow);
  self->until = peak->until;
  self->extra_hours = peak->extra_hours;
  self->note = g_strdup (peak->note);
  return self;
}

void
redress_sync_peaks_async (RedressSync *self,
                          RedressPeakAction action,
                          const RedressPeak *peak,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Request *request = NULL;

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_peaks_async);
  if (self->thread == NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("There is no connection to the server."));
      g_object_unref (task);
      return;
    }
  request = g_new0 (Request, 1);
  request->sync = g_object_ref (self);
  request->task = task;
  request->action = action;
  request->peak = peak != NULL ? copy (peak) : NULL;
  redress_sync_invoke (self, peaks_on_thread, request, request_free);
}

GPtrArray *
redress_sync_peaks_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
