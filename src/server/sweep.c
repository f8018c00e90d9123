/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/sweep.h"

#include "server/answer-facts.h"
#include "server/feed.h"
#include "server/idempotency.h"
#include "server/log.h"
#include "server/refund-chase.h"
#include "server/ticket-clock.h"
#include "server/ticket-change.h"
#include "server/webhook/event-table.h"
#include "sql/transaction.h"

/* Feeds, stored answers and keys: longer than any desk is away. */
#define KEPT (180 * REDRESS_DAY)

/* One run does not keep requests waiting; the next comes soon. */
#define MAX_AT_ONCE 100
/* A peak marks thousands at a time; the others wait behind a handful. */
#define MAX_RENEWED_AT_ONCE 20

#define TRY_AGAIN REDRESS_HOUR

typedef struct
{
  RedressServer *server;
  RedressTime now;
  gint64 ticket;
  char *platform;
} Waking;

/* What was asked for and did not come is an answer too. */
static gboolean
write_down_silence (RedressTicketChange *change, GError **error)
{
  return redress_answer_facts_set (change, change->row->asked_slots, REDRESS_ANSWER_NOT_PROVIDED,
                                   error) &&
         redress_answer_facts_set (change, change->row->asked_facts, REDRESS_ANSWER_NOT_PROVIDED,
                                   error);
}

/* Once: the ticket sleeps on, and the other one is worked on. */
static gboolean
chase_refund (RedressTicketChange *change, GError **error)
{
  if (!redress_refund_chase_open (change, error))
    return FALSE;

  redress_ticket_change_stop_waiting (change);
  return redress_ticket_change_finish (change, NULL, error);
}

static gboolean
wake (RedressSqlConnection *connection, Waking *waking, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  RedressTicketRow *row;

  row = redress_ticket_table_load (connection, waking->ticket, error);
  if (row == NULL)
    return FALSE;

  redress_ticket_change_init (&change, waking->server, row, waking->now);
  waking->platform = g_strdup (row->ticket->summary->platform);
  if (row->ticket->summary->state == REDRESS_STATE_DECIDED ||
      row->ticket->summary->state == REDRESS_STATE_EFFECTED)
    return chase_refund (&change, error);
  if (!write_down_silence (&change, error) ||
      !redress_ticket_change_move (&change, REDRESS_TRIGGER_DEADLINE, error))
    return FALSE;

  redress_ticket_change_stop_waiting (&change);
  leaf = redress_audit_leaf_new (waking->platform, "deadline", NULL, waking->now);
  return redress_audit_leaf_set_ticket (leaf, connection, row->ticket->summary,
                                        change.version_before, error) &&
         redress_ticket_change_finish (&change, leaf, error);
}

static RedressSqlOutcome
wake_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Waking *waking = data;

  waking->ticket = redress_ticket_table_find_due_to_wake (connection, waking->now, error);
  if (waking->ticket <= 0 || !wake (connection, waking, error))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static RedressSqlOutcome
put_off_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Waking *waking = data;

  return redress_ticket_table_put_off (connection, waking->ticket, waking->now + TRY_AGAIN, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* A row that is damaged must not keep those behind it asleep. FALSE: the database is at fault. */
static gboolean
put_off (RedressServer *server, Waking *waking, const GError *error)
{
  redress_log (redress_server_get_clock (server), "wake-failed",
               REDRESS_LOG_NUMBER ("ticket", waking->ticket),
               REDRESS_LOG_TEXT ("error", error->message));
  return waking->ticket > 0 &&
         redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                                  put_off_in_transaction, waking, NULL);
}

static gboolean
wake_next (RedressServer *server, RedressTime now)
{
  g_autoptr (GError) error = NULL;
  Waking waking = { .server = server, .now = now };
  gboolean more;

  if (redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                               wake_in_transaction, &waking, &error))
    more = waking.ticket > 0;
  else
    more = put_off (server, &waking, error);
  if (error == NULL && waking.platform != NULL)
    redress_server_feed_moved (server, waking.platform);
  g_free (waking.platform);
  return more;
}

