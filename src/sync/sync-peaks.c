/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

typedef struct
{
  RedressPeakAction action;
  RedressPeak *peak; /* (nullable) */
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  redress_peak_free (request->peak);
  g_free (request);
}

static void
peaks_on_thread (RedressEngine *engine, gpointer data, GTask *task)
{
  const Request *request = data;

  redress_engine_peaks (engine, request->action, request->peak, task);
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
  Request *request = g_new0 (Request, 1);

  g_return_if_fail (REDRESS_IS_SYNC (self));

  g_task_set_source_tag (task, redress_sync_peaks_async);
  request->action = action;
  request->peak = peak != NULL ? copy (peak) : NULL;
  redress_sync_ask (self, task, peaks_on_thread, request, request_free);
}

GPtrArray *
redress_sync_peaks_finish (RedressSync *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
