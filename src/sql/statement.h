/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressSqlStatement:
 *
 * A compiled statement, borrowed from the cache of its connection. Letting go of it (g_autoptr)
 * resets it, forgets its values and gives it back.
 *
 * Parameters are written `$1` to `$n` and bound by these numbers. Columns count from 0. A bind
 * cannot fail by itself: what went wrong comes out of the next step. A statement that is done can
 * be bound and run again as it is; values that are not bound anew stay.
 */
typedef struct _RedressSqlStatement RedressSqlStatement;

/**
 * RedressSqlStep:
 * @REDRESS_SQL_ERROR: failed, the error is set
 * @REDRESS_SQL_ROW: there is a row to read
 * @REDRESS_SQL_DONE: no more rows
 */
typedef enum
{
  REDRESS_SQL_ERROR,
  REDRESS_SQL_ROW,
  REDRESS_SQL_DONE,
} RedressSqlStep;

void redress_sql_statement_bind_int64 (RedressSqlStatement *self, guint position, gint64 value);
void redress_sql_statement_bind_boolean (RedressSqlStatement *self, guint position, gboolean value);
void redress_sql_statement_bind_text (RedressSqlStatement *self, guint position, const char *value);
void redress_sql_statement_bind_bytes (RedressSqlStatement *self, guint position, GBytes *value);
void redress_sql_statement_bind_blob (RedressSqlStatement *self,
                                      guint position,
                                      gconstpointer data,
                                      gsize size);
void redress_sql_statement_bind_null (RedressSqlStatement *self, guint position);

RedressSqlStep redress_sql_statement_step (RedressSqlStatement *self, GError **error);
gboolean redress_sql_statement_run (RedressSqlStatement *self, GError **error);
RedressSqlStep
redress_sql_statement_fetch_int64 (RedressSqlStatement *self, gint64 *value, GError **error);
RedressSqlStep
redress_sql_statement_fetch_text (RedressSqlStatement *self, char **value, GError **error);
void redress_sql_statement_reset (RedressSqlStatement *self);

guint redress_sql_statement_get_n_columns (RedressSqlStatement *self);
gboolean redress_sql_statement_is_null (RedressSqlStatement *self, guint column);
gint64 redress_sql_statement_get_int64 (RedressSqlStatement *self, guint column);
gboolean redress_sql_statement_get_boolean (RedressSqlStatement *self, guint column);
const char *redress_sql_statement_get_text (RedressSqlStatement *self, guint column);
char *redress_sql_statement_dup_text (RedressSqlStatement *self, guint column);
GBytes *redress_sql_statement_dup_bytes (RedressSqlStatement *self, guint column);

void redress_sql_statement_release (RedressSqlStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSqlStatement, redress_sql_statement_release)

G_END_DECLS
