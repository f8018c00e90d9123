/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/search-index.h"

#include "server/ticket-table.h"
#include "sql/match.h"

/* The one place where the engines have nothing in common. */
typedef struct
{
  const char *add;
  const char *find;
} Words;

/* Each gives the ids from the newest down, so reading ends with the last row wanted. */
static const Words words_of[] = {
  [REDRESS_SQL_SQLITE] = {
    "insert into ticket_search (rowid, numbers, customer, words) values ($1, $2, $3, $4)",
    "select " REDRESS_SUMMARY_COLUMNS " from ticket_search s join ticket t on t.id = s.rowid "
    "where s.ticket_search match $1 and s.rowid < $2 and $3 like '% ' || t.platform || ' %' "
    "and (t.state = $4 or $4 is null) order by s.rowid desc limit $5",
  },
  [REDRESS_SQL_POSTGRESQL] = {
    "insert into ticket_search (ticket, words) values ($1, $2::text::tsvector)",
    "select " REDRESS_SUMMARY_COLUMNS " from ticket_search s join ticket t on t.id = s.ticket "
    "where s.words @@ $1::text::tsquery and s.ticket < $2 "
    "and $3 like '% ' || t.platform || ' %' "
    "and (t.state = $4 or $4 is null) order by s.ticket desc limit $5",
  },
};

/* A number is typed whole or pasted. */
static const char sql_find_fact[] =
    "select " REDRESS_SUMMARY_COLUMNS " from fact f join ticket t on t.id = f.ticket "
    "where f.text = $1 and t.id < $2 and $3 like '% ' || t.platform || ' %' "
    "and (t.state = $4 or $4 is null) "
    "and replace ($6, ' ' || f.name || ' ', '') <> $6 "
    "group by t.id order by t.id desc limit $5";

static void
bind_texts (RedressSqlStatement *statement, RedressSqlDialect dialect, const char *const *texts)
{
  g_autofree char *vector = NULL;

  if (dialect == REDRESS_SQL_POSTGRESQL)
    {
      vector = redress_sql_match_make_vector (texts);
      redress_sql_statement_bind_text (statement, 2, vector);
      return;
    }
  for (guint i = 0; texts[i] != NULL; i++)
    redress_sql_statement_bind_text (statement, i + 2, texts[i]);
}

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
  RedressSqlDialect dialect = redress_sql_connection_get_dialect (connection);

  statement = redress_sql_connection_prepare (connection, words_of[dialect].add, error);
  if (statement == NULL)
    return FALSE;

  numbers = g_strjoin ("\n", id, summary->external_id, summary->order_no, NULL);
  customer = g_strjoin ("\n", summary->customer_ref, summary->customer_name, NULL);
  words = g_strjoin ("\n", summary->title, ticket->reason_full, NULL);
  redress_sql_statement_bind_int64 (statement, 1, summary->id);
  bind_texts (statement, dialect, (const char *[]){ numbers, customer, words, NULL });
  return redress_sql_statement_run (statement, error);
}

static char *
join (char *const *words)
{
  g_autofree char *joined = g_strjoinv (" ", (char **)words);

  return g_strconcat (" ", joined, " ", NULL);
}

static gboolean
find (RedressSqlConnection *connection,
      const char *sql,
      const char *typed,
      const RedressSearch *search,
      GPtrArray *summaries,
      GError **error)
{
  g_autofree char *scopes = join (search->scopes);
  g_autofree char *facts = search->facts != NULL ? join (search->facts) : NULL;
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, typed);
  redress_sql_statement_bind_int64 (statement, 2, search->before);
  redress_sql_statement_bind_text (statement, 3, scopes);
  redress_sql_statement_bind_text (statement, 4, search->state);
  redress_sql_statement_bind_int64 (statement, 5, search->limit);
  if (sql == sql_find_fact)
    redress_sql_statement_bind_text (statement, 6, facts);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressSummary *summary = redress_ticket_table_read_summary (statement, 0, error);

      if (summary == NULL)
        return FALSE;
      g_ptr_array_add (summaries, summary);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_search_index_find:
 * @connection: the database
 * @search: what to look for and where
 * @summaries: (element-type RedressSummary): where what was found is added, newest first
 *
 * Where a fact's value is exactly what was typed, nothing else is looked for.
 */
gboolean
redress_search_index_find (RedressSqlConnection *connection,
                           const RedressSearch *search,
                           GPtrArray *summaries,
                           GError **error)
{
  RedressSqlDialect dialect = redress_sql_connection_get_dialect (connection);
  g_autofree char *match = redress_sql_match_from_typed (dialect, search->typed);

  /* Signs alone: there is nothing to look for. */
  if (match == NULL)
    return TRUE;

  if (search->facts != NULL && search->facts[0] != NULL &&
      !find (connection, sql_find_fact, search->typed, search, summaries, error))
    return FALSE;
  return summaries->len > 0 ||
         find (connection, words_of[dialect].find, match, search, summaries, error);
}
