/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/readers.h"

#define OUTSIDE_THREADS 4

typedef struct
{
  RedressJobFunc func;
  gpointer data;
} Job;

typedef struct
{
  RedressJobFunc func;
  gpointer data;
  GMutex lock;
  GCond cond;
  gboolean is_done;
} WaitedJob;

struct _RedressJobs
{
  GThreadPool *database;   /* (owned): exclusive, so it is always the same thread */
  GThreadPool *compute;    /* (owned) */
  GThreadPool *outside;    /* (owned): for what waits for other machines */
  RedressReaders *readers; /* (owned) (nullable): while the database is open */
};

static void
run_job (gpointer data, gpointer user_data)
{
  Job *job = data;

  job->func (job->data);
  g_free (job);
}

/**
 * redress_jobs_new:
 * @max_compute: how many threads may compute at once
 *
 * Returns: (transfer full): the threads
 */
RedressJobs *
redress_jobs_new (guint max_compute)
{
  RedressJobs *self = g_new0 (RedressJobs, 1);

  self->database = g_thread_pool_new (run_job, NULL, 1, TRUE, NULL);
  self->compute = g_thread_pool_new (run_job, NULL, (int)max_compute, FALSE, NULL);
  self->outside = g_thread_pool_new (run_job, NULL, OUTSIDE_THREADS, FALSE, NULL);
  return self;
}

/**
 * redress_jobs_free:
 * @self: (transfer full): the threads
 *
 * Waits for every job that was pushed. A computing job may still push to the database.
 */
void
redress_jobs_free (RedressJobs *self)
{
  g_thread_pool_free (self->compute, FALSE, TRUE);
  g_thread_pool_free (self->outside, FALSE, TRUE);
  redress_jobs_set_readers (self, NULL);
  g_thread_pool_free (self->database, FALSE, TRUE);
  g_free (self);
}

static void
push (GThreadPool *pool, RedressJobFunc func, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  g_thread_pool_push (pool, job, NULL);
}

/**
 * redress_jobs_push_database:
 * @self: the threads
 * @func: what to do on the database thread, after what was pushed before
 * @data: for @func
 */
void
redress_jobs_push_database (RedressJobs *self, RedressJobFunc func, gpointer data)
{
  push (self->database, func, data);
}

static void
run_waited (gpointer data)
{
  WaitedJob *job = data;

  job->func (job->data);
  g_mutex_lock (&job->lock);
  job->is_done = TRUE;
  g_cond_signal (&job->cond);
  g_mutex_unlock (&job->lock);
}

/**
 * redress_jobs_run_database:
 * @self: the threads
 * @func: what to do on the database thread
 * @data: for @func
 *
 * As redress_jobs_push_database(), and waits until it is done. Never from the database thread.
 */
void
redress_jobs_run_database (RedressJobs *self, RedressJobFunc func, gpointer data)
{
  WaitedJob job = { .func = func, .data = data };

  g_mutex_init (&job.lock);
  g_cond_init (&job.cond);
  push (self->database, run_waited, &job);
  g_mutex_lock (&job.lock);
  while (!job.is_done)
    g_cond_wait (&job.cond, &job.lock);
  g_mutex_unlock (&job.lock);
  g_cond_clear (&job.cond);
  g_mutex_clear (&job.lock);
}

/**
 * redress_jobs_set_readers:
 * @self: the threads
 * @readers: (transfer full) (nullable): those who read from now on; %NULL ends those there are,
 *   after what was pushed
 *
 * While nobody pushes.
 */
void
redress_jobs_set_readers (RedressJobs *self, RedressReaders *readers)
{
  g_clear_pointer (&self->readers, redress_readers_free);
  self->readers = readers;
}

/**
 * redress_jobs_push_read:
 * @self: the threads
 * @func: what to do; it only reads the database
 * @data: for @func
 *
 * Runs @func in a thread that reads, soon, or in the database thread where there is none.
 */
void
redress_jobs_push_read (RedressJobs *self, RedressJobFunc func, gpointer data)
{
  if (self->readers != NULL)
    redress_readers_push (self->readers, func, data);
  else
    redress_jobs_push_database (self, func, data);
}

/**
 * redress_jobs_push_compute:
 * @self: the threads
 * @func: what to do on any of the computing threads
 * @data: for @func
 */
void
redress_jobs_push_compute (RedressJobs *self, RedressJobFunc func, gpointer data)
{
  push (self->compute, func, data);
}

/**
 * redress_jobs_push_outside:
 * @self: the threads
 * @func: what to do; it may wait for another machine, for seconds
 * @data: for @func
 *
 * What computes here never waits behind what waits there.
 */
void
redress_jobs_push_outside (RedressJobs *self, RedressJobFunc func, gpointer data)
{
  push (self->outside, func, data);
}

/**
 * redress_jobs_count_outside:
 * @self: the threads
 *
 * Returns: how many jobs wait for a thread that may wait for another machine
 */
guint
redress_jobs_count_outside (RedressJobs *self)
{
  return g_thread_pool_unprocessed (self->outside);
}

/**
 * redress_jobs_count_database:
 * @self: the threads
 *
 * Returns: how many jobs wait for the database thread
 */
guint
redress_jobs_count_database (RedressJobs *self)
{
  return g_thread_pool_unprocessed (self->database);
}

/**
 * redress_jobs_count_read:
 * @self: the threads
 *
 * Returns: how many jobs wait for a thread that reads
 */
guint
redress_jobs_count_read (RedressJobs *self)
{
  return self->readers != NULL ? redress_readers_count_waiting (self->readers) : 0;
}

/**
 * redress_jobs_count_compute:
 * @self: the threads
 *
 * Returns: how many jobs wait for a computing thread
 */
guint
redress_jobs_count_compute (RedressJobs *self)
{
  return g_thread_pool_unprocessed (self->compute);
}
