/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/engine.h"

#include "postgres/private.h"

#define DEFAULT_BUSY_TIMEOUT_MS 5000
#define OLDEST_VERSION 130000

/* Whoever writes holds this lock of the schema from begin to commit, so that, as in SQLite, what a
 * transaction read is still so when it writes, and numbers taken in it are in the order of commits.
 * Readers do not wait for it. */
static const char *const begin_words[] = {
  [REDRESS_SQL_READ] = "begin isolation level repeatable read read only",
  [REDRESS_SQL_WRITE] = "begin isolation level read committed read write;"
                        "select pg_advisory_xact_lock (1382310515, hashtext (current_schema ()))",
  [REDRESS_SQL_EXCLUSIVE] =
      "begin isolation level read committed read write;"
      "select pg_advisory_xact_lock (1382310515, hashtext (current_schema ()))",
};

static const char *const nest_words[] = {
  [REDRESS_SQL_NEST_BEGIN] = "savepoint part",
  [REDRESS_SQL_NEST_KEEP] = "release savepoint part",
  [REDRESS_SQL_NEST_TAKE_BACK] = "rollback to savepoint part; release savepoint part",
};

/* What every session needs. A transaction that stands still holds up all others. */
static const char session_settings[] = "set client_encoding = 'UTF8';"
                                       "set standard_conforming_strings = on;"
                                       "set bytea_output = 'hex';"
                                       "set timezone = 'UTC';"
                                       "set idle_in_transaction_session_timeout = '60s';";
static const char durable_setting[] = "select set_config ('synchronous_commit', 'on', false) "
                                      "where current_setting ('synchronous_commit') = 'off'";
static const char read_only_setting[] = "set default_transaction_read_only = on";

gboolean
redress_postgres_check (RedressPostgresConnection *self, PGresult *result, GError **error)
{
  ExecStatusType status = PQresultStatus (result);

  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
    return TRUE;
  redress_postgres_set_error (error, &self->base, result);
  PQclear (result);
  return FALSE;
}

PGresult *
redress_postgres_exec (RedressPostgresConnection *self, const char *sql, GError **error)
{
  PGresult *result = redress_postgres_await (self, PQsendQuery (self->handle, sql));

  return redress_postgres_check (self, result, error) ? result : NULL;
}

static gboolean
run (RedressPostgresConnection *self, const char *sql, GError **error)
{
  PGresult *result = redress_postgres_exec (self, sql, error);
  gboolean done = result != NULL;

  PQclear (result);
  return done;
}

static gboolean
check_database (RedressPostgresConnection *self, GError **error)
{
  if (PQserverVersion (self->handle) < OLDEST_VERSION)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "the database is PostgreSQL %d; 13 or newer is needed",
                   PQserverVersion (self->handle) / 10000);
      return FALSE;
    }
  if (g_strcmp0 (PQparameterStatus (self->handle, "server_encoding"), "UTF8") == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "the database is not encoded in UTF8");
  return FALSE;
}

gboolean
redress_postgres_set_lock_timeout (RedressPostgresConnection *self, GError **error)
{
  guint wait =
      self->options.busy_timeout_ms != 0 ? self->options.busy_timeout_ms : DEFAULT_BUSY_TIMEOUT_MS;
  /* lint: allow sql-printf: a number that is set here */
  g_autofree char *sql = g_strdup_printf ("set lock_timeout = %u", wait);

  return run (self, sql, error);
}

static gboolean
set_up_session (RedressPostgresConnection *self, GError **error)
{
  self->session++;
  self->is_given_up = FALSE;
  /* Sending must not wait either. */
  PQsetnonblocking (self->handle, TRUE);
  return check_database (self, error) && run (self, session_settings, error) &&
         redress_postgres_set_lock_timeout (self, error) &&
         (!self->options.durable || run (self, durable_setting, error)) &&
         (!self->options.read_only || run (self, read_only_setting, error));
}

