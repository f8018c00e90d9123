/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/worker.h"

#include "sql/worker-job.h"

struct _RedressSqlWorker
{
  GThread *thread;
  GAsyncQueue *jobs; /* (owned) (element-type RedressSqlJob): its lock guards the next two */
  guint64 n_jobs;
  gboolean is_stopping;

  RedressSqlOpenFunc open_func;
  gpointer data;
  GDestroyNotify data_free;

  GMutex done_lock; /* guards RedressSqlJob.is_done */
  GCond done;
};

static void
finish_job (RedressSqlWorker *self, RedressSqlJob *job)
{
  if (job->task != NULL)
    {
      redress_sql_job_return (job);
      return;
    }
  g_mutex_lock (&self->done_lock);
  job->is_done = TRUE;
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->done_lock);
}

static void
run_job (RedressSqlJob *job, RedressSqlConnection *connection, const GError *open_error)
{
  gboolean done;

  if (connection == NULL)
    {
      job->error = g_error_copy (open_error);
      return;
    }
  if (g_cancellable_set_error_if_cancelled (job->cancellable, &job->error))
    return;
  redress_sql_connection_set_cancellable (connection, job->cancellable);
  done = job->func (connection, job->data, &job->error);
  redress_sql_connection_set_cancellable (connection, NULL);
  g_assert (done == (job->error == NULL));
  g_assert (!redress_sql_connection_is_in_transaction (connection));
}

static gpointer
run_thread (gpointer data)
{
  RedressSqlWorker *self = data;
  g_autoptr (GError) open_error = NULL;
  RedressSqlConnection *connection = self->open_func (self->data, &open_error);
  RedressSqlJob *job;

  g_assert ((connection == NULL) == (open_error != NULL));
  for (job = g_async_queue_pop (self->jobs); job->func != NULL;
       job = g_async_queue_pop (self->jobs))
    {
      run_job (job, connection, open_error);
      finish_job (self, job);
    }
  g_clear_pointer (&connection, redress_sql_connection_close);
  if (job->task != NULL)
    redress_sql_job_return (job);
  else
    redress_sql_job_free (job);
  return NULL;
}

/**
 * redress_sql_worker_new:
 * @name: of the thread, 15 characters at most
 * @open_func: opens the connection, in the thread
 * @data: for @open_func
 * @data_free: (nullable): frees @data
 *
 * Starts the thread. To learn whether the database could be opened, run a job.
 *
 * Returns: (transfer full): a worker
 */
RedressSqlWorker *
redress_sql_worker_new (const char *name,
                        RedressSqlOpenFunc open_func,
                        gpointer data,
                        GDestroyNotify data_free)
{
  RedressSqlWorker *self = g_new0 (RedressSqlWorker, 1);

  self->jobs = g_async_queue_new ();
  self->open_func = open_func;
  self->data = data;
  self->data_free = data_free;
  g_mutex_init (&self->done_lock);
  g_cond_init (&self->done);
  self->thread = g_thread_new (name, run_thread, self);
  return self;
}

/* Returns FALSE, and leaves the job with the caller, after the worker was stopped. */
static gboolean
push (RedressSqlWorker *self, RedressSqlJob *job)
{
  gboolean is_open;

  g_async_queue_lock (self->jobs);
  is_open = !self->is_stopping;
  if (is_open)
    {
      self->is_stopping = job->func == NULL;
      job->order = self->n_jobs++;
      g_async_queue_push_sorted_unlocked (self->jobs, job, redress_sql_job_compare, NULL);
    }
  else
    g_set_error (&job->error, G_IO_ERROR, G_IO_ERROR_CLOSED, "database: closed");
  g_async_queue_unlock (self->jobs);
  return is_open;
}

/**
 * redress_sql_worker_free:
 * @self: (transfer full): a worker
 *
 * Runs what was given so far, closes the connection and waits for it. Where waiting is not
 * allowed, redress_sql_worker_stop_async() comes first.
 */
