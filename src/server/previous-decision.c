/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/previous-decision.h"

#include "server/decision-table.h"

/* An appeal against an appeal counts what both granted. No ticket stands before itself, but a
 * damaged row might say so. */
static const char sql_paid_back[] =
    "with recursive chain (id, depth) as ("
    "select t.previous_ticket, 1 from ticket t where t.id = $1 and t.previous_ticket > 0 "
    "union all select t.previous_ticket, c.depth + 1 from chain c join ticket t on t.id = c.id "
    "where t.previous_ticket > 0 and c.depth < 20) "
    "select coalesce (sum (d.amount), 0) from chain c join decision d on d.ticket = c.id "
    "where d.is_void = 0 and d.verdict in ('approve', 'partial') and d.unit = $2";

static gboolean
load_paid_back (RedressSqlConnection *connection, RedressTicket *ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_paid_back, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket->summary->id);
  redress_sql_statement_bind_text (statement, 2,
                                   redress_unit_to_string (ticket->summary->amount.unit));
  return redress_sql_statement_fetch_int64 (statement, &ticket->paid_back, error) ==
         REDRESS_SQL_ROW;
}

/**
 * redress_previous_decision_load:
 * @connection: the database
 * @ticket: a ticket with its summary and the ticket before it
 *
 * Adds the decision that stands of the ticket before, and for an appeal what was granted so far,
 * unless they are there.
 */
gboolean
redress_previous_decision_load (RedressSqlConnection *connection,
                                RedressTicket *ticket,
                                GError **error)
{
  g_autoptr (GPtrArray) decisions = NULL;

  if (ticket->previous_ticket == 0 || ticket->previous_decision != NULL)
    return TRUE;

  decisions = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_decision_free);
  if (!redress_decision_table_load (connection, ticket->previous_ticket, decisions, error))
    return FALSE;
  for (guint i = decisions->len; i > 0 && ticket->previous_decision == NULL; i--)
    if (!((RedressDecision *)g_ptr_array_index (decisions, i - 1))->is_void)
      ticket->previous_decision = g_ptr_array_steal_index (decisions, i - 1);
  return ticket->summary->kind != REDRESS_KIND_APPEAL || load_paid_back (connection, ticket, error);
}
