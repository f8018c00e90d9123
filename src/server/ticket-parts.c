/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/ticket-parts.h"

#include "server/decision-table.h"
#include "server/event-table.h"
#include "server/evidence-table.h"
#include "server/fact-table.h"
#include "server/interim-effects.h"
#include "server/note-table.h"
#include "server/peak-table.h"
#include "server/wait-table.h"
#include "server/previous-decision.h"
#include "server/related-tickets.h"

/* Voided decisions are no answer to "what came of it". */
static const char sql_history[] =
    "select t.id, t.kind, t.state, t.title, t.opened_at, "
    "(select d.verdict from decision d where d.ticket = t.id and d.is_void = 0 "
    "order by d.round desc limit 1) "
    "from ticket t where t.platform = $1 and t.customer_ref = $2 and t.id <> $3 "
    "order by t.id desc limit 20";

static gboolean
load_history (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  const RedressSummary *summary = ticket->summary;
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_history, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, summary->platform);
  redress_sql_statement_bind_text (statement, 2, summary->customer_ref);
  redress_sql_statement_bind_int64 (statement, 3, summary->id);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressHistoryItem *item = redress_history_item_new ();

      g_ptr_array_add (ticket->customer.history, item);
      item->ticket = redress_sql_statement_get_int64 (statement, 0);
      redress_kind_from_string (redress_sql_statement_get_text (statement, 1), &item->kind);
      redress_state_from_string (redress_sql_statement_get_text (statement, 2), &item->state);
      item->title = redress_sql_statement_dup_text (statement, 3);
      item->opened_at = redress_sql_statement_get_int64 (statement, 4);
      redress_verdict_from_string (redress_sql_statement_get_text (statement, 5), &item->verdict);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_ticket_parts_load:
 * @connection: the database
 * @ticket: a ticket as redress_ticket_table_load() reads it
 * @parts: what to add to it; each part once
 */
gboolean
redress_ticket_parts_load (RedressSqlConnection *connection,
                           RedressTicket *ticket,
                           RedressTicketParts parts,
                           GError **error)
{
  gint64 id = ticket->summary->id;

  if ((parts & REDRESS_PART_FACTS) != 0 &&
      !redress_fact_table_load (connection, id, ticket->facts, error))
    return FALSE;
  if ((parts & REDRESS_PART_EVENTS) != 0 &&
      !redress_event_table_load (connection, id, ticket->events, error))
    return FALSE;
  if ((parts & REDRESS_PART_EVIDENCE) != 0 &&
      !redress_evidence_table_load (connection, id, ticket->evidence, error))
    return FALSE;
  if ((parts & REDRESS_PART_DECISIONS) != 0 &&
      (!redress_decision_table_load (connection, id, ticket->decisions, error) ||
       !redress_interim_effects_load (connection, id, ticket->interim_effects, error)))
    return FALSE;
  if ((parts & REDRESS_PART_NOTES) != 0 &&
      !redress_note_table_load (connection, id, ticket->notes, error))
    return FALSE;
  if ((parts & REDRESS_PART_HISTORY) != 0 && !load_history (connection, ticket, error))
    return FALSE;

  if ((parts & REDRESS_PART_CLOCK) != 0 &&
      (!redress_wait_table_load (connection, id, ticket->waits, error) ||
       !redress_peak_table_load (connection, ticket->summary, ticket->peaks, error)))
    return FALSE;
  if ((parts & REDRESS_PART_PREVIOUS) != 0 &&
      !redress_previous_decision_load (connection, ticket, error))
    return FALSE;
  if ((parts & REDRESS_PART_RELATED) != 0 &&
      !redress_related_tickets_load (connection, ticket, error))
    return FALSE;

  redress_ticket_seal (ticket);
  return TRUE;
}
