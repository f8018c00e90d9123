/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-table.h"

#include <string.h>

#include "sql/transaction.h"
#include "store/checksum.h"

#define COLUMNS                                                                                    \
  "position, command_id, ticket, state, recorded_at, not_before, attempts, sealed, bytes, draft, " \
  "problem_code, problem_detail, theirs, platform, seq, rev, sum"

/* A position that is NULL is given by the table; a salvaged row keeps its own. */
static const char sql_insert[] =
    "INSERT INTO outbox (" COLUMNS ") "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17) "
    "RETURNING position";
static const char sql_update[] =
    "UPDATE outbox SET state = $2, not_before = $3, attempts = $4, problem_code = $5, "
    "problem_detail = $6, theirs = $7, platform = $8, seq = $9, rev = $10, sum = $11 "
    "WHERE position = $1";
static const char sql_delete[] = "DELETE FROM outbox WHERE command_id = $1";
static const char sql_delete_position[] = "DELETE FROM outbox WHERE position = $1";
static const char sql_find[] = "SELECT " COLUMNS " FROM outbox WHERE command_id = $1";
static const char sql_list[] = "SELECT " COLUMNS " FROM outbox ORDER BY position";
static const char sql_list_ticket[] =
    "SELECT " COLUMNS " FROM outbox WHERE ticket = $1 ORDER BY position";
static const char sql_count_waiting[] =
    "SELECT count(*), min(not_before) FROM outbox WHERE state IN ($1, $2)";
static const char sql_list_sending[] = "SELECT " COLUMNS " FROM outbox WHERE state = $1";

/**
 * redress_outbox_row_new:
 *
 * Returns: (transfer full): an empty row
 */
RedressOutboxRow *
redress_outbox_row_new (void)
{
  return g_new0 (RedressOutboxRow, 1);
}

/**
 * redress_outbox_row_free:
 * @self: (transfer full) (nullable): a row
 */
void
redress_outbox_row_free (RedressOutboxRow *self)
{
  if (self == NULL)
    return;
  g_free (self->command_id);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->draft, g_bytes_unref);
  g_free (self->problem_code);
  g_free (self->problem_detail);
  g_clear_pointer (&self->theirs, g_bytes_unref);
  g_free (self->platform);
  g_free (self);
}

static guint32
add_number (guint32 sum, gint64 number)
{
  guint64 big_endian = GUINT64_TO_BE ((guint64)number);

  return redress_checksum (sum, &big_endian, sizeof big_endian);
}

/* With the end of the text, so that two texts are not as good as one. */
static guint32
add_text (guint32 sum, const char *text)
{
  return text != NULL ? redress_checksum (sum, text, strlen (text) + 1) : add_number (sum, -1);
}

static guint32
add_bytes (guint32 sum, GBytes *bytes)
{
  gsize size;
  gconstpointer data;

  if (bytes == NULL)
    return add_number (sum, -1);
  data = g_bytes_get_data (bytes, &size);
  return redress_checksum (add_number (sum, (gint64)size), data, size);
}

static gint64
row_sum (const RedressOutboxRow *row)
{
  guint32 sum = add_text (0, row->command_id);

  sum = add_number (sum, row->ticket);
  sum = add_number (sum, row->state);
  sum = add_number (sum, row->recorded_at);
  sum = add_number (sum, row->not_before);
  sum = add_number (sum, row->attempts);
  sum = add_number (sum, row->sealed ? 1 : 0);
  sum = add_bytes (sum, row->bytes);
  sum = add_bytes (sum, row->draft);
  sum = add_text (sum, row->problem_code);
  sum = add_text (sum, row->problem_detail);
  sum = add_bytes (sum, row->theirs);
  sum = add_text (sum, row->platform);
  sum = add_number (sum, row->seq);
  return add_number (sum, row->rev);
}

