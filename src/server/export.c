/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/export.h"

#include <string.h>

#include "server/access.h"
#include "server/audit-leaf.h"
#include "server/masking.h"
#include "server/server.h"
#include "server/ticket-parts.h"
#include "sql/transaction.h"
#include "wire/json.h"

#define MAX_BODY_REASON 4096

static const char sql_log[] = "select l.size, a.leaf from audit_log l join audit_leaf a "
                              "on a.platform = l.platform and a.idx = l.size - 1 "
                              "where l.platform = $1";
static const char sql_count[] =
    "select count(*) from audit_leaf where ticket = $1 and platform = $2";
static const char sql_entries[] =
    "select idx, leaf from (select idx, leaf from audit_leaf where ticket = $1 and platform = $2 "
    "order by idx desc limit $3) as newest order by idx";

typedef struct
{
  const RedressRequest *request;
  RedressExport *export;
} Export;

static gboolean
write_leaf (Export *self, RedressSqlConnection *connection, GError **error)
{
  const RedressSummary *summary = self->export->ticket->summary;
  g_autoptr (RedressAuditLeaf) leaf = redress_audit_leaf_new (
      summary->platform, "export", self->request->account, self->request->now);

  if (!redress_audit_leaf_set_ticket (leaf, connection, summary, summary->version, error))
    return FALSE;
  redress_audit_leaf_add_commitment (leaf, "reason", self->export->reason);
  return redress_audit_leaf_write (leaf, connection, &self->export->entry, error);
}

static char *
hash_bytes (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return redress_sha256_hex (data, length);
}

static gboolean
load_log (Export *self, RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_log, error);
  g_autoptr (GBytes) leaf = NULL;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, self->export->log);
  if (redress_sql_statement_step (statement, error) != REDRESS_SQL_ROW)
    return FALSE;
  self->export->log_size = redress_sql_statement_get_int64 (statement, 0);
  leaf = redress_sql_statement_dup_bytes (statement, 1);
  self->export->head_sha256 = hash_bytes (leaf);
  return TRUE;
}

static void
add_entry (RedressExport *export, RedressSqlStatement *statement)
{
  g_autoptr (GBytes) leaf = redress_sql_statement_dup_bytes (statement, 1);
  RedressAuditEntry *entry = redress_audit_entry_new ();
  gsize length;
  const char *data = g_bytes_get_data (leaf, &length);

  entry->index = redress_sql_statement_get_int64 (statement, 0);
  entry->leaf = g_strndup (data, length);
  entry->sha256 = redress_sha256_hex (data, length);
  g_ptr_array_add (export->entries, entry);
}

static gboolean
load_entries (Export *self, RedressSqlConnection *connection, GError **error)
{
  RedressExport *export = self->export;
  g_autoptr (RedressSqlStatement) count = NULL;
  g_autoptr (RedressSqlStatement) entries = NULL;
  RedressSqlStep step;
  gint64 total = 0;

  count = redress_sql_connection_prepare (connection, sql_count, error);
  entries = count != NULL ? redress_sql_connection_prepare (connection, sql_entries, error) : NULL;
  if (entries == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (count, 1, export->ticket->summary->id);
  redress_sql_statement_bind_text (count, 2, export->log);
  if (redress_sql_statement_fetch_int64 (count, &total, error) != REDRESS_SQL_ROW)
    return FALSE;
  redress_sql_statement_bind_int64 (entries, 1, export->ticket->summary->id);
  redress_sql_statement_bind_text (entries, 2, export->log);
  redress_sql_statement_bind_int64 (entries, 3, REDRESS_EXPORT_MAX_ENTRIES);
  while ((step = redress_sql_statement_step (entries, error)) == REDRESS_SQL_ROW)
    add_entry (export, entries);
  export->entries_left_out = total - export->entries->len;
  return step == REDRESS_SQL_DONE;
}

/* The entry is written before a word of the case leaves, and stands in what leaves. */
static RedressSqlOutcome
export_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Export *self = data;

  return redress_ticket_parts_load (connection, self->export->ticket, REDRESS_PARTS_ALL, error) &&
                 write_leaf (self, connection, error) && load_log (self, connection, error) &&
                 load_entries (self, connection, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/* FALSE: @response is set. */
static gboolean
read_body (RedressRequest *request, RedressExport *export, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (request, &error);

  if (body == NULL || !redress_json_read_string (json_node_get_object (body), "reason", FALSE,
                                                 MAX_BODY_REASON, &export->reason, &error))
    {
      redress_response_error (response, error);
      return FALSE;
    }
  return TRUE;
}

/* FALSE: @response is set. */
static gboolean
check_reason (RedressExport *export, RedressResponse *response)
{
  if (export->reason == NULL || g_strstrip (export->reason)[0] == '\0')
    redress_response_problem (response, 422, "reason_required",
                              "It has to be said why the case leaves the house", "reason");
  else if (g_utf8_strlen (export->reason, -1) > REDRESS_EXPORT_REASON_MAX)
    redress_response_problem (response, 422, "reason_too_long",
                              "The reason is longer than 500 characters", "reason");
  else
    return TRUE;
  return FALSE;
}

static void
name_parts (Export *self)
{
  const RedressAccount *account = self->request->account;

  self->export->log = g_strdup (self->export->ticket->summary->platform);
  self->export->actor = g_strdup (account->id);
  self->export->actor_name = g_strdup (account->display_name);
  self->export->at = self->request->now;
}

/**
 * redress_handle_export:
 * @request: POST /v1/tickets/{id}/pack
 * @response: (out): the case as a desk may see it, with what the log says of it
 */
void
redress_handle_export (RedressRequest *request, RedressResponse *response)
{
  RedressServer *server = request->server;
  g_autoptr (RedressExport) export = redress_export_new ();
  g_autoptr (RedressTicketRow) row = NULL;
  g_autoptr (GError) error = NULL;
  Export self = { request, export };
  RedressTicket *ticket;

  if (!read_body (request, export, response))
    return;
  row = redress_access_load_ticket (request, REDRESS_ACTION_EXPORT, response);
  if (row == NULL || !check_reason (export, response))
    return;

  ticket = row->ticket;
  export->ticket = g_object_ref (ticket);
  name_parts (&self);
  if (!redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                                export_in_transaction, &self, &error))
    {
      redress_response_error (response, error);
      return;
    }
  redress_masking_apply (
      ticket, redress_server_get_policy (server, ticket->summary->flow, ticket->policy_version));
  redress_response_json (response, 200, redress_export_to_json (export));
}
