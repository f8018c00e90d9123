/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/event-table.h"

#include "server/sql-values.h"

static const char sql_load[] = "select at, lane, code, text, trouble, source from event "
                               "where ticket = $1 order by at, id";
static const char sql_add[] =
    "insert into event (ticket, at, digest, lane, code, text, trouble, source) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (ticket, at, digest) do nothing";
static const char sql_count[] = "select count(*) from event where ticket = $1";

/**
 * redress_event_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @events: (element-type RedressEvent): where its events are added, in order of time
 */
gboolean
redress_event_table_load (RedressSqlConnection *connection,
                          gint64 ticket,
                          GPtrArray *events,
                          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressEvent *event = redress_event_new ();

      g_ptr_array_add (events, event);
      event->at = redress_sql_statement_get_int64 (statement, 0);
      redress_lane_from_string (redress_sql_statement_get_text (statement, 1), &event->lane);
      event->code = redress_sql_statement_dup_text (statement, 2);
      event->text = redress_sql_statement_dup_text (statement, 3);
      event->trouble = redress_sql_statement_get_boolean (statement, 4);
      event->source = redress_sql_statement_dup_text (statement, 5);
    }
  return step == REDRESS_SQL_DONE;
}

static char *
digest_of (const RedressEvent *event)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  const char *const parts[] = {
    redress_lane_to_string (event->lane),
    event->code,
    event->text != NULL ? event->text : "",
  };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_checksum_update (checksum, (const guchar *)parts[i], -1);
      g_checksum_update (checksum, (const guchar *)"", 1);
    }
  return g_strndup (g_checksum_get_string (checksum), 32);
}

/**
 * redress_event_table_add:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @event: what happened
 * @added: (out): %FALSE if the timeline had it already
 */
gboolean
redress_event_table_add (RedressSqlConnection *connection,
                         gint64 ticket,
                         const RedressEvent *event,
                         gboolean *added,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  g_autofree char *digest = digest_of (event);

  statement = redress_sql_connection_prepare (connection, sql_add, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_int64 (statement, 2, event->at);
  redress_sql_statement_bind_text (statement, 3, digest);
  redress_sql_statement_bind_text (statement, 4, redress_lane_to_string (event->lane));
  redress_sql_statement_bind_text (statement, 5, event->code);
  redress_sql_statement_bind_text (statement, 6, event->text);
  redress_sql_statement_bind_boolean (statement, 7, event->trouble);
  redress_sql_statement_bind_text (statement, 8, event->source);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;

  *added = redress_sql_connection_get_changes (connection) > 0;
  return TRUE;
}

/**
 * redress_event_table_count:
 * @connection: the database
 * @ticket: id of a ticket
 * @count: (out): how many events it has
 */
gboolean
redress_event_table_count (RedressSqlConnection *connection,
                           gint64 ticket,
                           gint64 *count,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_count, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  return redress_sql_statement_fetch_int64 (statement, count, error) == REDRESS_SQL_ROW;
}
