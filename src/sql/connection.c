/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/engine.h"
#include "sql/statement-cache.h"

#define MAX_ENGINES 4

/* Set once each at the start of a program, in any thread. */
static const RedressSqlEngine *engines[MAX_ENGINES];
static GMutex engines_lock;

/*
 * redress_sql_register_engine:
 * @engine: what opens the locations that begin with its scheme
 */
void
redress_sql_register_engine (const RedressSqlEngine *engine)
{
  guint i = 0;

  g_mutex_lock (&engines_lock);
  while (i < MAX_ENGINES && engines[i] != NULL && engines[i] != engine)
    i++;
  g_assert (i < MAX_ENGINES);
  engines[i] = engine;
  g_mutex_unlock (&engines_lock);
}

static const RedressSqlEngine *
find_engine (const char *location)
{
  const RedressSqlEngine *found = &redress_sql_sqlite_engine;

  g_mutex_lock (&engines_lock);
  for (guint i = 0; i < MAX_ENGINES && engines[i] != NULL; i++)
    if (g_str_has_prefix (location, engines[i]->scheme))
      found = engines[i];
  g_mutex_unlock (&engines_lock);
  return found;
}

/*
 * redress_sql_connection_init:
 * @self: zeroed memory
 * @engine: whose connection it is
 */
void
redress_sql_connection_init (RedressSqlConnection *self, const RedressSqlEngine *engine)
{
  self->engine = engine;
  self->thread = g_thread_self ();
  self->statements = redress_sql_statement_cache_new ();
}

/**
 * redress_sql_connection_open:
 * @location: path of a file, `:memory:`, or a URI that an engine understands
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
  g_return_val_if_fail (location != NULL, NULL);
  g_return_val_if_fail (options != NULL, NULL);

  return find_engine (location)->open (location, options, error);
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
  g_assert (self->n_borrowed == 0);
  self->is_closing = TRUE;
  g_hash_table_unref (self->statements);
  g_clear_object (&self->cancellable);
  self->engine->close (self);
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
  g_return_val_if_fail (script != NULL, FALSE);
  g_assert (self->thread == g_thread_self ());

  return self->engine->run_script (self, script, error);
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
 * redress_sql_connection_get_dialect:
 * @self: a connection
 *
 * Returns: whose words its database knows
 */
RedressSqlDialect
redress_sql_connection_get_dialect (RedressSqlConnection *self)
{
  return self->engine->dialect;
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
  return self->engine->get_changes (self);
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
  return self->engine->is_in_transaction (self);
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
  self->engine->set_cancellable (self, cancellable);
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
  self->engine->set_budget (self, steps);
}
