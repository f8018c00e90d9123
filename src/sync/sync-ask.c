/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/sync-private.h"

#include "config.h"

#include "core/error.h"

#include <glib/gi18n.h>

/* What a window asks of the sync thread, on its way there. */
typedef struct
{
  RedressSync *sync;
  GTask *task; /* (nullable) */
  RedressAskFunc func;
  gpointer data;
  GDestroyNotify destroy;
} Errand;

static void
errand_free (gpointer data)
{
  Errand *errand = data;

  if (errand->destroy != NULL)
    errand->destroy (errand->data);
  g_object_unref (errand->sync);
  g_free (errand);
}

static gboolean
run_on_thread (gpointer data)
{
  Errand *errand = data;

  errand->func (errand->sync->engine, errand->data, errand->task);
  return G_SOURCE_REMOVE;
}

/* Takes @task and @data. After the end of the thread there is nobody to ask. */
void
redress_sync_ask (
    RedressSync *self, GTask *task, RedressAskFunc func, gpointer data, GDestroyNotify destroy)
{
  Errand *errand = g_new0 (Errand, 1);

  errand->sync = g_object_ref (self);
  errand->task = task;
  errand->func = func;
  errand->data = data;
  errand->destroy = destroy;
  if (self->thread != NULL)
    {
      redress_sync_invoke (self, run_on_thread, errand, errand_free);
      return;
    }
  if (task != NULL)
    {
      g_task_return_new_error (task, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s",
                               _ ("There is no connection to the server."));
      g_object_unref (task);
    }
  errand_free (errand);
}
