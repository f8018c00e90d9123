/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/transaction.h"

#include "sql/engine.h"

static gboolean
check_open (RedressSqlConnection *connection, GError **error)
{
  if (redress_sql_connection_is_in_transaction (connection))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY,
               "database: the transaction was taken back");
  return FALSE;
}

static gboolean
commit (RedressSqlConnection *connection, GError **error)
{
  if (!check_open (connection, error))
    return FALSE;
  if (connection->engine->commit (connection, error))
    return TRUE;
  connection->engine->roll_back (connection);
  return FALSE;
}

/* The engine may have ended the whole transaction meanwhile, a full disk for one. */
static void
take_part_back (RedressSqlConnection *connection)
{
  if (redress_sql_connection_is_in_transaction (connection) &&
      !connection->engine->nest (connection, REDRESS_SQL_NEST_TAKE_BACK, NULL))
    connection->engine->roll_back (connection);
}

static gboolean
keep_part (RedressSqlConnection *connection, GError **error)
{
  if (check_open (connection, error) &&
      connection->engine->nest (connection, REDRESS_SQL_NEST_KEEP, error))
    return TRUE;
  connection->engine->roll_back (connection);
  return FALSE;
}

static gboolean
run_part (RedressSqlConnection *connection,
          RedressSqlTransactionFunc func,
          gpointer data,
          GError **error)
{
  g_autoptr (GError) failure = NULL;
  RedressSqlOutcome outcome;

  /* A savepoint outside of a transaction would begin one. */
  if (!check_open (connection, error) ||
      !connection->engine->nest (connection, REDRESS_SQL_NEST_BEGIN, error))
    return FALSE;

  connection->is_in_part = TRUE;
  outcome = func (connection, data, &failure);
  connection->is_in_part = FALSE;
  if (outcome == REDRESS_SQL_COMMIT && failure == NULL)
    return keep_part (connection, error);
  take_part_back (connection);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
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
 * Within a group, what @func wishes to commit stands when the group is committed.
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

  if (connection->is_in_part ||
      (!connection->is_grouped && redress_sql_connection_is_in_transaction (connection)))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "database: a transaction inside another");
      return FALSE;
    }
  if (g_cancellable_set_error_if_cancelled (connection->cancellable, error))
    return FALSE;
  if (connection->is_grouped)
    return run_part (connection, func, data, error);
  if (!connection->engine->begin (connection, mode, error))
    return FALSE;

  outcome = func (connection, data, &failure);
  if (outcome == REDRESS_SQL_COMMIT && failure == NULL)
    return commit (connection, error);
  connection->engine->roll_back (connection);
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * redress_sql_group_begin:
 * @connection: a connection outside of any transaction
 * @error: return location
 *
 * From now on transactions are parts of one: each is kept or taken back by itself, and those that
 * were kept are on the disk when redress_sql_group_commit() returns, with a single wait for the
 * disk. Nobody may be told of one before. No snapshot may be taken in a group.
 *
 * Returns: whether the group is open
 */
gboolean
redress_sql_group_begin (RedressSqlConnection *connection, GError **error)
{
  if (redress_sql_connection_is_in_transaction (connection))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "database: a group inside a transaction");
      return FALSE;
    }
  connection->is_grouped = connection->engine->begin (connection, REDRESS_SQL_WRITE, error);
  return connection->is_grouped;
}

/**
 * redress_sql_group_commit:
 * @connection: a connection with an open group
 * @error: return location
 *
 * Returns: %TRUE if all parts that were kept are on the disk; %FALSE if none of them is
 */
gboolean
redress_sql_group_commit (RedressSqlConnection *connection, GError **error)
{
  g_return_val_if_fail (connection->is_grouped, FALSE);

  connection->is_grouped = FALSE;
  return commit (connection, error);
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
         connection->engine->begin (connection, REDRESS_SQL_READ, error);
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
  connection->engine->roll_back (connection);
}
