/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-run.h"

#include <string.h>

#include "server/access.h"
#include "server/badges.h"
#include "server/idempotency.h"
#include "server/incidents.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"
#include "wire/json.h"

#define MAX_KEY 128

/**
 * Call:
 * @key: the Idempotency-Key
 * @key_fingerprint: SHA-256 of method, path and body
 * @stored_status: of the answer that was found or stored
 * @stored: (owned) (nullable): its body
 */
typedef struct
{
  RedressIntake intake;
  RedressIntakeFunc func;
  const char *key;
  char *key_fingerprint;
  guint stored_status;
  char *stored;
} Call;

/**
 * redress_intake_refuse:
 * @intake: a request that has changed nothing that is kept
 * @status: 404, 409 or 422
 * @code: stable code
 * @title: for people
 * @detail: (nullable): what is special about this time
 *
 * Returns: %FALSE
 */
gboolean
redress_intake_refuse (
    RedressIntake *intake, guint status, const char *code, const char *title, const char *detail)
{
  redress_response_problem (intake->response, status, code, title, detail);
  return FALSE;
}

/**
 * redress_intake_refuse_error:
 * @intake: a request that has changed nothing that is kept
 * @code: stable code
 * @error: says what in the body is wrong
 *
 * Returns: %FALSE
 */
gboolean
redress_intake_refuse_error (RedressIntake *intake, const char *code, const GError *error)
{
  return redress_intake_refuse (intake, 422, code, "The body is not what the policy wants",
                                error->message);
}

/**
 * redress_intake_answer_summary:
 * @intake: a request
 * @status: 200 or 201
 * @summary: the ticket as it is now
 */
void
redress_intake_answer_summary (RedressIntake *intake, guint status, RedressSummary *summary)
{
  intake->status = status;
  intake->answer = redress_summary_to_json (summary);
}

/**
 * redress_intake_begin_change:
 * @intake: a request whose path names a ticket
 * @change: (out caller-allocates): the change of that ticket
 * @policy: (out) (transfer none): the policy that judges it
 *
 * Returns: %FALSE if the request was refused, or with an error of the database
 */
gboolean
redress_intake_begin_change (RedressIntake *intake,
                             RedressTicketChange *change,
                             RedressPolicy **policy,
                             GError **error)
{
  const RedressTicket *ticket;
  RedressTicketRow *row;

  row = redress_access_find_ticket (intake->request, intake->response);
  if (row == NULL)
    return FALSE;

  redress_ticket_change_init (change, intake->request->server, row, intake->request->now);
  ticket = row->ticket;
  *policy = redress_server_get_policy (intake->request->server, ticket->summary->flow,
                                       ticket->policy_version);
  if (*policy != NULL)
    return TRUE;

  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE,
               "policy %s %" G_GINT64_FORMAT " is not loaded", ticket->summary->flow,
               ticket->policy_version);
  return FALSE;
}

/**
 * redress_intake_finish_change:
 * @intake: a request
 * @change: what it changed
 * @policy: the policy that judges the ticket
 * @leaf: what the log says of it, but for the ticket
 */
gboolean
redress_intake_finish_change (RedressIntake *intake,
                              RedressTicketChange *change,
                              RedressPolicy *policy,
                              RedressAuditLeaf *leaf,
                              GError **error)
{
  RedressTicket *ticket = change->row->ticket;

  if (!redress_ticket_change_void_pending (change, error) ||
      !redress_ticket_parts_load (intake->connection, ticket, REDRESS_PARTS_OF_RULES, error))
    return FALSE;

  redress_badges_update (ticket, policy, change->now);
  if (!redress_incidents_follow (change->server, ticket, policy, change->now, error))
    return FALSE;
  if (!redress_audit_leaf_set_ticket (leaf, intake->connection, ticket->summary,
                                      change->version_before, error) ||
      !redress_ticket_change_finish (change, leaf, error))
    return FALSE;

  intake->moved = TRUE;
  redress_intake_answer_summary (intake, 200, ticket->summary);
  return TRUE;
}

