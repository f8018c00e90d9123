/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/connection-private.h"

#include <string.h>

/* Values going into a statement and columns coming out of it. */

/* Returns 0, which SQLite refuses, for a parameter that is not there. */
static int
index_of (RedressSqlStatement *self, guint position)
{
  if (self->state == REDRESS_SQL_ROW || position == 0 || position > self->n_parameters)
    return 0;
  return self->indexes[position];
}

static void
keep_failure (RedressSqlStatement *self, guint position, int status)
{
  if (status == SQLITE_OK || self->failure != NULL)
    return;
  redress_sql_set_error (&self->failure, NULL, status, NULL);
  g_prefix_error (&self->failure, "value for $%u: ", position);
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
  keep_failure (self, position,
                sqlite3_bind_int64 (self->handle, index_of (self, position), value));
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
  keep_failure (self, position,
                sqlite3_bind_text64 (self->handle, index_of (self, position), value,
                                     value != NULL ? strlen (value) : 0, SQLITE_TRANSIENT,
                                     SQLITE_UTF8));
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
  /* SQLite takes a null pointer for NULL, whatever the size. */
  keep_failure (self, position,
                sqlite3_bind_blob64 (self->handle, index_of (self, position), size > 0 ? data : "",
                                     size, SQLITE_TRANSIENT));
}

/**
 * redress_sql_statement_bind_null:
 * @self: a statement that is not on a row
 * @position: n of `$n`
 */
void
redress_sql_statement_bind_null (RedressSqlStatement *self, guint position)
{
  keep_failure (self, position, sqlite3_bind_null (self->handle, index_of (self, position)));
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
  return (guint)sqlite3_column_count (self->handle);
}

static gboolean
has_column (RedressSqlStatement *self, guint column)
{
  return self->state == REDRESS_SQL_ROW && column < redress_sql_statement_get_n_columns (self);
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

  return sqlite3_column_type (self->handle, (int)column) == SQLITE_NULL;
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

  return sqlite3_column_int64 (self->handle, (int)column);
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
  gsize length;

  g_return_val_if_fail (has_column (self, column), NULL);

  text = (const char *)sqlite3_column_text (self->handle, (int)column);
  length = (gsize)sqlite3_column_bytes (self->handle, (int)column);
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
  gsize size;

  if (redress_sql_statement_is_null (self, column))
    return NULL;
  data = sqlite3_column_blob (self->handle, (int)column);
  size = (gsize)sqlite3_column_bytes (self->handle, (int)column);
  return g_bytes_new (data, size);
}