void
redress_sql_worker_free (RedressSqlWorker *self)
{
  RedressSqlJob *job = g_new0 (RedressSqlJob, 1);

  g_assert (!redress_sql_worker_is_own_thread (self));
  job->priority = REDRESS_SQL_BACKGROUND;
  if (!push (self, job))
    redress_sql_job_free (job);
  g_thread_join (self->thread);
  g_async_queue_unref (self->jobs);
  g_mutex_clear (&self->done_lock);
  g_cond_clear (&self->done);
  if (self->data_free != NULL)
    self->data_free (self->data);
  g_free (self);
}

/**
 * redress_sql_worker_run_async:
 * @self: a worker
 * @source: (type GObject.Object) (nullable): what @callback gets as its source
 * @priority: who waits
 * @func: what to do, in the worker's thread
 * @data: for @func
 * @data_free: (nullable): frees @data, in this thread
 * @cancellable: (nullable): stops the job before or while it runs
 * @callback: called in this thread's main context
 * @user_data: for @callback
 *
 * Gives the worker a job. A job that was cancelled after its commit ends as done, not as cancelled.
 */
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
  RedressSqlJob *job;

  g_return_if_fail (self != NULL && func != NULL);

  job = redress_sql_job_new_async (source, redress_sql_worker_run_async, cancellable, callback,
                                   user_data);
  g_task_set_task_data (job->task, data, data_free);
  job->priority = priority;
  job->func = func;
  job->data = data;
  if (!push (self, job))
    redress_sql_job_return (job);
}

/**
 * redress_sql_worker_run_finish:
 * @result: given to the callback
 * @data: (out) (optional) (transfer none): the job's data with its results, owned by @result
 * @error: return location
 *
 * Returns: whether the job worked; @data is set in any case
 */
gboolean
redress_sql_worker_run_finish (GAsyncResult *result, gpointer *data, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, redress_sql_worker_run_async), FALSE);

  if (data != NULL)
    *data = g_task_get_task_data (G_TASK (result));
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * redress_sql_worker_run_sync:
 * @self: a worker
 * @priority: who waits
 * @func: (scope call): what to do, in the worker's thread
 * @data: for @func
 * @cancellable: (nullable): stops the job before or while it runs
 * @error: return location
 *
 * Gives the worker a job and waits for it. Not for the worker's own thread and not for the main
 * thread of a desk.
 *
 * Returns: whether the job worked
 */
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

  g_return_val_if_fail (self != NULL && func != NULL, FALSE);
  g_assert (!redress_sql_worker_is_own_thread (self));

  if (push (self, &job))
    {
      g_mutex_lock (&self->done_lock);
      while (!job.is_done)
        g_cond_wait (&self->done, &self->done_lock);
      g_mutex_unlock (&self->done_lock);
    }
  if (job.error == NULL)
    return TRUE;
  g_propagate_error (error, job.error);
  return FALSE;
}

/**
 * redress_sql_worker_stop_async:
 * @self: a worker
 * @callback: called in this thread's main context
 * @user_data: for @callback
 *
 * Takes no more jobs (they end with G_IO_ERROR_CLOSED), runs those it has and closes the
 * connection. Then redress_sql_worker_free() does not wait.
 */
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

/**
 * redress_sql_worker_stop_finish:
 * @result: given to the callback
 * @error: return location
 *
 * Returns: %TRUE if the connection is closed; an error if somebody else stops the worker already
 */
gboolean
redress_sql_worker_stop_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, redress_sql_worker_stop_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * redress_sql_worker_is_own_thread:
 * @self: a worker
 *
 * For assertions in code that must, or must not, run in the worker.
 *
 * Returns: whether the caller is the worker's thread
 */
gboolean
redress_sql_worker_is_own_thread (RedressSqlWorker *self)
{
  return g_thread_self () == self->thread;
}
