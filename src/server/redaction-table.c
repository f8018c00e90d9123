/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/redaction-table.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "server/evidence-store.h"

static const char sql_load[] =
    "select r.evidence, r.actor, r.actor_name, r.at, r.reason, r.before, r.after "
    "from evidence e join redaction r on r.evidence = e.id where e.ticket = $1 "
    "order by r.evidence, r.id";
static const char sql_insert[] =
    "insert into redaction (evidence, actor, actor_name, at, reason, boxes, before) "
    "values ($1, $2, $3, $4, $5, $6, $7)";
/* The view of a text is the original itself, which stays. */
static const char sql_drop[] = "insert into dropped_rendition (sha256, original) "
                               "select distinct r.sha256, e.sha256 from rendition r "
                               "join evidence e on e.id = r.evidence "
                               "where r.evidence = $1 and r.sha256 <> e.sha256 "
                               "on conflict (sha256) do nothing";
static const char sql_delete_renditions[] = "delete from rendition where evidence = $1";
static const char sql_make_again[] =
    "update evidence set rendition_state = 'pending', rendition_reason = null where id = $1";
static const char sql_boxes[] = "select boxes from redaction where evidence = $1 order by id";
static const char sql_before[] =
    "select before from redaction where evidence = $1 and after is null order by id limit 1";
static const char sql_settle[] =
    "update redaction set after = $2 where evidence = $1 and after is null";
/* The same file may belong to another ticket, or be about to. */
static const char sql_list_dropped[] =
    "select d.sha256 from dropped_rendition d where not exists "
    "(select 1 from rendition r where r.sha256 = d.sha256) and not exists "
    "(select 1 from evidence e where e.sha256 = d.original and e.rendition_state = 'pending' "
    "and not exists (select 1 from redaction x where x.evidence = e.id))";
static const char sql_forget_dropped[] = "delete from dropped_rendition where sha256 = $1";

static RedressSqlStatement *
prepare (RedressSqlConnection *connection, const char *sql, gint64 id, GError **error)
{
  RedressSqlStatement *statement = redress_sql_connection_prepare (connection, sql, error);

  if (statement != NULL)
    redress_sql_statement_bind_int64 (statement, 1, id);
  return statement;
}

static gboolean
run (RedressSqlConnection *connection, const char *sql, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql, id, error);

  return statement != NULL && redress_sql_statement_run (statement, error);
}

static RedressRedaction *
read_redaction (RedressSqlStatement *statement)
{
  RedressRedaction *redaction = redress_redaction_new ();

  redaction->actor = redress_sql_statement_dup_text (statement, 1);
  redaction->actor_name = redress_sql_statement_dup_text (statement, 2);
  redaction->at = redress_sql_statement_get_int64 (statement, 3);
  redaction->reason = redress_sql_statement_dup_text (statement, 4);
  redaction->before = redress_sql_statement_dup_text (statement, 5);
  redaction->after = redress_sql_statement_dup_text (statement, 6);
  return redaction;
}

/**
 * redress_redaction_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @evidence: (element-type RedressEvidence): its pieces, by id
 * @error: return location
 */
gboolean
redress_redaction_table_load (RedressSqlConnection *connection,
                              gint64 ticket,
                              GPtrArray *evidence,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql_load, ticket, error);
  RedressSqlStep step;
  guint i = 0;

  if (statement == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      while (i < evidence->len && ((RedressEvidence *)g_ptr_array_index (evidence, i))->id < id)
        i++;
      if (i < evidence->len)
        g_ptr_array_add (((RedressEvidence *)g_ptr_array_index (evidence, i))->redactions,
                         read_redaction (statement));
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_redaction_table_insert:
 * @connection: a database in a writing transaction
 * @evidence: a piece with a view
 * @redaction: who, when, why, and the view that goes
 * @boxes: (element-type RedressBox): what is painted over, beside what was before
 * @error: return location
 */
gboolean
redress_redaction_table_insert (RedressSqlConnection *connection,
                                const RedressEvidence *evidence,
                                const RedressRedaction *redaction,
                                GPtrArray *boxes,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql_insert, evidence->id, error);
  g_autofree char *text = redress_boxes_to_string (boxes);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 2, redaction->actor);
  redress_sql_statement_bind_text (statement, 3, redaction->actor_name);
  redress_sql_statement_bind_int64 (statement, 4, redaction->at);
  redress_sql_statement_bind_text (statement, 5, redaction->reason);
  redress_sql_statement_bind_text (statement, 6, text);
  redress_sql_statement_bind_text (statement, 7, redaction->before);
  return redress_sql_statement_run (statement, error) &&
         run (connection, sql_drop, evidence->id, error) &&
         run (connection, sql_delete_renditions, evidence->id, error) &&
         run (connection, sql_make_again, evidence->id, error);
}

