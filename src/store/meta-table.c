/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/meta-table.h"

static const char sql_get[] = "SELECT value FROM meta WHERE name = $1";
static const char sql_set[] = "INSERT INTO meta (name, value) VALUES ($1, $2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value";
static const char sql_delete[] = "DELETE FROM meta WHERE name = $1";

/**
 * redress_meta_table_get:
 * @connection: a database with a table meta
 * @name: which value
 * @value: (out) (transfer full): the value, if it is there
 * @error: return location
 *
 * Returns: whether it is there
 */
RedressSqlStep
redress_meta_table_get (RedressSqlConnection *connection,
                        const char *name,
                        char **value,
                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_get, error);

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_text (statement, 1, name);
  return redress_sql_statement_fetch_text (statement, value, error);
}

/**
 * redress_meta_table_set:
 * @connection: a database with a table meta
 * @name: which value
 * @value: (nullable): the value; %NULL forgets it
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_meta_table_set (RedressSqlConnection *connection,
                        const char *name,
                        const char *value,
                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, value != NULL ? sql_set : sql_delete, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  if (value != NULL)
    redress_sql_statement_bind_text (statement, 2, value);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_meta_table_get_int64:
 * @connection: a database with a table meta
 * @name: which value
 * @value: (out): the number; 0 if it is not there or no number
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_meta_table_get_int64 (RedressSqlConnection *connection,
                              const char *name,
                              gint64 *value,
                              GError **error)
{
  g_autofree char *text = NULL;

  *value = 0;
  if (redress_meta_table_get (connection, name, &text, error) == REDRESS_SQL_ERROR)
    return FALSE;
  if (text != NULL && !g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, value, NULL))
    *value = 0;
  return TRUE;
}

/**
 * redress_meta_table_set_int64:
 * @connection: a database with a table meta
 * @name: which value
 * @value: the number
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_meta_table_set_int64 (RedressSqlConnection *connection,
                              const char *name,
                              gint64 value,
                              GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  return redress_meta_table_set (connection, name, text, error);
}