static void
drop_notice (void *data, const char *message)
{
  g_debug ("database: %s", message);
}

/* What stands before the location may be said otherwise in it. A peer that is gone without a word
 * is noticed within half a minute. Of several hosts the one that takes writes is used, by those who
 * only read as well: a standby may not have yet what a client was told. */
static PGconn *
connect_to (const char *location)
{
  const char *keywords[] = { "connect_timeout",           "keepalives_idle",
                             "keepalives_interval",       "keepalives_count",
                             "tcp_user_timeout",          "target_session_attrs",
                             "fallback_application_name", "dbname",
                             "client_encoding",           NULL };
  const char *values[] = { "5",      "10",   "5", "3", "20000", "read-write", "redress-server",
                           location, "UTF8", NULL };
  PGconn *handle = PQconnectdbParams (keywords, values, TRUE);

  PQsetNoticeProcessor (handle, drop_notice, NULL);
  return handle;
}

static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  RedressPostgresConnection *self = data;
  char words[256];

  if (self->cancel != NULL && !PQcancel (self->cancel, words, sizeof words))
    g_debug ("database: %s", words);
}

/* The handler runs in the thread that cancels; PGcancel is made for that. */
static void
set_cancellable (RedressSqlConnection *connection, GCancellable *cancellable)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  g_cancellable_disconnect (self->cancelled, self->cancel_id);
  self->cancel_id = 0;
  g_clear_object (&self->cancelled);
  g_clear_pointer (&self->cancel, PQfreeCancel);
  if (cancellable == NULL || PQstatus (self->handle) != CONNECTION_OK)
    return;
  self->cancelled = g_object_ref (cancellable);
  self->cancel = PQgetCancel (self->handle);
  self->cancel_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), self, NULL);
}

static void
close_connection (RedressSqlConnection *connection)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  set_cancellable (connection, NULL);
  PQfinish (self->handle);
  g_free (self);
}

static RedressSqlConnection *
open_connection (const char *location, const RedressSqlOptions *options, GError **error)
{
  RedressPostgresConnection *self = g_new0 (RedressPostgresConnection, 1);
  gboolean done = FALSE;

  redress_sql_connection_init (&self->base, &redress_postgres_engine);
  self->options = *options;
  self->handle = connect_to (location);
  if (PQstatus (self->handle) != CONNECTION_OK)
    {
      g_autofree char *words = g_strchomp (g_utf8_make_valid (PQerrorMessage (self->handle), -1));

      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "database: %s", words);
    }
  else
    done = set_up_session (self, error) &&
           (options->application_id == 0 || redress_postgres_check_owner (self, error));
  if (done)
    return &self->base;
  g_hash_table_unref (self->base.statements);
  close_connection (&self->base);
  return NULL;
}

/* A database that does not answer costs as long as connecting may take. At most half of the time
 * goes to that: those who wait meanwhile are told so at once. */
static void
connect_again (RedressPostgresConnection *self)
{
  gint64 began = g_get_monotonic_time ();
  gint64 ended;

  if (began < self->connect_at)
    return;
  PQreset (self->handle);
  ended = g_get_monotonic_time ();
  self->connect_at = PQstatus (self->handle) == CONNECTION_OK ? 0 : ended + (ended - began);
}

/*
 * redress_postgres_ensure:
 *
 * Makes the connection anew where it was lost, but never in a transaction, whose beginning is lost
 * as well.
 *
 * Returns: whether statements can be sent
 */
gboolean
redress_postgres_ensure (RedressPostgresConnection *self, GError **error)
{
  if (PQstatus (self->handle) == CONNECTION_OK)
    return TRUE;
  if (!self->is_in_transaction)
    connect_again (self);
  if (PQstatus (self->handle) == CONNECTION_OK && !self->is_in_transaction)
    return set_up_session (self, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY, "database: the connection is lost");
  return FALSE;
}

