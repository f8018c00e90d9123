/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/feed.h"

#include "server/ticket-table.h"

static const char sql_advance[] = "insert into feed_head (platform, seq, minimum) "
                                  "values ($1, 1, 0) "
                                  "on conflict (platform) do update set seq = feed_head.seq + 1 "
                                  "returning seq";
static const char sql_log[] =
    "insert into change_log (platform, seq, ticket, rev, op, at) values ($1, $2, $3, $4, "
    "'upsert', $5)";
static const char sql_range[] = "select seq, minimum from feed_head where platform = $1";
static const char sql_epoch[] = "select epoch from feed_epoch";
static const char sql_read[] =
    "select c.seq, c.rev, c.op, c.reason, c.ticket, " REDRESS_SUMMARY_COLUMNS
    " from change_log c left join ticket t on t.id = c.ticket"
    " where c.platform = $1 and c.seq > $2 order by c.seq limit $3";
/* Two statements, because no index finds the place of a pair in one: first the rest of those that
 * ended at one moment (or have not ended), then those that ended before. */
static const char sql_copy_same[] =
    "select " REDRESS_SUMMARY_COLUMNS " from ticket t"
    " where t.platform = $1 and t.closed_at = $2 and t.id < $3 order by t.id desc limit $4";
static const char sql_copy_earlier[] =
    "select " REDRESS_SUMMARY_COLUMNS " from ticket t"
    " where t.platform = $1 and t.closed_at < $2 and t.closed_at > $3"
    " order by t.closed_at desc, t.id desc limit $4";
/* Times grow with the positions, so the search ends at the first entry that is kept. */
static const char sql_raise[] =
    "update feed_head set minimum = coalesce ((select c.seq from change_log c "
    "where c.platform = feed_head.platform and c.at >= $1 order by c.seq limit 1) - 1, seq)";
static const char sql_forget[] =
    "delete from change_log where exists (select 1 from feed_head h "
    "where h.platform = change_log.platform and change_log.seq <= h.minimum)";

#define READ_SUMMARY_AT 5

/**
 * redress_feed_append:
 * @connection: a database in a writing transaction
 * @summary: the ticket as it is now, with its new rev
 * @now: the time
 * @seq: (out): position of the change in its platform's feed
 */
gboolean
redress_feed_append (RedressSqlConnection *connection,
                     const RedressSummary *summary,
                     RedressTime now,
                     gint64 *seq,
                     GError **error)
{
  g_autoptr (RedressSqlStatement) advance = NULL;
  g_autoptr (RedressSqlStatement) log = NULL;

  advance = redress_sql_connection_prepare (connection, sql_advance, error);
  if (advance == NULL)
    return FALSE;
  redress_sql_statement_bind_text (advance, 1, summary->platform);
  if (redress_sql_statement_fetch_int64 (advance, seq, error) != REDRESS_SQL_ROW)
    return FALSE;

  log = redress_sql_connection_prepare (connection, sql_log, error);
  if (log == NULL)
    return FALSE;
  redress_sql_statement_bind_text (log, 1, summary->platform);
  redress_sql_statement_bind_int64 (log, 2, *seq);
  redress_sql_statement_bind_int64 (log, 3, summary->id);
  redress_sql_statement_bind_int64 (log, 4, summary->rev);
  redress_sql_statement_bind_int64 (log, 5, now);
  return redress_sql_statement_run (log, error);
}

/**
 * redress_feed_get_range:
 * @connection: the database
 * @platform: a platform
 * @head: (out): position of the newest change
 * @minimum: (out): the oldest position from which nothing is missing
 */
gboolean
redress_feed_get_range (RedressSqlConnection *connection,
                        const char *platform,
                        gint64 *head,
                        gint64 *minimum,
                        GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  *head = *minimum = 0;
  statement = redress_sql_connection_prepare (connection, sql_range, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, platform);
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      *head = redress_sql_statement_get_int64 (statement, 0);
      *minimum = redress_sql_statement_get_int64 (statement, 1);
      return TRUE;
    case REDRESS_SQL_DONE:
      return TRUE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

/**
 * redress_feed_get_epoch:
 * @connection: the database
 *
 * Returns: (transfer full) (nullable): the epoch that cursors carry; %NULL with an error
 */
char *
redress_feed_get_epoch (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  char *epoch = NULL;

  statement = redress_sql_connection_prepare (connection, sql_epoch, error);
  if (statement == NULL)
    return NULL;
  if (redress_sql_statement_fetch_text (statement, &epoch, error) == REDRESS_SQL_DONE)
    g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "The feed has no epoch");
  return epoch;
}