static void
bind_row (RedressSqlStatement *statement, const RedressOutboxRow *row)
{
  if (row->position > 0)
    redress_sql_statement_bind_int64 (statement, 1, row->position);
  redress_sql_statement_bind_text (statement, 2, row->command_id);
  redress_sql_statement_bind_int64 (statement, 3, row->ticket);
  redress_sql_statement_bind_int64 (statement, 4, row->state);
  redress_sql_statement_bind_int64 (statement, 5, row->recorded_at);
  redress_sql_statement_bind_int64 (statement, 6, row->not_before);
  redress_sql_statement_bind_int64 (statement, 7, row->attempts);
  redress_sql_statement_bind_boolean (statement, 8, row->sealed);
  redress_sql_statement_bind_bytes (statement, 9, row->bytes);
  redress_sql_statement_bind_bytes (statement, 10, row->draft);
  redress_sql_statement_bind_text (statement, 11, row->problem_code);
  redress_sql_statement_bind_text (statement, 12, row->problem_detail);
  redress_sql_statement_bind_bytes (statement, 13, row->theirs);
  redress_sql_statement_bind_text (statement, 14, row->platform);
  redress_sql_statement_bind_int64 (statement, 15, row->seq);
  redress_sql_statement_bind_int64 (statement, 16, row->rev);
  redress_sql_statement_bind_int64 (statement, 17, row_sum (row));
}

/* A state out of range can only come from a damaged file; such a row is sent again, which the
 * server answers as it did the first time. */
static RedressOutboxState
read_state (RedressSqlStatement *statement, guint column)
{
  gint64 state = redress_sql_statement_get_int64 (statement, column);

  return state >= REDRESS_OUTBOX_RECORDED && state <= REDRESS_OUTBOX_REFUSED
             ? (RedressOutboxState)state
             : REDRESS_OUTBOX_RECORDED;
}

static RedressOutboxRow *
read_row (RedressSqlStatement *statement)
{
  RedressOutboxRow *row = redress_outbox_row_new ();

  row->position = redress_sql_statement_get_int64 (statement, 0);
  row->command_id = redress_sql_statement_dup_text (statement, 1);
  row->ticket = redress_sql_statement_get_int64 (statement, 2);
  row->state = read_state (statement, 3);
  row->recorded_at = redress_sql_statement_get_int64 (statement, 4);
  row->not_before = redress_sql_statement_get_int64 (statement, 5);
  row->attempts = redress_sql_statement_get_int64 (statement, 6);
  row->sealed = redress_sql_statement_get_boolean (statement, 7);
  row->bytes = redress_sql_statement_dup_bytes (statement, 8);
  row->draft = redress_sql_statement_dup_bytes (statement, 9);
  row->problem_code = redress_sql_statement_dup_text (statement, 10);
  row->problem_detail = redress_sql_statement_dup_text (statement, 11);
  row->theirs = redress_sql_statement_dup_bytes (statement, 12);
  row->platform = redress_sql_statement_dup_text (statement, 13);
  row->seq = redress_sql_statement_get_int64 (statement, 14);
  row->rev = redress_sql_statement_get_int64 (statement, 15);
  row->is_sound = redress_sql_statement_get_int64 (statement, 16) == row_sum (row);
  return row;
}

/**
 * redress_outbox_table_insert:
 * @outbox: the outbox, in a transaction
 * @row: a row; its position is set if it was 0
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_insert (RedressSqlConnection *outbox, RedressOutboxRow *row, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_insert, error);

  if (statement == NULL)
    return FALSE;
  bind_row (statement, row);
  return redress_sql_statement_fetch_int64 (statement, &row->position, error) == REDRESS_SQL_ROW;
}

/**
 * redress_outbox_table_update:
 * @outbox: the outbox
 * @row: a row with its new state, times and answer
 * @error: return location
 *
 * The command itself never changes.
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_update (RedressSqlConnection *outbox,
                             const RedressOutboxRow *row,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_update, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, row->position);
  redress_sql_statement_bind_int64 (statement, 2, row->state);
  redress_sql_statement_bind_int64 (statement, 3, row->not_before);
  redress_sql_statement_bind_int64 (statement, 4, row->attempts);
  redress_sql_statement_bind_text (statement, 5, row->problem_code);
  redress_sql_statement_bind_text (statement, 6, row->problem_detail);
  redress_sql_statement_bind_bytes (statement, 7, row->theirs);
  redress_sql_statement_bind_text (statement, 8, row->platform);
  redress_sql_statement_bind_int64 (statement, 9, row->seq);
  redress_sql_statement_bind_int64 (statement, 10, row->rev);
  redress_sql_statement_bind_int64 (statement, 11, row_sum (row));
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_outbox_table_delete:
 * @outbox: the outbox
 * @command_id: an answered, acknowledged or taken back command
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_delete (RedressSqlConnection *outbox, const char *command_id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_delete, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, command_id);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_outbox_table_delete_position:
 * @outbox: the outbox
 * @position: of a row whose command cannot be read any more
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_delete_position (RedressSqlConnection *outbox, gint64 position, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_delete_position, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, position);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_outbox_table_find:
 * @outbox: the outbox
 * @command_id: a command
 * @row: (out) (transfer full): its row, if it is there
 * @error: return location
 *
 * Returns: whether it is there
 */
