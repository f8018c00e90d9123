/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/move-table.h"

/* The index of words has no rows to read; it is made anew. */
static const char sql_tables[] = "select name from sqlite_schema where type = 'table' "
                                 "and name not like 'sqlite_%' and name not like 'ticket_search%' "
                                 "order by name";
static const char sql_columns[] =
    "select name, lower (type), pk from pragma_table_info ($1) order by cid";
static const char sql_key[] = "select name from pragma_table_info ($1) where pk > 0 order by pk";
static const char sql_parents[] = "select distinct \"table\" from pragma_foreign_key_list ($1)";
static const char sql_last_id[] = "select coalesce ((select seq from sqlite_sequence "
                                  "where name = $1), 0)";
static const char sql_set_id[] = "select setval (pg_get_serial_sequence ($1, 'id'), $2)";

static void
table_free (RedressMoveTable *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->types);
  g_ptr_array_unref (self->key);
  g_ptr_array_unref (self->parents);
  g_free (self);
}

/* The texts of a column of a query; of the second as well where @more is given. */
static gboolean
read_texts (RedressSqlConnection *connection,
            const char *sql,
            const char *table,
            GPtrArray *texts,
            GPtrArray *more,
            GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  if (table != NULL)
    redress_sql_statement_bind_text (statement, 1, table);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      g_ptr_array_add (texts, redress_sql_statement_dup_text (statement, 0));
      if (more != NULL)
        g_ptr_array_add (more, redress_sql_statement_dup_text (statement, 1));
    }
  return step == REDRESS_SQL_DONE;
}

static gboolean
describe (RedressMoveTable *self, RedressSqlConnection *sqlite, GError **error)
{
  if (!read_texts (sqlite, sql_columns, self->name, self->columns, self->types, error) ||
      !read_texts (sqlite, sql_key, self->name, self->key, NULL, error) ||
      !read_texts (sqlite, sql_parents, self->name, self->parents, NULL, error))
    return FALSE;
  if (self->key->len == 0)
    g_ptr_array_add (self->key, g_strdup (self->columns->pdata[0]));
  return TRUE;
}

static gboolean
has_name (GPtrArray *tables, const char *name)
{
  for (guint i = 0; i < tables->len; i++)
    if (g_str_equal (((RedressMoveTable *)g_ptr_array_index (tables, i))->name, name))
      return TRUE;
  return FALSE;
}

static gboolean
may_follow (const RedressMoveTable *table, GPtrArray *sorted)
{
  for (guint i = 0; i < table->parents->len; i++)
    if (!g_str_equal (table->parents->pdata[i], table->name) &&
        !has_name (sorted, table->parents->pdata[i]))
      return FALSE;
  return TRUE;
}

/* Parents before their children. */
static GPtrArray *
sort (GPtrArray *tables, GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new_with_free_func ((GDestroyNotify)table_free);

  while (tables->len > 0)
    {
      guint i = 0;

      while (i < tables->len && !may_follow (g_ptr_array_index (tables, i), sorted))
        i++;
      if (i == tables->len)
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "tables name each other");
          return NULL;
        }
      g_ptr_array_add (sorted, g_ptr_array_steal_index (tables, i));
    }
  return g_steal_pointer (&sorted);
}

/**
 * redress_move_table_list:
 * @sqlite: a database of the server
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressMoveTable) (nullable): its tables, those first
 *   that others name
 */
GPtrArray *
redress_move_table_list (RedressSqlConnection *sqlite, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func ((GDestroyNotify)table_free);

  if (!read_texts (sqlite, sql_tables, NULL, names, NULL, error))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      RedressMoveTable *table = g_new0 (RedressMoveTable, 1);

      table->name = g_strdup (names->pdata[i]);
      table->columns = g_ptr_array_new_with_free_func (g_free);
      table->types = g_ptr_array_new_with_free_func (g_free);
      table->key = g_ptr_array_new_with_free_func (g_free);
      table->parents = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (tables, table);
      if (!describe (table, sqlite, error))
        return NULL;
    }
  return sort (tables, error);
}

/* Names of tables and columns come from the schema, so they are put into the text. */
static void
append_names (GString *sql, GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_string_append (sql, i > 0 ? ", \"" : "\"");
      g_string_append (sql, names->pdata[i]);
      g_string_append (sql, "\"");
    }
}

static char *
make_select (const RedressMoveTable *self, const char *before)
{
  GString *sql = g_string_new (before);

  g_string_append (sql, "select ");
  append_names (sql, self->columns);
  g_string_append (sql, " from \"");
  g_string_append (sql, self->name);
  g_string_append (sql, "\" order by ");
  append_names (sql, self->key);
  return g_string_free (sql, FALSE);
}

static char *
make_insert (const RedressMoveTable *self)
{
  GString *sql = g_string_new ("insert into \"");

  g_string_append (sql, self->name);
  g_string_append (sql, "\" (");
  append_names (sql, self->columns);
  g_string_append (sql, ") values (");
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i + 1);

      g_string_append (sql, i > 0 ? ", $" : "$");
      g_string_append (sql, number);
    }
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

gboolean
redress_move_table_count (const RedressMoveTable *self,
                          RedressSqlConnection *connection,
                          gint64 *n,
                          GError **error)
{
  g_autofree char *sql = g_strconcat ("select count(*) from \"", self->name, "\"", NULL);

  return redress_sql_connection_get_int64 (connection, sql, n, error);
}

