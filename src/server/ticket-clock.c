/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-clock.h"

#include "core/evaluation.h"
#include "server/peak-table.h"
#include "server/ticket-table.h"
#include "server/wait-table.h"

#define CLOCK_BADGES (REDRESS_BADGE_PAUSED | REDRESS_BADGE_PEAK)

static const char sql_mark_peak[] =
    "update ticket set clock_stale = 1 where flow = $1 and closed_at = $4 and opened_at < $2 "
    "and (due_at > $3 or badges & $5 <> 0)";
static const char sql_mark_calendar[] =
    "update ticket set clock_stale = 1 where closed_at = $1 and (due_provisional = 1 or $2 <> 0)";
static const char sql_find[] = "select id from ticket where clock_stale = 1 limit 1";
static const char sql_unmark[] = "update ticket set clock_stale = 0 where id = $1";

/**
 * redress_ticket_clock_set:
 * @ticket: a ticket with its waits and peaks
 * @policy: the policy that judges it
 * @calendar: working days
 *
 * Works out when it is due and says so in its summary.
 */
void
redress_ticket_clock_set (RedressTicket *ticket, RedressPolicy *policy, RedressCalendar *calendar)
{
  RedressSummary *summary = ticket->summary;
  const RedressPolicyClock *clock = redress_policy_find_clock (policy, summary->kind);
  g_autoptr (RedressDeadline) deadline =
      clock != NULL ? redress_policy_compute_due (policy, ticket, calendar, NULL) : NULL;

  if (deadline == NULL)
    return;

  summary->due_at = deadline->due;
  summary->due_provisional = deadline->provisional;
  g_free (summary->due_rule);
  summary->due_rule = g_strdup (clock->name);
  summary->badges &= ~(guint)CLOCK_BADGES;
  if (redress_policy_clock_pauses_in (clock, summary->state))
    summary->badges |= REDRESS_BADGE_PAUSED;
  if (deadline->stretched > 0)
    summary->badges |= REDRESS_BADGE_PEAK;
}

/**
 * redress_ticket_clock_renew:
 * @server: the server
 * @ticket: a ticket of the database
 *
 * Reads its waits and peaks, and works out when it is due.
 */
gboolean
redress_ticket_clock_renew (RedressServer *server, RedressTicket *ticket, GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (server);
  const RedressSummary *summary = ticket->summary;
  RedressPolicy *policy = redress_server_get_policy (server, summary->flow, ticket->policy_version);

  g_ptr_array_set_size (ticket->waits, 0);
  g_ptr_array_set_size (ticket->peaks, 0);
  if (!redress_wait_table_load (connection, summary->id, ticket->waits, error) ||
      !redress_peak_table_load (connection, summary, ticket->peaks, error))
    return FALSE;
  /* A version that cannot be read any more says nothing new. */
  if (policy != NULL)
    redress_ticket_clock_set (ticket, policy, redress_server_get_calendar (server));
  return TRUE;
}

/**
 * redress_ticket_clock_mark_peak:
 * @connection: a database in a writing transaction
 * @peak: a peak that is new or changed
 * @n_marked: (out): how many tickets it may touch
 */
gboolean
redress_ticket_clock_mark_peak (RedressSqlConnection *connection,
                                const RedressPeak *peak,
                                gint64 *n_marked,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_mark_peak, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, peak->flow);
  redress_sql_statement_bind_int64 (statement, 2, peak->until);
  redress_sql_statement_bind_int64 (statement, 3, peak->from);
  redress_sql_statement_bind_int64 (statement, 4, REDRESS_UNFINISHED);
  redress_sql_statement_bind_int64 (statement, 5, REDRESS_BADGE_PEAK);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  *n_marked = redress_sql_connection_get_changes (connection);
  return TRUE;
}

/**
 * redress_ticket_clock_mark_calendar:
 * @connection: a database in a writing transaction
 * @all: also what was certain: a year may have been amended
 *
 * Another calendar may settle what was provisional.
 */
gboolean
redress_ticket_clock_mark_calendar (RedressSqlConnection *connection, gboolean all, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_mark_calendar, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, REDRESS_UNFINISHED);
  redress_sql_statement_bind_boolean (statement, 2, all);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_ticket_clock_find_marked:
 * @connection: the database
 *
 * Returns: id of a ticket whose due time has to be worked out again; 0 if there is none; -1 with
 *   an error
 */
gint64
redress_ticket_clock_find_marked (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_find, error);
  gint64 id = 0;

  if (statement == NULL)
    return -1;
  return redress_sql_statement_fetch_int64 (statement, &id, error) == REDRESS_SQL_ERROR ? -1 : id;
}

/**
 * redress_ticket_clock_unmark:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 *
 * Touches nothing else, so that it works on a row that cannot be read.
 */
gboolean
redress_ticket_clock_unmark (RedressSqlConnection *connection, gint64 ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_unmark, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  return redress_sql_statement_run (statement, error);
}