/**
 * redress_redaction_table_dup_boxes:
 * @connection: the database
 * @evidence: id of a piece
 * @error: return location
 *
 * Returns: (transfer full) (nullable): what is painted over in it
 */
char *
redress_redaction_table_dup_boxes (RedressSqlConnection *connection,
                                   gint64 evidence,
                                   GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (connection, sql_boxes, evidence, error);
  g_autoptr (GString) boxes = NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      if (boxes == NULL)
        boxes = g_string_new (redress_sql_statement_get_text (statement, 0));
      else
        g_string_append_printf (boxes, ";%s", redress_sql_statement_get_text (statement, 0));
    }
  if (step != REDRESS_SQL_DONE || boxes == NULL)
    return NULL;
  return g_string_free (g_steal_pointer (&boxes), FALSE);
}

/**
 * redress_redaction_table_settle:
 * @connection: a database in a writing transaction
 * @evidence: id of a piece whose renditions were made
 * @after: (nullable): digest of its view; %NULL if it has none, which settles nothing
 * @before: (out) (transfer full) (nullable): digest of the view that it replaces
 * @error: return location
 */
gboolean
redress_redaction_table_settle (RedressSqlConnection *connection,
                                gint64 evidence,
                                const char *after,
                                char **before,
                                GError **error)
{
  g_autoptr (RedressSqlStatement) find = prepare (connection, sql_before, evidence, error);
  g_autoptr (RedressSqlStatement) settle = NULL;
  RedressSqlStep step;

  *before = NULL;
  if (find == NULL)
    return FALSE;
  step = redress_sql_statement_step (find, error);
  if (step != REDRESS_SQL_ROW || after == NULL)
    return step != REDRESS_SQL_ERROR;
  *before = redress_sql_statement_dup_text (find, 0);
  redress_sql_statement_reset (find);
  settle = prepare (connection, sql_settle, evidence, error);
  if (settle == NULL)
    return FALSE;
  redress_sql_statement_bind_text (settle, 2, after);
  return redress_sql_statement_run (settle, error);
}

static gboolean
forget (RedressSqlConnection *connection, const char *sha256, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_forget_dropped, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, sha256);
  return redress_sql_statement_run (statement, error);
}

static GPtrArray *
list_dropped (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_list_dropped, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (g_free);
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (list, redress_sql_statement_dup_text (statement, 0));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&list) : NULL;
}

/**
 * redress_redaction_table_sweep:
 * @connection: the database, in no transaction
 * @data_dir: the server's data folder
 * @error: return location
 *
 * The rows that name a file went in a transaction; the file itself goes after it, also if the
 * server was stopped in between.
 */
gboolean
redress_redaction_table_sweep (RedressSqlConnection *connection,
                               const char *data_dir,
                               GError **error)
{
  g_autoptr (GPtrArray) dropped = list_dropped (connection, error);

  if (dropped == NULL)
    return FALSE;
  for (guint i = 0; i < dropped->len; i++)
    {
      const char *sha256 = g_ptr_array_index (dropped, i);
      g_autofree char *path = redress_evidence_store_get_rendition (data_dir, sha256);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "%s: %s", path,
                       g_strerror (errno));
          return FALSE;
        }
      if (!forget (connection, sha256, error))
        return FALSE;
    }
  return TRUE;
}