/* The payload is the ticket as it is now, so an old entry never shows what was erased since. */
static RedressChange *
read_change (RedressSqlStatement *statement, const char *platform, GError **error)
{
  g_autoptr (RedressChange) change = redress_change_new ();

  change->platform = g_strdup (platform);
  change->seq = redress_sql_statement_get_int64 (statement, 0);
  change->rev = redress_sql_statement_get_int64 (statement, 1);
  change->remove = g_strcmp0 (redress_sql_statement_get_text (statement, 2), "remove") == 0;
  change->reason = redress_sql_statement_dup_text (statement, 3);
  change->id = redress_sql_statement_get_int64 (statement, 4);
  if (!change->remove && redress_sql_statement_is_null (statement, READ_SUMMARY_AT))
    {
      change->remove = TRUE;
      change->reason = g_strdup ("purged");
    }
  if (change->remove)
    return g_steal_pointer (&change);

  change->summary = redress_ticket_table_read_summary (statement, READ_SUMMARY_AT, error);
  return change->summary != NULL ? g_steal_pointer (&change) : NULL;
}

/**
 * redress_feed_read:
 * @connection: the database
 * @platform: a platform
 * @after: a position in its feed
 * @limit: at most so many entries
 * @changes: (element-type RedressChange): where the entries after @after are added
 */
gboolean
redress_feed_read (RedressSqlConnection *connection,
                   const char *platform,
                   gint64 after,
                   guint limit,
                   GPtrArray *changes,
                   GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_read, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_int64 (statement, 2, after);
  redress_sql_statement_bind_int64 (statement, 3, limit);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressChange *change = read_change (statement, platform, error);

      if (change == NULL)
        return FALSE;
      g_ptr_array_add (changes, change);
    }
  return step == REDRESS_SQL_DONE;
}

static gboolean
read_copy (RedressSqlStatement *statement,
           const char *platform,
           RedressFeedMark *mark,
           GPtrArray *changes,
           GError **error)
{
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressChange *change = redress_change_new ();

      g_ptr_array_add (changes, change);
      change->summary = redress_ticket_table_read_summary (statement, 0, error);
      if (change->summary == NULL)
        return FALSE;
      change->platform = g_strdup (platform);
      change->id = change->summary->id;
      change->rev = change->summary->rev;
      mark->id = change->id;
      mark->closed_at = redress_sql_statement_get_int64 (statement, REDRESS_SUMMARY_END);
    }
  return step == REDRESS_SQL_DONE;
}

/* @last: of the pair that is compared, or the oldest end wanted. */
static gboolean
run_copy (RedressSqlConnection *connection,
          const char *sql,
          const char *platform,
          gint64 last,
          guint limit,
          RedressFeedMark *mark,
          GPtrArray *changes,
          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, platform);
  redress_sql_statement_bind_int64 (statement, 2, mark->closed_at);
  redress_sql_statement_bind_int64 (statement, 3, last);
  redress_sql_statement_bind_int64 (statement, 4, limit);
  return read_copy (statement, platform, mark, changes, error);
}

/**
 * redress_feed_read_copy:
 * @connection: the database
 * @platform: a platform
 * @ended_after: leave out tickets that ended before this time
 * @limit: at most so many entries
 * @mark: (inout): where the copy stands
 * @changes: (element-type RedressChange): where the entries are added; their seq is 0, because
 *   they have no place in the feed
 */
gboolean
redress_feed_read_copy (RedressSqlConnection *connection,
                        const char *platform,
                        RedressTime ended_after,
                        guint limit,
                        RedressFeedMark *mark,
                        GPtrArray *changes,
                        GError **error)
{
  guint end = changes->len + limit;

  if (!run_copy (connection, sql_copy_same, platform, mark->id, limit, mark, changes, error))
    return FALSE;

  return changes->len == end || run_copy (connection, sql_copy_earlier, platform, ended_after,
                                          end - changes->len, mark, changes, error);
}

/**
 * redress_feed_forget:
 * @connection: a database in a writing transaction
 * @before: a time
 *
 * Deletes the entries older than @before. Cursors that stand before them get a new start.
 */
gboolean
redress_feed_forget (RedressSqlConnection *connection, RedressTime before, GError **error)
{
  g_autoptr (RedressSqlStatement) raise = NULL;

  raise = redress_sql_connection_prepare (connection, sql_raise, error);
  if (raise == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (raise, 1, before);
  return redress_sql_statement_run (raise, error) &&
         redress_sql_connection_run (connection, sql_forget, error);
}
