/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/error.h"
#include "sql/statement.h"

G_BEGIN_DECLS

/**
 * RedressSqlConnection:
 *
 * One open database. It belongs to the thread that opened it and is used by no other; see
 * redress_sql_connection_adopt() and RedressSqlWorker.
 *
 * The headers connection.h, statement.h, transaction.h, migrator.h and worker.h name no engine.
 * Code that keeps to them, and to SQL both engines know, runs on another engine as it is: `$1..$n`
 * for values, RETURNING for numbers that the database makes, no cast, and an alias for each query
 * in a query. In an OR a value that may be NULL is compared before it is asked whether it is:
 * `name = $1 or $1 is null`, because PostgreSQL learns its type by the first. After a statement
 * that failed, a transaction has to be rolled back. integrity.h, salvage.h and backup.h are about
 * SQLite.
 *
 * Errors are of REDRESS_ERROR: NO_SPACE (full, read-only or failing disk), CORRUPT, RETRY (somebody
 * else holds the lock), CONFLICT (a constraint of the schema), TOO_LARGE, INVALID (the SQL or its
 * use is wrong), NOT_FOUND, FORBIDDEN and UNAVAILABLE (cannot be opened); and
 * G_IO_ERROR_CANCELLED.
 */
typedef struct _RedressSqlConnection RedressSqlConnection;

/**
 * RedressSqlOptions:
 * @read_only: open what is there and never write, not even a checkpoint
 * @durable: a commit is on the disk before it returns; otherwise a power cut may take the last
 *   commits back, never a part of one
 * @application_id: number written into a new database and demanded of an old one; 0 for none
 * @busy_timeout_ms: how long to wait for somebody else's lock; 0 for 5 s
 * @answer_timeout_ms: how long a database that is another process may give no sign while it is
 *   asked; then the connection is lost. 0 for ever
 */
typedef struct
{
  gboolean read_only;
  gboolean durable;
  gint32 application_id;
  guint busy_timeout_ms;
  guint answer_timeout_ms;
} RedressSqlOptions;

/**
 * RedressSqlDialect:
 * @REDRESS_SQL_SQLITE: SQLite's words
 * @REDRESS_SQL_POSTGRESQL: PostgreSQL's
 *
 * For the few statements that cannot be written in words both know.
 */
typedef enum
{
  REDRESS_SQL_SQLITE,
  REDRESS_SQL_POSTGRESQL,
} RedressSqlDialect;

RedressSqlConnection *redress_sql_connection_open (const char *location,
                                                   const RedressSqlOptions *options,
                                                   GError **error);
void redress_sql_connection_close (RedressSqlConnection *self);
void redress_sql_connection_adopt (RedressSqlConnection *self);

RedressSqlStatement *
redress_sql_connection_prepare (RedressSqlConnection *self, const char *sql, GError **error);
gboolean redress_sql_connection_run (RedressSqlConnection *self, const char *sql, GError **error);
gboolean
redress_sql_connection_run_script (RedressSqlConnection *self, const char *script, GError **error);
gboolean redress_sql_connection_get_int64 (RedressSqlConnection *self,
                                           const char *sql,
                                           gint64 *value,
                                           GError **error);

RedressSqlDialect redress_sql_connection_get_dialect (RedressSqlConnection *self);
gint64 redress_sql_connection_get_changes (RedressSqlConnection *self);
gboolean redress_sql_connection_is_in_transaction (RedressSqlConnection *self);
void redress_sql_connection_set_cancellable (RedressSqlConnection *self, GCancellable *cancellable);
void redress_sql_connection_set_budget (RedressSqlConnection *self, guint steps);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSqlConnection, redress_sql_connection_close)

G_END_DECLS
