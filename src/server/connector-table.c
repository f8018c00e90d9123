/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/connector-table.h"

#include "server/token.h"

/**
 * redress_connector_row_free:
 * @self: (transfer full): a row
 */
void
redress_connector_row_free (RedressConnectorRow *self)
{
  g_free (self->platform);
  g_free (self);
}

/**
 * redress_connector_table_add:
 * @connection: a connection
 * @platform: whose key it is
 * @key: the key
 * @now: the time
 * @id: (out): its number
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_connector_table_add (RedressSqlConnection *connection,
                             const char *platform,
                             const char *key,
                             RedressTime now,
                             gint64 *id,
                             GError **error)
{
  g_autofree char *hash = redress_token_hash (key);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into connector_key (platform, hash, created_at) values ($1, $2, $3) returning id",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_text (statement, 2, hash);
  redress_sql_statement_bind_int64 (statement, 3, now);
  return redress_sql_statement_fetch_int64 (statement, id, error) == REDRESS_SQL_ROW;
}

static RedressAccount *
make_account (gint64 id, const char *platform)
{
  RedressAccount *account = redress_account_new ();
  const char *const scopes[] = { platform, NULL };

  account->id = g_strdup_printf ("k-%" G_GINT64_FORMAT, id);
  account->name = g_strdup (platform);
  account->display_name = g_strdup (platform);
  account->role = REDRESS_ROLE_CONNECTOR;
  g_strfreev (account->scopes);
  account->scopes = g_strdupv ((char **)scopes);
  account->grants_version = 1;
  return account;
}

/**
 * redress_connector_table_find:
 * @connection: a connection
 * @key: what somebody shows
 * @account: (out) (transfer full) (nullable): the platform as an account; %NULL where the key is
 *   unknown or revoked
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_connector_table_find (RedressSqlConnection *connection,
                              const char *key,
                              RedressAccount **account,
                              GError **error)
{
  g_autofree char *hash = redress_token_hash (key);
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select id, platform from connector_key where hash = $1 and revoked_at is null",
      error);

  *account = NULL;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *account = make_account (redress_sql_statement_get_int64 (statement, 0),
                             redress_sql_statement_get_text (statement, 1));
  return step != REDRESS_SQL_ERROR;
}

static RedressConnectorRow *
read_row (RedressSqlStatement *statement)
{
  RedressConnectorRow *row = g_new0 (RedressConnectorRow, 1);

  row->id = redress_sql_statement_get_int64 (statement, 0);
  row->platform = redress_sql_statement_dup_text (statement, 1);
  row->created_at = redress_sql_statement_get_int64 (statement, 2);
  row->revoked_at = redress_sql_statement_is_null (statement, 3)
                        ? REDRESS_TIME_UNKNOWN
                        : redress_sql_statement_get_int64 (statement, 3);
  return row;
}

/**
 * redress_connector_table_list:
 * @connection: a connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressConnectorRow): every key there ever was
 */
GPtrArray *
redress_connector_table_list (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_connector_row_free);
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "select id, platform, created_at, revoked_at from connector_key order by id",
      error);

  if (statement == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (rows, read_row (statement));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&rows) : NULL;
}

/**
 * redress_connector_table_revoke:
 * @connection: a connection
 * @id: number of a key
 * @now: the time
 * @platform: (out) (transfer full): whose key it was
 * @error: return location; REDRESS_ERROR_NOT_FOUND where there is no such key in use
 *
 * Returns: whether it was written
 */
gboolean
redress_connector_table_revoke (
    RedressSqlConnection *connection, gint64 id, RedressTime now, char **platform, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "update connector_key set revoked_at = $2 where id = $1 and revoked_at is null "
      "returning platform",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_int64 (statement, 2, now);
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      *platform = redress_sql_statement_dup_text (statement, 0);
      return TRUE;
    case REDRESS_SQL_DONE:
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                   "there is no key k-%" G_GINT64_FORMAT, id);
      return FALSE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}
