/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/backfill.h"

#include "server-sql-resources.h"
#include "server/log.h"
#include "sql/transaction.h"

/* A migration that adds a column leaves it empty, so that it is short and older programs work on
 * beside it. Here what is empty is filled in while the server works. Each file of the folder is one
 * statement for both engines, which fills at most $1 rows that are empty still: nothing has to be
 * noted of how far it came, and rows that an older program writes meanwhile are found as well. */
#define FOLDER "/org/redress/Desk/sql/server-backfill/"

/* Requests wait behind no more than these. */
#define ROWS_AT_ONCE 200

typedef struct
{
  const char *sql;
  gint64 n_filled;
} Filling;

static RedressSqlOutcome
fill (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Filling *filling = data;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, filling->sql, error);

  if (statement == NULL)
    return REDRESS_SQL_ROLLBACK;
  redress_sql_statement_bind_int64 (statement, 1, ROWS_AT_ONCE);
  if (!redress_sql_statement_run (statement, error))
    return REDRESS_SQL_ROLLBACK;
  filling->n_filled = redress_sql_connection_get_changes (connection);
  return filling->n_filled > 0 ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

/* Returns whether there may be more. */
static gboolean
run_file (RedressServer *server, GResource *resource, const char *name)
{
  g_autofree char *path = g_strconcat (FOLDER, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, &error);
  Filling filling = { .sql = bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL };

  if (bytes != NULL && redress_sql_transaction (redress_server_get_connection (server),
                                                REDRESS_SQL_WRITE, fill, &filling, &error))
    return filling.n_filled == ROWS_AT_ONCE;
  redress_log (redress_server_get_clock (server), "backfill-failed",
               REDRESS_LOG_TEXT ("file", name), REDRESS_LOG_TEXT ("error", error->message));
  return FALSE;
}

/**
 * redress_backfill_run:
 * @server: the server that leads
 *
 * Fills in a few rows of each column that a migration added.
 *
 * Returns: whether there may be more
 */
gboolean
redress_backfill_run (RedressServer *server)
{
  GResource *resource = redress_server_sql_get_resource ();
  g_auto (GStrv) names = g_resource_enumerate_children (resource, FOLDER, 0, NULL);
  gboolean has_more = FALSE;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    has_more = run_file (server, resource, names[i]) || has_more;
  return has_more;
}
