/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render-record.h"

#include "server/evidence-table.h"
#include "server/redaction-table.h"
#include "server/ticket-change.h"
#include "sql/transaction.h"

typedef struct
{
  RedressServer *server;
  gint64 evidence;
  RedressRenditionState state;
  const char *reason;
  GPtrArray *renditions;
  RedressTime now;
  char *platform;
} Recording;

/* (nullable): digest of the view that was made. */
static const char *
find_view (const Recording *recording)
{
  for (guint i = 0; i < recording->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (recording->renditions, i);

      if (rendition->use == REDRESS_USE_VIEW)
        return rendition->sha256;
    }
  return NULL;
}

/* What was painted over has its place in the log: which view went, and which one came.
 * @leaf: (out) (transfer full) (nullable) */
static gboolean
settle_redaction (const Recording *recording,
                  RedressTicketChange *change,
                  const RedressEvidence *evidence,
                  RedressAuditLeaf **leaf,
                  GError **error)
{
  const RedressSummary *summary = change->row->ticket->summary;
  const char *view = find_view (recording);
  g_autofree char *before = NULL;

  if (!redress_redaction_table_settle (change->connection, evidence->id, view, &before, error))
    return FALSE;
  if (before == NULL)
    return TRUE;
  *leaf = redress_audit_leaf_new (summary->platform, "redacted", NULL, recording->now);
  redress_audit_leaf_add_string (*leaf, "sha256", evidence->sha256);
  redress_audit_leaf_add_string (*leaf, "before", before);
  redress_audit_leaf_add_string (*leaf, "after", view);
  return redress_audit_leaf_set_ticket (*leaf, change->connection, summary, summary->version,
                                        error);
}

/* The original is what a decision rests on, and it did not change: a new rev, no new version. */
static RedressSqlOutcome
record_in_transaction (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Recording *recording = data;
  g_auto (RedressTicketChange) change = { 0 };
  g_autoptr (RedressEvidence) evidence = NULL;
  g_autoptr (RedressAuditLeaf) leaf = NULL;
  RedressTicketRow *row;
  gint64 ticket = 0;

  evidence = redress_evidence_table_get (connection, recording->evidence, &ticket, error);
  if (evidence == NULL || evidence->rendition_state != REDRESS_RENDITION_PENDING)
    return REDRESS_SQL_ROLLBACK;
  row = redress_ticket_table_load (connection, ticket, error);
  if (row == NULL)
    return REDRESS_SQL_ROLLBACK;

  recording->platform = g_strdup (row->ticket->summary->platform);
  redress_ticket_change_init (&change, recording->server, row, recording->now);
  return redress_evidence_table_set_renditions (connection, recording->evidence, recording->state,
                                                recording->reason, recording->renditions, error) &&
                 settle_redaction (recording, &change, evidence, &leaf, error) &&
                 redress_ticket_change_finish (&change, leaf, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_render_record:
 * @server: the server
 * @evidence: id of a piece of evidence
 * @state: how the making of its renditions ended
 * @reason: (nullable): a code, where it did not end well
 * @renditions: (element-type RedressRendition): what was made; the files are kept already
 */
gboolean
redress_render_record (RedressServer *server,
                       gint64 evidence,
                       RedressRenditionState state,
                       const char *reason,
                       GPtrArray *renditions,
                       GError **error)
{
  Recording recording = {
    .server = server,
    .evidence = evidence,
    .state = state,
    .reason = reason,
    .renditions = renditions,
    .now = redress_clock_now (redress_server_get_clock (server)),
  };
  gboolean good =
      redress_sql_transaction (redress_server_get_connection (server), REDRESS_SQL_WRITE,
                               record_in_transaction, &recording, error);

  if (good && recording.platform != NULL)
    redress_server_feed_moved (server, recording.platform);
  g_free (recording.platform);
  return good;
}
