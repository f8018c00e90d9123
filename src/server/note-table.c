/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/note-table.h"

static const char sql_load[] =
    "select actor, actor_name, at, text from note where ticket = $1 order by id";
static const char sql_insert[] =
    "insert into note (ticket, actor, actor_name, at, text) values ($1, $2, $3, $4, $5)";

/**
 * redress_note_table_load:
 * @connection: the database
 * @ticket: id of a ticket
 * @notes: (element-type RedressNote): where its notes are added, as they were written
 */
gboolean
redress_note_table_load (RedressSqlConnection *connection,
                         gint64 ticket,
                         GPtrArray *notes,
                         GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  RedressSqlStep step;

  statement = redress_sql_connection_prepare (connection, sql_load, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      RedressNote *note = redress_note_new ();

      g_ptr_array_add (notes, note);
      note->actor = redress_sql_statement_dup_text (statement, 0);
      note->actor_name = redress_sql_statement_dup_text (statement, 1);
      note->at = redress_sql_statement_get_int64 (statement, 2);
      note->text = redress_sql_statement_dup_text (statement, 3);
    }
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_note_table_insert:
 * @connection: a database in a writing transaction
 * @ticket: id of a ticket
 * @note: a note
 */
gboolean
redress_note_table_insert (RedressSqlConnection *connection,
                           gint64 ticket,
                           const RedressNote *note,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  statement = redress_sql_connection_prepare (connection, sql_insert, error);
  if (statement == NULL)
    return FALSE;

  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_text (statement, 2, note->actor);
  redress_sql_statement_bind_text (statement, 3, note->actor_name);
  redress_sql_statement_bind_int64 (statement, 4, note->at);
  redress_sql_statement_bind_text (statement, 5, note->text);
  return redress_sql_statement_run (statement, error);
}
