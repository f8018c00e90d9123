/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/move.h"

#include "server/data-folder.h"
#include "server/database.h"
#include "server/move-table.h"
#include "server/search-index.h"
#include "server/ticket-table.h"
#include "server/trail-check.h"
#include "sql/integrity.h"
#include "sql/migrator.h"
#include "sql/transaction.h"

#include <unistd.h>

typedef struct
{
  RedressSqlConnection *from;
  GPtrArray *tables;
  const char *data_dir;
  GString *report;
} Move;

/* A new schema has its own epoch, which gives way to the one that desks have cursors of. */
static gboolean
check_empty (Move *move, RedressSqlConnection *to, GError **error)
{
  for (guint i = 0; i < move->tables->len; i++)
    {
      const RedressMoveTable *table = g_ptr_array_index (move->tables, i);
      gint64 n = 0;

      if (!redress_move_table_count (table, to, &n, error))
        return FALSE;
      if (n == 0 || g_str_equal (table->name, "feed_epoch"))
        continue;
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                   "the target is not empty: %s has rows", table->name);
      return FALSE;
    }
  return redress_sql_connection_run (to, "delete from feed_epoch", error);
}

static gboolean
move_table (Move *move, RedressSqlConnection *to, const RedressMoveTable *table, GError **error)
{
  gint64 before = 0, after = 0;

  if (!redress_move_table_copy (table, move->from, to, error) ||
      !redress_move_table_set_sequence (table, move->from, to, error) ||
      !redress_move_table_compare (table, move->from, to, error) ||
      !redress_move_table_count (table, move->from, &before, error) ||
      !redress_move_table_count (table, to, &after, error))
    return FALSE;
  g_string_append_printf (move->report, "%s %" G_GINT64_FORMAT "\n", table->name, after);
  if (before == after)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s lost rows", table->name);
  return FALSE;
}

static gboolean
index_words (Move *move, RedressSqlConnection *to, GError **error)
{
  g_autoptr (RedressSqlStatement) ids =
      redress_sql_connection_prepare (move->from, "select id from ticket order by id", error);
  RedressSqlStep step;

  if (ids == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (ids, error)) == REDRESS_SQL_ROW)
    {
      g_autoptr (RedressTicketRow) row =
          redress_ticket_table_load (move->from, redress_sql_statement_get_int64 (ids, 0), error);

      if (row == NULL || !redress_search_index_add (to, row->ticket, error))
        return FALSE;
    }
  return step == REDRESS_SQL_DONE;
}

static gboolean
check_trail (Move *move, RedressSqlConnection *to, GError **error)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);

  if (!redress_trail_check (to, move->data_dir, mistakes, error))
    return FALSE;
  if (mistakes->len == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%u mistakes in the trail, such as: %s",
               mistakes->len, (const char *)g_ptr_array_index (mistakes, 0));
  return FALSE;
}

/* All or nothing: what is not exactly as it was is taken back. */
static RedressSqlOutcome
move_in_transaction (RedressSqlConnection *to, gpointer data, GError **error)
{
  Move *move = data;

  if (!check_empty (move, to, error))
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < move->tables->len; i++)
    if (!move_table (move, to, g_ptr_array_index (move->tables, i), error))
      return REDRESS_SQL_ROLLBACK;
  return index_words (move, to, error) && check_trail (move, to, error) ? REDRESS_SQL_COMMIT
                                                                        : REDRESS_SQL_ROLLBACK;
}

static gboolean
check_versions (RedressSqlConnection *from, RedressSqlConnection *to, GError **error)
{
  guint source = 0, target = 0;

  if (!redress_sql_get_schema_version (from, &source, error) ||
      !redress_sql_get_schema_version (to, &target, error))
    return FALSE;
  if (source == target)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "the source has schema %u and this program %u: start this redress-server on it once",
               source, target);
  return FALSE;
}

static gboolean
move_all (Move *move, const char *to, GError **error)
{
  g_autoptr (RedressSqlConnection) target = redress_database_open_ready (to, error);
  gboolean done;

  if (target == NULL || !check_versions (move->from, target, error) ||
      !redress_sql_snapshot_begin (move->from, error))
    return FALSE;
  done = redress_sql_transaction (target, REDRESS_SQL_EXCLUSIVE, move_in_transaction, move, error);
  redress_sql_snapshot_end (move->from);
  return done;
}

/**
 * redress_move:
 * @from: path of the database in the data folder of a server that does not run
 * @to: `postgresql://...`, an empty database
 * @report: where each table and its number of rows is added
 * @error: return location
 *
 * Copies every row of an installation, with its keys, numbers and logs, and holds the copy against
 * what was copied and against itself. If anything is not as it was, the target stays empty. The
 * source is only read. Files of evidence and keys stay where they are.
 *
 * Returns: whether the target may take the place of the source
 */
gboolean
redress_move (const char *from, const char *to, GString *report, GError **error)
{
  g_autofree char *data_dir = g_path_get_dirname (from);
  g_autoptr (RedressSqlConnection) source = NULL;
  Move move = { .data_dir = data_dir, .report = report };
  gboolean done = FALSE;
  int lock;

  if (!g_file_test (from, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "there is no file %s", from);
      return FALSE;
    }
  lock = redress_data_folder_open (data_dir, NULL, error);
  if (lock < 0)
    return FALSE;
  move.from = source = redress_database_open (from, error);
  /* A page that leads back to itself would be read for ever. */
  if (source != NULL && redress_sql_check (source, REDRESS_SQL_QUICK, error))
    move.tables = redress_move_table_list (source, error);
  if (move.tables != NULL)
    done = move_all (&move, to, error);
  g_clear_pointer (&move.tables, g_ptr_array_unref);
  close (lock);
  return done;
}
