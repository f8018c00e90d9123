/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/worker.h"

G_BEGIN_DECLS

/* What lies in the queue of a worker. */
typedef struct
{
  RedressSqlPriority priority;
  guint64 order;
  RedressSqlJobFunc func; /* NULL: stop; nothing is taken behind it, so it is the last */
  gpointer data;
  GCancellable *cancellable; /* (nullable): kept by who waits */
  GError *error;             /* (owned) (nullable): the outcome */
  GTask *task;               /* (owned) (nullable): who waits for an async job */
  gboolean is_done;          /* for who waits for a sync job */
} RedressSqlJob;

RedressSqlJob *redress_sql_job_new_async (gpointer source,
                                          gpointer tag,
                                          GCancellable *cancellable,
                                          GAsyncReadyCallback callback,
                                          gpointer user_data);
void redress_sql_job_free (RedressSqlJob *self);
int redress_sql_job_compare (gconstpointer a, gconstpointer b, gpointer user_data);
void redress_sql_job_return (RedressSqlJob *self);

G_END_DECLS
