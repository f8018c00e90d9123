/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressJobs:
 *
 * The threads behind the edge: one that owns the database and runs its jobs one after the
 * other, some that read it, a few for long work that needs no database (password hashes,
 * fsync), and a few that wait for other machines.
 */
typedef struct _RedressJobs RedressJobs;

typedef void (*RedressJobFunc) (gpointer data);

typedef struct _RedressReaders RedressReaders;

RedressJobs *redress_jobs_new (guint max_compute);
void redress_jobs_free (RedressJobs *self);
void redress_jobs_push_database (RedressJobs *self, RedressJobFunc func, gpointer data);
void redress_jobs_run_database (RedressJobs *self, RedressJobFunc func, gpointer data);
void redress_jobs_set_readers (RedressJobs *self, RedressReaders *readers);
void redress_jobs_push_read (RedressJobs *self, RedressJobFunc func, gpointer data);
void redress_jobs_push_compute (RedressJobs *self, RedressJobFunc func, gpointer data);
void redress_jobs_push_outside (RedressJobs *self, RedressJobFunc func, gpointer data);
guint redress_jobs_count_database (RedressJobs *self);
guint redress_jobs_count_read (RedressJobs *self);
guint redress_jobs_count_compute (RedressJobs *self);
guint redress_jobs_count_outside (RedressJobs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressJobs, redress_jobs_free)

G_END_DECLS
