/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/incident-table.h"

#include "server/sql-values.h"

static const char sql_set_alike[] =
    "insert into alike (ticket, name, flow, alike, at) values ($1, $2, $3, $4, $5) "
    "on conflict (ticket, name) do update set alike = excluded.alike "
    "where alike.alike <> excluded.alike";
static const char sql_forget_alike[] = "delete from alike where ticket = $1 and name = $2";
/* An incident begins at the last ticket that it needs, so those without one are few. */
static const char sql_free[] =
    "select a.ticket, a.at from alike a join ticket t on t.id = a.ticket "
    "where a.flow = $1 and a.name = $2 and a.alike = $3 and a.incident is null "
    "and t.incident is null and a.at between $4 and $5 order by a.at, a.ticket limit 400";
static const char sql_ongoing[] =
    "select id, words from incident where flow = $1 and name = $2 and alike = $3 "
    "and ended_at is null and since <= $4 and last_at >= $5";
static const char sql_grow[] = "update incident set last_at = $2 where id = $1 and last_at < $2";
static const char sql_end_former[] =
    "update incident set ended_at = $4 where flow = $1 and name = $2 and alike = $3 "
    "and ended_at is null";
static const char sql_begin[] = "insert into incident (flow, name, alike, words, since, last_at) "
                                "values ($1, $2, $3, $4, $5, $6) returning id";
static const char sql_put_alike[] =
    "update alike set incident = $3 where ticket = $1 and name = $2";
static const char sql_put_ticket[] = "update ticket set incident = $2 where id = $1";
static const char sql_end[] =
    "update incident set ended_at = $2 where id = $1 and ended_at is null and not exists "
    "(select 1 from ticket t where t.incident = $1 and t.state in "
    "('open', 'waiting_customer', 'waiting_platform', 'held', 'second_approval'))";

typedef struct
{
  gint64 ticket;
  RedressTime at;
} Row;

/**
 * redress_incident_table_read:
 * @statement: a statement with a row
 * @column: where the id stands, and the words after it
 *
 * Returns: (transfer full) (nullable): the incident; %NULL where there is none
 */
RedressIncident *
redress_incident_table_read (RedressSqlStatement *statement, guint column)
{
  g_auto (GStrv) words = NULL;
  RedressIncident *incident;

  if (redress_sql_statement_is_null (statement, column))
    return NULL;
  words = redress_sql_dup_lines (statement, column + 1);
  if (words == NULL || g_strv_length (words) < 2)
    return NULL;

  incident = redress_incident_new ();
  incident->id = redress_sql_statement_get_int64 (statement, column);
  incident->since = g_ascii_strtoll (words[0], NULL, 10);
  incident->name = g_strdup (words[1]);
  incident->values = g_strdupv (words + 2);
  return incident;
}

static void
bind_alike (RedressSqlStatement *statement, const RedressAlike *alike)
{
  redress_sql_statement_bind_text (statement, 1, alike->flow);
  redress_sql_statement_bind_text (statement, 2, alike->name);
  redress_sql_statement_bind_text (statement, 3, alike->alike);
}

/**
 * redress_incident_table_set_alike:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @alike: what it has in common with others; without values: nothing any more
 */
gboolean
redress_incident_table_set_alike (RedressSqlConnection *connection,
                                  gint64 ticket,
                                  const RedressAlike *alike,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      connection, alike->alike != NULL ? sql_set_alike : sql_forget_alike, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_text (statement, 2, alike->name);
  if (alike->alike != NULL)
    {
      redress_sql_statement_bind_text (statement, 3, alike->flow);
      redress_sql_statement_bind_text (statement, 4, alike->alike);
      redress_sql_statement_bind_int64 (statement, 5, alike->at);
    }
  return redress_sql_statement_run (statement, error);
}

static GArray *
load_free (RedressSqlConnection *connection,
           const RedressAlike *alike,
           RedressTime span,
           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_free, error);
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;

  bind_alike (statement, alike);
  redress_sql_statement_bind_int64 (statement, 4, alike->at - span);
  redress_sql_statement_bind_int64 (statement, 5, alike->at + span);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      Row row = { redress_sql_statement_get_int64 (statement, 0),
                  redress_sql_statement_get_int64 (statement, 1) };

      g_array_append_val (rows, row);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&rows) : NULL;
}

/* How many rows from @first on were opened within @span of it. */
static guint
count_within (GArray *rows, guint first, RedressTime span)
{
  RedressTime end = g_array_index (rows, Row, first).at + span;
  guint count = 0;

  while (first + count < rows->len && g_array_index (rows, Row, first + count).at <= end)
    count++;
  return count;
}

/**
 * redress_incident_table_find_alike:
 * @connection: the database
 * @alike: what a ticket that has its row has in common with others
 * @least: so many are enough
 * @span: within which they have to be opened
 * @since: (out): when the first of them was opened
 * @until: (out): when the last of them was opened
 *
 * Platforms hand tickets in as they like, so the time may lie on both sides of this one.
 *
 * Returns: (transfer full) (nullable) (element-type gint64): the tickets; empty if they are not
 *   enough
 */
