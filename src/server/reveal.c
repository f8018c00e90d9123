/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/reveal.h"

#include <string.h>

#include "core/permission.h"
#include "server/access.h"
#include "server/event-table.h"
#include "server/masking.h"
#include "server/reveal-grant-table.h"
#include "server/server.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"
#include "wire/codec.h"
#include "wire/json.h"

/* How long a desk shows it, and how long after the word of it the files may be fetched. */
#define SHOWN_SECONDS 60
#define GRANT (2 * REDRESS_MINUTE)
#define MAX_NAME_BYTES 512
#define MAX_REASON_BYTES 4000

/**
 * Reveal:
 * @fact_name: (nullable): what is asked for, a fact
 * @sha256: (nullable): or a file
 */
typedef struct
{
  RedressRequest *request;
  RedressResponse *response;
  char *fact_name;
  char *sha256;
  char *reason;
  RedressTicketChange change;
  const RedressFact *fact;
  const RedressEvidence *evidence;
} Reveal;

static void
reveal_clear (Reveal *self)
{
  g_free (self->fact_name);
  g_free (self->sha256);
  g_free (self->reason);
  redress_ticket_change_clear (&self->change);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reveal, reveal_clear)

static gboolean
refuse (Reveal *self, guint status, const char *code, const char *title)
{
  redress_response_problem (self->response, status, code, title, NULL);
  return FALSE;
}

static gboolean
read_body (Reveal *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (self->request, &error);
  JsonObject *object = body != NULL ? json_node_get_object (body) : NULL;

  if (object == NULL ||
      !redress_json_read_string (object, "fact", FALSE, MAX_NAME_BYTES, &self->fact_name, &error) ||
      !redress_json_read_string (object, "evidence", FALSE, MAX_NAME_BYTES, &self->sha256,
                                 &error) ||
      !redress_json_read_string (object, "reason", FALSE, MAX_REASON_BYTES, &self->reason, &error))
    {
      redress_response_error (self->response, error);
      return FALSE;
    }
  if ((self->fact_name == NULL) == (self->sha256 == NULL))
    return refuse (self, 400, "invalid", "Either a fact or a piece of evidence is revealed");
  if (redress_why_check (self->reason, &error))
    return TRUE;
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE)
             ? refuse (self, 422, "reason_too_long", "The reason is above 200 characters")
             : refuse (self, 422, "reason_required", "It has to be said why");
}

/* Who only looks over shoulders has to say why; who works on it has to hold it as well. */
static gboolean
check_claim (Reveal *self)
{
  const RedressAccount *account = self->request->account;
  const RedressClaim *claim = self->change.row->ticket->summary->claim;

  if (account->role != REDRESS_ROLE_AGENT ||
      (claim != NULL && g_str_equal (claim->holder, account->id)))
    return TRUE;
  return refuse (self, 409, "claim_required", "Only who holds the ticket reveals what is masked");
}

static gboolean
find_fact (Reveal *self, RedressPolicy *policy)
{
  self->fact = redress_ticket_find_fact (self->change.row->ticket, self->fact_name);
  if (self->fact == NULL || self->fact->value.type == REDRESS_VALUE_UNKNOWN)
    return refuse (self, 422, "fact_unknown", "The ticket has no such fact");
  if (!redress_masking_is_masked (policy, self->fact))
    return refuse (self, 422, "not_masked", "The value is not masked");
  if (self->fact->value.type == REDRESS_VALUE_TEXT &&
      strstr (self->reason, self->fact->value.text) != NULL)
    return refuse (self, 422, "reason_tells", "The reason tells what is masked");
  return TRUE;
}

static gboolean
find_evidence (Reveal *self)
{
  self->evidence = redress_ticket_find_evidence (self->change.row->ticket, self->sha256);
  if (self->evidence == NULL)
    return refuse (self, 422, "evidence_unknown", "The ticket has no such evidence");
  if (self->evidence->sensitivity < REDRESS_SENSITIVITY_MASKED)
    return refuse (self, 422, "not_masked", "The evidence is not masked");
  return TRUE;
}

static gboolean
find_what (Reveal *self, RedressSqlConnection *connection, GError **error)
{
  RedressTicket *ticket = self->change.row->ticket;
  RedressPolicy *policy = redress_server_get_policy (self->request->server, ticket->summary->flow,
                                                     ticket->policy_version);

  if (!redress_ticket_parts_load (connection, ticket, REDRESS_PART_FACTS | REDRESS_PART_EVIDENCE,
                                  error))
    return FALSE;
  return self->fact_name != NULL ? find_fact (self, policy) : find_evidence (self);
}

