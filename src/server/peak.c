/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/peak.h"
#include "core/evaluation.h"

#include "core/permission.h"
#include "server/audit-leaf.h"
#include "server/operations.h"
#include "server/peak-table.h"
#include "server/ticket-clock.h"
#include "sql/transaction.h"

#define LONGEST (30 * REDRESS_DAY)
/* Declared in the afternoon for what began in the morning. */
#define LONGEST_AGO REDRESS_DAY
#define LONGEST_NOTE 200

static gboolean
refuse (RedressPeakCall *call, guint status, const char *code, const char *title)
{
  call->status = status;
  call->code = code;
  call->title = title;
  return FALSE;
}

/* What lies outside of the scopes does not exist. */
static RedressPolicy *
find_policy (RedressPeakCall *call)
{
  RedressPolicy *policy = call->peak->flow != NULL
                              ? redress_server_get_policy (call->server, call->peak->flow, 0)
                              : NULL;

  if (policy == NULL ||
      !redress_account_has_scope (call->actor, redress_policy_get_platform (policy)))
    return NULL;
  return policy;
}

static gboolean
check_times (RedressPeakCall *call)
{
  const RedressPeak *peak = call->peak;

  if (peak->from < call->now - LONGEST_AGO || peak->until <= peak->from ||
      peak->until <= call->now || peak->until - peak->from > LONGEST)
    return refuse (call, 422, "times_invalid",
                   "It has to end after now and after it begins, begin at most a day ago and last "
                   "at most 30 days");
  return TRUE;
}

static gboolean
check_new (RedressPeakCall *call)
{
  RedressPeak *peak = call->peak;
  RedressPolicy *policy = find_policy (call);
  gint64 most;

  if (!redress_role_may (call->actor->role, REDRESS_ACTION_DECLARE_PEAK))
    return refuse (call, 403, "forbidden", "This role may not do that");
  if (policy == NULL)
    return refuse (call, 422, "flow_unknown", "There is no such flow");
  most = redress_policy_get_peak_hours (policy);
  if (most == 0)
    return refuse (call, 422, "flow_has_no_peak", "The policy of the flow stretches no clock");
  if (peak->extra_hours < 0 || peak->extra_hours > most)
    return refuse (call, 422, "extra_hours_invalid", "The policy does not allow so many hours");
  if (g_utf8_strlen (peak->note, -1) > LONGEST_NOTE)
    return refuse (call, 422, "note_too_long", "The note is longer than 200 characters");
  return check_times (call);
}

static gboolean
write_leaf (RedressPeakCall *call, const char *action, GError **error)
{
  const RedressPeak *peak = call->peak;
  RedressPolicy *policy = redress_server_get_policy (call->server, peak->flow, 0);
  g_autoptr (RedressAuditLeaf) leaf =
      redress_audit_leaf_new (redress_policy_get_platform (policy), action, call->actor, call->now);

  redress_audit_leaf_add_int (leaf, "peak", peak->id);
  redress_audit_leaf_add_string (leaf, "flow", peak->flow);
  redress_audit_leaf_add_time (leaf, "from", peak->from);
  redress_audit_leaf_add_time (leaf, "until", peak->until);
  redress_audit_leaf_add_int (leaf, "extra_hours", peak->extra_hours);
  redress_audit_leaf_add_int (leaf, "tickets", call->n_tickets);
  return redress_audit_leaf_write (leaf, redress_server_get_connection (call->server), NULL, error);
}

static gboolean
check_overlap (RedressPeakCall *call, RedressSqlConnection *connection, GError **error)
{
  gboolean overlaps = FALSE;

  if (!redress_peak_table_overlaps (connection, call->peak, &overlaps, error))
    return FALSE;
  return !overlaps || refuse (call, 409, "peak_overlaps",
                              "Another peak of the flow was declared for part of this time");
}

