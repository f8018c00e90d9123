/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/salvage.h"

#include "sql/connection-private.h"
#include "sql/salvage-table.h"
#include "sql/transaction.h"

typedef struct
{
  RedressSqlConnection *source;
  RedressSqlSalvage *salvage;
} Salvage;

static GPtrArray *
read_names (RedressSqlConnection *connection, const char *sql, const char *table, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql, error);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  RedressSqlStep step;

  if (statement == NULL)
    return NULL;
  if (table != NULL)
    redress_sql_statement_bind_text (statement, 1, table);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    g_ptr_array_add (names, redress_sql_statement_dup_text (statement, 0));
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&names) : NULL;
}

static GPtrArray *
read_columns (RedressSqlConnection *connection, const char *table, GError **error)
{
  return read_names (connection, "SELECT name FROM pragma_table_info ($1)", table, error);
}

/* Names come from the schema of this program, or are also in it. */
static void
append_name (GString *sql, const char *name)
{
  g_string_append_c (sql, '"');
  for (const char *at = name; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (sql, '"');
      g_string_append_c (sql, *at);
    }
  g_string_append_c (sql, '"');
}

static void
append_names (GString *sql, GPtrArray *names, const char *behind)
{
  for (guint i = 0; i < names->len; i++)
    {
      g_string_append (sql, i == 0 ? "" : ", ");
      append_name (sql, g_ptr_array_index (names, i));
      g_string_append (sql, behind);
    }
}

static RedressSqlStatement *
prepare_write (RedressSqlConnection *target, const char *table, GPtrArray *columns, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("INSERT OR IGNORE INTO ");

  append_name (sql, table);
  g_string_append (sql, " (");
  append_names (sql, columns, "");
  g_string_append (sql, ") VALUES (");
  for (guint i = 1; i <= columns->len; i++)
    g_string_append_printf (sql, i == 1 ? "$%u" : ", $%u", i);
  g_string_append (sql, ")");
  return redress_sql_connection_prepare (target, sql->str, error);
}

/* An index may be damaged where the table is not, so none is used. */
static RedressSqlStatement *
prepare_by_rowid (RedressSqlConnection *source, const char *table, GPtrArray *columns)
{
  g_autoptr (GString) sql = g_string_new ("SELECT rowid, ");

  append_names (sql, columns, "");
  g_string_append (sql, " FROM ");
  append_name (sql, table);
  g_string_append (sql, " NOT INDEXED WHERE rowid >= $1 ORDER BY rowid");
  return redress_sql_connection_prepare (source, sql->str, NULL);
}

static RedressSqlStatement *
prepare_by_key (RedressSqlConnection *source,
                const char *table,
                GPtrArray *columns,
                GPtrArray *key,
                const char *direction)
{
  g_autoptr (GString) sql = g_string_new ("SELECT 0, ");

  append_names (sql, columns, "");
  g_string_append (sql, " FROM ");
  append_name (sql, table);
  g_string_append (sql, " NOT INDEXED ORDER BY ");
  append_names (sql, key, direction);
  return redress_sql_connection_prepare (source, sql->str, NULL);
}

static void
prepare_read (RedressSqlConnection *source,
              const char *name,
              GPtrArray *columns,
              RedressSqlSalvageTable *table)
{
  g_autoptr (GPtrArray) key = NULL;

  table->read = prepare_by_rowid (source, name, columns);
  if (table->read != NULL)
    return;
  key = read_names (source, "SELECT name FROM pragma_table_info ($1) WHERE pk > 0 ORDER BY pk",
                    name, NULL);
  if (key == NULL || key->len == 0)
    return;
  table->read = prepare_by_key (source, name, columns, key, "");
  table->backward = prepare_by_key (source, name, columns, key, " DESC");
}

static void
keep_common (GPtrArray *columns, GPtrArray *found)
{
  for (guint i = columns->len; i > 0; i--)
    if (!g_ptr_array_find_with_equal_func (found, g_ptr_array_index (columns, i - 1), g_str_equal,
                                           NULL))
      g_ptr_array_remove_index (columns, i - 1);
}

static gboolean
copy_table (RedressSqlConnection *target, Salvage *job, const char *name, GError **error)
{
  g_auto (RedressSqlSalvageTable) table = { .salvage = job->salvage };
  g_autoptr (GPtrArray) columns = read_columns (target, name, error);
  g_autoptr (GPtrArray) found = NULL;

  if (columns == NULL)
    return FALSE;
  found = read_columns (job->source, name, NULL);
  if (found != NULL)
    keep_common (columns, found);
  if (found != NULL && columns->len > 0)
    prepare_read (job->source, name, columns, &table);
  if (table.read == NULL)
    {
      job->salvage->n_missing++;
      return TRUE;
    }
  job->salvage->n_tables++;
  table.n_columns = columns->len;
  table.write = prepare_write (target, name, columns, error);
  return table.write != NULL && redress_sql_salvage_table_copy (&table, error);
}

static RedressSqlOutcome
copy_tables (RedressSqlConnection *target, gpointer data, GError **error)
{
  Salvage *job = data;
  g_autoptr (GPtrArray) names = read_names (
      target,
      "SELECT name FROM pragma_table_list"
      " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'",
      NULL, error);

  if (names == NULL)
    return REDRESS_SQL_ROLLBACK;
  for (guint i = 0; i < names->len; i++)
    if (!copy_table (target, job, g_ptr_array_index (names, i), error))
      return REDRESS_SQL_ROLLBACK;
  if (job->salvage->n_tables == 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "database: none of its tables can be read");
      return REDRESS_SQL_ROLLBACK;
    }
  return REDRESS_SQL_COMMIT;
}

/* What triggers made is in the tables already, and a child may have lost its parent. */
static gboolean
set_checks (RedressSqlConnection *target, gboolean are_on, GError **error)
{
  sqlite3_db_config (redress_sqlite_get_handle (target), SQLITE_DBCONFIG_ENABLE_TRIGGER,
                     are_on ? 1 : 0, NULL);
  return redress_sql_connection_run_script (
      target, are_on ? "PRAGMA foreign_keys = ON" : "PRAGMA foreign_keys = OFF", error);
}

/**
 * redress_sql_salvage:
 * @damaged: path of a database that nobody has open
 * @target: a new database with the schema that this program wants
 * @salvage: (out caller-allocates): what was found
 * @error: return location
 *
 * Copies every row that can still be read, table by table, over damaged places, into the tables of
 * the same name; columns that the old file lacks get their defaults. The damaged file stays as it
 * is. Rows may refer to others that were lost. The target's cancellable stops it.
 *
 * Returns: whether something could be read and was committed; otherwise @target is as it was
 */
gboolean
redress_sql_salvage (const char *damaged,
                     RedressSqlConnection *target,
                     RedressSqlSalvage *salvage,
                     GError **error)
{
  sqlite3 *handle = redress_sql_open_damaged (damaged, error);
  g_autoptr (RedressSqlConnection) source = NULL;
  Salvage job;
  gboolean done;

  *salvage = (RedressSqlSalvage){ 0 };
  if (handle == NULL)
    return FALSE;
  source = redress_sql_connection_new (handle);
  redress_sql_connection_set_cancellable (source, target->cancellable);
  job = (Salvage){ .source = source, .salvage = salvage };
  if (!set_checks (target, FALSE, error))
    return FALSE;
  done = redress_sql_transaction (target, REDRESS_SQL_WRITE, copy_tables, &job, error);
  return set_checks (target, TRUE, done ? error : NULL) && done;
}
