/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "sql/engine.h"

G_BEGIN_DECLS

/* What the files of this folder share. sqlite3.h is included nowhere else. */

typedef struct
{
  RedressSqlConnection base;
  sqlite3 *handle;      /* (owned) */
  guint budget;         /* looks that are left, where a budget was set */
  gboolean may_control; /* BEGIN, COMMIT and ROLLBACK are allowed just now */
} RedressSqliteConnection;

typedef struct
{
  RedressSqlStatement base;
  sqlite3_stmt *handle; /* (owned) */
  int *indexes;         /* (owned): SQLite's index of $1..$n, at 1..n */
} RedressSqliteStatement;

/* Of a connection or statement of SQLite. */
static inline sqlite3 *
redress_sqlite_get_handle (RedressSqlConnection *connection)
{
  g_assert (connection->engine->dialect == REDRESS_SQL_SQLITE);
  return ((RedressSqliteConnection *)connection)->handle;
}

/* sqlite-engine.c */
RedressSqlConnection *redress_sql_connection_new (sqlite3 *handle);

/* sqlite-open.c */
sqlite3 *
redress_sql_open_handle (const char *location, const RedressSqlOptions *options, GError **error);
sqlite3 *redress_sql_open_damaged (const char *path, GError **error);
void redress_sql_create_private_file (const char *location);
int redress_sql_authorize (gpointer connection,
                           int action,
                           const char *first,
                           const char *second,
                           const char *database,
                           const char *trigger);

gboolean redress_sql_set_number (sqlite3 *handle, const char *pragma, gint64 value, GError **error);

/* cjk-tokenizer.c */
void redress_sql_register_tokenizer (sqlite3 *handle);

/* integrity.c */
void redress_sql_sync_folder (const char *path);
void redress_sql_set_errno (GError **error, int saved_errno, const char *path);

/* error.c */
RedressError redress_sql_error_of_errno (int system_errno);
void redress_sql_set_error (GError **error, sqlite3 *handle, int status, GCancellable *cancellable);

/* sqlite-statement.c */
RedressSqlStatement *
redress_sqlite_statement_new (RedressSqlConnection *connection, const char *sql, GError **error);
void redress_sqlite_statement_free (RedressSqlStatement *statement);
void redress_sqlite_statement_reset (RedressSqlStatement *statement);
void redress_sqlite_statement_clear (RedressSqlStatement *statement);
RedressSqlStep redress_sqlite_statement_step (RedressSqlStatement *statement, GError **error);
gboolean redress_sqlite_statement_finish (RedressSqlStatement *statement, GError **error);
void redress_sqlite_bind_int64 (RedressSqlStatement *statement, guint position, gint64 value);
void redress_sqlite_bind_text (RedressSqlStatement *statement, guint position, const char *value);
void redress_sqlite_bind_blob (RedressSqlStatement *statement,
                               guint position,
                               gconstpointer data,
                               gsize size);
void redress_sqlite_bind_null (RedressSqlStatement *statement, guint position);
gboolean redress_sqlite_is_null (RedressSqlStatement *statement, guint column);
gint64 redress_sqlite_get_int64 (RedressSqlStatement *statement, guint column);
const char *redress_sqlite_get_text (RedressSqlStatement *statement, guint column, gsize *length);
gconstpointer redress_sqlite_get_blob (RedressSqlStatement *statement, guint column, gsize *size);

G_END_DECLS
