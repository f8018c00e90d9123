/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

/* Virtual machine steps between two looks at the cancellable; some microseconds. */
#define STEPS_PER_LOOK 1000

static const char *const begin_words[] = {
  [REDRESS_SQL_READ] = "BEGIN DEFERRED",
  [REDRESS_SQL_WRITE] = "BEGIN IMMEDIATE",
  [REDRESS_SQL_EXCLUSIVE] = "BEGIN EXCLUSIVE",
};

static const char *const nest_words[] = {
  [REDRESS_SQL_NEST_BEGIN] = "SAVEPOINT part",
  [REDRESS_SQL_NEST_KEEP] = "RELEASE part",
  [REDRESS_SQL_NEST_TAKE_BACK] = "ROLLBACK TO part; RELEASE part",
};

/*
 * redress_sql_connection_new:
 * @handle: (transfer full): an open database
 */
RedressSqlConnection *
redress_sql_connection_new (sqlite3 *handle)
{
  RedressSqliteConnection *self = g_new0 (RedressSqliteConnection, 1);

  redress_sql_connection_init (&self->base, &redress_sql_sqlite_engine);
  self->handle = handle;
  redress_sql_register_tokenizer (handle);
  sqlite3_set_authorizer (handle, redress_sql_authorize, self);
  return &self->base;
}

static RedressSqlConnection *
open_connection (const char *location, const RedressSqlOptions *options, GError **error)
{
  sqlite3 *handle = redress_sql_open_handle (location, options, error);

  return handle != NULL ? redress_sql_connection_new (handle) : NULL;
}

static void
close_connection (RedressSqlConnection *connection)
{
  int status = sqlite3_close (redress_sqlite_get_handle (connection));

  g_assert (status == SQLITE_OK);
  g_free (connection);
}

static gboolean
run_script (RedressSqlConnection *connection, const char *script, GError **error)
{
  sqlite3 *handle = redress_sqlite_get_handle (connection);
  int status = sqlite3_exec (handle, script, NULL, NULL, NULL);

  if (status == SQLITE_OK)
    return TRUE;
  redress_sql_set_error (error, handle, status, connection->cancellable);
  return FALSE;
}

static gint64
get_changes (RedressSqlConnection *connection)
{
  return sqlite3_changes64 (redress_sqlite_get_handle (connection));
}

static int
look_at_cancellable (gpointer cancellable)
{
  return g_cancellable_is_cancelled (cancellable);
}

static void
set_cancellable (RedressSqlConnection *connection, GCancellable *cancellable)
{
  sqlite3_progress_handler (redress_sqlite_get_handle (connection),
                            cancellable != NULL ? STEPS_PER_LOOK : 0,
                            cancellable != NULL ? look_at_cancellable : NULL, cancellable);
}

static int
spend_budget (gpointer connection)
{
  RedressSqliteConnection *self = connection;

  if (self->budget == 0)
    return 1;
  self->budget--;
  return 0;
}

static void
set_budget (RedressSqlConnection *connection, guint steps)
{
  RedressSqliteConnection *self = (RedressSqliteConnection *)connection;

  self->budget = steps / STEPS_PER_LOOK;
  sqlite3_progress_handler (self->handle, steps != 0 ? STEPS_PER_LOOK : 0,
                            steps != 0 ? spend_budget : NULL, self);
}

static gboolean
is_in_transaction (RedressSqlConnection *connection)
{
  return !sqlite3_get_autocommit (redress_sqlite_get_handle (connection));
}

/* The only way to begin and end transactions. */
static gboolean
control (RedressSqlConnection *connection, const char *sql, GError **error)
{
  RedressSqliteConnection *self = (RedressSqliteConnection *)connection;
  gboolean done;

  self->may_control = TRUE;
  done = run_script (connection, sql, error);
  self->may_control = FALSE;
  return done;
}

static gboolean
begin (RedressSqlConnection *connection, RedressSqlMode mode, GError **error)
{
  return control (connection, begin_words[mode], error);
}

static gboolean
commit (RedressSqlConnection *connection, GError **error)
{
  return control (connection, "COMMIT", error);
}

/* A full disk or a cancelled write has ended the transaction already. */
static void
roll_back (RedressSqlConnection *connection)
{
  g_autoptr (GError) error = NULL;

  if (is_in_transaction (connection) && !control (connection, "ROLLBACK", &error))
    g_debug ("rollback: %s", error->message);
}

static gboolean
nest (RedressSqlConnection *connection, RedressSqlNest what, GError **error)
{
  return control (connection, nest_words[what], error);
}

/* A script that rebuilds a table must not cascade; the switch does nothing in a transaction. */
static gboolean
migration_begin (RedressSqlConnection *connection, GError **error)
{
  return run_script (connection, "PRAGMA foreign_keys = OFF", error);
}

static gboolean
migration_end (RedressSqlConnection *connection, GError **error)
{
  return run_script (connection, "PRAGMA foreign_keys = ON", error);
}

/* The head of the file has room for one number alone. */
static gboolean
migration_check (RedressSqlConnection *connection, const char *const *digests, GError **error)
{
  return TRUE;
}

static gboolean
get_version (RedressSqlConnection *connection, gint64 *version, GError **error)
{
  return redress_sql_connection_get_int64 (connection, "PRAGMA user_version", version, error);
}

static gboolean
check_foreign_keys (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, "PRAGMA foreign_key_check", error);

  if (statement == NULL)
    return FALSE;
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_DONE:
      return TRUE;
    case REDRESS_SQL_ROW:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                   "the migration leaves rows of %s without their parent",
                   redress_sql_statement_get_text (statement, 0));
      return FALSE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
set_version (RedressSqlConnection *connection,
             guint version,
             guint oldest,
             const char *digest,
             GError **error)
{
  return check_foreign_keys (connection, error) &&
         redress_sql_set_number (redress_sqlite_get_handle (connection), "user_version", version,
                                 error);
}

const RedressSqlEngine redress_sql_sqlite_engine = {
  .dialect = REDRESS_SQL_SQLITE,
  .open = open_connection,
  .close = close_connection,
  .run_script = run_script,
  .get_changes = get_changes,
  .set_cancellable = set_cancellable,
  .set_budget = set_budget,
  .is_in_transaction = is_in_transaction,
  .begin = begin,
  .commit = commit,
  .roll_back = roll_back,
  .nest = nest,
  .migration_begin = migration_begin,
  .migration_check = migration_check,
  .migration_end = migration_end,
  .get_version = get_version,
  .set_version = set_version,
  .prepare = redress_sqlite_statement_new,
  .finalize = redress_sqlite_statement_free,
  .reset = redress_sqlite_statement_reset,
  .clear = redress_sqlite_statement_clear,
  .step = redress_sqlite_statement_step,
  .finish = redress_sqlite_statement_finish,
  .bind_int64 = redress_sqlite_bind_int64,
  .bind_text = redress_sqlite_bind_text,
  .bind_blob = redress_sqlite_bind_blob,
  .bind_null = redress_sqlite_bind_null,
  .is_null = redress_sqlite_is_null,
  .get_int64 = redress_sqlite_get_int64,
  .get_text = redress_sqlite_get_text,
  .get_blob = redress_sqlite_get_blob,
};
