/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/wait-table.h"

#include "server/sql-values.h"

static const char sql_load[] =
    "select state, from_at, until_at from wait where ticket = $1 order by from_at";
/* Two waits that begin in the same microsecond are one. */
static const char sql_begin[] =
    "insert into wait (ticket, from_at, state) values ($1, $2, $3) on conflict (ticket, from_at) "
    "do update set state = excluded.state, until_at = null";
static const char sql_end[] =
    "update wait set until_at = $2 where ticket = $1 and until_at is null";

/**
 * redress_wait_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @waits: (element-type RedressWait): where its waits are added, by time
 */
gboolean
redress_wait_table_load (RedressSqlConnection *connection,
                         gint64 ticket,
                         GPtrArray *waits,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_load, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressWait *wait = redress_wait_new ();

      g_ptr_array_add (waits, wait);
      redress_state_from_string (redress_sql_statement_get_text (statement, 0), &wait->state);
      wait->from = redress_sql_statement_get_int64 (statement, 1);
      wait->until = redress_sql_get_time (statement, 2);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_wait_table_begin:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @state: how it waits
 * @now: the time
 */
gboolean
redress_wait_table_begin (RedressSqlConnection *connection,
                          gint64 ticket,
                          RedressState state,
                          RedressTime now,
                          GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_begin, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_text (statement, 3, redress_state_to_string (state));
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_wait_table_end:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @now: the time
 */
gboolean
redress_wait_table_end (RedressSqlConnection *connection,
                        gint64 ticket,
                        RedressTime now,
                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_end, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_run (statement, error);
}
