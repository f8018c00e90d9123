/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reveal-grant-table.h"

static const char sql_forget[] = "delete from reveal_grant where until <= $1";
static const char sql_add[] =
    "insert into reveal_grant (account, evidence, until) values ($1, $2, $3) "
    "on conflict (account, evidence) do update set until = excluded.until";
static const char sql_has[] =
    "select count(*) from reveal_grant where account = $1 and evidence = $2 and until > $3";

static RedressSqlStatement *
prepare (RedressSqlConnection *connection,
         const char *sql,
         const char *account,
         gint64 evidence,
         RedressTime time,
         GError **error)
{
  RedressSqlStatement *statement = redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_int64 (statement, 2, evidence);
  redress_sql_statement_bind_int64 (statement, 3, time);
  return statement;
}

/**
 * redress_reveal_grant_table_add:
 * @connection: a connection in a transaction that writes
 * @account: id of who said why
 * @evidence: id of the piece
 * @now: the time
 * @until: when it is over
 * @error: return location
 *
 * Lets an account look at a piece, and forgets what is over.
 *
 * Returns: whether it worked
 */
gboolean
redress_reveal_grant_table_add (RedressSqlConnection *connection,
                                const char *account,
                                gint64 evidence,
                                RedressTime now,
                                RedressTime until,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) forget =
      redress_sql_connection_prepare (connection, sql_forget, error);
  g_autoptr (RedressSqlStatement) add = NULL;

  if (forget == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (forget, 1, now);
  if (!redress_sql_statement_run (forget, error))
    return FALSE;
  add = prepare (connection, sql_add, account, evidence, until, error);
  return add != NULL && redress_sql_statement_run (add, error);
}

/**
 * redress_reveal_grant_table_has:
 * @connection: a connection
 * @account: id of who asks
 * @evidence: id of the piece
 * @now: the time
 * @has: (out): whether the account may look at it now
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_reveal_grant_table_has (RedressSqlConnection *connection,
                                const char *account,
                                gint64 evidence,
                                RedressTime now,
                                gboolean *has,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      prepare (connection, sql_has, account, evidence, now, error);
  gint64 n = 0;

  if (statement == NULL ||
      redress_sql_statement_fetch_int64 (statement, &n, error) != REDRESS_SQL_ROW)
    return FALSE;
  *has = n > 0;
  return TRUE;
}
