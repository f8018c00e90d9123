/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-sql.h"

#include "store/ids.h"

/*
 * Every question is put together from fixed pieces: what is read, where the tickets come from, the
 * filter, the order. Values are bound. The filter needs only the columns of the index
 * ticket_queue.
 *
 * $1 to $8 states, $9 kinds, $10 platform, $11 due from, $12 due until, $13 how many, then $14
 * tickets as JSON, account and incident where the source needs them.
 */
#define STATES "($1, $2, $3, $4, $5, $6, $7, $8)"
#define N_STATE_VALUES 8

G_STATIC_ASSERT (REDRESS_N_STATES == N_STATE_VALUES);

typedef enum
{
  SOURCE_STATES,
  SOURCE_IDS,
  SOURCE_WORK,
  SOURCE_INCIDENT,
  SOURCE_INCIDENT_IDS,
  SOURCE_RACES,
} Source;

/* 0 is any. */
#define OF_INCIDENT(value)                                                                         \
  "incident BETWEEN max (" value ", 1) AND CASE " value " WHEN 0 THEN 1 << 62 ELSE " value " END"

/* The + keeps the engine from walking through all tickets of a state to find a few. */
static const char *const sources[] = {
  [SOURCE_STATES] = "FROM ticket WHERE state IN " STATES,
  [SOURCE_IDS] = "FROM ticket WHERE id IN (SELECT value FROM json_each ($14)) "
                 "AND +state IN " STATES,
  [SOURCE_WORK] = "FROM ticket WHERE id IN (SELECT id FROM ticket WHERE claim_holder = $15 "
                  "UNION SELECT value FROM json_each ($14)) AND +state IN " STATES,
  [SOURCE_INCIDENT] = "FROM ticket WHERE " OF_INCIDENT ("$14") " AND state IN " STATES,
  [SOURCE_INCIDENT_IDS] = "FROM ticket WHERE id IN (SELECT value FROM json_each ($14)) "
                          "AND +" OF_INCIDENT ("$15") " AND +state IN " STATES,
  [SOURCE_RACES] =
      "FROM ticket INDEXED BY ticket_race WHERE race_at IS NOT NULL AND +state IN " STATES,
};

#define FILTER                                                                                     \
  " AND (($9 >> kind) & 1) AND ($10 IS NULL OR platform = $10) "                                   \
  "AND due_at BETWEEN $11 AND $12 "

typedef enum
{
  ORDER_DUE,
  ORDER_NEWEST,
  ORDER_FINISHED,
  ORDER_AMOUNT,
  ORDER_RACE,
} Order;

/* While a clock stands still its time says nothing: those tickets come after the others. */
#define RUNNING "(0, 4)"
#define DUE_KEY "min (due_at, 1 << 61) + ((state NOT IN " RUNNING ") << 62)"

G_STATIC_ASSERT (REDRESS_STATE_OPEN == 0 && REDRESS_STATE_SECOND_APPROVAL == 4);

static const char *const orders[] = {
  [ORDER_DUE] = "due_at",
  [ORDER_NEWEST] = "-id",
  [ORDER_FINISHED] = "-coalesce (closed_at, 0)",
  [ORDER_AMOUNT] = "-amount",
  [ORDER_RACE] = "race_at",
};

static Source
get_source (const RedressQuestion *question, const char *ids)
{
  if (question->query->view == REDRESS_VIEW_INCIDENTS && !question->query->everywhere)
    return ids != NULL ? SOURCE_INCIDENT_IDS : SOURCE_INCIDENT;
  if (ids != NULL || question->query->view == REDRESS_VIEW_TROUBLE)
    return SOURCE_IDS;
  if (redress_query_shows_races (question->query))
    return SOURCE_RACES;
  return question->query->view == REDRESS_VIEW_MY_WORK ? SOURCE_WORK : SOURCE_STATES;
}

static Order
get_order (const RedressQuery *query)
{
  switch (query->sort)
    {
    case REDRESS_SORT_NEWEST:
      return query->view == REDRESS_VIEW_DONE && !query->everywhere ? ORDER_FINISHED : ORDER_NEWEST;
    case REDRESS_SORT_AMOUNT:
      return ORDER_AMOUNT;
    case REDRESS_SORT_DUE:
    default:
      return redress_query_shows_races (query) ? ORDER_RACE : ORDER_DUE;
    }
}

static char *
build (RedressQueueSql what, Source source, Order order)
{
  GString *sql = g_string_new ("SELECT ");

  switch (what)
    {
    case REDRESS_QUEUE_SQL_PAGE:
    case REDRESS_QUEUE_SQL_PAUSED:
      g_string_append (sql, "id ");
      break;
    case REDRESS_QUEUE_SQL_KEYS:
      g_string_append (sql, "id, ");
      g_string_append (sql, order == ORDER_DUE ? DUE_KEY : orders[order]);
      g_string_append (sql, " ");
      break;
    case REDRESS_QUEUE_SQL_COUNT_LATE:
      g_string_append (sql, "count(*) ");
      break;
    case REDRESS_QUEUE_SQL_NEXT_LATE:
    default:
      g_string_append (sql, "due_at ");
      break;
    }
  g_string_append (sql, sources[source]);
  g_string_append (sql, FILTER);
  if (what == REDRESS_QUEUE_SQL_NEXT_LATE)
    order = ORDER_DUE;
  if (what != REDRESS_QUEUE_SQL_KEYS && what != REDRESS_QUEUE_SQL_COUNT_LATE)
    {
      g_string_append (sql, "ORDER BY ");
      g_string_append (sql, orders[order]);
      g_string_append (sql, ", id ");
    }
  g_string_append (sql, "LIMIT $13");
  return g_string_free (sql, FALSE);
}

