/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-handlers.h"

#include "server/badges.h"
#include "server/event-table.h"
#include "server/fact-check.h"
#include "server/fact-table.h"
#include "server/feed.h"
#include "server/intake-run.h"
#include "server/new-ticket.h"
#include "server/peak-table.h"
#include "server/related-tickets.h"
#include "server/search-index.h"
#include "server/ticket-clock.h"

#define MAX_AHEAD (5 * REDRESS_MINUTE)

/* A platform's clock may be a little ahead, its ticket not opened tomorrow. */
static gboolean
check_against_policy (RedressIntake *intake, RedressTicket *ticket, RedressPolicy *policy)
{
  const RedressSummary *summary = ticket->summary;
  g_autoptr (GError) error = NULL;

  if (policy == NULL || g_strcmp0 (redress_policy_get_platform (policy), intake->platform) != 0)
    return redress_intake_refuse (intake, 422, "flow_unknown", "The platform has no such flow",
                                  summary->flow);
  if (summary->opened_at > intake->request->now + MAX_AHEAD)
    return redress_intake_refuse (intake, 422, "opened_at_invalid",
                                  "The ticket was opened in the future", NULL);
  if (redress_policy_get_grounds (policy)->len > 0 &&
      redress_policy_find_ground (policy, summary->reason_code) == NULL)
    return redress_intake_refuse (intake, 422, "reason_unknown", "The policy has no such reason",
                                  summary->reason_code);

  if (!redress_amount_check (policy, &summary->amount, "amount", &error) ||
      !redress_amount_check (policy, &ticket->order.paid, "order.paid", &error))
    return redress_intake_refuse_error (intake, "fact_invalid", error);

  for (guint i = 0; i < ticket->facts->len; i++)
    {
      if (!redress_fact_check (policy, g_ptr_array_index (ticket->facts, i), &error))
        return redress_intake_refuse_error (intake, "fact_invalid", error);
    }
  return TRUE;
}

static gboolean
set_previous (RedressIntake *intake, RedressNewTicket *new_ticket, GError **error)
{
  g_autoptr (RedressTicketRow) previous = NULL;
  g_autoptr (GError) failure = NULL;

  if (new_ticket->previous_external_id == NULL)
    return TRUE;

  previous = redress_ticket_table_find (intake->connection, intake->platform,
                                        new_ticket->previous_external_id, &failure);
  if (previous != NULL)
    {
      new_ticket->ticket->previous_ticket = previous->ticket->summary->id;
      return TRUE;
    }
  if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    return redress_intake_refuse (intake, 422, "previous_unknown",
                                  "The platform has no such earlier ticket",
                                  new_ticket->previous_external_id);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* A kind without a clock has no due time. */
static gboolean
set_due (RedressIntake *intake, RedressTicket *ticket, RedressPolicy *policy, GError **error)
{
  if (!redress_peak_table_load (intake->connection, ticket->summary, ticket->peaks, error))
    return FALSE;

  redress_ticket_clock_set (ticket, policy, redress_server_get_calendar (intake->request->server));
  return TRUE;
}

static gboolean
complete (RedressIntake *intake, RedressTicket *ticket, RedressPolicy *policy, GError **error)
{
  RedressSummary *summary = ticket->summary;

  summary->platform = g_strdup (intake->platform);
  summary->state = REDRESS_STATE_OPEN;
  summary->rev = 1;
  summary->version = 1;
  summary->round = 1;
  ticket->policy_version = redress_policy_get_version (policy);
  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);

      if (fact->as_of == REDRESS_TIME_UNKNOWN)
        fact->as_of = intake->request->now;
    }
  summary->badges = redress_badges_compute (ticket, policy, intake->request->now);
  return set_due (intake, ticket, policy, error);
}

static gboolean
insert_parts (RedressIntake *intake, RedressTicket *ticket, GError **error)
{
  gint64 id = ticket->summary->id;
  gboolean changed;

  for (guint i = 0; i < ticket->facts->len; i++)
    {
      if (!redress_fact_table_set (intake->connection, id, g_ptr_array_index (ticket->facts, i),
                                   &changed, error))
        return FALSE;
    }
  for (guint i = 0; i < ticket->events->len; i++)
    {
      if (!redress_event_table_add (intake->connection, id, g_ptr_array_index (ticket->events, i),
                                    &changed, error))
        return FALSE;
    }
  return redress_search_index_add (intake->connection, ticket, error);
}

static gboolean
insert (RedressIntake *intake, RedressTicket *ticket, GError **error)
{
  RedressTime now = intake->request->now;
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  RedressTicketRow row = { .ticket = ticket, .create_fingerprint = (char *)intake->fingerprint };
  gint64 seq = 0;

  if (!redress_ticket_table_insert (intake->connection, &row, error) ||
      !insert_parts (intake, ticket, error))
    return FALSE;

  leaf = redress_audit_leaf_new (intake->platform, "create", intake->request->account, now);
  redress_audit_leaf_add_string (leaf, "flow", ticket->summary->flow);
  redress_audit_leaf_add_int (leaf, "policy_version", ticket->policy_version);
  if (!redress_audit_leaf_set_ticket (leaf, intake->connection, ticket->summary, 0, error))
    return FALSE;
  redress_audit_leaf_add_commitment (leaf, "external_id", ticket->summary->external_id);
  redress_audit_leaf_add_commitment (leaf, "request", intake->fingerprint);
  if (!redress_audit_leaf_write (leaf, intake->connection, NULL, error) ||
      !redress_feed_append (intake->connection, ticket->summary, now, &seq, error))
    return FALSE;

  intake->moved = TRUE;
  redress_intake_answer_summary (intake, 201, ticket->summary);
  return TRUE;
}

static gboolean
answer_known (RedressIntake *intake, RedressTicketRow *known)
{
  if (g_strcmp0 (known->create_fingerprint, intake->fingerprint) != 0)
    return redress_intake_refuse (intake, 409, "external_id_taken",
                                  "This number belongs to another request",
                                  known->ticket->summary->external_id);

  redress_intake_answer_summary (intake, 200, known->ticket->summary);
  return TRUE;
}

static gboolean
create (RedressIntake *intake, GError **error)
{
  g_auto (RedressNewTicket) new_ticket = { 0 };
  g_autoptr (RedressTicketRow) known = NULL;
  g_autoptr (GError) failure = NULL;
  RedressTicket *ticket;
  RedressPolicy *policy;

  if (!redress_new_ticket_read (intake->body, &new_ticket, &failure))
    return redress_intake_refuse_error (intake, "invalid", failure);

  ticket = new_ticket.ticket;
  known = redress_ticket_table_find (intake->connection, intake->platform,
                                     ticket->summary->external_id, &failure);
  if (known != NULL)
    return answer_known (intake, known);
  if (!g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  policy = redress_server_get_policy_at (intake->request->server, ticket->summary->flow,
                                         ticket->summary->opened_at);
  if (!check_against_policy (intake, ticket, policy) || !set_previous (intake, &new_ticket, error))
    return FALSE;

  return complete (intake, ticket, policy, error) &&
         redress_related_tickets_mark_duplicates (intake->request->server, ticket,
                                                  intake->request->now, error) &&
         insert (intake, ticket, error);
}

/**
 * redress_handle_create_ticket:
 * @request: POST /v1/platforms/{platform}/tickets
 * @response: (out): the answer
 */
void
redress_handle_create_ticket (RedressRequest *request, RedressResponse *response)
{
  redress_intake_run (request, response, create);
}
