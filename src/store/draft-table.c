/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/draft-table.h"

#include "store/draft-codec.h"

static const char sql_put[] =
    "INSERT INTO draft (ticket, sealed, bytes, saved_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT (ticket) DO UPDATE SET sealed = excluded.sealed, bytes = excluded.bytes, "
    "saved_at = excluded.saved_at";
static const char sql_delete[] = "DELETE FROM draft WHERE ticket = $1";
static const char sql_get[] = "SELECT sealed, bytes FROM draft WHERE ticket = $1";
static const char sql_get_stored[] = "SELECT bytes FROM draft WHERE ticket = $1 AND sealed = $2";
static const char sql_list[] = "SELECT ticket FROM draft ORDER BY ticket";
static const char sql_has[] = "SELECT 1 FROM draft WHERE ticket = $1";

/**
 * redress_draft_table_put:
 * @disk: the disk
 * @draft: a draft
 * @error: return location
 *
 * Returns: whether it was written
 */
gboolean
redress_draft_table_put (RedressDisk *disk, const RedressDraft *draft, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_put, error);
  g_autofree char *context = redress_disk_context_of_ticket ("draft", draft->ticket);
  g_autoptr (GBytes) plain = redress_draft_to_bytes (draft);
  g_autoptr (GBytes) bytes = NULL;

  if (statement == NULL)
    return FALSE;
  bytes = redress_disk_seal (disk, context, plain, error);
  if (bytes == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, draft->ticket);
  redress_sql_statement_bind_boolean (statement, 2, disk->seal != NULL);
  redress_sql_statement_bind_bytes (statement, 3, bytes);
  redress_sql_statement_bind_int64 (statement, 4, draft->saved_at);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_draft_table_delete:
 * @disk: the disk
 * @ticket: whose draft
 * @error: return location
 *
 * Returns: whether there is none any more
 */
gboolean
redress_draft_table_delete (RedressDisk *disk, gint64 ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_delete, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_draft_table_get:
 * @disk: the disk
 * @ticket: whose draft
 * @draft: (out) (transfer full): the draft, if there is one
 * @error: return location
 *
 * Returns: whether there is one
 */
RedressSqlStep
redress_draft_table_get (RedressDisk *disk, gint64 ticket, RedressDraft **draft, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_get, error);
  g_autofree char *context = redress_disk_context_of_ticket ("draft", ticket);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) plain = NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  step = redress_sql_statement_step (statement, error);
  if (step != REDRESS_SQL_ROW)
    return step;
  bytes = redress_sql_statement_dup_bytes (statement, 1);
  plain = redress_disk_unseal (disk, redress_sql_statement_get_boolean (statement, 0), context,
                               bytes, error);
  if (plain != NULL)
    *draft = redress_draft_from_bytes (plain, error);
  return plain != NULL && *draft != NULL ? REDRESS_SQL_ROW : REDRESS_SQL_ERROR;
}

/**
 * redress_draft_table_get_stored:
 * @disk: the disk
 * @ticket: whose draft
 * @sealed: whether sealed or plain bytes are wanted
 * @bytes: (out) (transfer full): the draft as it lies there, if there is such a one
 * @error: return location
 *
 * Returns: whether there is one
 */
RedressSqlStep
redress_draft_table_get_stored (
    RedressDisk *disk, gint64 ticket, gboolean sealed, GBytes **bytes, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_get_stored, error);
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  redress_sql_statement_bind_boolean (statement, 2, sealed);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *bytes = redress_sql_statement_dup_bytes (statement, 0);
  return step;
}

/**
 * redress_draft_table_list:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): tickets that have a draft
 */
GArray *
redress_draft_table_list (RedressDisk *disk, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_list, error);
  g_autoptr (GArray) tickets = g_array_new (FALSE, FALSE, sizeof (gint64));
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 ticket = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (tickets, ticket);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&tickets) : NULL;
}

/**
 * redress_draft_table_has:
 * @disk: the disk
 * @ticket: a ticket
 * @has: (out): whether it has a draft
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_draft_table_has (RedressDisk *disk, gint64 ticket, gboolean *has, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->outbox, sql_has, error);
  RedressSqlStep step;
  gint64 one;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  step = redress_sql_statement_fetch_int64 (statement, &one, error);
  *has = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}