static RedressSqlOutcome
run_new (Call *call, GError **error)
{
  RedressIntake *intake = &call->intake;

  if (!call->func (intake, error))
    return REDRESS_SQL_ROLLBACK;

  call->stored_status = intake->status;
  call->stored = redress_json_to_string (intake->answer);
  if (call->key != NULL &&
      !redress_intake_key_store (intake->connection, intake->platform, call->key,
                                 call->key_fingerprint, call->stored_status, call->stored,
                                 intake->request->now, error))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static RedressSqlOutcome
run_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Call *call = data;
  RedressIntake *intake = &call->intake;

  intake->connection = connection;
  switch (redress_intake_key_find (connection, intake->platform, call->key, call->key_fingerprint,
                                   &call->stored_status, &call->stored, error))
    {
    case REDRESS_SEEN_NEVER:
      return run_new (call, error);
    case REDRESS_SEEN_OTHER:
      redress_intake_refuse (intake, 422, "idempotency_key_reused",
                             "This Idempotency-Key was used for another request", NULL);
      return REDRESS_SQL_ROLLBACK;
    case REDRESS_SEEN_SAME:
    case REDRESS_SEEN_ERROR:
    default:
      return REDRESS_SQL_ROLLBACK;
    }
}

static void
answer (Call *call, const GError *error)
{
  RedressIntake *intake = &call->intake;

  if (error != NULL)
    redress_response_error (intake->response, error);
  else if (call->stored != NULL)
    redress_response_bytes (intake->response, call->stored_status, "application/json",
                            g_bytes_new (call->stored, strlen (call->stored)));
  if (error == NULL && intake->moved)
    redress_server_feed_moved (intake->request->server, intake->platform);
  if (error == NULL && intake->status == 201)
    redress_metrics_add (redress_server_get_metrics (intake->request->server),
                         "redress_tickets_created_total", NULL, 1);
}

static char *
fingerprint_body (JsonNode *body)
{
  g_autoptr (GBytes) bytes = redress_json_canonical (body);

  return redress_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
fingerprint_request (const RedressRequest *request, const char *body_fingerprint)
{
  g_autofree char *text = g_strjoin ("\n", request->method, request->path, body_fingerprint, NULL);

  return redress_sha256_hex (text, strlen (text));
}

/* Printable ASCII, as every HTTP library can send it. */
static gboolean
check_key (const char *key, RedressResponse *response)
{
  gsize length = key != NULL ? strlen (key) : 0;
  gboolean good = length > 0 && length <= MAX_KEY;

  for (gsize i = 0; good && i < length; i++)
    good = g_ascii_isgraph (key[i]);
  if (!good)
    redress_response_problem (response, 400, "idempotency_key_required",
                              "Idempotency-Key is missing or not 1 to 128 visible characters",
                              NULL);
  return good;
}

/**
 * redress_intake_run:
 * @request: a request of a platform with a JSON body
 * @response: (out): the answer
 * @func: (scope call): its effect
 */
void
redress_intake_run (RedressRequest *request, RedressResponse *response, RedressIntakeFunc func)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (request, &error);
  g_autofree char *fingerprint = NULL;
  Call call = { .func = func, .key = redress_request_get_header (request, "idempotency-key") };

  if (body == NULL)
    {
      redress_response_error (response, error);
      return;
    }
  if (!check_key (call.key, response))
    return;

  fingerprint = fingerprint_body (body);
  call.key_fingerprint = fingerprint_request (request, fingerprint);
  call.intake = (RedressIntake){
    .request = request,
    .response = response,
    .platform = redress_request_get_capture (request, 0),
    .body = json_node_get_object (body),
    .fingerprint = fingerprint,
  };
  redress_sql_transaction (redress_server_get_connection (request->server), REDRESS_SQL_WRITE,
                           run_in_transaction, &call, &error);
  answer (&call, error);
  g_clear_pointer (&call.intake.answer, json_node_unref);
  g_free (call.key_fingerprint);
  g_free (call.stored);
}
