/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

#include <string.h>

/* SQLite numbers $2 before $1 if it comes first, so the number is taken from the name. It also
 * takes `$1::text` for a name, which PostgreSQL does not; that is refused here. */
static gboolean
number_parameters (RedressSqliteStatement *self, GError **error)
{
  int n = sqlite3_bind_parameter_count (self->handle);

  self->base.n_parameters = (guint)n;
  self->indexes = g_new0 (int, n + 1);
  for (int i = 1; i <= n; i++)
    {
      const char *name = sqlite3_bind_parameter_name (self->handle, i);
      guint64 number = 0;

      if (name == NULL || name[0] != '$' || name[1] == '0' ||
          !g_ascii_string_to_unsigned (name + 1, 10, 1, (guint64)n, &number, NULL))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                       "database: parameter %s, expected $1 to $%d without a gap",
                       name != NULL ? name : "?", n);
          return FALSE;
        }
      self->indexes[number] = i;
    }
  return TRUE;
}

static gboolean
compile (RedressSqliteStatement *self,
         RedressSqlConnection *connection,
         const char *sql,
         GError **error)
{
  sqlite3 *handle = redress_sqlite_get_handle (connection);
  const char *rest = NULL;
  int status =
      sqlite3_prepare_v3 (handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &self->handle, &rest);

  if (status != SQLITE_OK)
    {
      redress_sql_set_error (error, handle, status, connection->cancellable);
      return FALSE;
    }
  while (rest != NULL && g_ascii_isspace (*rest))
    rest++;
  if (self->handle == NULL || rest == NULL || *rest != '\0')
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "database: not exactly one statement");
      return FALSE;
    }
  self->base.n_columns = (guint)sqlite3_column_count (self->handle);
  return number_parameters (self, error);
}

/*
 * redress_sqlite_statement_new:
 *
 * Returns: (transfer full) (nullable): the compiled statement
 */
RedressSqlStatement *
redress_sqlite_statement_new (RedressSqlConnection *connection, const char *sql, GError **error)
{
  RedressSqliteStatement *self = g_new0 (RedressSqliteStatement, 1);

  if (compile (self, connection, sql, error))
    return &self->base;
  redress_sqlite_statement_free (&self->base);
  return NULL;
}

void
redress_sqlite_statement_free (RedressSqlStatement *statement)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;

  sqlite3_finalize (self->handle);
  g_free (self->indexes);
  g_free (self);
}

void
redress_sqlite_statement_reset (RedressSqlStatement *statement)
{
  sqlite3_reset (((RedressSqliteStatement *)statement)->handle);
}

void
redress_sqlite_statement_clear (RedressSqlStatement *statement)
{
  sqlite3_clear_bindings (((RedressSqliteStatement *)statement)->handle);
}

static void
set_error (RedressSqlStatement *statement, int status, GError **error)
{
  redress_sql_set_error (error, redress_sqlite_get_handle (statement->connection), status,
                         statement->connection->cancellable);
}

RedressSqlStep
redress_sqlite_statement_step (RedressSqlStatement *statement, GError **error)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;
  int status = sqlite3_step (self->handle);

  switch (status)
    {
    case SQLITE_ROW:
      /* The schema may have changed since the statement was compiled. */
      statement->n_columns = (guint)sqlite3_column_count (self->handle);
      return REDRESS_SQL_ROW;
    case SQLITE_DONE:
      return REDRESS_SQL_DONE;
    default:
      set_error (statement, status, error);
      return REDRESS_SQL_ERROR;
    }
}

/* A statement that changes something commits at its end, which is the reset where rows are left
 * unread; the disk may be full just then. */
gboolean
redress_sqlite_statement_finish (RedressSqlStatement *statement, GError **error)
{
  int status = sqlite3_reset (((RedressSqliteStatement *)statement)->handle);

  if (status == SQLITE_OK)
    return TRUE;
  set_error (statement, status, error);
  return FALSE;
}

static void
keep_failure (RedressSqlStatement *statement, guint position, int status)
{
  if (status == SQLITE_OK || statement->failure != NULL)
    return;
  redress_sql_set_error (&statement->failure, NULL, status, NULL);
  g_prefix_error (&statement->failure, "value for $%u: ", position);
}

void
redress_sqlite_bind_int64 (RedressSqlStatement *statement, guint position, gint64 value)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;

  keep_failure (statement, position,
                sqlite3_bind_int64 (self->handle, self->indexes[position], value));
}

void
redress_sqlite_bind_text (RedressSqlStatement *statement, guint position, const char *value)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;

  keep_failure (statement, position,
                sqlite3_bind_text64 (self->handle, self->indexes[position], value, strlen (value),
                                     SQLITE_TRANSIENT, SQLITE_UTF8));
}

void
redress_sqlite_bind_blob (RedressSqlStatement *statement,
                          guint position,
                          gconstpointer data,
                          gsize size)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;

  /* SQLite takes a null pointer for NULL, whatever the size. */
  keep_failure (statement, position,
                sqlite3_bind_blob64 (self->handle, self->indexes[position], size > 0 ? data : "",
                                     size, SQLITE_TRANSIENT));
}

void
redress_sqlite_bind_null (RedressSqlStatement *statement, guint position)
{
  RedressSqliteStatement *self = (RedressSqliteStatement *)statement;

  keep_failure (statement, position, sqlite3_bind_null (self->handle, self->indexes[position]));
}

gboolean
redress_sqlite_is_null (RedressSqlStatement *statement, guint column)
{
  return sqlite3_column_type (((RedressSqliteStatement *)statement)->handle, (int)column) ==
         SQLITE_NULL;
}

gint64
redress_sqlite_get_int64 (RedressSqlStatement *statement, guint column)
{
  return sqlite3_column_int64 (((RedressSqliteStatement *)statement)->handle, (int)column);
}

const char *
redress_sqlite_get_text (RedressSqlStatement *statement, guint column, gsize *length)
{
  sqlite3_stmt *handle = ((RedressSqliteStatement *)statement)->handle;
  const char *text = (const char *)sqlite3_column_text (handle, (int)column);

  *length = (gsize)sqlite3_column_bytes (handle, (int)column);
  return text;
}

gconstpointer
redress_sqlite_get_blob (RedressSqlStatement *statement, guint column, gsize *size)
{
  sqlite3_stmt *handle = ((RedressSqliteStatement *)statement)->handle;
  gconstpointer data = sqlite3_column_blob (handle, (int)column);

  *size = (gsize)sqlite3_column_bytes (handle, (int)column);
  return data;
}