/**
 * redress_sweep_wake_tickets:
 * @server: the server
 * @now: the time
 *
 * Opens the held and waiting tickets whose time is over.
 */
void
redress_sweep_wake_tickets (RedressServer *server, RedressTime now)
{
  for (guint i = 0; i < MAX_AT_ONCE; i++)
    {
      if (!wake_next (server, now))
        return;
    }
}

/* A due time that comes out as it was is no news. */
static RedressSqlOutcome
renew_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Waking *waking = data;
  g_auto (RedressTicketChange) change = { 0 };
  RedressTicketRow *row;
  const RedressSummary *summary;
  RedressTime due_at;
  guint badges;
  gboolean provisional;

  waking->ticket = redress_ticket_clock_find_marked (connection, error);
  row = waking->ticket > 0 ? redress_ticket_table_load (connection, waking->ticket, error) : NULL;
  if (row == NULL)
    return REDRESS_SQL_ROLLBACK;

  redress_ticket_change_init (&change, waking->server, row, waking->now);
  summary = row->ticket->summary;
  due_at = summary->due_at;
  badges = summary->badges;
  provisional = summary->due_provisional;
  if (!redress_ticket_clock_renew (waking->server, row->ticket, error) ||
      !redress_ticket_clock_unmark (connection, waking->ticket, error))
    return REDRESS_SQL_ROLLBACK;
  if (due_at == summary->due_at && badges == summary->badges &&
      provisional == summary->due_provisional)
    return REDRESS_SQL_COMMIT;

  waking->platform = g_strdup (summary->platform);
  return redress_ticket_change_finish (&change, NULL, error) ? REDRESS_SQL_COMMIT
                                                             : REDRESS_SQL_ROLLBACK;
}

static RedressSqlOutcome
unmark_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_ticket_clock_unmark (connection, ((Waking *)data)->ticket, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* FALSE: there is no more, or the database is at fault. */
static gboolean
renew_next (RedressServer *server, RedressTime now)
{
  RedressSqlConnection *connection = redress_server_get_connection (server);
  g_autoptr (GError) error = NULL;
  Waking waking = { .server = server, .now = now };
  gboolean more;

  redress_sql_transaction (connection, REDRESS_SQL_WRITE, renew_in_transaction, &waking, &error);
  more = waking.ticket > 0;
  if (error != NULL)
    {
      redress_log (redress_server_get_clock (server), "clock-failed",
                   REDRESS_LOG_NUMBER ("ticket", waking.ticket),
                   REDRESS_LOG_TEXT ("error", error->message));
      more = more && redress_sql_transaction (connection, REDRESS_SQL_WRITE, unmark_in_transaction,
                                              &waking, NULL);
    }
  else if (waking.platform != NULL)
    redress_server_feed_moved (server, waking.platform);
  g_free (waking.platform);
  return more;
}

/**
 * redress_sweep_renew_clocks:
 * @server: the server
 * @now: the time
 *
 * Works out again when the tickets are due that a peak or a calendar was said to touch. Each is
 * a change of its own, so that thousands of them keep nobody waiting.
 *
 * Returns: whether there may be more
 */
gboolean
redress_sweep_renew_clocks (RedressServer *server, RedressTime now)
{
  for (guint i = 0; i < MAX_RENEWED_AT_ONCE; i++)
    {
      if (!renew_next (server, now))
        return FALSE;
    }
  return TRUE;
}

static RedressSqlOutcome
forget_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  RedressTime before = *(RedressTime *)data;

  return redress_feed_forget (connection, before, error) &&
                 redress_idempotency_forget (connection, before, error) &&
                 redress_webhook_event_table_forget (connection, before, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_sweep_forget:
 * @server: the server
 * @now: the time
 *
 * Deletes what is kept for 180 days: entries of feeds, answers to commands and requests, and what
 * platforms were told.
 */
void
redress_sweep_forget (RedressServer *server, RedressTime now)
{
  RedressTime before = now - KEPT;
  g_autoptr (GError) error = NULL;

  if (!redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                                forget_in_transaction, &before, &error))
    redress_log (redress_server_get_clock (server), "forget-failed",
                 REDRESS_LOG_TEXT ("error", error->message));
}
