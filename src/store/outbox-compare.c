/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-compare.h"

#include "sql/transaction.h"

static const char sql_last_position[] = "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'";

typedef struct
{
  RedressSqlConnection *outbox;
  RedressOutboxComparison *comparison;
  GPtrArray *rows;      /* (element-type RedressOutboxRow): of the database */
  gint64 last_position; /* highest that the database ever gave */
} Work;

static gboolean
has_same_bytes (const RedressOutboxRow *a, const RedressOutboxRow *b)
{
  return a->bytes != NULL && b->bytes != NULL && a->sealed == b->sealed &&
         g_bytes_equal (a->bytes, b->bytes);
}

static RedressOutboxRow *
find_id (Work *work, const char *command_id)
{
  for (guint i = 0; i < work->rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (work->rows, i);

      if (g_strcmp0 (row->command_id, command_id) == 0)
        return row;
    }
  return NULL;
}

/* The same command under a garbled id. */
static RedressOutboxRow *
find_garbled (Work *work, const RedressOutboxRow *wanted)
{
  for (guint i = 0; i < work->rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (work->rows, i);

      if (has_same_bytes (row, wanted))
        return row;
    }
  return NULL;
}

static gboolean
is_position_taken (Work *work, gint64 position)
{
  for (guint i = 0; i < work->rows->len; i++)
    if (((RedressOutboxRow *)g_ptr_array_index (work->rows, i))->position == position)
      return TRUE;
  return FALSE;
}

static gboolean
take_out (Work *work, RedressOutboxRow *row, GError **error)
{
  if (!redress_outbox_table_delete (work->outbox, row->command_id, error))
    return FALSE;
  g_ptr_array_remove (work->rows, row);
  return TRUE;
}

/* The journal has a checksum for each line, the database none for each row: where they differ the
 * journal is right. Nobody knows whether such a command was sent, so it cannot be taken back. */
static gboolean
put (Work *work, RedressOutboxRow *wanted, RedressOutboxRow *instead_of, GError **error)
{
  if (instead_of != NULL)
    {
      wanted->state = instead_of->state;
      wanted->attempts = instead_of->attempts;
      if (!take_out (work, instead_of, error))
        return FALSE;
    }
  wanted->attempts = MAX (1, wanted->attempts);
  if (is_position_taken (work, wanted->position))
    wanted->position = 0;
  work->comparison->n_put++;
  return redress_outbox_table_insert (work->outbox, wanted, error);
}

/* A command behind the last one that the database gave a place was committed and then lost with
 * the end of the log. One before it that is not there has left, only the journal was not told. */
static gboolean
compare_row (Work *work, RedressOutboxRow *wanted, GError **error)
{
  RedressOutboxRow *found = find_id (work, wanted->command_id);

  if (found != NULL && found->ticket == wanted->ticket && has_same_bytes (found, wanted))
    return TRUE;
  if (found == NULL)
    found = find_garbled (work, wanted);
  if (found == NULL && !work->comparison->is_salvaged && wanted->position <= work->last_position)
    return TRUE;
  return put (work, wanted, found, error);
}

/* The other way round: a row that had left must not leave a second time. */
static gboolean
drop_left (Work *work, GError **error)
{
  for (guint i = work->rows->len; i > 0; i--)
    {
      RedressOutboxRow *row = g_ptr_array_index (work->rows, i - 1);

      if (row->command_id == NULL ||
          !g_hash_table_contains (work->comparison->journal->left, row->command_id))
        continue;
      if (!take_out (work, row, error))
        return FALSE;
      work->comparison->n_dropped++;
    }
  return TRUE;
}

static gboolean
read_database (Work *work, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (work->outbox, sql_last_position, error);

  if (statement == NULL || redress_sql_statement_fetch_int64 (statement, &work->last_position,
                                                              error) == REDRESS_SQL_ERROR)
    return FALSE;
  work->rows = redress_outbox_table_list (work->outbox, error);
  return work->rows != NULL;
}

static RedressSqlOutcome
compare (RedressSqlConnection *outbox, gpointer data, GError **error)
{
  Work *work = data;
  GPtrArray *waiting = work->comparison->journal->waiting;

  if (!read_database (work, error))
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < waiting->len; i++)
    if (!compare_row (work, g_ptr_array_index (waiting, i), error))
      return REDRESS_SQL_ROLLBACK;
  return drop_left (work, error) ? REDRESS_SQL_COMMIT : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_outbox_compare:
 * @outbox: the outbox
 * @comparison: what it is compared with, and what came of it
 * @error: return location
 *
 * Puts right in the database what the journal knows better.
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_compare (RedressSqlConnection *outbox,
                        RedressOutboxComparison *comparison,
                        GError **error)
{
  Work work = { .outbox = outbox, .comparison = comparison };
  gboolean done = redress_sql_transaction (outbox, REDRESS_SQL_WRITE, compare, &work, error);

  g_clear_pointer (&work.rows, g_ptr_array_unref);
  return done;
}
