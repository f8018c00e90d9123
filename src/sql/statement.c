/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

#include <string.h>

/* SQLite numbers $2 before $1 if it comes first, so the number is taken from the name. It also
 * takes `$1::text` for a name, which PostgreSQL does not; that is refused here. */
static gboolean
number_parameters (RedressSqlStatement *self, GError **error)
{
  int n = sqlite3_bind_parameter_count (self->handle);

  self->n_parameters = (guint)n;
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
compile (RedressSqlStatement *self, GError **error)
{
  sqlite3 *handle = self->connection->handle;
  const char *rest = NULL;
  int status =
      sqlite3_prepare_v3 (handle, self->sql, -1, SQLITE_PREPARE_PERSISTENT, &self->handle, &rest);

  if (status != SQLITE_OK)
    {
      redress_sql_set_error (error, handle, status, self->connection->cancellable);
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
  return number_parameters (self, error);
}

/*
 * redress_sql_statement_new:
 *
 * Returns: (transfer full) (nullable): the compiled statement
 */
RedressSqlStatement *
redress_sql_statement_new (RedressSqlConnection *connection, const char *sql, GError **error)
{
  RedressSqlStatement *self = g_new0 (RedressSqlStatement, 1);

  self->connection = connection;
  self->sql = g_strdup (sql);
  if (compile (self, error))
    return self;
  redress_sql_statement_free (self);
  return NULL;
}

void
redress_sql_statement_free (RedressSqlStatement *self)
{
  sqlite3_finalize (self->handle);
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_free (self->indexes);
  g_free (self->sql);
  g_free (self);
}

/**
 * redress_sql_statement_release:
 * @self: (transfer full): a statement
 *
 * Gives the statement back to its connection.
 */
void
redress_sql_statement_release (RedressSqlStatement *self)
{
  redress_sql_statement_reset (self);
  sqlite3_clear_bindings (self->handle);
  redress_sql_statement_cache_give_back (self);
}

/**
 * redress_sql_statement_reset:
 * @self: a statement
 *
 * Ends reading before the last row, so that the statement can be bound and run again. The values
 * stay.
 */
void
redress_sql_statement_reset (RedressSqlStatement *self)
{
  sqlite3_reset (self->handle);
  self->state = REDRESS_SQL_ERROR;
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  g_clear_error (&self->failure);
}

static RedressSqlStep
fail (RedressSqlStatement *self, int status, GError **error)
{
  redress_sql_set_error (error, self->connection->handle, status, self->connection->cancellable);
  redress_sql_statement_reset (self);
  return REDRESS_SQL_ERROR;
}

static gboolean
check_before_start (RedressSqlStatement *self, GError **error)
{
  g_assert (self->is_borrowed && self->connection->thread == g_thread_self ());
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->failure));
      redress_sql_statement_reset (self);
      return FALSE;
    }
  return self->state == REDRESS_SQL_ROW ||
         !g_cancellable_set_error_if_cancelled (self->connection->cancellable, error);
}

/**
 * redress_sql_statement_step:
 * @self: a statement
 * @error: return location
 *
 * Goes to the first or next row. After the last row, and after a failure, the statement is ready
 * to be run again. Outside of a transaction, what a statement with RETURNING changed stands only
 * when it was stepped to its end or fetched.
 *
 * Returns: whether there is a row
 */
RedressSqlStep
redress_sql_statement_step (RedressSqlStatement *self, GError **error)
{
  int status;

  if (!check_before_start (self, error))
    return REDRESS_SQL_ERROR;
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  status = sqlite3_step (self->handle);
  switch (status)
    {
    case SQLITE_ROW:
      self->state = REDRESS_SQL_ROW;
      return REDRESS_SQL_ROW;
    case SQLITE_DONE:
      redress_sql_statement_reset (self);
      return REDRESS_SQL_DONE;
    default:
      return fail (self, status, error);
    }
}

/**
 * redress_sql_statement_run:
 * @self: a statement
 * @error: return location
 *
 * Runs the statement to its end. Rows are passed over.
 *
 * Returns: whether it worked
 */
gboolean
redress_sql_statement_run (RedressSqlStatement *self, GError **error)
{
  RedressSqlStep step;

  do
    step = redress_sql_statement_step (self, error);
  while (step == REDRESS_SQL_ROW);
  return step == REDRESS_SQL_DONE;
}

/* A statement that changes something commits at its end, which is the reset where rows are left
 * unread; the disk may be full just then. */
static RedressSqlStep
end_with_row (RedressSqlStatement *self, GError **error)
{
  int status = sqlite3_reset (self->handle);

  if (status != SQLITE_OK)
    return fail (self, status, error);
  redress_sql_statement_reset (self);
  return REDRESS_SQL_ROW;
}

/**
 * redress_sql_statement_fetch_int64:
 * @self: a statement
 * @value: (out): first column of the first row; untouched if there is no row
 * @error: return location
 *
 * Reads one number. Further rows are left unread.
 *
 * Returns: %REDRESS_SQL_ROW if @value is set, %REDRESS_SQL_DONE if there is no row
 */
RedressSqlStep
redress_sql_statement_fetch_int64 (RedressSqlStatement *self, gint64 *value, GError **error)
{
  RedressSqlStep step = redress_sql_statement_step (self, error);

  if (step == REDRESS_SQL_ROW)
    {
      gint64 number = redress_sql_statement_get_int64 (self, 0);

      step = end_with_row (self, error);
      if (step == REDRESS_SQL_ROW)
        *value = number;
    }
  return step;
}

/**
 * redress_sql_statement_fetch_text:
 * @self: a statement
 * @value: (out) (nullable) (transfer full): first column of the first row; untouched if there is
 *   no row
 * @error: return location
 *
 * Reads one text. Further rows are left unread.
 *
 * Returns: %REDRESS_SQL_ROW if @value is set, %REDRESS_SQL_DONE if there is no row
 */
RedressSqlStep
redress_sql_statement_fetch_text (RedressSqlStatement *self, char **value, GError **error)
{
  RedressSqlStep step = redress_sql_statement_step (self, error);

  if (step == REDRESS_SQL_ROW)
    {
      g_autofree char *text = redress_sql_statement_dup_text (self, 0);

      step = end_with_row (self, error);
      if (step == REDRESS_SQL_ROW)
        *value = g_steal_pointer (&text);
    }
  return step;
}
