/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/worker.h"

#include "sim/virtual-time.h"
#include "sql/worker-job.h"

/* This takes the place of sql/worker.c: jobs are run where time stands still, a moment after they
 * were given, instead of in a thread of their own. A world is the same each time then. */

#define SHORT_WHILE (REDRESS_SECOND / 50)
#define LONG_WHILE (3 * REDRESS_SECOND)

struct _RedressSqlWorker
{
  GQueue jobs; /* (element-type RedressSqlJob): in the order in which they are run */
  guint64 n_jobs;
  guint next_id; /* when the first of them is run */
  gboolean is_stopping;
  gboolean is_running;
  RedressSqlOpenFunc open_func;
  gpointer data;
  GDestroyNotify data_free;
  gboolean is_opened;
  RedressSqlConnection *connection;
  GError *open_error;
};

/* Those with something to do, in the order in which they were given it. */
static GQueue busy;

RedressSqlWorker *
redress_sql_worker_new (const char *name,
                        RedressSqlOpenFunc open_func,
                        gpointer data,
                        GDestroyNotify data_free)
{
  RedressSqlWorker *self = g_new0 (RedressSqlWorker, 1);

  self->open_func = open_func;
  self->data = data;
  self->data_free = data_free;
  return self;
}

static void
do_job (RedressSqlWorker *self, RedressSqlJob *job)
{
  gboolean done;

  if (self->connection == NULL)
    {
      job->error = g_error_copy (self->open_error);
      return;
    }
  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  done = job->func (self->connection, job->data, &job->error);
  g_assert (done == (job->error == NULL));
  g_assert (!redress_sql_connection_is_in_transaction (self->connection));
}

static void
run_first (RedressSqlWorker *self)
{
  RedressSqlJob *job = g_queue_pop_head (&self->jobs);

  g_assert (!self->is_running);
  self->is_running = TRUE;
  if (!self->is_opened)
    self->connection = self->open_func (self->data, &self->open_error);
  self->is_opened = TRUE;
  if (job->func != NULL)
    do_job (self, job);
  else
    g_clear_pointer (&self->connection, redress_sql_connection_close);
  self->is_running = FALSE;
  if (job->task != NULL)
    redress_sql_job_return (job);
  else
    job->is_done = TRUE;
}

static gint64
draw_while (void)
{
  guint chance = sim_random (100);

  return chance < 60 ? 0 : chance < 97 ? sim_between (0, SHORT_WHILE) : sim_between (0, LONG_WHILE);
}

static void run_next (gpointer data);

static void
wait_for_next (RedressSqlWorker *self)
{
  sim_cancel (self->next_id);
  self->next_id = 0;
  g_queue_remove (&busy, self);
  if (g_queue_is_empty (&self->jobs))
    return;
  self->next_id = sim_after (draw_while (), run_next, self);
  g_queue_push_tail (&busy, self);
}

static void
run_next (gpointer data)
{
  RedressSqlWorker *self = data;

  run_first (self);
  wait_for_next (self);
}

/* FALSE: it was stopped, and the job stays with the caller. */
static gboolean
push (RedressSqlWorker *self, RedressSqlJob *job)
{
  if (self->is_stopping)
    {
      g_set_error (&job->error, G_IO_ERROR, G_IO_ERROR_CLOSED, "database: closed");
      return FALSE;
    }
  self->is_stopping = job->func == NULL;
  job->order = self->n_jobs++;
  g_queue_insert_sorted (&self->jobs, job, redress_sql_job_compare, NULL);
  if (self->next_id == 0)
    wait_for_next (self);
  return TRUE;
}

void
redress_sql_worker_free (RedressSqlWorker *self)
{
  g_assert (!self->is_running);
  while (!g_queue_is_empty (&self->jobs))
    run_first (self);
  wait_for_next (self);
  g_clear_pointer (&self->connection, redress_sql_connection_close);
  g_clear_error (&self->open_error);
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

void
redress_sql_worker_run_async (RedressSqlWorker *self,
                              gpointer source,
                              RedressSqlPriority priority,
                              RedressSqlJobFunc func,
                              gpointer data,
                              GDestroyNotify data_free,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  RedressSqlJob *job = redress_sql_job_new_async (source, redress_sql_worker_run_async, cancellable,
                                                  callback, user_data);

  g_task_set_task_data (job->task, data, data_free);
  job->priority = priority;
  job->func = func;
  job->data = data;
  if (!push (self, job))
    redress_sql_job_return (job);
}

gboolean
redress_sql_worker_run_finish (GAsyncResult *result, gpointer *data, GError **error)
{
  if (data != NULL)
    *data = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
redress_sql_worker_run_sync (RedressSqlWorker *self,
                             RedressSqlPriority priority,
                             RedressSqlJobFunc func,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error)
{
  RedressSqlJob job = {
    .priority = priority, .func = func, .data = data, .cancellable = cancellable
  };

  g_assert (!self->is_running);
  if (push (self, &job))
    {
      while (!job.is_done)
        run_first (self);
      wait_for_next (self);
    }
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

void
redress_sql_worker_stop_async (RedressSqlWorker *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  RedressSqlJob *job =
      redress_sql_job_new_async (NULL, redress_sql_worker_stop_async, NULL, callback, user_data);

  if (!push (self, job))
    redress_sql_job_return (job);
}

gboolean
redress_sql_worker_stop_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
redress_sql_worker_is_own_thread (RedressSqlWorker *self)
{
  return self->is_running;
}

GAsyncResult *
sim_await (GAsyncResult **pending, const char *what)
{
  while (*pending == NULL)
    {
      if (g_main_context_iteration (NULL, FALSE))
        continue;
      if (g_queue_is_empty (&busy))
        g_error ("nothing is under way that could end %s", what);
      run_next (g_queue_peek_head (&busy));
    }
  return g_steal_pointer (pending);
}
