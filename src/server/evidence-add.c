/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-handlers.h"

#include "server/access.h"
#include "server/answer-facts.h"
#include "server/badges.h"
#include "server/evidence-store.h"
#include "server/evidence-table.h"
#include "server/evidence-upload.h"
#include "server/operations.h"
#include "server/related-tickets.h"
#include "server/server.h"
#include "server/ticket-change.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"

/**
 * Adding:
 * @known: (nullable) (unowned): the piece that is there already
 */
typedef struct
{
  RedressRequest *request;
  RedressResponse *response;
  RedressEvidence *evidence;
  RedressTicketChange change;
  RedressPolicy *policy;
  const RedressEvidence *known;
} Adding;

static void
adding_clear (Adding *self)
{
  redress_ticket_change_clear (&self->change);
  redress_evidence_free (self->evidence);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Adding, adding_clear)

static gboolean
refuse (Adding *self, guint status, const char *code, const char *title)
{
  redress_response_problem (self->response, status, code, title, NULL);
  return FALSE;
}

static gboolean
find_ticket (Adding *self, RedressSqlConnection *connection)
{
  RedressRequest *request = self->request;
  RedressTicketRow *row;

  if (request->account->role == REDRESS_ROLE_CONNECTOR)
    row = redress_access_find_ticket (request, self->response);
  else
    row = redress_access_load_ticket (request, REDRESS_ACTION_WORK, self->response);
  if (row == NULL)
    return FALSE;

  redress_ticket_change_init (&self->change, request->server, row, request->now);
  self->policy = redress_server_get_policy (request->server, row->ticket->summary->flow,
                                            row->ticket->policy_version);
  if (self->policy == NULL)
    return refuse (self, 503, "unavailable", "The policy of the ticket is not loaded");
  if (row->ticket->summary->state == REDRESS_STATE_CLOSED)
    return refuse (self, 409, "state_changed", "The ticket is closed");
  return TRUE;
}

/* The policy may know better how sensitive a slot is; nobody can make it less so. */
static gboolean
check_slot (Adding *self)
{
  const RedressSlot *slot = redress_policy_find_slot (self->policy, self->evidence->slot);

  if (slot == NULL)
    return refuse (self, 422, "slot_unknown", "The policy has no such slot");

  self->evidence->sensitivity = MAX (self->evidence->sensitivity, slot->sensitivity);
  return TRUE;
}

static gboolean
find_known (Adding *self)
{
  GPtrArray *pieces = self->change.row->ticket->evidence;

  for (guint i = 0; i < pieces->len && self->known == NULL; i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (pieces, i);

      if (g_str_equal (piece->sha256, self->evidence->sha256) &&
          g_str_equal (piece->slot, self->evidence->slot))
        self->known = piece;
    }
  return self->known != NULL;
}

static gboolean
write_leaf_and_feed (Adding *self, GError **error)
{
  RedressTicket *ticket = self->change.row->ticket;
  g_autoptr (RedressAuditLeaf) leaf = NULL;

  leaf = redress_audit_leaf_new (ticket->summary->platform, "evidence", self->request->account,
                                 self->request->now);
  redress_audit_leaf_add_string (leaf, "slot", self->evidence->slot);
  redress_audit_leaf_add_string (leaf, "sha256", self->evidence->sha256);
  redress_audit_leaf_add_string (leaf, "media_type", self->evidence->media_type);
  redress_audit_leaf_add_int (leaf, "size", self->evidence->size);
  return redress_audit_leaf_set_ticket (leaf, self->change.connection, ticket->summary,
                                        self->change.version_before, error) &&
         redress_ticket_change_finish (&self->change, leaf, error);
}

static gboolean
update_ticket (Adding *self, GError **error)
{
  RedressTicket *ticket = self->change.row->ticket;
  gboolean is_news = ticket->summary->claim != NULL || ticket->decisions->len > 0;

  redress_ticket_change_touch (&self->change);
  if (is_news)
    redress_ticket_change_set_badge (&self->change, REDRESS_BADGE_NEW_EVIDENCE, TRUE);
  if (!redress_ticket_change_void_pending (&self->change, error))
    return FALSE;
  if (!redress_answer_facts_receive_slot (&self->change, self->evidence->slot, error) ||
      !redress_answer_facts_settle (&self->change, error))
    return FALSE;

  /* What the rules say of it may have changed with the new piece. */
  g_ptr_array_set_size (ticket->facts, 0);
  g_ptr_array_set_size (ticket->evidence, 0);
  if (!redress_ticket_parts_load (self->change.connection, ticket,
                                  REDRESS_PART_FACTS | REDRESS_PART_EVIDENCE, error))
    return FALSE;
  redress_badges_update (ticket, self->policy, self->request->now);
  if (!redress_related_tickets_mark_file (self->request->server, ticket, self->evidence,
                                          self->request->now, error))
    return FALSE;
  return write_leaf_and_feed (self, error);
}

static RedressSqlOutcome
add_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Adding *self = data;

  if (!find_ticket (self, connection) || !check_slot (self) ||
      !redress_ticket_parts_load (connection, self->change.row->ticket, REDRESS_PARTS_OF_RULES,
                                  error) ||
      find_known (self))
    return REDRESS_SQL_ROLLBACK;
  if (self->change.row->ticket->evidence->len >= REDRESS_MAX_EVIDENCE)
    {
      refuse (self, 422, "too_much_evidence", "A ticket has at most 40 pieces of evidence");
      return REDRESS_SQL_ROLLBACK;
    }

  /* The file first: a row without its file would be a lie, a file without a row is only space. */
  if (!redress_evidence_store_keep_original (redress_server_get_data_dir (self->request->server),
                                             self->request->body_file, self->evidence->sha256,
                                             error) ||
      !redress_evidence_table_insert (connection, self->change.row->ticket->summary->id,
                                      self->evidence, error) ||
      !update_ticket (self, error))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static void
add (RedressRequest *request, RedressResponse *response)
{
  g_auto (Adding) adding = { .request = request, .response = response };
  g_autoptr (GError) error = NULL;

  adding.evidence = redress_evidence_new ();
  if (!redress_evidence_upload_read (request, response, adding.evidence))
    return;

  redress_sql_transaction (redress_server_get_connection (request->server), REDRESS_SQL_WRITE,
                           add_in_transaction, &adding, &error);
  if (error != NULL)
    redress_response_error (response, error);
  else if (adding.known != NULL)
    redress_response_json (response, 200, redress_evidence_to_json (adding.known));
  else if (response->status == 0)
    {
      redress_response_json (response, 201, redress_evidence_to_json (adding.evidence));
      redress_server_feed_moved (request->server, adding.change.row->ticket->summary->platform);
      redress_operations_render_soon (redress_server_get_operations (request->server));
    }
}

/**
 * redress_handle_add_evidence:
 * @request: POST /v1/tickets/{id}/evidence
 * @response: (out): the new piece, or the one that was there
 */
void
redress_handle_add_evidence (RedressRequest *request, RedressResponse *response)
{
  add (request, response);
}

/**
 * redress_handle_add_platform_evidence:
 * @request: POST /v1/platforms/{platform}/tickets/{external_id}/evidence
 * @response: (out): the new piece, or the one that was there
 */
void
redress_handle_add_platform_evidence (RedressRequest *request, RedressResponse *response)
{
  add (request, response);
}