static gboolean
run_script (RedressSqlConnection *connection, const char *script, GError **error)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  if (!redress_postgres_has_control (script))
    return redress_postgres_ensure (self, error) && run (self, script, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "database: a script begins or ends a transaction");
  return FALSE;
}

static gint64
get_changes (RedressSqlConnection *connection)
{
  return ((RedressPostgresConnection *)connection)->changes;
}

/* Made for the thread of a window; here nothing is worked out by steps. */
static void
set_budget (RedressSqlConnection *connection, guint steps)
{
  set_cancellable (connection, NULL);
}

static gboolean
is_in_transaction (RedressSqlConnection *connection)
{
  return ((RedressPostgresConnection *)connection)->is_in_transaction;
}

static void
roll_back (RedressSqlConnection *connection)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  if (self->is_in_transaction && PQstatus (self->handle) == CONNECTION_OK)
    PQclear (redress_postgres_exec (self, "rollback", NULL));
  self->is_in_transaction = FALSE;
}

static gboolean
begin_once (RedressPostgresConnection *self, RedressSqlMode mode, GError **error)
{
  if (!redress_postgres_ensure (self, error))
    return FALSE;
  self->is_in_transaction = TRUE;
  if (run (self, begin_words[mode], error))
    return TRUE;
  roll_back (&self->base);
  return FALSE;
}

static gboolean
begin (RedressSqlConnection *connection, RedressSqlMode mode, GError **error)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  g_autoptr (GError) failure = NULL;

  if (begin_once (self, mode, &failure))
    return TRUE;
  /* Lost while nobody used it: nothing has begun yet. */
  if (PQstatus (self->handle) != CONNECTION_OK)
    return begin_once (self, mode, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* After a statement that failed COMMIT takes everything back, and says so by its name alone. */
static gboolean
commit (RedressSqlConnection *connection, GError **error)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;
  PGresult *result = redress_postgres_exec (self, "commit", error);
  gboolean done = result != NULL && g_str_equal (PQcmdStatus (result), "COMMIT");

  if (result != NULL && !done)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                 "database: a statement failed before the end of the transaction");
  PQclear (result);
  self->is_in_transaction = FALSE;
  return done;
}

static gboolean
nest (RedressSqlConnection *connection, RedressSqlNest what, GError **error)
{
  return run ((RedressPostgresConnection *)connection, nest_words[what], error);
}

const RedressSqlEngine redress_postgres_engine = {
  .scheme = "postgresql://",
  .dialect = REDRESS_SQL_POSTGRESQL,
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
  .migration_begin = redress_postgres_migration_begin,
  .migration_check = redress_postgres_migration_check,
  .migration_end = redress_postgres_migration_end,
  .get_version = redress_postgres_get_version,
  .get_oldest = redress_postgres_get_oldest,
  .set_version = redress_postgres_set_version,
  .prepare = redress_postgres_statement_new,
  .finalize = redress_postgres_statement_free,
  .reset = redress_postgres_statement_reset,
  .clear = redress_postgres_statement_clear,
  .step = redress_postgres_statement_step,
  .finish = redress_postgres_statement_finish,
  .bind_int64 = redress_postgres_bind_int64,
  .bind_text = redress_postgres_bind_text,
  .bind_blob = redress_postgres_bind_blob,
  .bind_null = redress_postgres_bind_null,
  .is_null = redress_postgres_is_null,
  .get_int64 = redress_postgres_get_int64,
  .get_text = redress_postgres_get_text,
  .get_blob = redress_postgres_get_blob,
};

/**
 * redress_postgres_register:
 *
 * From now on redress_sql_connection_open() takes locations such as
 * `postgresql://user@host:5432/database`, with all that libpq knows in them: several hosts,
 * `sslmode`, `passfile` and so on. May be called again.
 */
void
redress_postgres_register (void)
{
  redress_sql_register_engine (&redress_postgres_engine);
}