/**
 * redress_reveal_tell:
 * @change: of the ticket
 * @code: of the event
 * @what: name of a fact, or slot of a file
 * @actor: who did it
 * @reason: why
 * @error: return location
 *
 * The three lines are for desks, which say them in words of their own.
 */
gboolean
redress_reveal_tell (RedressTicketChange *change,
                     const char *code,
                     const char *what,
                     const RedressAccount *actor,
                     const char *reason,
                     GError **error)
{
  g_autoptr (RedressEvent) event = redress_event_new ();
  g_autofree char *line = g_strdelimit (g_strdup (reason), "\r\n", ' ');
  gboolean added;

  event->at = change->now;
  event->lane = REDRESS_LANE_SYSTEM;
  event->code = g_strdup (code);
  event->text = g_strjoin ("\n", what, actor->display_name, line, NULL);
  event->source = g_strdup ("system");
  return redress_event_table_add (change->connection, change->row->ticket->summary->id, event,
                                  &added, error);
}

static gboolean
let_look (Reveal *self, RedressSqlConnection *connection, GError **error)
{
  const RedressRequest *request = self->request;

  return self->evidence == NULL ||
         redress_reveal_grant_table_add (connection, request->account->id, self->evidence->id,
                                         request->now, request->now + GRANT, error);
}

/* Who looked at what, and why, is written down before a byte of it leaves. What decisions rest on
 * stays as it is. */
static gboolean
write_down (Reveal *self, RedressSqlConnection *connection, GError **error)
{
  const RedressSummary *summary = self->change.row->ticket->summary;
  g_autoptr (RedressAuditLeaf) leaf = NULL;

  leaf = redress_audit_leaf_new (summary->platform, "reveal", self->request->account,
                                 self->request->now);
  redress_audit_leaf_add_string (leaf, "fact", self->fact_name);
  redress_audit_leaf_add_string (leaf, "sha256", self->sha256);
  redress_audit_leaf_add_string (leaf, "slot",
                                 self->evidence != NULL ? self->evidence->slot : NULL);
  if (!redress_audit_leaf_set_ticket (leaf, connection, summary, summary->version, error))
    return FALSE;
  redress_audit_leaf_add_commitment (leaf, "reason", self->reason);
  return let_look (self, connection, error) &&
         redress_reveal_tell (&self->change, "revealed",
                              self->fact != NULL ? self->fact->name : self->evidence->slot,
                              self->request->account, self->reason, error) &&
         redress_ticket_change_finish (&self->change, leaf, error);
}

static RedressSqlOutcome
reveal_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Reveal *self = data;
  RedressTicketRow *row =
      redress_access_load_ticket (self->request, REDRESS_ACTION_REVEAL, self->response);

  if (row == NULL)
    return REDRESS_SQL_ROLLBACK;
  redress_ticket_change_init (&self->change, self->request->server, row, self->request->now);
  return read_body (self) && check_claim (self) && find_what (self, connection, error) &&
                 write_down (self, connection, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static void
answer (Reveal *self)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  RedressRequest *request = self->request;

  if (self->fact != NULL)
    json_object_set_member (object, "fact", redress_fact_to_json (self->fact));
  else
    json_object_set_member (object, "evidence", redress_evidence_to_json (self->evidence));
  json_object_set_int_member (object, "seconds", SHOWN_SECONDS);
  json_object_set_int_member (object, "audit_index", self->change.audit_index);
  json_node_take_object (node, object);
  redress_response_json (self->response, 200, node);
  redress_server_feed_moved (request->server, self->change.row->ticket->summary->platform);
}

/**
 * redress_handle_reveal:
 * @request: POST /v1/tickets/{id}/reveal
 * @response: (out): a masked value, or what there is to see of a masked piece of evidence
 *
 * Asked at once and never twice: the answer is nowhere kept.
 */
void
redress_handle_reveal (RedressRequest *request, RedressResponse *response)
{
  g_auto (Reveal) reveal = { .request = request, .response = response };
  g_autoptr (GError) error = NULL;

  redress_sql_transaction (redress_server_get_connection (request->server), REDRESS_SQL_WRITE,
                           reveal_in_transaction, &reveal, &error);
  if (error != NULL)
    redress_response_error (response, error);
  else if (response->status == 0)
    answer (&reveal);
}
