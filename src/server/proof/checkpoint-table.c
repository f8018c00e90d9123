/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/checkpoint-table.h"

static const char sql_find[] =
    "select platform, size, note, key, at from audit_checkpoint where platform = $1";
static const char sql_list[] =
    "select platform, size, note, key, at from audit_checkpoint order by platform";
static const char sql_put[] =
    "insert into audit_checkpoint (platform, size, note, key, at) values ($1, $2, $3, $4, $5) "
    "on conflict (platform) do update set size = excluded.size, note = excluded.note, "
    "key = excluded.key, at = excluded.at where excluded.size >= audit_checkpoint.size";
static const char sql_logs[] = "select platform from audit_log order by platform";

/**
 * redress_signed_head_free:
 * @self: (transfer full) (nullable): what was signed
 */
void
redress_signed_head_free (RedressSignedHead *self)
{
  if (self == NULL)
    return;

  g_free (self->log);
  g_free (self->note);
  g_free (self->key);
  g_free (self);
}

static RedressSignedHead *
read_row (RedressSqlStatement *row)
{
  RedressSignedHead *head = g_new0 (RedressSignedHead, 1);

  head->log = redress_sql_statement_dup_text (row, 0);
  head->size = (guint64)redress_sql_statement_get_int64 (row, 1);
  head->note = redress_sql_statement_dup_text (row, 2);
  head->key = redress_sql_statement_dup_text (row, 3);
  head->at = redress_sql_statement_get_int64 (row, 4);
  return head;
}

/**
 * redress_checkpoint_table_find:
 * @connection: a database
 * @log: name of a log
 * @head: (out) (nullable) (transfer full): what was signed of it last
 * @error: return location
 *
 * Returns: whether the database could be read
 */
gboolean
redress_checkpoint_table_find (RedressSqlConnection *connection,
                               const char *log,
                               RedressSignedHead **head,
                               GError **error)
{
  g_autoptr (RedressSqlStatement) row =
      redress_sql_connection_prepare (connection, sql_find, error);
  RedressSqlStep step;

  if (row == NULL)
    return FALSE;
  redress_sql_statement_bind_text (row, 1, log);
  step = redress_sql_statement_step (row, error);
  *head = NULL;
  if (step != REDRESS_SQL_ROW)
    return step == REDRESS_SQL_DONE;
  *head = read_row (row);
  return TRUE;
}

/**
 * redress_checkpoint_table_list:
 * @connection: a database
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressSignedHead): what was signed of each log last
 */
GPtrArray *
redress_checkpoint_table_list (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) rows =
      redress_sql_connection_prepare (connection, sql_list, error);
  g_autoptr (GPtrArray) heads =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_signed_head_free);
  RedressSqlStep step;

  if (rows == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (rows, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (heads, read_row (rows));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&heads) : NULL;
}

/**
 * redress_checkpoint_table_put:
 * @connection: a database in a writing transaction
 * @head: what was signed
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_checkpoint_table_put (RedressSqlConnection *connection,
                              const RedressSignedHead *head,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) put = redress_sql_connection_prepare (connection, sql_put, error);

  if (put == NULL)
    return FALSE;
  redress_sql_statement_bind_text (put, 1, head->log);
  redress_sql_statement_bind_int64 (put, 2, (gint64)head->size);
  redress_sql_statement_bind_text (put, 3, head->note);
  redress_sql_statement_bind_text (put, 4, head->key);
  redress_sql_statement_bind_int64 (put, 5, head->at);
  return redress_sql_statement_run (put, error);
}

/**
 * redress_checkpoint_table_list_logs:
 * @connection: a database
 * @error: return location
 *
 * Returns: (transfer full) (element-type utf8): the names of all logs
 */
GPtrArray *
redress_checkpoint_table_list_logs (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) rows =
      redress_sql_connection_prepare (connection, sql_logs, error);
  g_autoptr (GPtrArray) logs = g_ptr_array_new_with_free_func (g_free);
  RedressSqlStep step;

  if (rows == NULL)
    return NULL;
  while ((step = redress_sql_statement_step (rows, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (logs, redress_sql_statement_dup_text (rows, 0));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&logs) : NULL;
}