static RedressSqlOutcome
declare_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressPeakCall *call = data;

  return check_overlap (call, connection, error) &&
                 redress_peak_table_insert (connection, call->peak, error) &&
                 redress_ticket_clock_mark_peak (connection, call->peak, &call->n_tickets, error) &&
                 write_leaf (call, "peak_declare", error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static gboolean
run (RedressPeakCall *call, RedressSqlTransactionFunc func, GError **error)
{
  GError *failure = NULL;
  gboolean done = redress_sql_transaction (redress_server_get_connection (call->server),
                                           REDRESS_SQL_WRITE, func, call, &failure);

  if (failure != NULL)
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  if (!done || call->status != 0)
    return FALSE;
  redress_operations_renew_clocks_soon (redress_server_get_operations (call->server));
  return TRUE;
}

/**
 * redress_peak_declare:
 * @call: a peak with flow, times, hours and note
 *
 * Declares it. The due times of the tickets it touches follow soon, one by one.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_peak_declare (RedressPeakCall *call, GError **error)
{
  RedressPeak *peak = call->peak;

  if (peak->note == NULL)
    peak->note = g_strdup ("");
  if (!check_new (call))
    return FALSE;

  peak->actor = g_strdup (call->actor->id);
  peak->actor_name = g_strdup (call->actor->display_name);
  peak->declared_at = call->now;
  return run (call, declare_in_transaction, error);
}

static gboolean
find (RedressPeakCall *call, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!redress_role_may (call->actor->role, REDRESS_ACTION_DECLARE_PEAK))
    return refuse (call, 403, "forbidden", "This role may not do that");

  call->peak = redress_peak_table_get (redress_server_get_connection (call->server), id, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (call->peak == NULL || find_policy (call) == NULL)
    return refuse (call, 404, "not_found", "There is no such thing");
  if (call->peak->cancelled_at != REDRESS_TIME_UNKNOWN || call->peak->until <= call->now)
    return refuse (call, 409, "peak_over", "The peak is over or was cancelled");
  return TRUE;
}

static gboolean
change (RedressPeakCall *call,
        RedressSqlConnection *connection,
        const RedressPeak *before,
        const char *action,
        GError **error)
{
  return redress_peak_table_update (connection, call->peak, error) &&
         redress_ticket_clock_mark_peak (connection, before, &call->n_tickets, error) &&
         write_leaf (call, action, error);
}

static RedressSqlOutcome
end_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressPeakCall *call = data;
  RedressPeak before = *call->peak;

  call->peak->until = call->now;
  return change (call, connection, &before, "peak_end", error) ? REDRESS_SQL_COMMIT
                                                               : REDRESS_SQL_ROLLBACK;
}

static RedressSqlOutcome
cancel_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressPeakCall *call = data;
  RedressPeak before = *call->peak;

  call->peak->cancelled_at = call->now;
  return change (call, connection, &before, "peak_cancel", error) ? REDRESS_SQL_COMMIT
                                                                  : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_peak_end:
 * @call: a call without a peak
 * @id: id of a peak
 *
 * Ends a peak now. One that has not begun is cancelled.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_peak_end (RedressPeakCall *call, gint64 id, GError **error)
{
  if (!find (call, id, error))
    return FALSE;
  return run (call, call->peak->from < call->now ? end_in_transaction : cancel_in_transaction,
              error);
}

/**
 * redress_peak_cancel:
 * @call: a call without a peak
 * @id: id of a peak
 *
 * Cancels a peak that still runs; the due times it moved go back.
 *
 * Returns: %FALSE if it was refused, or with an error of the database
 */
gboolean
redress_peak_cancel (RedressPeakCall *call, gint64 id, GError **error)
{
  return find (call, id, error) && run (call, cancel_in_transaction, error);
}

/**
 * redress_peak_call_clear:
 * @call: a call
 */
void
redress_peak_call_clear (RedressPeakCall *call)
{
  g_clear_pointer (&call->peak, redress_peak_free);
}
