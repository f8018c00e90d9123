/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/evidence-table.h"

#include "core/error.h"
#include "server/redaction-table.h"
#include "server/sql-values.h"

#define COLUMNS                                                                                    \
  "id, slot, holder, name, sensitivity, media_type, size, sha256, captured_at, received_at, "      \
  "rendition_state, ticket, rendition_reason, blurred"

static const char sql_load[] = "select " COLUMNS " from evidence where ticket = $1 order by id";
static const char sql_get[] = "select " COLUMNS " from evidence where id = $1";
static const char sql_load_renditions[] =
    "select r.evidence, r.use, r.page, r.media_type, r.sha256, r.size, r.width, r.height, "
    "r.duration_ms "
    "from evidence e join rendition r on r.evidence = e.id where e.ticket = $1 "
    "order by r.evidence, r.use, r.page";
static const char sql_insert[] =
    "insert into evidence (ticket, slot, holder, name, sensitivity, media_type, size, sha256, "
    "captured_at, received_at, rendition_state) "
    "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning id";
static const char sql_next_pending[] = "select id from evidence "
                                       "where rendition_state = 'pending' and id > $1 "
                                       "order by id limit 1";
static const char sql_set_state[] =
    "update evidence set rendition_state = $2, rendition_reason = $3 where id = $1";
static const char sql_set_blurred[] =
    "update evidence set blurred = $3 where ticket = $1 and sha256 = $2";
static const char sql_insert_rendition[] =
    "insert into rendition (evidence, use, page, media_type, sha256, size, width, height, "
    "duration_ms) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
static const char sql_has_unavailable[] =
    "select exists (select 1 from evidence where rendition_state = 'unavailable')";
static const char sql_retry[] =
    "update evidence set rendition_state = 'pending', rendition_reason = null "
    "where rendition_state = 'unavailable' and media_type = $1";

static RedressEvidence *
read_evidence (RedressSqlStatement *statement)
{
  RedressEvidence *evidence = redress_evidence_new ();

  evidence->id = redress_sql_statement_get_int64 (statement, 0);
  evidence->slot = redress_sql_statement_dup_text (statement, 1);
  evidence->holder = redress_sql_statement_dup_text (statement, 2);
  evidence->name = redress_sql_statement_dup_text (statement, 3);
  /* What cannot be read is treated as the most sensitive and as not to be shown. */
  evidence->sensitivity = REDRESS_SENSITIVITY_BIOMETRIC;
  redress_sensitivity_from_string (redress_sql_statement_get_text (statement, 4),
                                   &evidence->sensitivity);
  evidence->media_type = redress_sql_statement_dup_text (statement, 5);
  evidence->size = redress_sql_statement_get_int64 (statement, 6);
  evidence->sha256 = redress_sql_statement_dup_text (statement, 7);
  evidence->captured_at = redress_sql_get_time (statement, 8);
  evidence->received_at = redress_sql_get_time (statement, 9);
  evidence->rendition_state = REDRESS_RENDITION_FAILED;
  redress_rendition_state_from_string (redress_sql_statement_get_text (statement, 10),
                                       &evidence->rendition_state);
  evidence->rendition_reason = redress_sql_statement_dup_text (statement, 12);
  evidence->blurred = redress_sql_statement_get_boolean (statement, 13);
  return evidence;
}

static RedressRendition *
read_rendition (RedressSqlStatement *statement)
{
  RedressRendition *rendition = redress_rendition_new ();

  redress_rendition_use_from_string (redress_sql_statement_get_text (statement, 1),
                                     &rendition->use);
  rendition->page = (guint)redress_sql_statement_get_int64 (statement, 2);
  rendition->media_type = redress_sql_statement_dup_text (statement, 3);
  rendition->sha256 = redress_sql_statement_dup_text (statement, 4);
  rendition->size = redress_sql_statement_get_int64 (statement, 5);
  rendition->width = (guint)redress_sql_statement_get_int64 (statement, 6);
  rendition->height = (guint)redress_sql_statement_get_int64 (statement, 7);
  rendition->duration_ms = (guint)redress_sql_statement_get_int64 (statement, 8);
  return rendition;
}

