/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/related-tickets.h"

#include "server/ticket-change.h"

/* Voided decisions are no answer to "what came of it". */
#define COLUMNS                                                                                    \
  "t.id, t.kind, t.state, t.external_id, t.title, t.opened_at, "                                   \
  "(select d.verdict from decision d where d.ticket = t.id and d.is_void = 0 "                     \
  "order by d.round desc limit 1)"

static const char sql_same_order[] =
    "select " COLUMNS " from ticket t "
    "where t.order_no = $2 and t.platform = $1 and t.id <> $3 order by t.id desc limit 20";

/* What a platform hands in for several tickets is no alarm, only what a customer does. */
static const char sql_same_file[] =
    "select distinct " COLUMNS ", e.sha256 from evidence mine "
    "join evidence e on e.sha256 = mine.sha256 and e.ticket <> mine.ticket "
    "join ticket t on t.id = e.ticket "
    "where mine.ticket = $3 and mine.holder = 'customer' and t.platform = $1 and t.order_no <> $2 "
    "order by t.id desc, e.sha256 limit 100";

static const char sql_duplicates[] =
    "select t.id from ticket t where t.order_no = $2 and t.platform = $1 and t.id <> $3 "
    "and t.kind = $4 and t.state in ('open', 'waiting_customer', 'waiting_platform', 'held') "
    "order by t.id limit 20";

static const char sql_with_file[] =
    "select distinct t.id from evidence e join ticket t on t.id = e.ticket "
    "where e.sha256 = $4 and t.platform = $1 and t.order_no <> $2 and t.id <> $3 "
    "order by t.id limit 20";

static RedressSqlStatement *
prepare (RedressSqlConnection *connection, const char *sql, RedressTicket *ticket, GError **error)
{
  const RedressSummary *summary = ticket->summary;
  RedressSqlStatement *statement = redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_text (statement, 1, summary->platform);
  redress_sql_statement_bind_text (statement, 2, summary->order_no);
  redress_sql_statement_bind_int64 (statement, 3, summary->id);
  return statement;
}

static RedressRelatedTicket *
add_row (GPtrArray *related, RedressSqlStatement *statement)
{
  RedressRelatedTicket *item = redress_related_ticket_new ();

  item->ticket = redress_sql_statement_get_int64 (statement, 0);
  redress_kind_from_string (redress_sql_statement_get_text (statement, 1), &item->kind);
  redress_state_from_string (redress_sql_statement_get_text (statement, 2), &item->state);
  item->external_id = redress_sql_statement_dup_text (statement, 3);
  item->title = redress_sql_statement_dup_text (statement, 4);
  item->opened_at = redress_sql_statement_get_int64 (statement, 5);
  redress_verdict_from_string (redress_sql_statement_get_text (statement, 6), &item->verdict);
  g_ptr_array_add (related, item);
  return item;
}

static gboolean
load_same_order (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql_same_order, ticket, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    add_row (ticket->related, statement)->same_order = TRUE;
  return step == REDRESS_SQL_DONE;
}

/* Rows of one ticket stand together; each has one file. */
static gboolean
load_same_file (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql_same_file, ticket, error);
  g_autoptr (GStrvBuilder) files = NULL;
  RedressRelatedTicket *last = NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      if (last == NULL || last->ticket != redress_sql_statement_get_int64 (statement, 0))
        {
          if (last != NULL)
            last->files = g_strv_builder_end (files);
          last = add_row (ticket->related, statement);
          g_clear_pointer (&files, g_strv_builder_unref);
          files = g_strv_builder_new ();
        }
      g_strv_builder_add (files, redress_sql_statement_get_text (statement, 7));
    }
  if (last != NULL)
    last->files = g_strv_builder_end (files);
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_related_tickets_load:
 * @connection: the database
 * @ticket: a ticket with its summary
 *
 * Adds the tickets of the same platform that are about the same order, then those of other orders
 * that have a file of this ticket's customer.
 */
gboolean
redress_related_tickets_load (RedressSqlConnection *connection,
                              RedressTicket *ticket,
                              GError **error)
{
  return load_same_order (connection, ticket, error) && load_same_file (connection, ticket, error);
}

/* The fourth parameter is the statement's own. */
static GArray *
list_ids (RedressSqlConnection *connection,
          const char *sql,
          RedressTicket *ticket,
          const char *fourth,
          GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql, ticket, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_text (statement, 4, fourth);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&ids) : NULL;
}

/* No decision rests on a badge, so the version stays; the feed tells of it. */
static gboolean
mark_others (RedressServer *server, GArray *ids, guint badge, RedressTime now, GError **error)
{
  for (guint i = 0; i < ids->len; i++)
    {
      g_auto (RedressTicketChange) change = { 0 };
      RedressTicketRow *row = redress_ticket_table_load (redress_server_get_connection (server),
                                                         g_array_index (ids, gint64, i), error);

      if (row == NULL)
        return FALSE;
      redress_ticket_change_init (&change, server, row, now);
      redress_ticket_change_set_badge (&change, badge, TRUE);
      if (!redress_ticket_change_finish (&change, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
mark (RedressServer *server,
      RedressTicket *ticket,
      GArray *ids,
      guint badge,
      RedressTime now,
      GError **error)
{
  if (ids == NULL)
    return FALSE;
  if (ids->len > 0)
    ticket->summary->badges |= badge;
  return mark_others (server, ids, badge, now, error);
}

/**
 * redress_related_tickets_mark_duplicates:
 * @server: the server, in a writing transaction
 * @ticket: a new ticket, in memory
 * @now: the time
 *
 * Sets the badge in @ticket and in the others' rows.
 */
gboolean
redress_related_tickets_mark_duplicates (RedressServer *server,
                                         RedressTicket *ticket,
                                         RedressTime now,
                                         GError **error)
{
  const char *kind = redress_kind_to_string (ticket->summary->kind);
  g_autoptr (GArray) ids =
      list_ids (redress_server_get_connection (server), sql_duplicates, ticket, kind, error);

  return mark (server, ticket, ids, REDRESS_BADGE_DUPLICATE, now, error);
}

/**
 * redress_related_tickets_mark_file:
 * @server: the server, in a writing transaction
 * @ticket: a ticket that gets a piece of evidence, in memory
 * @evidence: the new piece
 * @now: the time
 *
 * Sets the badge in @ticket and in the others' rows, if the piece is a customer's.
 */
gboolean
redress_related_tickets_mark_file (RedressServer *server,
                                   RedressTicket *ticket,
                                   const RedressEvidence *evidence,
                                   RedressTime now,
                                   GError **error)
{
  g_autoptr (GArray) ids = NULL;

  if (g_strcmp0 (evidence->holder, "customer") != 0)
    return TRUE;

  ids = list_ids (redress_server_get_connection (server), sql_with_file, ticket, evidence->sha256,
                  error);
  return mark (server, ticket, ids, REDRESS_BADGE_REUSED_FILE, now, error);
}
