/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/access.h"

#include "server/server.h"

/**
 * redress_access_answer_not_found:
 * @response: an answer
 *
 * The one body for what is not there and for what the asking account may not know of.
 */
void
redress_access_answer_not_found (RedressResponse *response)
{
  redress_response_problem (response, 404, "not_found", "There is no such thing", NULL);
}

/**
 * redress_access_check_role:
 * @request: a request of a signed-in account
 * @action: what it is about
 * @response: gets the refusal
 *
 * Asked before any row is, so that the answer tells nothing of rows.
 *
 * Returns: %FALSE, and @response is set, if no account of this role may do that
 */
gboolean
redress_access_check_role (const RedressRequest *request,
                           RedressAction action,
                           RedressResponse *response)
{
  if (request->account != NULL && redress_role_may (request->account->role, action))
    return TRUE;

  redress_response_problem (response, 403, "forbidden", "This role may not do that", NULL);
  return FALSE;
}

static RedressTicketRow *
answer_failed_load (RedressResponse *response, const GError *error)
{
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    redress_access_answer_not_found (response);
  else
    redress_response_error (response, error);
  return NULL;
}

/**
 * redress_access_load_ticket:
 * @request: a request whose path begins with /v1/tickets/{id}
 * @action: what it is about
 * @response: gets the refusal
 *
 * Returns: (transfer full) (nullable): the ticket; %NULL if @response was set
 */
RedressTicketRow *
redress_access_load_ticket (RedressRequest *request,
                            RedressAction action,
                            RedressResponse *response)
{
  g_autoptr (RedressTicketRow) row = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id = 0;

  if (!redress_access_check_role (request, action, response))
    return NULL;
  if (!redress_ticket_parse_id (redress_request_get_capture (request, 0), &id))
    {
      redress_access_answer_not_found (response);
      return NULL;
    }

  row = redress_ticket_table_load (redress_server_get_connection (request->server), id, &error);
  if (row == NULL)
    return answer_failed_load (response, error);
  if (!redress_account_has_scope (request->account, row->ticket->summary->platform))
    {
      redress_access_answer_not_found (response);
      return NULL;
    }
  return g_steal_pointer (&row);
}

/**
 * redress_access_find_ticket:
 * @request: a request of a platform whose path begins with
 *   /v1/platforms/{platform}/tickets/{external_id}
 * @response: gets the refusal
 *
 * Returns: (transfer full) (nullable): the ticket; %NULL if @response was set
 */
RedressTicketRow *
redress_access_find_ticket (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  RedressTicketRow *row;

  row = redress_ticket_table_find (redress_server_get_connection (request->server),
                                   redress_request_get_capture (request, 0),
                                   redress_request_get_capture (request, 1), &error);
  return row != NULL ? row : answer_failed_load (response, error);
}
