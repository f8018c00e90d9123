/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressSqlMode:
 * @REDRESS_SQL_READ: reads see one moment of the database
 * @REDRESS_SQL_WRITE: takes the writer's lock at the start, so it cannot fail half-way for a lock
 * @REDRESS_SQL_EXCLUSIVE: as WRITE, and nobody else reads where the engine can see to that
 */
typedef enum
{
  REDRESS_SQL_READ,
  REDRESS_SQL_WRITE,
  REDRESS_SQL_EXCLUSIVE,
} RedressSqlMode;

/**
 * RedressSqlOutcome:
 * @REDRESS_SQL_ROLLBACK: take back what was done; a failure if an error is set as well
 * @REDRESS_SQL_COMMIT: keep it
 */
typedef enum
{
  REDRESS_SQL_ROLLBACK,
  REDRESS_SQL_COMMIT,
} RedressSqlOutcome;

/**
 * RedressSqlTransactionFunc:
 * @connection: where the transaction runs
 * @data: what was given to redress_sql_transaction()
 * @error: never %NULL
 *
 * Returns: how the transaction shall end
 */
typedef RedressSqlOutcome (*RedressSqlTransactionFunc) (RedressSqlConnection *connection,
                                                        gpointer data,
                                                        GError **error);

gboolean redress_sql_transaction (RedressSqlConnection *connection,
                                  RedressSqlMode mode,
                                  RedressSqlTransactionFunc func,
                                  gpointer data,
                                  GError **error);

gboolean redress_sql_group_begin (RedressSqlConnection *connection, GError **error);
gboolean redress_sql_group_commit (RedressSqlConnection *connection, GError **error);

gboolean redress_sql_snapshot_begin (RedressSqlConnection *connection, GError **error);
void redress_sql_snapshot_end (RedressSqlConnection *connection);

G_END_DECLS
