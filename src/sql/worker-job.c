/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/worker-job.h"

void
redress_sql_job_free (RedressSqlJob *self)
{
  g_clear_object (&self->task);
  g_clear_error (&self->error);
  g_free (self);
}

int
redress_sql_job_compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const RedressSqlJob *first = a, *second = b;

  if (first->priority != second->priority)
    return first->priority < second->priority ? -1 : 1;
  return first->order < second->order ? -1 : 1;
}

static gboolean
return_task_cb (gpointer data)
{
  RedressSqlJob *self = data;

  if (self->error != NULL)
    g_task_return_error (self->task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (self->task, TRUE);
  return G_SOURCE_REMOVE;
}

/* The task, its data and its source are let go of by the thread that made them, never by the
 * worker, which could otherwise be the one that finalizes a window. */
void
redress_sql_job_return (RedressSqlJob *self)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (self->task));
  g_source_set_static_name (source, "redress_sql_worker");
  g_source_set_callback (source, return_task_cb, self, (GDestroyNotify)redress_sql_job_free);
  g_source_attach (source, g_task_get_context (self->task));
}

RedressSqlJob *
redress_sql_job_new_async (gpointer source,
                           gpointer tag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  RedressSqlJob *self = g_new0 (RedressSqlJob, 1);

  self->priority = REDRESS_SQL_BACKGROUND;
  self->task = g_task_new (source, cancellable, callback, user_data);
  g_task_set_source_tag (self->task, tag);
  /* What the job did is told, also when it was cancelled too late. */
  g_task_set_check_cancellable (self->task, FALSE);
  self->cancellable = cancellable;
  return self;
}
