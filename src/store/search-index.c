/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/cache.h"

#include "sql/transaction.h"
#include "store/database-file.h"
#include "store/ids.h"
#include "store/meta-table.h"

static const char sql_want_all[] =
    "INSERT INTO search_todo (id) SELECT id FROM ticket WHERE TRUE ON CONFLICT DO NOTHING";
static const char sql_list_todo[] = "SELECT id FROM search_todo ORDER BY id DESC LIMIT $1";
static const char sql_done[] =
    "DELETE FROM search_todo WHERE id IN (SELECT value FROM json_each ($1))";
static const char sql_get_words[] =
    "SELECT customer_name, title, reason_text FROM ticket WHERE id = $1";
/* The index has to be told the very words it was given, or it never forgets them. */
static const char sql_forget[] =
    "INSERT INTO word_index (word_index, rowid, customer, title, reason) "
    "SELECT 'delete', id, customer, title, reason FROM words WHERE id = $1";
static const char sql_delete[] = "DELETE FROM words WHERE id = $1";
static const char sql_put[] =
    "INSERT INTO words (id, customer, title, reason) VALUES ($1, $2, $3, $4)";
static const char sql_index[] =
    "INSERT INTO word_index (rowid, customer, title, reason) VALUES ($1, $2, $3, $4)";

typedef struct
{
  RedressDisk *disk;
  GArray *todo; /* (element-type gint64) */
} Filling;

static gboolean
run_with_id (RedressSqlConnection *connection, const char *sql, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  return redress_sql_statement_run (statement, error);
}

static gboolean
put_words (RedressSqlConnection *search,
           const char *sql,
           gint64 id,
           RedressSqlStatement *words,
           GError **error)
{
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (search, sql, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, id);
  for (guint i = 0; i < 3; i++)
    redress_sql_statement_bind_text (statement, i + 2, redress_sql_statement_get_text (words, i));
  return redress_sql_statement_run (statement, error);
}

static gboolean
index_ticket (Filling *filling, RedressSqlConnection *search, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) words = NULL;

  if (!run_with_id (search, sql_forget, id, error) || !run_with_id (search, sql_delete, id, error))
    return FALSE;
  words = redress_sql_connection_prepare (filling->disk->cache, sql_get_words, error);
  if (words == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (words, 1, id);
  switch (redress_sql_statement_step (words, error))
    {
    case REDRESS_SQL_ROW:
      return put_words (search, sql_put, id, words, error) &&
             put_words (search, sql_index, id, words, error);
    case REDRESS_SQL_DONE:
      return TRUE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

static RedressSqlOutcome
index_tickets (RedressSqlConnection *search, gpointer data, GError **error)
{
  Filling *filling = data;

  for (guint i = 0; i < filling->todo->len; i++)
    if (!index_ticket (filling, search, g_array_index (filling->todo, gint64, i), error))
      return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static gboolean
list_todo (Filling *filling, guint max, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (filling->disk->cache, sql_list_todo, error);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, max);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (filling->todo, id);
    }
  return step == REDRESS_SQL_DONE;
}

static gboolean
mark_done (Filling *filling, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (filling->disk->cache, sql_done, error);
  g_autofree char *ids = redress_ids_to_json (filling->todo);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, ids);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_search_index_fill:
 * @disk: the disk
 * @max: how many tickets at most
 * @is_done: (out): whether the index has the words of all tickets now
 * @error: return location
 *
 * Takes the words of changed tickets into the index, newest tickets first. If the program ends
 * half-way the same tickets are done again, which changes nothing.
 *
 * Returns: whether it worked
 */
gboolean
redress_search_index_fill (RedressDisk *disk, guint max, gboolean *is_done, GError **error)
{
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (gint64));
  Filling filling = { disk, todo };

  if (redress_disk_get_cache (disk, error) == NULL || !list_todo (&filling, max, error))
    return FALSE;
  *is_done = todo->len < max;
  return todo->len == 0 || (redress_sql_transaction (disk->search, REDRESS_SQL_WRITE, index_tickets,
                                                     &filling, error) &&
                            mark_done (&filling, error));
}

/**
 * redress_search_index_begin_anew:
 * @disk: a disk whose cache is open
 * @error: return location
 *
 * Throws the index away; it is filled again behind the window.
 *
 * Returns: whether the new one is open
 */
gboolean
redress_search_index_begin_anew (RedressDisk *disk, GError **error)
{
  g_autofree char *id = NULL;

  g_clear_pointer (&disk->search, redress_sql_connection_close);
  if (!redress_database_file_remove (&redress_search_file, disk->cache_folder, error))
    return FALSE;
  disk->search = redress_database_file_open (&redress_search_file, disk->cache_folder, error);
  g_atomic_int_inc (&disk->generation);
  redress_notices_add_work (disk->notices);
  return disk->search != NULL &&
         redress_meta_table_get (disk->cache, "id", &id, error) == REDRESS_SQL_ROW &&
         redress_sql_connection_run (disk->cache, sql_want_all, error) &&
         redress_meta_table_set (disk->search, "cache", id, error);
}

static gboolean
is_of_cache (RedressDisk *disk)
{
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;

  return redress_meta_table_get (disk->cache, "id", &wanted, NULL) == REDRESS_SQL_ROW &&
         redress_meta_table_get (disk->search, "cache", &found, NULL) == REDRESS_SQL_ROW &&
         g_str_equal (found, wanted);
}

/**
 * redress_search_index_open:
 * @disk: a disk whose cache is open
 * @error: return location
 *
 * Opens the search index. One that is damaged or of another cache is begun anew.
 *
 * Returns: whether it is open
 */
gboolean
redress_search_index_open (RedressDisk *disk, GError **error)
{
  g_autoptr (GError) failure = NULL;

  redress_notices_add_work (disk->notices);
  disk->search = redress_database_file_open (&redress_search_file, disk->cache_folder, &failure);
  if (disk->search != NULL && is_of_cache (disk))
    return TRUE;
  if (disk->search == NULL && !g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_CORRUPT) &&
      !g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_INVALID))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  return redress_search_index_begin_anew (disk, error);
}
