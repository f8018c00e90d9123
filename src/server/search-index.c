/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search-index.h"

#include "server/ticket-table.h"
#include "sql/match.h"

static const char sql_add[] =
    "insert into ticket_search (rowid, numbers, customer, words) values ($1, $2, $3, $4)";
/* The index gives the ids from the newest down, so reading ends with the last row wanted. */
static const char sql_find[] =
    "select " REDRESS_SUMMARY_COLUMNS " from ticket_search s join ticket t on t.id = s.rowid "
    "where s.ticket_search match $1 and s.rowid < $2 and $3 like '% ' || t.platform || ' %' "
    "and ($4 is null or t.state = $4) order by s.rowid desc limit $5";

/**
 * redress_search_index_add:
 * @connection: a database in a writing transaction
 * @ticket: a new ticket with its id
 */
gboolean
redress_search_index_add (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  const RedressSummary *summary = ticket->summary;
  g_autofree char *id = redress_ticket_format_id (summary->id);
  g_autofree char *numbers = NULL;
  g_autofree char *customer = NULL;
  g_autofree char *words = NULL;
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_add, error);
  if (statement == NULL)
    return FALSE;

  numbers = g_strjoin ("\n", id, summary->external_id, summary->order_no, NULL);
  customer = g_strjoin ("\n", summary->customer_ref, summary->customer_name, NULL);
  words = g_strjoin ("\n", summary->title, ticket->reason_full, NULL);
  redress_sql_statement_bind_int64 (statement, 1, summary->id);
  redress_sql_statement_bind_text (statement, 2, numbers);
  redress_sql_statement_bind_text (statement, 3, customer);
  redress_sql_statement_bind_text (statement, 4, words);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_search_index_find:
 * @connection: the database
 * @search: what to look for and where
 * @summaries: (element-type RedressSummary): where what was found is added, newest first
 */
gboolean
redress_search_index_find (RedressSqlConnection *connection,
                           const RedressSearch *search,
                           GPtrArray *summaries,
                           GError **error)
{
  g_autofree char *match = redress_sql_match_from_typed (search->typed);
  g_autofree char *joined = g_strjoinv (" ", (char **)search->scopes);
  g_autofree char *scopes = g_strconcat (" ", joined, " ", NULL);
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  /* Signs alone: there is nothing to look for. */
  if (match == NULL)
    return TRUE;

  statement = redress_sql_connection_prepare (connection, sql_find, error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, match);
  redress_sql_statement_bind_int64 (statement, 2, search->before);
  redress_sql_statement_bind_text (statement, 3, scopes);
  redress_sql_statement_bind_text (statement, 4, search->state);
  redress_sql_statement_bind_int64 (statement, 5, search->limit);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressSummary *summary = redress_ticket_table_read_summary (statement, 0, error);

      if (summary == NULL)
        return FALSE;
      g_ptr_array_add (summaries, summary);
    }
  return step == REDRESS_SQL_DONE;
}