RedressSqlStep
redress_outbox_table_find (RedressSqlConnection *outbox,
                           const char *command_id,
                           RedressOutboxRow **row,
                           GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_find, error);
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  redress_sql_statement_bind_text (statement, 1, command_id);
  step = redress_sql_statement_step (statement, error);
  if (step == REDRESS_SQL_ROW)
    *row = read_row (statement);
  return step;
}

static GPtrArray *
read_rows (RedressSqlStatement *statement, GError **error)
{
  g_autoptr (GPtrArray) rows =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_outbox_row_free);
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (rows, read_row (statement));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&rows) : NULL;
}

/**
 * redress_outbox_table_list:
 * @outbox: the outbox
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressOutboxRow): all rows, oldest first
 */
GPtrArray *
redress_outbox_table_list (RedressSqlConnection *outbox, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_list, error);

  return statement != NULL ? read_rows (statement, error) : NULL;
}

/**
 * redress_outbox_table_list_ticket:
 * @outbox: the outbox
 * @ticket: a ticket
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressOutboxRow): its rows, oldest first
 */
GPtrArray *
redress_outbox_table_list_ticket (RedressSqlConnection *outbox, gint64 ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_list_ticket, error);

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_int64 (statement, 1, ticket);
  return read_rows (statement, error);
}

/**
 * redress_outbox_table_count_waiting:
 * @outbox: the outbox
 * @n_waiting: (out): rows without a final answer
 * @leaving_at: (out): when the first of them may leave, or REDRESS_TIME_UNKNOWN
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_count_waiting (RedressSqlConnection *outbox,
                                    gint64 *n_waiting,
                                    RedressTime *leaving_at,
                                    GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_count_waiting, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, REDRESS_OUTBOX_RECORDED);
  redress_sql_statement_bind_int64 (statement, 2, REDRESS_OUTBOX_SENDING);
  if (redress_sql_statement_step (statement, error) != REDRESS_SQL_ROW)
    return FALSE;
  *n_waiting = redress_sql_statement_get_int64 (statement, 0);
  *leaving_at = redress_sql_statement_is_null (statement, 1)
                    ? REDRESS_TIME_UNKNOWN
                    : redress_sql_statement_get_int64 (statement, 1);
  return TRUE;
}

static RedressSqlOutcome
wake_rows (RedressSqlConnection *outbox, gpointer data, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (outbox, sql_list_sending, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (statement == NULL)
    return REDRESS_SQL_ROLLBACK;
  redress_sql_statement_bind_int64 (statement, 1, REDRESS_OUTBOX_SENDING);
  rows = read_rows (statement, error);
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (rows, i);

      row->state = REDRESS_OUTBOX_RECORDED;
      if (!redress_outbox_table_update (outbox, row, error))
        return REDRESS_SQL_ROLLBACK;
    }
  return rows != NULL ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_outbox_table_wake_sending:
 * @outbox: the outbox
 * @error: return location
 *
 * Nobody waits any more for the answers of an earlier run of the program: such rows go out again.
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_table_wake_sending (RedressSqlConnection *outbox, GError **error)
{
  return redress_sql_transaction (outbox, REDRESS_SQL_WRITE, wake_rows, NULL, error);
}