/* Both lists are sorted by the id of the evidence. */
static gboolean
load_renditions (RedressSqlConnection *connection, gint64 ticket, GPtrArray *list, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;
  guint i = 0;

  statement = redress_sql_connection_prepare (connection, sql_load_renditions, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      while (i < list->len && ((RedressEvidence *)g_ptr_array_index (list, i))->id < id)
        i++;
      if (i < list->len)
        g_ptr_array_add (((RedressEvidence *)g_ptr_array_index (list, i))->renditions,
                         read_rendition (statement));
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_evidence_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @evidence: (element-type RedressEvidence): an empty array, where its evidence is added as
 *   received, with its renditions
 */
gboolean
redress_evidence_table_load (RedressSqlConnection *connection,
                             gint64 ticket,
                             GPtrArray *evidence,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (evidence, read_evidence (statement));
  if (step != REDRESS_SQL_DONE)
    return FALSE;

  return evidence->len == 0 || (load_renditions (connection, ticket, evidence, error) &&
                                redress_redaction_table_load (connection, ticket, evidence, error));
}

/**
 * redress_evidence_table_insert:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @evidence: a new piece; gets its id
 */
gboolean
redress_evidence_table_insert (RedressSqlConnection *connection,
                               gint64 ticket,
                               RedressEvidence *evidence,
                               GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_text (statement, 2, evidence->slot);
  redress_sql_statement_bind_text (statement, 3, evidence->holder);
  redress_sql_statement_bind_text (statement, 4, evidence->name);
  redress_sql_statement_bind_text (statement, 5,
                                   redress_sensitivity_to_string (evidence->sensitivity));
  redress_sql_statement_bind_text (statement, 6, evidence->media_type);
  redress_sql_statement_bind_int64 (statement, 7, evidence->size);
  redress_sql_statement_bind_text (statement, 8, evidence->sha256);
  redress_sql_bind_time (statement, 9, evidence->captured_at);
  redress_sql_statement_bind_int64 (statement, 10, evidence->received_at);
  redress_sql_statement_bind_text (statement, 11,
                                   redress_rendition_state_to_string (evidence->rendition_state));
  return redress_sql_statement_fetch_int64 (statement, &evidence->id, error) == REDRESS_SQL_ROW;
}

/**
 * redress_evidence_table_next_pending:
 * @connection: the database
 * @after: id of a piece of evidence, or 0
 *
 * The queue of renditions to make is this table itself, so nothing of it is lost.
 *
 * Returns: id of the first piece after @after that waits for its renditions; 0 if there is
 *   none; -1 with an error
 */
gint64
redress_evidence_table_next_pending (RedressSqlConnection *connection, gint64 after, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  gint64 id = 0;

  statement = redress_sql_connection_prepare (connection, sql_next_pending, error);
  if (statement == NULL)
    return -1;

  redress_sql_statement_bind_int64 (statement, 1, after);
  return redress_sql_statement_fetch_int64 (statement, &id, error) == REDRESS_SQL_ERROR ? -1 : id;
}

/**
 * redress_evidence_table_has_unavailable:
 * @connection: the database
 * @has: (out): whether this machine could not show some piece when it came
 */
gboolean
redress_evidence_table_has_unavailable (RedressSqlConnection *connection,
                                        gboolean *has,
                                        GError **error)
{
  gint64 found = 0;
  gboolean good = redress_sql_connection_get_int64 (connection, sql_has_unavailable, &found, error);

  *has = found != 0;
  return good;
}

/**
 * redress_evidence_table_retry:
 * @connection: the database
 * @media_type: what can be shown now
 *
 * What could not be shown when it came waits for its renditions again.
 */
gboolean
redress_evidence_table_retry (RedressSqlConnection *connection,
                              const char *media_type,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_retry, error);

  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_text (statement, 1, media_type);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_evidence_table_get:
 * @connection: the database
 * @id: id of a piece of evidence
 * @ticket: (out): the ticket it belongs to
 *
 * Returns: (transfer full) (nullable): the piece without its renditions; %NULL with NOT_FOUND
 *   or an error of the database
 */
RedressEvidence *
redress_evidence_table_get (RedressSqlConnection *connection,
                            gint64 id,
                            gint64 *ticket,
                            GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_get, error);
  if (statement == NULL)
    return NULL;

  redress_sql_statement_bind_int64 (statement, 1, id);
  switch (redress_sql_statement_step (statement, error))
    {
    case REDRESS_SQL_ROW:
      *ticket = redress_sql_statement_get_int64 (statement, 11);
      return read_evidence (statement);
    case REDRESS_SQL_DONE:
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "No such evidence");
      return NULL;
    case REDRESS_SQL_ERROR:
    default:
      return NULL;
    }
}

static gboolean
insert_rendition (RedressSqlConnection *connection,
                  gint64 evidence,
                  const RedressRendition *rendition,
                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert_rendition, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, evidence);
  redress_sql_statement_bind_text (statement, 2, redress_rendition_use_to_string (rendition->use));
  redress_sql_statement_bind_int64 (statement, 3, rendition->page);
  redress_sql_statement_bind_text (statement, 4, rendition->media_type);
  redress_sql_statement_bind_text (statement, 5, rendition->sha256);
  redress_sql_statement_bind_int64 (statement, 6, rendition->size);
  redress_sql_statement_bind_int64 (statement, 7, rendition->width);
  redress_sql_statement_bind_int64 (statement, 8, rendition->height);
  redress_sql_statement_bind_int64 (statement, 9, rendition->duration_ms);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_evidence_table_set_renditions:
 * @connection: a database in a writing transaction
 * @id: id of a piece of evidence that has none yet
 * @state: how the making of renditions ended
 * @reason: (nullable): a code, where it did not end well
 * @renditions: (element-type RedressRendition): what was made
 */
gboolean
redress_evidence_table_set_renditions (RedressSqlConnection *connection,
                                       gint64 id,
                                       RedressRenditionState state,
                                       const char *reason,
                                       GPtrArray *renditions,
                                       GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_set_state, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, id);
  redress_sql_statement_bind_text (statement, 2, redress_rendition_state_to_string (state));
  redress_sql_statement_bind_text (statement, 3, reason);
  if (!redress_sql_statement_run (statement, error))
    return FALSE;

  for (guint i = 0; i < renditions->len; i++)
    {
      if (!insert_rendition (connection, id, g_ptr_array_index (renditions, i), error))
        return FALSE;
    }
  return TRUE;
}

/**
 * redress_evidence_table_set_blurred:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @sha256: digest of one of its pieces
 * @blurred: whether desks hide it until somebody asks to see it
 */
gboolean
redress_evidence_table_set_blurred (RedressSqlConnection *connection,
                                    gint64 ticket,
                                    const char *sha256,
                                    gboolean blurred,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_set_blurred, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_text (statement, 2, sha256);
  redress_sql_statement_bind_boolean (statement, 3, blurred);
  return redress_sql_statement_run (statement, error);
}