static gboolean
asks_for_late (RedressQueueSql what)
{
  return what == REDRESS_QUEUE_SQL_COUNT_LATE || what == REDRESS_QUEUE_SQL_NEXT_LATE;
}

static guint
get_states (const RedressQuestion *question, RedressQueueSql what)
{
  const RedressQuery *query = question->query;
  guint states = query->everywhere ? ~0u : redress_view_get_states (query->view);

  if (query->states != 0)
    states &= query->states;
  if (query->due == REDRESS_DUE_LATE || asks_for_late (what) ||
      (what == REDRESS_QUEUE_SQL_PAGE && query->sort == REDRESS_SORT_DUE &&
       !redress_query_shows_races (query)))
    states &= redress_states_running ();
  if (what == REDRESS_QUEUE_SQL_PAUSED)
    states &= ~redress_states_running ();
  return states;
}

static void
bind_states (RedressSqlStatement *statement, guint states)
{
  for (guint i = 0; i < N_STATE_VALUES; i++)
    redress_sql_statement_bind_int64 (statement, i + 1, (states & (1u << i)) != 0 ? (gint64)i : -1);
}

static void
bind_due (RedressSqlStatement *statement, const RedressQuestion *question, RedressQueueSql what)
{
  RedressTime from = G_MININT64, until = G_MAXINT64;

  if (question->query->due == REDRESS_DUE_LATE)
    until = question->now - 1;
  else if (question->query->due == REDRESS_DUE_TODAY)
    until = question->midnight - 1;
  if (what == REDRESS_QUEUE_SQL_COUNT_LATE)
    until = MIN (until, question->now - 1);
  else if (what == REDRESS_QUEUE_SQL_NEXT_LATE)
    from = question->now;
  redress_sql_statement_bind_int64 (statement, 11, from);
  redress_sql_statement_bind_int64 (statement, 12, until);
}

static void
bind_source (RedressSqlStatement *statement,
             const RedressQuestion *question,
             Source source,
             const char *ids)
{
  g_autoptr (GArray) over = NULL;
  g_autofree char *json = NULL;

  if (source == SOURCE_INCIDENT)
    redress_sql_statement_bind_int64 (statement, 14, question->query->incident);
  if (source == SOURCE_STATES || source == SOURCE_INCIDENT || source == SOURCE_RACES)
    return;
  if (ids == NULL)
    {
      over = source == SOURCE_WORK ? redress_overlay_list_work (question->overlay)
                                   : redress_overlay_list_trouble (question->overlay);
      json = redress_ids_to_json (over);
    }
  redress_sql_statement_bind_text (statement, 14, ids != NULL ? ids : json);
  if (source == SOURCE_WORK)
    redress_sql_statement_bind_text (statement, 15, question->account);
  if (source == SOURCE_INCIDENT_IDS)
    redress_sql_statement_bind_int64 (statement, 15, question->query->incident);
}

/**
 * redress_queue_sql_prepare:
 * @question: what a queue shows
 * @cache: the cache
 * @what: what is asked
 * @ids: (nullable): JSON array of the only tickets to look at
 * @max: how many rows at most; -1 for all
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the statement, ready to be run
 */
RedressSqlStatement *
redress_queue_sql_prepare (const RedressQuestion *question,
                           RedressSqlConnection *cache,
                           RedressQueueSql what,
                           const char *ids,
                           gint64 max,
                           GError **error)
{
  const RedressQuery *query = question->query;
  Source source = get_source (question, ids);
  g_autofree char *sql = build (what, source, get_order (query));
  RedressSqlStatement *statement = redress_sql_connection_prepare (cache, sql, error);

  if (statement == NULL)
    return NULL;
  bind_states (statement, get_states (question, what));
  redress_sql_statement_bind_int64 (
      statement, 9,
      (query->everywhere ? ~0u : redress_view_get_kinds (query->view)) &
          (query->kinds != 0 ? query->kinds : ~0u));
  redress_sql_statement_bind_text (statement, 10, query->platform);
  bind_due (statement, question, what);
  redress_sql_statement_bind_int64 (statement, 13, max);
  bind_source (statement, question, source, ids);
  return statement;
}

/**
 * redress_queue_sql_has_ticket:
 * @cache: the cache
 * @ticket: a ticket
 * @error: return location
 *
 * Returns: whether it has a row
 */
RedressSqlStep
redress_queue_sql_has_ticket (RedressSqlConnection *cache, gint64 ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, "SELECT 1 FROM ticket WHERE id = $1", error);
  gint64 one;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  return redress_sql_statement_fetch_int64 (statement, &one, error);
}
