/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sign-in-table.h"

#include "server/token.h"

/* How long the next try waits after so many failures. */
static RedressTime
block_after (gint64 failures)
{
  gint64 doublings = failures - REDRESS_FREE_FAILURES;

  if (doublings < 0)
    return 0;
  return MIN (REDRESS_BLOCK_FIRST << MIN (doublings, 10), REDRESS_BLOCK_LONGEST);
}

/**
 * redress_failure_table_get_block:
 * @connection: a connection
 * @name: a name, whether there is such an account or not
 * @now: the time
 * @until: (out): when it may try again; 0 for now
 * @error: return location
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_failure_table_get_block (RedressSqlConnection *connection,
                                 const char *name,
                                 RedressTime now,
                                 RedressTime *until,
                                 GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "select blocked_until from sign_in_failure where name = $1 and blocked_until > $2", error);

  *until = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_fetch_int64 (statement, until, error) != REDRESS_SQL_ERROR;
}

static gboolean
forget (RedressSqlConnection *connection, const char *sql, RedressTime until, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, until);
  return redress_sql_statement_run (statement, error);
}

static gboolean
count_failure (RedressSqlConnection *connection,
               const char *name,
               RedressTime now,
               gint64 *failures,
               GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection,
      "insert into sign_in_failure (name, failures, last_at, blocked_until) values ($1, 1, $2, 0) "
      "on conflict (name) do update set failures = sign_in_failure.failures + 1, "
      "last_at = $2 returning failures",
      error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_fetch_int64 (statement, failures, error) == REDRESS_SQL_ROW;
}

/**
 * redress_failure_table_add:
 * @connection: a connection
 * @name: a name, whether there is such an account or not
 * @now: the time
 * @error: return location
 *
 * Counts a failed sign-in and blocks the name where there were too many.
 *
 * Returns: whether it was written
 */
gboolean
redress_failure_table_add (RedressSqlConnection *connection,
                           const char *name,
                           RedressTime now,
                           GError **error)
{
  gint64 failures = 0;
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (!forget (connection, "delete from sign_in_failure where last_at <= $1",
               now - REDRESS_FAILURE_LIFE, error) ||
      !count_failure (connection, name, now, &failures, error))
    return FALSE;
  statement = redress_sql_connection_prepare (
      connection, "update sign_in_failure set blocked_until = $2 where name = $1", error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  redress_sql_statement_bind_int64 (statement, 2, now + block_after (failures));
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_failure_table_forget:
 * @connection: a connection
 * @name: a name that signed in
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_failure_table_forget (RedressSqlConnection *connection, const char *name, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "delete from sign_in_failure where name = $1", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, name);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_code_table_add:
 * @connection: a connection
 * @account: number of an account
 * @code: a new code
 * @now: the time
 * @error: return location
 *
 * Makes a code good for one sign-in within a minute.
 *
 * Returns: whether it was written
 */
gboolean
redress_code_table_add (RedressSqlConnection *connection,
                        gint64 account,
                        const char *code,
                        RedressTime now,
                        GError **error)
{
  g_autofree char *hash = redress_token_hash (code);
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (!forget (connection, "delete from one_time_code where until <= $1", now, error))
    return FALSE;
  statement = redress_sql_connection_prepare (
      connection, "insert into one_time_code (hash, account, until) values ($1, $2, $3)", error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  redress_sql_statement_bind_int64 (statement, 2, account);
  redress_sql_statement_bind_int64 (statement, 3, now + REDRESS_CODE_LIFE);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_code_table_take:
 * @connection: a connection
 * @code: what somebody shows
 * @now: the time
 * @account: (out): number of the account it is for; 0 where the code is unknown or over
 * @error: return location
 *
 * Uses a code up.
 *
 * Returns: whether it could be looked up
 */
gboolean
redress_code_table_take (RedressSqlConnection *connection,
                         const char *code,
                         RedressTime now,
                         gint64 *account,
                         GError **error)
{
  g_autofree char *hash = redress_token_hash (code);
  gint64 found_until = 0;
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, "delete from one_time_code where hash = $1 returning account, until", error);

  *account = 0;
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, hash);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    {
      found_until = redress_sql_statement_get_int64 (statement, 1);
      if (found_until > now)
        *account = redress_sql_statement_get_int64 (statement, 0);
      /* A statement that changes something has done it when it is done. */
      step = redress_sql_statement_step (statement, error);
    }
  return step == REDRESS_SQL_DONE;
}
