/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/transaction.h"

#include "sql/connection-private.h"

static const char *const begin[] = {
  [REDRESS_SQL_READ] = "BEGIN DEFERRED",
  [REDRESS_SQL_WRITE] = "BEGIN IMMEDIATE",
  [REDRESS_SQL_EXCLUSIVE] = "BEGIN EXCLUSIVE",
};

/* A full disk or a cancelled write has ended the transaction already. */
static void
roll_back (RedressSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (redress_sql_connection_is_in_transaction (connection) &&
      !redress_sql_connection_control (connection, "ROLLBACK", &error))
    g_debug ("rollback: %s", error->message);
}

static gboolean
commit (RedressSqlConnection *connection, GError **error)
{
  if (!redress_sql_connection_is_in_transaction (connection))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY,
                   "database: the transaction was taken back");
      return FALSE;
    }
  if (redress_sql_connection_control (connection, "COMMIT", error))
    return TRUE;
  roll_back (connection);
  return FALSE;
}

/**
 * redress_sql_transaction:
 * @connection: a connection outside of any transaction
 * @mode: what it is for; whoever may write takes %REDRESS_SQL_WRITE
 * @func: (scope call): what to do inside
 * @data: for @func
 * @error: return location
 *
 * Runs @func in a transaction and ends it as @func says. A transaction inside another is an error.
 *
 * Returns: %TRUE if @func was committed or rolled back as it wished without an error; otherwise
 *   %FALSE with @error set, and nothing has changed
 */
gboolean
redress_sql_transaction (RedressSqlConnection *connection,
                         RedressSqlMode mode,
                         RedressSqlTransactionFunc func,
                         gpointer data,
                         GError **error)
{
  g_autoptr (GError) failure = NULL;
  RedressSqlOutcome outcome;

  g_return_val_if_fail (connection != NULL && func != NULL, FALSE);

  if (redress_sql_connection_is_in_transaction (connection))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "database: a transaction inside another");
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (connection->cancellable, error) ||
      !redress_sql_connection_control (connection, begin[mode], error))
    return FALSE;

  outcome = func (connection, data, &failure);
  if (outcome == REDRESS_SQL_COMMIT && failure == NULL)
    return commit (connection, error);
  roll_back (connection);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * redress_sql_snapshot_begin:
 * @connection: a connection that only reads
 * @error: return location
 *
 * From the next read on, all reads see one moment of the database, up to
 * redress_sql_snapshot_end(). For reads that come one by one and are not one function; within a
 * snapshot or a transaction nothing begins.
 *
 * Returns: whether it worked
 */
gboolean
redress_sql_snapshot_begin (RedressSqlConnection *connection, GError **error)
{
  return redress_sql_connection_is_in_transaction (connection) ||
         redress_sql_connection_control (connection, begin[REDRESS_SQL_READ], error);
}

/**
 * redress_sql_snapshot_end:
 * @connection: a connection
 *
 * The next read sees what others have written. Does nothing where no snapshot is held.
 */
void
redress_sql_snapshot_end (RedressSqlConnection *connection)
{
  roll_back (connection);
}
