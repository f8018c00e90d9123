/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

/* Virtual machine steps between two looks at the cancellable; some microseconds. */
#define STEPS_PER_LOOK 1000

/*
 * redress_sql_connection_new:
 * @handle: (transfer full): an open database
 */
RedressSqlConnection *
redress_sql_connection_new (sqlite3 *handle)
{
  RedressSqlConnection *self = g_new0 (RedressSqlConnection, 1);

  self->handle = handle;
  self->thread = g_thread_self ();
  self->statements = redress_sql_statement_cache_new ();
  redress_sql_register_tokenizer (handle);
  sqlite3_set_authorizer (handle, redress_sql_authorize, self);
  return self;
}

/**
 * redress_sql_connection_open:
 * @location: path of a file, `:memory:`, or a URI that the engine understands
 * @options: how
 * @error: return location
 *
 * Opens a database; one that is not there is made, for its owner alone, unless it is opened
 * read-only. Blocks: not for the main thread of a desk.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
RedressSqlConnection *
redress_sql_connection_open (const char *location, const RedressSqlOptions *options, GError **error)
{
  sqlite3 *handle;

  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  handle = redress_sql_open_handle (location, options, error);
  return handle != NULL ? redress_sql_connection_new (handle) : NULL;
}

/**
 * redress_sql_connection_close:
 * @self: (transfer full): a connection
 *
 * Closes the connection. Statements have to be given back before.
 */
void
redress_sql_connection_close (RedressSqlConnection *self)
{
  int status;

  g_assert (self->n_borrowed == 0);
  g_hash_table_unref (self->statements);
  status = sqlite3_close (self->handle);
  g_assert (status == SQLITE_OK);
  g_clear_object (&self->cancellable);
  g_free (self);
}

/**
 * redress_sql_connection_adopt:
 * @self: a connection that no other thread uses any more
 *
 * Makes the calling thread the one that uses the connection.
 */
void
redress_sql_connection_adopt (RedressSqlConnection *self)
{
  g_return_if_fail (self->n_borrowed == 0);

  self->thread = g_thread_self ();
}

/**
 * redress_sql_connection_prepare:
 * @self: a connection
 * @sql: one statement, written in the code and never put together from values
 * @error: return location
 *
 * Compiles a statement or takes it from the cache. The same text may be in use more than once.
 *
 * Returns: (transfer full) (nullable): the statement, or %NULL with @error set
 */
RedressSqlStatement *
redress_sql_connection_prepare (RedressSqlConnection *self, const char *sql, GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_assert (self->thread == g_thread_self ());

  return redress_sql_statement_cache_take (self, sql, error);
}

/**
 * redress_sql_connection_run:
 * @self: a connection
 * @sql: one statement without parameters
 * @error: return location
 *
 * Runs a statement whose rows, if any, are of no interest.
 *
 * Returns: whether it worked
 */
gboolean
redress_sql_connection_run (RedressSqlConnection *self, const char *sql, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (self, sql, error);

  return statement != NULL && redress_sql_statement_run (statement, error);
}

/**
 * redress_sql_connection_run_script:
 * @self: a connection
 * @script: statements without parameters, ended by semicolons
 * @error: return location
 *
 * Runs the statements in order up to the first that fails. The script is no transaction of its
 * own and cannot begin one.
 *
 * Returns: whether all worked
 */
gboolean
redress_sql_connection_run_script (RedressSqlConnection *self, const char *script, GError **error)
{
  int status;

  g_return_val_if_fail (script != NULL, FALSE);
  g_assert (self->thread == g_thread_self ());

  status = sqlite3_exec (self->handle, script, NULL, NULL, NULL);
  if (status == SQLITE_OK)
    return TRUE;
  redress_sql_set_error (error, self->handle, status, self->cancellable);
  return FALSE;
}

/**
 * redress_sql_connection_get_int64:
 * @self: a connection
 * @sql: a query without parameters for one number
 * @value: (out): the number
 * @error: return location
 *
 * Reads one number. That there is no row is an error, too.
 *
 * Returns: whether it worked
 */
gboolean
redress_sql_connection_get_int64 (RedressSqlConnection *self,
                                  const char *sql,
                                  gint64 *value,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (self, sql, error);

  if (statement == NULL)
    return FALSE;
  switch (redress_sql_statement_fetch_int64 (statement, value, error))
    {
    case REDRESS_SQL_ROW:
      return TRUE;
    case REDRESS_SQL_DONE:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "database: no row");
      return FALSE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

/**
 * redress_sql_connection_get_changes:
 * @self: a connection
 *
 * Returns: how many rows the last INSERT, UPDATE or DELETE touched, triggers not counted
 */
gint64
redress_sql_connection_get_changes (RedressSqlConnection *self)
{
  return sqlite3_changes64 (self->handle);
}

/**
 * redress_sql_connection_is_in_transaction:
 * @self: a connection
 *
 * Returns: whether a transaction is open
 */
gboolean
redress_sql_connection_is_in_transaction (RedressSqlConnection *self)
{
  return !sqlite3_get_autocommit (self->handle);
}

static int
look_at_cancellable (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

/**
 * redress_sql_connection_set_cancellable:
 * @self: a connection
 * @cancellable: (nullable): what stops the statements to come
 *
 * From now on a statement ends with G_IO_ERROR_CANCELLED when @cancellable is cancelled, also in
 * the middle of its work.
 */
void
redress_sql_connection_set_cancellable (RedressSqlConnection *self, GCancellable *cancellable)
{
  g_set_object (&self->cancellable, cancellable);
  sqlite3_progress_handler (self->handle, cancellable != NULL ? STEPS_PER_LOOK : 0,
                            cancellable != NULL ? look_at_cancellable : NULL, cancellable);
}

static int
spend_budget (gpointer connection)
{
  RedressSqlConnection *self = connection;

  if (self->budget == 0)
    return 1;
  self->budget--;
  return 0;
}

/**
 * redress_sql_connection_set_budget:
 * @self: a connection
 * @steps: roughly how many steps of the engine's machine each call may take; 0 for no limit
 *
 * For a thread that must not wait: what turns out to be long ends with %REDRESS_ERROR_RETRY and
 * can be given to a worker. The budget is spent by all statements until it is set again. It takes
 * the place of a cancellable.
 */
void
redress_sql_connection_set_budget (RedressSqlConnection *self, guint steps)
{
  g_clear_object (&self->cancellable);
  self->budget = steps / STEPS_PER_LOOK;
  sqlite3_progress_handler (self->handle, steps != 0 ? STEPS_PER_LOOK : 0,
                            steps != 0 ? spend_budget : NULL, self);
}

/*
 * redress_sql_connection_control:
 * @sql: BEGIN, COMMIT or ROLLBACK
 *
 * The only way to begin and end transactions.
 */
gboolean
redress_sql_connection_control (RedressSqlConnection *self, const char *sql, GError **error)
{
  gboolean done;

  self->may_control = TRUE;
  done = redress_sql_connection_run_script (self, sql, error);
  self->may_control = FALSE;
  return done;
}
