/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressSqlWorker:
 *
 * A thread that owns one connection and runs jobs on it, one after the other: first those that
 * somebody waits for, otherwise in the order given.
 */
typedef struct _RedressSqlWorker RedressSqlWorker;

/**
 * RedressSqlPriority:
 * @REDRESS_SQL_INTERACTIVE: a person or a request waits for it
 * @REDRESS_SQL_BACKGROUND: everything else
 */
typedef enum
{
  REDRESS_SQL_INTERACTIVE,
  REDRESS_SQL_BACKGROUND,
} RedressSqlPriority;

/**
 * RedressSqlOpenFunc:
 *
 * Opens the worker's connection, in its thread, before the first job. Here is the place to check,
 * mend and migrate the database. If it fails, all jobs fail with the same error.
 *
 * Returns: (transfer full): an open connection, or %NULL with an error
 */
typedef RedressSqlConnection *(*RedressSqlOpenFunc) (gpointer data, GError **error);

/**
 * RedressSqlJobFunc:
 * @connection: the worker's connection
 * @data: what was given with the job; results are put there as well
 *
 * A long statement stops by itself when the job is cancelled.
 *
 * Returns: %FALSE with an error set, otherwise %TRUE
 */
typedef gboolean (*RedressSqlJobFunc) (RedressSqlConnection *connection,
                                       gpointer data,
                                       GError **error);

RedressSqlWorker *redress_sql_worker_new (const char *name,
                                          RedressSqlOpenFunc open_func,
                                          gpointer data,
                                          GDestroyNotify data_free);
void redress_sql_worker_free (RedressSqlWorker *self);

void redress_sql_worker_run_async (RedressSqlWorker *self,
                                   gpointer source,
                                   RedressSqlPriority priority,
                                   RedressSqlJobFunc func,
                                   gpointer data,
                                   GDestroyNotify data_free,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean redress_sql_worker_run_finish (GAsyncResult *result, gpointer *data, GError **error);
gboolean redress_sql_worker_run_sync (RedressSqlWorker *self,
                                      RedressSqlPriority priority,
                                      RedressSqlJobFunc func,
                                      gpointer data,
                                      GCancellable *cancellable,
                                      GError **error);

void redress_sql_worker_stop_async (RedressSqlWorker *self,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean redress_sql_worker_stop_finish (GAsyncResult *result, GError **error);

gboolean redress_sql_worker_is_own_thread (RedressSqlWorker *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSqlWorker, redress_sql_worker_free)

G_END_DECLS
