/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox-compare.h"

#include "sql/transaction.h"

static const char sql_last_position[] = "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'";

typedef struct
{
  RedressSqlConnection *outbox;
  RedressOutboxComparison *comparison;
  GPtrArray *rows;      /* (element-type RedressOutboxRow): of the database */
  GHashTable *taken;    /* (element-type gint64): positions */
  gint64 last_position; /* highest that the database ever gave */
} Work;

static void
note_position (Work *work, gint64 position)
{
  g_hash_table_add (work->taken, g_memdup2 (&position, sizeof position));
}

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

/* The same command under a garbled id, or what became of it in its place. */
static RedressOutboxRow *
find_garbled (Work *work, const RedressOutboxRow *wanted)
{
  for (guint i = 0; i < work->rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (work->rows, i);

      if (has_same_bytes (row, wanted) || (!row->is_sound && row->position == wanted->position))
        return row;
    }
  return NULL;
}

static gboolean
take_out (Work *work, RedressOutboxRow *row, GError **error)
{
  if (!redress_outbox_table_delete_position (work->outbox, row->position, error))
    return FALSE;
  g_hash_table_remove (work->taken, &row->position);
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
      if (instead_of->is_sound)
        wanted->state = instead_of->state;
      if (!take_out (work, instead_of, error))
        return FALSE;
    }
  wanted->attempts = 1;
  if (g_hash_table_contains (work->taken, &wanted->position))
    wanted->position = 0;
  work->comparison->n_put++;
  if (!redress_outbox_table_insert (work->outbox, wanted, error))
    return FALSE;
  note_position (work, wanted->position);
  return TRUE;
}

/* A command behind the last one that the database gave a place was committed and then lost with
 * the end of the log. One before it that is not there has left, only the journal was not told. */
static gboolean
compare_row (Work *work, RedressOutboxRow *wanted, GError **error)
{
  RedressOutboxRow *found = find_id (work, wanted->command_id);

  if (found != NULL && found->is_sound)
    return TRUE;
  if (found == NULL)
    found = find_garbled (work, wanted);
  if (found == NULL && !work->comparison->is_salvaged && wanted->position <= work->last_position)
    return TRUE;
  return put (work, wanted, found, error);
}

/* What the journal does not know either is kept as it is and goes out again: the server answers a
 * command that it has as it did the first time. */
static gboolean
repair (Work *work, GError **error)
{
  for (guint i = 0; i < work->rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (work->rows, i);

      if (row->is_sound)
        continue;
      row->state = REDRESS_OUTBOX_RECORDED;
      row->attempts = 1;
      work->comparison->n_put++;
      if (!redress_outbox_table_update (work->outbox, row, error))
        return FALSE;
    }
  return TRUE;
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
  for (guint i = 0; work->rows != NULL && i < work->rows->len; i++)
    note_position (work, ((RedressOutboxRow *)g_ptr_array_index (work->rows, i))->position);
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
  return repair (work, error) && drop_left (work, error) ? REDRESS_SQL_COMMIT
                                                         : REDRESS_SQL_ROLLBACK;
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
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Work work = { .outbox = outbox, .comparison = comparison, .taken = taken };
  gboolean done = redress_sql_transaction (outbox, REDRESS_SQL_WRITE, compare, &work, error);

  g_clear_pointer (&work.rows, g_ptr_array_unref);
  return done;
}
