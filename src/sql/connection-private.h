/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "sql/connection.h"

G_BEGIN_DECLS

/* What the files of this folder share. sqlite3.h is included nowhere else. */

struct _RedressSqlConnection
{
  sqlite3 *handle;           /* (owned) */
  GThread *thread;           /* the only one that may use the connection */
  GHashTable *statements;    /* (owned) (element-type utf8 RedressSqlStatement): the cache */
  guint64 n_prepared;        /* clock of the cache */
  guint n_borrowed;          /* statements that callers hold */
  GCancellable *cancellable; /* (owned) (nullable) */
  guint budget;              /* looks that are left, where a budget was set */
  gboolean may_control;      /* BEGIN, COMMIT and ROLLBACK are allowed just now */
};

struct _RedressSqlStatement
{
  RedressSqlConnection *connection;
  char *sql;            /* (owned) */
  sqlite3_stmt *handle; /* (owned) */
  int *indexes;         /* (owned): SQLite's index of $1..$n, at 1..n */
  guint n_parameters;
  GError *failure;      /* (owned) (nullable): of a bind, reported by the next step */
  GPtrArray *repaired;  /* (owned) (nullable) (element-type utf8): see get_text */
  RedressSqlStep state; /* ERROR here means: not started */
  gboolean is_borrowed;
  gboolean is_cached;
  guint64 last_use;
};

RedressSqlConnection *redress_sql_connection_new (sqlite3 *handle);
gboolean
redress_sql_connection_control (RedressSqlConnection *self, const char *sql, GError **error);

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

/* statement.c */
RedressSqlStatement *
redress_sql_statement_new (RedressSqlConnection *connection, const char *sql, GError **error);
void redress_sql_statement_free (RedressSqlStatement *self);

/* statement-cache.c */
GHashTable *redress_sql_statement_cache_new (void);
RedressSqlStatement *redress_sql_statement_cache_take (RedressSqlConnection *connection,
                                                       const char *sql,
                                                       GError **error);
void redress_sql_statement_cache_give_back (RedressSqlStatement *statement);

G_END_DECLS
