/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/peak-table.h"

#include "server/sql-values.h"

#define COLUMNS                                                                                    \
  "id, flow, from_at, until_at, extra_hours, actor, actor_name, note, declared_at, cancelled_at"

static const char sql_insert[] =
    "insert into peak (flow, from_at, until_at, extra_hours, actor, actor_name, note, declared_at) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8) returning id";
static const char sql_get[] = "select " COLUMNS " from peak where id = $1";
static const char sql_update[] = "update peak set until_at = $2, cancelled_at = $3 where id = $1";
static const char sql_list[] = "select " COLUMNS " from peak order by id desc limit 200";
static const char sql_overlaps[] = "select count(*) from peak where flow = $1 and cancelled_at is "
                                   "null and from_at < $3 and until_at > $2";
/* What was declared or cancelled after a ticket was finished does not change it. */
static const char sql_load[] =
    "select " COLUMNS " from peak where flow = $1 and until_at > $2 and declared_at <= $3 "
    "and (cancelled_at is null or cancelled_at > $3) order by from_at, id";

static RedressPeak *
read_row (RedressSqlStatement *statement)
{
  RedressPeak *peak = redress_peak_new ();

  peak->id = redress_sql_statement_get_int64 (statement, 0);
  peak->flow = redress_sql_statement_dup_text (statement, 1);
  peak->from = redress_sql_statement_get_int64 (statement, 2);
  peak->until = redress_sql_statement_get_int64 (statement, 3);
  peak->extra_hours = redress_sql_statement_get_int64 (statement, 4);
  peak->actor = redress_sql_statement_dup_text (statement, 5);
  peak->actor_name = redress_sql_statement_dup_text (statement, 6);
  peak->note = redress_sql_statement_dup_text (statement, 7);
  peak->declared_at = redress_sql_statement_get_int64 (statement, 8);
  peak->cancelled_at = redress_sql_get_time (statement, 9);
  return peak;
}

static gboolean
read_rows (RedressSqlStatement *statement, GPtrArray *peaks, GError **error)
{
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (peaks, read_row (statement));
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_peak_table_insert:
 * @connection: a database in a writing transaction
 * @peak: a new peak; gets its id
 */
gboolean
redress_peak_table_insert (RedressSqlConnection *connection, RedressPeak *peak, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_insert, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, peak->flow);
  redress_sql_statement_bind_int64 (statement, 2, peak->from);
  redress_sql_statement_bind_int64 (statement, 3, peak->until);
  redress_sql_statement_bind_int64 (statement, 4, peak->extra_hours);
  redress_sql_statement_bind_text (statement, 5, peak->actor);
  redress_sql_statement_bind_text (statement, 6, peak->actor_name);
  redress_sql_statement_bind_text (statement, 7, peak->note);
  redress_sql_statement_bind_int64 (statement, 8, peak->declared_at);
  return redress_sql_statement_fetch_int64 (statement, &peak->id, error) == REDRESS_SQL_ROW;
}

/**
 * redress_peak_table_get:
 * @connection: the database
 * @id: id of a peak
 *
 * Returns: (transfer full) (nullable): the peak; %NULL without an error where there is none
 */
RedressPeak *
redress_peak_table_get (RedressSqlConnection *connection, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_get, error);

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, id);
  return redress_sql_statement_step (statement, error) == REDRESS_SQL_ROW ? read_row (statement)
                                                                          : NULL;
}

/**
 * redress_peak_table_update:
 * @connection: a database in a writing transaction
 * @peak: a peak whose end or cancelling changed
 */
gboolean
redress_peak_table_update (RedressSqlConnection *connection,
                           const RedressPeak *peak,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_update, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, peak->id);
  redress_sql_statement_bind_int64 (statement, 2, peak->until);
  redress_sql_bind_time (statement, 3, peak->cancelled_at);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_peak_table_list:
 * @connection: the database
 *
 * Returns: (transfer full) (nullable) (element-type RedressPeak): the newest, newest first
 */
GPtrArray *
redress_peak_table_list (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) peaks = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_peak_free);
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_list, error);

  if (statement == NULL || !read_rows (statement, peaks, error))
    return NULL;
  return g_steal_pointer (&peaks);
}

/**
 * redress_peak_table_overlaps:
 * @connection: the database
 * @peak: a peak that is not in the table
 * @overlaps: (out): whether another one of the flow counts at the same time
 */
gboolean
redress_peak_table_overlaps (RedressSqlConnection *connection,
                             const RedressPeak *peak,
                             gboolean *overlaps,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_overlaps, error);
  gint64 count = 0;

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, peak->flow);
  redress_sql_statement_bind_int64 (statement, 2, peak->from);
  redress_sql_statement_bind_int64 (statement, 3, peak->until);
  if (redress_sql_statement_fetch_int64 (statement, &count, error) != REDRESS_SQL_ROW)
    return FALSE;
  *overlaps = count > 0;
  return TRUE;
}

/**
 * redress_peak_table_load:
 * @connection: the database
 * @summary: a ticket
 * @peaks: (element-type RedressPeak): where the peaks that may touch it are added, by time
 */
gboolean
redress_peak_table_load (RedressSqlConnection *connection,
                         const RedressSummary *summary,
                         GPtrArray *peaks,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_load, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, summary->flow);
  redress_sql_statement_bind_int64 (statement, 2, summary->opened_at);
  redress_sql_statement_bind_int64 (
      statement, 3, summary->closed_at == REDRESS_TIME_UNKNOWN ? G_MAXINT64 : summary->closed_at);
  return read_rows (statement, peaks, error);
}
