/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/account-table.h"

static const char select_by_name[] =
    "select id, name, display_name, role, scopes, grants_version, password, disabled from account "
    "where name = $1";
static const char select_by_id[] =
    "select id, name, display_name, role, scopes, grants_version, password, disabled from account "
    "where id = $1";
static const char select_all[] =
    "select id, name, display_name, role, scopes, grants_version, password, disabled from account "
    "order by name";

/**
 * redress_account_row_free:
 * @self: (transfer full): a row
 */
void
redress_account_row_free (RedressAccountRow *self)
{
  redress_account_free (self->account);
  g_free (self->password);
  g_free (self);
}

static RedressAccountRow *
read_row (RedressSqlStatement *statement, GError **error)
{
  g_autoptr (RedressAccountRow) row = g_new0 (RedressAccountRow, 1);
  const char *scopes = redress_sql_statement_get_text (statement, 4);

  row->id = redress_sql_statement_get_int64 (statement, 0);
  row->account = redress_account_new ();
  row->account->id = g_strdup_printf ("a-%" G_GINT64_FORMAT, row->id);
  row->account->name = redress_sql_statement_dup_text (statement, 1);
  row->account->display_name = redress_sql_statement_dup_text (statement, 2);
  g_strfreev (row->account->scopes);
  row->account->scopes = scopes[0] != '\0' ? g_strsplit (scopes, " ", -1) : g_new0 (char *, 1);
  row->account->grants_version = redress_sql_statement_get_int64 (statement, 5);
  row->password = redress_sql_statement_dup_text (statement, 6);
  row->disabled = redress_sql_statement_get_boolean (statement, 7);
  if (redress_role_from_string (redress_sql_statement_get_text (statement, 3), &row->account->role))
    return g_steal_pointer (&row);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "account %s has an unknown role",
               row->account->id);
  return NULL;
}

static gboolean
fetch (RedressSqlStatement *statement, RedressAccountRow **row, GError **error)
{
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      *row = read_row (statement, error);
      return *row != NULL;
    case REDRESS_SQL_DONE:
      *row = NULL;
      return TRUE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

/**
 * redress_account_table_find:
 * @connection: a connection
 * @name: what one types, lower case
 * @row: (out) (transfer full) (nullable): the account, %NULL if there is none
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_account_table_find (RedressSqlConnection *connection,
                            const char *name,
                            RedressAccountRow **row,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, select_by_name, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  return fetch (statement, row, error);
}

/**
 * redress_account_table_get:
 * @connection: a connection
 * @id: number of the account
 * @row: (out) (transfer full) (nullable): the account, %NULL if there is none
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_account_table_get (RedressSqlConnection *connection,
                           gint64 id,
                           RedressAccountRow **row,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, select_by_id, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  return fetch (statement, row, error);
}

/**
 * redress_account_table_list:
 * @connection: a connection
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressAccountRow): every account, by name
 */
GPtrArray *
redress_account_table_list (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_account_row_free);
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, select_all, error);
  RedressAccountRow *row;

  if (statement == NULL)
    return NULL;
  do
    {
      if (!fetch (statement, &row, error))
        return NULL;
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  while (row != NULL);
  return g_steal_pointer (&rows);
}

/**
 * redress_account_table_add:
 * @connection: a connection
 * @account: name, display name, role and scopes of the new account
 * @password: (nullable): its Argon2id string
 * @now: the time
 * @id: (out): its number
 * @error: return location; REDRESS_ERROR_CONFLICT where the name is taken
 *
 * Returns: whether it was added
 */
gboolean
redress_account_table_add (RedressSqlConnection *connection,
                           const RedressAccount *account,
                           const char *password,
                           RedressTime now,
                           gint64 *id,
                           GError **error)
{
  g_autofree char *scopes = g_strjoinv (" ", account->scopes);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into account (name, display_name, role, scopes, password, created_at) "
      "values ($1, $2, $3, $4, $5, $6) returning id",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, account->name);
  redress_sql_statement_bind_text (statement, 2, account->display_name);
  redress_sql_statement_bind_text (statement, 3, redress_role_to_string (account->role));
  redress_sql_statement_bind_text (statement, 4, scopes);
  redress_sql_statement_bind_text (statement, 5, password);
  redress_sql_statement_bind_int64 (statement, 6, now);
  return redress_sql_statement_fetch_int64 (statement, id, error) == REDRESS_SQL_ROW;
}

/**
 * redress_account_table_set_password:
 * @connection: a connection
 * @id: number of the account
 * @password: its new Argon2id string
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_account_table_set_password (RedressSqlConnection *connection,
                                    gint64 id,
                                    const char *password,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "update account set password = $2 where id = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, password);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_account_table_set_disabled:
 * @connection: a connection
 * @id: number of the account
 * @disabled: whether it may not come in any more
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_account_table_set_disabled (RedressSqlConnection *connection,
                                    gint64 id,
                                    gboolean disabled,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "update account set disabled = $2 where id = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_boolean (statement, 2, disabled);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_account_table_set_display_name:
 * @connection: a connection
 * @id: number of the account
 * @display_name: what colleagues see from now on
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_account_table_set_display_name (RedressSqlConnection *connection,
                                        gint64 id,
                                        const char *display_name,
                                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "update account set display_name = $2 where id = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, display_name);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_account_table_set_grants:
 * @connection: a connection
 * @id: number of the account
 * @role: its role from now on
 * @scopes: its platforms from now on
 * @error: return location
 *
 * Changes what an account may do. Every desk of the account learns of it by grants_version.
 *
 * Returns: whether it was written
 */
gboolean
redress_account_table_set_grants (RedressSqlConnection *connection,
                                  gint64 id,
                                  RedressRole role,
                                  char *const *scopes,
                                  GError **error)
{
  g_autofree char *joined = g_strjoinv (" ", (char **)scopes);
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "update account set role = $2, scopes = $3, grants_version = grants_version + 1 "
      "where id = $1",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, redress_role_to_string (role));
  redress_sql_statement_bind_text (statement, 3, joined);
  return redress_sql_statement_run (statement, error);
}
