/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/database.h"

#include "postgres/engine.h"
#include "server-sql-resources.h"
#include "sql/migrator.h"

/* "RdSv": so that no other program's database is taken for ours. */
#define APPLICATION_ID 0x52645376

/* A database that is frozen while its kernel answers looks busy. Longer than the 5 s that a
 * statement may wait for somebody else's lock; and with another 5 s in which it cannot be reached
 * anew, shorter than the 15 s that a desk waits for its claim. */
#define ANSWER_TIMEOUT_MS 8000

static const char *const sql_folders[] = {
  [REDRESS_SQL_SQLITE] = "/org/redress/Desk/sql/server",
  [REDRESS_SQL_POSTGRESQL] = "/org/redress/Desk/sql/server-postgresql",
};

/* The session that holds it may take it again. */
static const char sql_lead[] =
    "select pg_try_advisory_lock (1382310517, hashtext (current_schema ()))";

/**
 * redress_database_is_shared:
 * @location: where the rows of a server are
 *
 * Returns: whether several processes may use it at once
 */
gboolean
redress_database_is_shared (const char *location)
{
  return g_str_has_prefix (location, "postgresql://");
}

static RedressSqlConnection *
open_writing (const char *location, guint answer_timeout_ms, GError **error)
{
  const RedressSqlOptions options = { .durable = TRUE,
                                      .application_id = APPLICATION_ID,
                                      .answer_timeout_ms = answer_timeout_ms };

  redress_postgres_register ();
  return redress_sql_connection_open (location, &options, error);
}

static RedressSqlConnection *
open_ready (const char *location, guint answer_timeout_ms, GError **error)
{
  g_autoptr (RedressSqlConnection) connection = open_writing (location, answer_timeout_ms, error);
  RedressSqlDialect dialect;

  if (connection == NULL)
    return NULL;
  dialect = redress_sql_connection_get_dialect (connection);
  if (!redress_sql_migrate (connection, redress_server_sql_get_resource (), sql_folders[dialect],
                            error))
    return NULL;
  return g_steal_pointer (&connection);
}

/**
 * redress_database_open:
 * @location: path of a file, or `postgresql://...`
 * @error: return location
 *
 * Opens the database of a server, as it is.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
RedressSqlConnection *
redress_database_open (const char *location, GError **error)
{
  return open_writing (location, 0, error);
}

/**
 * redress_database_open_reading:
 * @location: of a database that is there
 * @error: return location
 *
 * Opens another connection of a server that serves, one that never writes.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
RedressSqlConnection *
redress_database_open_reading (const char *location, GError **error)
{
  const RedressSqlOptions options = { .read_only = TRUE,
                                      .application_id = APPLICATION_ID,
                                      .answer_timeout_ms = ANSWER_TIMEOUT_MS };

  return redress_sql_connection_open (location, &options, error);
}

/**
 * redress_database_open_ready:
 * @location: path of a file, or `postgresql://...`
 * @error: return location
 *
 * Opens the database of a server and brings it to the newest schema. What is done with it may take
 * its time.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
RedressSqlConnection *
redress_database_open_ready (const char *location, GError **error)
{
  return open_ready (location, 0, error);
}

/**
 * redress_database_open_serving:
 * @location: path of a file, or `postgresql://...`
 * @error: return location
 *
 * As redress_database_open_ready(), for those whom somebody waits for: the connection is given up
 * where the database gives no sign for 8 s.
 *
 * Returns: (transfer full) (nullable): the connection, or %NULL with @error set
 */
RedressSqlConnection *
redress_database_open_serving (const char *location, GError **error)
{
  return open_ready (location, ANSWER_TIMEOUT_MS, error);
}

/**
 * redress_database_leads:
 * @connection: the database of a server
 *
 * Of several processes one does what has to be done by time. It is the first that asks, for as long
 * as its connection lasts; so ask again each time.
 *
 * Returns: whether it is this one
 */
gboolean
redress_database_leads (RedressSqlConnection *connection)
{
  gint64 leads = 0;

  if (redress_sql_connection_get_dialect (connection) == REDRESS_SQL_SQLITE)
    return TRUE;
  return redress_sql_connection_get_int64 (connection, sql_lead, &leads, NULL) && leads != 0;
}
