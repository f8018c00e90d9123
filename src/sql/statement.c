/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/engine.h"
#include "sql/statement-cache.h"

void
redress_sql_statement_free (RedressSqlStatement *self)
{
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  g_clear_error (&self->failure);
  g_free (self->sql);
  self->connection->engine->finalize (self);
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
  self->connection->engine->clear (self);
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
  self->connection->engine->reset (self);
  self->state = REDRESS_SQL_ERROR;
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  g_clear_error (&self->failure);
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
  RedressSqlStep step;

  if (!check_before_start (self, error))
    return REDRESS_SQL_ERROR;
  g_clear_pointer (&self->repaired, g_ptr_array_unref);
  step = self->connection->engine->step (self, error);
  if (step == REDRESS_SQL_ROW)
    self->state = REDRESS_SQL_ROW;
  else
    redress_sql_statement_reset (self);
  return step;
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

static RedressSqlStep
end_with_row (RedressSqlStatement *self, GError **error)
{
  gboolean stands = self->connection->engine->finish (self, error);

  redress_sql_statement_reset (self);
  return stands ? REDRESS_SQL_ROW : REDRESS_SQL_ERROR;
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
