/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-handlers.h"

#include "core/permission.h"
#include "server/access.h"
#include "server/audit-leaf.h"
#include "server/evidence-store.h"
#include "server/reveal-grant-table.h"
#include "server/server.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"

#define MAX_REASON 1000

/* What a digest is to a ticket. */
typedef struct
{
  const RedressEvidence *original;
  const RedressEvidence *of; /* of @rendition */
  const RedressRendition *rendition;
  gboolean masked;
} Found;

static const RedressRendition *
find_rendition (const RedressEvidence *evidence, const char *sha256)
{
  for (guint i = 0; i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      if (g_strcmp0 (rendition->sha256, sha256) == 0)
        return rendition;
    }
  return NULL;
}

static gboolean
check_masked (RedressRequest *request,
              const RedressEvidence *evidence,
              gboolean *masked,
              GError **error)
{
  gboolean may_look = evidence->sensitivity < REDRESS_SENSITIVITY_MASKED;

  if (!may_look && !redress_reveal_grant_table_has (redress_server_get_connection (request->server),
                                                    request->account->id, evidence->id,
                                                    request->now, &may_look, error))
    return FALSE;
  *masked = !may_look;
  return TRUE;
}

/* The same bytes may be masked in one slot and not in another. */
static gboolean
find (RedressRequest *request,
      RedressTicket *ticket,
      const char *sha256,
      Found *found,
      GError **error)
{
  *found = (Found){ .original = redress_ticket_find_evidence (ticket, sha256) };

  for (guint i = 0; i < ticket->evidence->len && (found->rendition == NULL || found->masked); i++)
    {
      const RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);
      const RedressRendition *rendition = find_rendition (evidence, sha256);

      if (rendition == NULL)
        continue;
      found->of = evidence;
      found->rendition = rendition;
      if (!check_masked (request, evidence, &found->masked, error))
        return FALSE;
    }
  return TRUE;
}

/* A text is shown as it came, so its view is the original. */
static void
answer_rendition (RedressRequest *request, RedressResponse *response, const Found *found)
{
  const char *data_dir = redress_server_get_data_dir (request->server);
  const char *sha256 = found->rendition->sha256;
  char *path = g_strcmp0 (sha256, found->of->sha256) == 0
                   ? redress_evidence_store_get_original (data_dir, sha256)
                   : redress_evidence_store_get_rendition (data_dir, sha256);

  redress_response_file (response, 200, found->rendition->media_type, path);
  /* Without a tag the answer is not to be kept by anybody on its way. */
  if (found->of->sensitivity < REDRESS_SENSITIVITY_MASKED)
    redress_response_set_etag (response, sha256);
}

typedef struct
{
  RedressRequest *request;
  RedressSummary *summary;
  const RedressEvidence *evidence;
  const char *reason;
} Reading;

/* Who opened an original, and why, is written down before a byte of it leaves. */
static RedressSqlOutcome
log_reading (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Reading *reading = data;
  const RedressSummary *summary = reading->summary;
  g_autoptr (RedressAuditLeaf) leaf = NULL;

  leaf = redress_audit_leaf_new (summary->platform, "read_original", reading->request->account,
                                 reading->request->now);
  redress_audit_leaf_add_string (leaf, "sha256", reading->evidence->sha256);
  redress_audit_leaf_add_string (leaf, "slot", reading->evidence->slot);
  if (!redress_audit_leaf_set_ticket (leaf, connection, summary, summary->version, error))
    return REDRESS_SQL_ROLLBACK;

  redress_audit_leaf_add_commitment (leaf, "reason", reading->reason);
  return redress_audit_leaf_write (leaf, connection, NULL, error) ? REDRESS_SQL_COMMIT
                                                                  : REDRESS_SQL_ROLLBACK;
}

static char *
read_reason (const RedressRequest *request)
{
  const char *header = redress_request_get_header (request, "redress-reason");
  g_autofree char *reason = header != NULL ? g_uri_unescape_string (header, NULL) : NULL;

  if (reason == NULL || g_strstrip (reason)[0] == '\0' || !g_utf8_validate (reason, -1, NULL) ||
      g_utf8_strlen (reason, -1) > MAX_REASON)
    return NULL;
  return g_steal_pointer (&reason);
}

static void
answer_original (RedressRequest *request,
                 RedressResponse *response,
                 RedressTicket *ticket,
                 const RedressEvidence *evidence)
{
  g_autofree char *reason = read_reason (request);
  g_autoptr (GError) error = NULL;
  Reading reading = { request, ticket->summary, evidence, reason };

  if (!redress_role_may (request->account->role, REDRESS_ACTION_READ_ORIGINAL))
    {
      redress_response_problem (response, 403, "forbidden",
                                "Originals are for supervisors and auditors", NULL);
      return;
    }
  if (reason == NULL)
    {
      redress_response_problem (response, 422, "reason_required",
                                "It has to be said why the original is needed", "Redress-Reason");
      return;
    }
  if (!redress_sql_transaction (redress_server_get_connection (request->server), REDRESS_SQL_WRITE,
                                log_reading, &reading, &error))
    {
      redress_response_error (response, error);
      return;
    }

  redress_response_file (response, 200, evidence->media_type,
                         redress_evidence_store_get_original (
                             redress_server_get_data_dir (request->server), evidence->sha256));
  redress_response_set_etag (response, evidence->sha256);
}

/**
 * redress_handle_get_evidence:
 * @request: GET /v1/tickets/{id}/evidence/{sha256}
 * @response: (out): the bytes of a rendition, or of an original that was asked for with a reason
 */
void
redress_handle_get_evidence (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (RedressTicketRow) row = NULL;
  g_autoptr (GError) error = NULL;
  Found found;

  row = redress_access_load_ticket (request, REDRESS_ACTION_READ_TICKET, response);
  if (row == NULL)
    return;
  if (!redress_ticket_parts_load (redress_server_get_connection (request->server), row->ticket,
                                  REDRESS_PART_EVIDENCE, &error) ||
      !find (request, row->ticket, redress_request_get_capture (request, 1), &found, &error))
    {
      redress_response_error (response, error);
      return;
    }

  if (found.rendition != NULL && found.masked && found.original == NULL)
    redress_response_problem (response, 403, "masked", "It has to be revealed with a reason first",
                              NULL);
  else if (found.rendition != NULL && !found.masked)
    answer_rendition (request, response, &found);
  else if (found.original != NULL)
    answer_original (request, response, row->ticket, found.original);
  else
    redress_access_answer_not_found (response);
}