static void
bind (const RedressMoveTable *self,
      RedressSqlStatement *to,
      RedressSqlStatement *from,
      guint column)
{
  const char *type = self->types->pdata[column];
  g_autoptr (GBytes) bytes = NULL;

  if (redress_sql_statement_is_null (from, column))
    redress_sql_statement_bind_null (to, column + 1);
  else if (g_str_equal (type, "integer"))
    redress_sql_statement_bind_int64 (to, column + 1,
                                      redress_sql_statement_get_int64 (from, column));
  else if (g_str_equal (type, "text"))
    redress_sql_statement_bind_text (to, column + 1, redress_sql_statement_get_text (from, column));
  else
    {
      bytes = redress_sql_statement_dup_bytes (from, column);
      redress_sql_statement_bind_bytes (to, column + 1, bytes);
    }
}

/**
 * redress_move_table_copy:
 * @self: a table
 * @from: SQLite, within a snapshot
 * @to: PostgreSQL, in a writing transaction
 * @error: return location
 *
 * Returns: whether every row was copied
 */
gboolean
redress_move_table_copy (const RedressMoveTable *self,
                         RedressSqlConnection *from,
                         RedressSqlConnection *to,
                         GError **error)
{
  g_autofree char *select = make_select (self, "");
  g_autofree char *insert = make_insert (self);
  g_autoptr (RedressSqlStatement) read = redress_sql_connection_prepare (from, select, error);
  g_autoptr (RedressSqlStatement) write =
      read != NULL ? redress_sql_connection_prepare (to, insert, error) : NULL;
  RedressSqlStep step;

  if (write == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (read, error)) == REDRESS_SQL_ROW)
    {
      for (guint i = 0; i < self->columns->len; i++)
        bind (self, write, read, i);
      if (!redress_sql_statement_run (write, error))
        {
          g_prefix_error (error, "%s: ", self->name);
          return FALSE;
        }
    }
  return step == REDRESS_SQL_DONE;
}

static void
digest_row (const RedressMoveTable *self, RedressSqlStatement *row, GChecksum *checksum)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autoptr (GBytes) bytes = redress_sql_statement_dup_bytes (row, i);
      gsize size = 0;
      gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
      gint64 length = bytes != NULL ? (gint64)size : -1;

      g_checksum_update (checksum, (const guchar *)&length, sizeof length);
      if (size > 0)
        g_checksum_update (checksum, data, (gssize)size);
    }
}

/* Adds the rows of one run of the statement; @n is how many there were. */
static gboolean
digest_rows (const RedressMoveTable *self,
             RedressSqlConnection *connection,
             const char *sql,
             GChecksum *checksum,
             guint *n,
             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);
  RedressSqlStep step;

  *n = 0;
  if (statement == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      digest_row (self, statement, checksum);
      (*n)++;
    }
  return step == REDRESS_SQL_DONE;
}

/* Piece by piece, because libpq holds all rows of an answer in memory. */
static gboolean
digest_postgres (const RedressMoveTable *self,
                 RedressSqlConnection *connection,
                 GChecksum *checksum,
                 GError **error)
{
  g_autofree char *declare = make_select (self, "declare moved no scroll cursor for ");
  gboolean done = redress_sql_connection_run_script (connection, declare, error);
  guint n = 1;

  while (done && n > 0)
    done = digest_rows (self, connection, "fetch 1000 from moved", checksum, &n, error);
  return done && redress_sql_connection_run_script (connection, "close moved", error);
}

/**
 * redress_move_table_compare:
 * @self: a table
 * @from: SQLite, within a snapshot
 * @to: PostgreSQL, in a transaction
 * @error: return location; CORRUPT where they differ
 *
 * Returns: whether both hold the same rows, byte for byte
 */
gboolean
redress_move_table_compare (const RedressMoveTable *self,
                            RedressSqlConnection *from,
                            RedressSqlConnection *to,
                            GError **error)
{
  g_autoptr (GChecksum) source = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GChecksum) target = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *select = make_select (self, "");
  guint n = 0;

  if (!digest_rows (self, from, select, source, &n, error) ||
      !digest_postgres (self, to, target, error))
    return FALSE;
  if (g_str_equal (g_checksum_get_string (source), g_checksum_get_string (target)))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s is not the same after the move",
               self->name);
  return FALSE;
}

static gboolean
get_last_id (const RedressMoveTable *self, RedressSqlConnection *from, gint64 *last, GError **error)
{
  g_autofree char *sql =
      g_strconcat ("select coalesce (max (id), 0) from \"", self->name, "\"", NULL);
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (from, sql_last_id, error);
  gint64 handed_out = 0;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, self->name);
  if (redress_sql_statement_fetch_int64 (statement, &handed_out, error) != REDRESS_SQL_ROW ||
      !redress_sql_connection_get_int64 (from, sql, last, error))
    return FALSE;
  *last = MAX (*last, handed_out);
  return TRUE;
}

/**
 * redress_move_table_set_sequence:
 * @self: a table
 * @from: SQLite
 * @to: PostgreSQL, in a writing transaction
 * @error: return location
 *
 * Where the database numbers the rows, it goes on behind the highest number that was ever given.
 *
 * Returns: whether it worked
 */
gboolean
redress_move_table_set_sequence (const RedressMoveTable *self,
                                 RedressSqlConnection *from,
                                 RedressSqlConnection *to,
                                 GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  gint64 last = 0;

  if (!g_str_equal (self->columns->pdata[0], "id"))
    return TRUE;
  if (!get_last_id (self, from, &last, error))
    return FALSE;
  if (last == 0)
    return TRUE;
  statement = redress_sql_connection_prepare (to, sql_set_id, error);
  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, self->name);
  redress_sql_statement_bind_int64 (statement, 2, last);
  return redress_sql_statement_run (statement, error);
}
