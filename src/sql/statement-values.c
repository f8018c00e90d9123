/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/engine.h"

/* Values going into a statement and columns coming out of it. */

static gboolean
may_bind (RedressSqlStatement *self, guint position)
{
  if (self->state != REDRESS_SQL_ROW && position > 0 && position <= self->n_parameters)
    return TRUE;
  if (self->failure == NULL)
    g_set_error (&self->failure, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                 "database: value for $%u: no such place, or a row is being read", position);
  return FALSE;
}

/**
 * redress_sql_statement_bind_int64:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 * @value: the value
 */
void
redress_sql_statement_bind_int64 (RedressSqlStatement *self, guint position, gint64 value)
{
  if (may_bind (self, position))
    self->connection->engine->bind_int64 (self, position, value);
}

/**
 * redress_sql_statement_bind_boolean:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 * @value: the value, stored as 0 or 1
 */
void
redress_sql_statement_bind_boolean (RedressSqlStatement *self, guint position, gboolean value)
{
  redress_sql_statement_bind_int64 (self, position, value ? 1 : 0);
}

/**
 * redress_sql_statement_bind_text:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 * @value: (nullable): UTF-8, copied; %NULL is the NULL of SQL
 */
void
redress_sql_statement_bind_text (RedressSqlStatement *self, guint position, const char *value)
{
  if (value == NULL)
    redress_sql_statement_bind_null (self, position);
  else if (may_bind (self, position))
    self->connection->engine->bind_text (self, position, value);
}

/**
 * redress_sql_statement_bind_bytes:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 * @value: (nullable): any bytes; %NULL is the NULL of SQL
 */
void
redress_sql_statement_bind_bytes (RedressSqlStatement *self, guint position, GBytes *value)
{
  if (value == NULL)
    redress_sql_statement_bind_null (self, position);
  else
    redress_sql_statement_bind_blob (self, position, g_bytes_get_data (value, NULL),
                                     g_bytes_get_size (value));
}

/**
 * redress_sql_statement_bind_blob:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 * @data: (array length=size) (nullable): any bytes, copied
 * @size: how many; 0 is an empty value, which is not NULL
 */
void
redress_sql_statement_bind_blob (RedressSqlStatement *self,
                                 guint position,
                                 gconstpointer data,
                                 gsize size)
{
  if (may_bind (self, position))
    self->connection->engine->bind_blob (self, position, data, size);
}

/**
 * redress_sql_statement_bind_null:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 */
void
redress_sql_statement_bind_null (RedressSqlStatement *self, guint position)
{
  if (may_bind (self, position))
    self->connection->engine->bind_null (self, position);
}

/**
 * redress_sql_statement_get_n_columns:
 * @self: a statement
 *
 * Returns: how many columns a row has
 */
guint
redress_sql_statement_get_n_columns (RedressSqlStatement *self)
{
  return self->n_columns;
}

static gboolean
has_column (RedressSqlStatement *self, guint column)
{
  return self->state == REDRESS_SQL_ROW && column < self->n_columns;
}

/**
 * redress_sql_statement_is_null:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: whether the column is NULL
 */
gboolean
redress_sql_statement_is_null (RedressSqlStatement *self, guint column)
{
  g_return_val_if_fail (has_column (self, column), TRUE);

  return self->connection->engine->is_null (self, column);
}

/**
 * redress_sql_statement_get_int64:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: the number; 0 for NULL
 */
gint64
redress_sql_statement_get_int64 (RedressSqlStatement *self, guint column)
{
  g_return_val_if_fail (has_column (self, column), 0);

  return self->connection->engine->get_int64 (self, column);
}

/**
 * redress_sql_statement_get_boolean:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: %FALSE for 0 and NULL
 */
gboolean
redress_sql_statement_get_boolean (RedressSqlStatement *self, guint column)
{
  return redress_sql_statement_get_int64 (self, column) != 0;
}

/**
 * redress_sql_statement_get_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * What is not UTF-8, because the file is damaged or another program wrote it, comes out with
 * U+FFFD in its place, so that nobody behind has to check again.
 *
 * Returns: (nullable): valid UTF-8, good until the next step or reset; %NULL for NULL
 */
const char *
redress_sql_statement_get_text (RedressSqlStatement *self, guint column)
{
  const char *text;
  char *repaired;
  gsize length = 0;

  g_return_val_if_fail (has_column (self, column), NULL);

  text = self->connection->engine->get_text (self, column, &length);
  if (text == NULL || g_utf8_validate (text, (gssize)length, NULL))
    return text;
  repaired = g_utf8_make_valid (text, (gssize)length);
  if (self->repaired == NULL)
    self->repaired = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->repaired, repaired);
  return repaired;
}

/**
 * redress_sql_statement_dup_text:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): as redress_sql_statement_get_text()
 */
char *
redress_sql_statement_dup_text (RedressSqlStatement *self, guint column)
{
  return g_strdup (redress_sql_statement_get_text (self, column));
}

/**
 * redress_sql_statement_dup_bytes:
 * @self: a statement on a row
 * @column: from 0
 *
 * Returns: (transfer full) (nullable): the bytes; %NULL for NULL
 */
GBytes *
redress_sql_statement_dup_bytes (RedressSqlStatement *self, guint column)
{
  gconstpointer data;
  gsize size = 0;

  if (redress_sql_statement_is_null (self, column))
    return NULL;
  data = self->connection->engine->get_blob (self, column, &size);
  return g_bytes_new (data, size);
}
