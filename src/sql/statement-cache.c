/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/statement-cache.h"

#include <string.h>

#define MAX_STATEMENTS 128

/* What statements differ in stands at their ends, or makes them longer. To go over hundreds of
 * characters for each row would cost a tenth of reading it. */
#define HASHED_END 24

static guint
hash_sql (gconstpointer key)
{
  const char *sql = key;
  gsize length = strlen (sql);
  guint hash = (guint)length;

  for (gsize i = length > HASHED_END ? length - HASHED_END : 0; i < length; i++)
    hash = hash * 31 + (guchar)sql[i];
  return hash;
}

/*
 * redress_sql_statement_cache_new:
 *
 * Returns: (transfer full) (element-type utf8 RedressSqlStatement): an empty cache
 */
GHashTable *
redress_sql_statement_cache_new (void)
{
  return g_hash_table_new_full (hash_sql, g_str_equal, NULL,
                                (GDestroyNotify)redress_sql_statement_free);
}

/* The code has far fewer texts than this; the limit is for texts with a varying list of places. */
static void
drop_oldest (GHashTable *statements)
{
  RedressSqlStatement *oldest = NULL, *statement;
  GHashTableIter iter;

  g_hash_table_iter_init (&iter, statements);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *)&statement))
    if (!statement->is_borrowed && (oldest == NULL || statement->last_use < oldest->last_use))
      oldest = statement;
  if (oldest != NULL)
    g_hash_table_remove (statements, oldest->sql);
}

/*
 * redress_sql_statement_cache_take:
 *
 * Lends the cached statement of this text; if it is lent already, a twin that is not kept.
 *
 * Returns: (transfer full): a statement that is reset and has no values
 */
RedressSqlStatement *
redress_sql_statement_cache_take (RedressSqlConnection *connection, const char *sql, GError **error)
{
  RedressSqlStatement *statement = g_hash_table_lookup (connection->statements, sql);
  gboolean is_lent = statement != NULL && statement->is_borrowed;

  if (statement == NULL || is_lent)
    {
      statement = connection->engine->prepare (connection, sql, error);
      if (statement == NULL)
        return NULL;
      statement->connection = connection;
      statement->sql = g_strdup (sql);
      if (!is_lent)
        {
          if (g_hash_table_size (connection->statements) >= MAX_STATEMENTS)
            drop_oldest (connection->statements);
          statement->is_cached = TRUE;
          g_hash_table_insert (connection->statements, statement->sql, statement);
        }
    }
  statement->is_borrowed = TRUE;
  statement->last_use = ++connection->n_prepared;
  connection->n_borrowed++;
  return statement;
}

/*
 * redress_sql_statement_cache_give_back:
 * @statement: (transfer full): reset and without values
 */
void
redress_sql_statement_cache_give_back (RedressSqlStatement *statement)
{
  statement->connection->n_borrowed--;
  statement->is_borrowed = FALSE;
  if (!statement->is_cached)
    redress_sql_statement_free (statement);
}
