/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libpq-fe.h>

#include "sql/engine.h"

G_BEGIN_DECLS

/* What the files of this folder share. libpq-fe.h is included nowhere else. */

/* Types of parameters and columns, as pg_type numbers them for ever. */
#define REDRESS_POSTGRES_BOOL 16
#define REDRESS_POSTGRES_BYTEA 17
#define REDRESS_POSTGRES_INT8 20
#define REDRESS_POSTGRES_TEXT 25

typedef struct
{
  RedressSqlConnection base;
  PGconn *handle; /* (owned) */
  RedressSqlOptions options;
  guint64 session;       /* grows when the connection is made anew: what was prepared is gone */
  gint64 connect_at;     /* monotonic: not before then anew */
  guint64 n_names;       /* of prepared statements */
  gint64 changes;        /* of the last statement that changes rows */
  gboolean is_migrating; /* that may take as long as it wants */
  gboolean is_given_up;  /* the database gave no sign for too long */
  gboolean is_in_transaction; /* as we began it, whatever became of the connection */
  PGcancel *cancel;           /* (owned) (nullable): while there is a cancellable */
  GCancellable *cancelled;    /* (owned) (nullable): what cancel_id is of */
  gulong cancel_id;
} RedressPostgresConnection;

extern const RedressSqlEngine redress_postgres_engine;

/* error.c */
void
redress_postgres_set_error (GError **error, RedressSqlConnection *connection, PGresult *result);

/* answer.c */
PGresult *redress_postgres_await (RedressPostgresConnection *self, int was_sent);

/* connection.c */
gboolean redress_postgres_ensure (RedressPostgresConnection *self, GError **error);
/* (transfer full) (nullable): the result of statements that need no values. */
PGresult *redress_postgres_exec (RedressPostgresConnection *self, const char *sql, GError **error);
/* Whether the result is one of success; sets the error and clears the result if not. */
gboolean redress_postgres_check (RedressPostgresConnection *self, PGresult *result, GError **error);

/* How long to wait for somebody else's lock, as the options say. */
gboolean redress_postgres_set_lock_timeout (RedressPostgresConnection *self, GError **error);

/* migration.c */
gboolean redress_postgres_check_owner (RedressPostgresConnection *self, GError **error);
gboolean redress_postgres_migration_begin (RedressSqlConnection *connection, GError **error);
gboolean redress_postgres_migration_check (RedressSqlConnection *connection,
                                           const char *const *digests,
                                           GError **error);
gboolean redress_postgres_migration_end (RedressSqlConnection *connection, GError **error);
gboolean
redress_postgres_get_version (RedressSqlConnection *connection, gint64 *version, GError **error);
gboolean redress_postgres_get_oldest (RedressSqlConnection *connection,
                                      guint version,
                                      gint64 *oldest,
                                      GError **error);
gboolean redress_postgres_set_version (RedressSqlConnection *connection,
                                       guint version,
                                       guint oldest,
                                       const char *digest,
                                       GError **error);

/* statement.c */
RedressSqlStatement *
redress_postgres_statement_new (RedressSqlConnection *connection, const char *sql, GError **error);
void redress_postgres_statement_free (RedressSqlStatement *statement);
void redress_postgres_statement_reset (RedressSqlStatement *statement);
void redress_postgres_statement_clear (RedressSqlStatement *statement);
RedressSqlStep redress_postgres_statement_step (RedressSqlStatement *statement, GError **error);
gboolean redress_postgres_statement_finish (RedressSqlStatement *statement, GError **error);
void redress_postgres_bind_int64 (RedressSqlStatement *statement, guint position, gint64 value);
void redress_postgres_bind_text (RedressSqlStatement *statement, guint position, const char *value);
void redress_postgres_bind_blob (RedressSqlStatement *statement,
                                 guint position,
                                 gconstpointer data,
                                 gsize size);
void redress_postgres_bind_null (RedressSqlStatement *statement, guint position);
gboolean redress_postgres_is_null (RedressSqlStatement *statement, guint column);
gint64 redress_postgres_get_int64 (RedressSqlStatement *statement, guint column);
const char *redress_postgres_get_text (RedressSqlStatement *statement, guint column, gsize *length);
gconstpointer redress_postgres_get_blob (RedressSqlStatement *statement, guint column, gsize *size);

/* parameters.c */
gboolean redress_postgres_has_control (const char *script);
gboolean redress_postgres_count_parameters (const char *sql, guint *n, GError **error);

G_END_DECLS
