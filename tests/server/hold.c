/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/hold.h"

struct _Hold
{
  RedressJobs *jobs;
  GThread *thread; /* waits for the database thread */
  GMutex lock;
  GCond cond;
  gboolean is_held;
  gboolean may_go;
};

static void
hold (gpointer data)
{
  Hold *self = data;

  g_mutex_lock (&self->lock);
  self->is_held = TRUE;
  g_cond_broadcast (&self->cond);
  while (!self->may_go)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
}

static gpointer
run_thread (gpointer data)
{
  Hold *self = data;

  redress_jobs_run_database (self->jobs, hold, self);
  return NULL;
}

Hold *
hold_new (RedressJobs *jobs)
{
  Hold *self = g_new0 (Hold, 1);

  self->jobs = jobs;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  self->thread = g_thread_new ("hold", run_thread, self);
  g_mutex_lock (&self->lock);
  while (!self->is_held)
    g_cond_wait (&self->cond, &self->lock);
  g_mutex_unlock (&self->lock);
  return self;
}

void
hold_free (Hold *self)
{
  g_mutex_lock (&self->lock);
  self->may_go = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->lock);
  g_thread_join (self->thread);
  g_cond_clear (&self->cond);
  g_mutex_clear (&self->lock);
  g_free (self);
}