GArray *
redress_incident_table_find_alike (RedressSqlConnection *connection,
                                   const RedressAlike *alike,
                                   gint64 least,
                                   RedressTime span,
                                   RedressTime *since,
                                   RedressTime *until,
                                   GError **error)
{
  g_autoptr (GArray) rows = load_free (connection, alike, span, error);
  GArray *ids;

  if (rows == NULL)
    return NULL;

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < rows->len && ids->len == 0; i++)
    {
      guint count = count_within (rows, i, span);
      gboolean is_among = g_array_index (rows, Row, i).at <= alike->at;

      if (!is_among || count < least || g_array_index (rows, Row, i).at + span < alike->at)
        continue;
      *since = g_array_index (rows, Row, i).at;
      *until = g_array_index (rows, Row, i + count - 1).at;
      for (guint n = i; n < i + count; n++)
        g_array_append_val (ids, g_array_index (rows, Row, n).ticket);
    }
  return ids;
}

static gboolean
grow (RedressSqlConnection *connection, gint64 incident, RedressTime at, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_grow, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, incident);
  redress_sql_statement_bind_int64 (statement, 2, at);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_incident_table_find_ongoing:
 * @connection: a database in a writing transaction
 * @alike: what a ticket has in common with others
 * @span: within which it has to be opened
 * @incident: (out) (transfer full) (nullable): the incident it belongs to, which grows by it
 */
gboolean
redress_incident_table_find_ongoing (RedressSqlConnection *connection,
                                     const RedressAlike *alike,
                                     RedressTime span,
                                     RedressIncident **incident,
                                     GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_ongoing, error);
  RedressSqlStep step;

  *incident = NULL;
  if (statement == NULL)
    return FALSE;

  bind_alike (statement, alike);
  redress_sql_statement_bind_int64 (statement, 4, alike->at + span);
  redress_sql_statement_bind_int64 (statement, 5, alike->at - span);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *incident = redress_incident_table_read (statement, 0);
  if (step == REDRESS_SQL_ERROR)
    return FALSE;

  return *incident == NULL || grow (connection, (*incident)->id, alike->at, error);
}

static gboolean
end_former (RedressSqlConnection *connection,
            const RedressAlike *alike,
            RedressTime now,
            GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_end_former, error);

  if (statement == NULL)
    return FALSE;

  bind_alike (statement, alike);
  redress_sql_statement_bind_int64 (statement, 4, now);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_incident_table_begin:
 * @connection: a database in a writing transaction
 * @alike: what its tickets have in common; its time is that of the newest
 * @since: when the first of them was opened
 * @now: the time
 *
 * Returns: (transfer full) (nullable): a new incident, without tickets yet
 */
RedressIncident *
redress_incident_table_begin (RedressSqlConnection *connection,
                              const RedressAlike *alike,
                              RedressTime since,
                              RedressTime now,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autoptr (RedressIncident) incident = redress_incident_new ();
  g_autofree char *words =
      g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s", since, alike->name, alike->alike);

  if (!end_former (connection, alike, now, error))
    return NULL;
  statement = redress_sql_connection_prepare (connection, sql_begin, error);
  if (statement == NULL)
    return NULL;

  bind_alike (statement, alike);
  redress_sql_statement_bind_text (statement, 4, words);
  redress_sql_statement_bind_int64 (statement, 5, since);
  redress_sql_statement_bind_int64 (statement, 6, alike->at);
  if (redress_sql_statement_fetch_int64 (statement, &incident->id, error) != REDRESS_SQL_ROW)
    return NULL;

  incident->since = since;
  incident->name = g_strdup (alike->name);
  incident->values = g_strsplit (alike->alike, "\n", -1);
  return g_steal_pointer (&incident);
}

static void
bind_incident (RedressSqlStatement *statement, guint position, gint64 incident)
{
  if (incident == 0)
    redress_sql_statement_bind_null (statement, position);
  else
    redress_sql_statement_bind_int64 (statement, position, incident);
}

/**
 * redress_incident_table_put:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @name: of the part of the policy
 * @incident: the incident it belongs to from now on; 0: none
 */
gboolean
redress_incident_table_put (RedressSqlConnection *connection,
                            gint64 ticket,
                            const char *name,
                            gint64 incident,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) alike =
      redress_sql_connection_prepare (connection, sql_put_alike, error);
  g_autoptr (RedressSqlStatement) row = NULL;

  if (alike == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (alike, 1, ticket);
  redress_sql_statement_bind_text (alike, 2, name);
  bind_incident (alike, 3, incident);
  if (!redress_sql_statement_run (alike, error))
    return FALSE;

  row = redress_sql_connection_prepare (connection, sql_put_ticket, error);
  if (row == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (row, 1, ticket);
  bind_incident (row, 2, incident);
  return redress_sql_statement_run (row, error);
}

/**
 * redress_incident_table_end:
 * @connection: a database in a writing transaction
 * @incident: id of an incident
 * @now: the time
 *
 * Ends it if none of its tickets is open any more.
 */
gboolean
redress_incident_table_end (RedressSqlConnection *connection,
                            gint64 incident,
                            RedressTime now,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_end, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, incident);
  redress_sql_statement_bind_int64 (statement, 2, now);
  return redress_sql_statement_run (statement, error);
}
