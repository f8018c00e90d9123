/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-handlers.h"

#include "server/fact-check.h"
#include "server/intake-run.h"
#include "server/new-ticket.h"
#include "server/ticket-create.h"
#include "server/ticket-table.h"

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

static gboolean
insert (RedressIntake *intake, RedressTicket *ticket, RedressPolicy *policy, GError **error)
{
  RedressTicketOrigin origin = {
    .account = intake->request->account,
    .fingerprint = intake->fingerprint,
    .now = intake->request->now,
  };

  ticket->summary->platform = g_strdup (intake->platform);
  if (!redress_ticket_create (intake->request->server, ticket, policy, &origin, error))
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

  return insert (intake, ticket, policy, error);
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
