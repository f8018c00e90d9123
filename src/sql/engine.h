/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/transaction.h"

G_BEGIN_DECLS

/* What stands behind connection.h, statement.h, transaction.h and migrator.h: for the engines
 * alone. The files of these headers look after threads, the cache, places of values and texts that
 * are no UTF-8; an engine does the rest. */

/* Bytes. */
#define REDRESS_SQL_LONGEST_VALUE (8 * 1024 * 1024)

typedef struct _RedressSqlEngine RedressSqlEngine;

/* The head of every engine's connection. */
struct _RedressSqlConnection
{
  const RedressSqlEngine *engine;
  GThread *thread;        /* the only one that may use the connection */
  GHashTable *statements; /* (owned) (element-type utf8 RedressSqlStatement): the cache */
  guint64 n_prepared;     /* clock of the cache */
  guint n_borrowed;       /* statements that callers hold */
  gboolean is_closing;
  gboolean is_grouped; /* transactions are parts of one that is committed later */
  gboolean is_in_part;
  GCancellable *cancellable; /* (owned) (nullable) */
};

/* The head of every engine's statement. */
struct _RedressSqlStatement
{
  RedressSqlConnection *connection;
  char *sql;            /* (owned) */
  guint n_parameters;   /* set by the engine when it makes the statement */
  guint n_columns;      /* set by the engine at the latest when there is a row */
  GError *failure;      /* (owned) (nullable): of a bind, reported by the next step */
  GPtrArray *repaired;  /* (owned) (nullable) (element-type utf8): see get_text */
  RedressSqlStep state; /* ERROR here means: not started */
  gboolean is_borrowed;
  gboolean is_cached;
  guint64 last_use;
};

typedef enum
{
  REDRESS_SQL_NEST_BEGIN,
  REDRESS_SQL_NEST_KEEP,
  REDRESS_SQL_NEST_TAKE_BACK,
} RedressSqlNest;

/**
 * RedressSqlEngine:
 * @scheme: (nullable): what its locations begin with; %NULL for those of no other
 * @run_script: statements without parameters, ended by semicolons
 * @roll_back: does nothing where no transaction is open
 * @nest: begins, keeps or takes back a part of the open transaction
 * @migration_begin: nobody else migrates from now on
 * @migration_check: whether what ran before is what the scripts still say; @digests holds the
 *   SHA-256 of each script in hexadecimal
 * @get_version: 0 for an empty database
 * @get_oldest: (nullable): of the scripts after @version, which this program does not know, how
 * many a program has to know at least to work with what they made; %NULL where two programs never
 * share a database
 * @set_version: in the transaction of the script; @oldest as above
 * @prepare: makes a statement, with `connection` and `sql` left to the caller
 * @reset: ends reading; the values stay
 * @clear: forgets the values
 * @step: the state before is in the statement; after DONE or ERROR the caller resets
 * @finish: ends reading before the last row and tells whether what was changed stands
 * @get_text: (nullable): the text and its length, good until the next step
 */
struct _RedressSqlEngine
{
  const char *scheme;
  RedressSqlDialect dialect;
  RedressSqlConnection *(*open) (const char *location,
                                 const RedressSqlOptions *options,
                                 GError **error);
  void (*close) (RedressSqlConnection *connection);
  gboolean (*run_script) (RedressSqlConnection *connection, const char *script, GError **error);
  gint64 (*get_changes) (RedressSqlConnection *connection);
  void (*set_cancellable) (RedressSqlConnection *connection, GCancellable *cancellable);
  void (*set_budget) (RedressSqlConnection *connection, guint steps);

  gboolean (*is_in_transaction) (RedressSqlConnection *connection);
  gboolean (*begin) (RedressSqlConnection *connection, RedressSqlMode mode, GError **error);
  gboolean (*commit) (RedressSqlConnection *connection, GError **error);
  void (*roll_back) (RedressSqlConnection *connection);
  gboolean (*nest) (RedressSqlConnection *connection, RedressSqlNest what, GError **error);

  gboolean (*migration_begin) (RedressSqlConnection *connection, GError **error);
  gboolean (*migration_check) (RedressSqlConnection *connection,
                               const char *const *digests,
                               GError **error);
  gboolean (*migration_end) (RedressSqlConnection *connection, GError **error);
  gboolean (*get_version) (RedressSqlConnection *connection, gint64 *version, GError **error);
  gboolean (*get_oldest) (RedressSqlConnection *connection,
                          guint version,
                          gint64 *oldest,
                          GError **error);
  gboolean (*set_version) (RedressSqlConnection *connection,
                           guint version,
                           guint oldest,
                           const char *digest,
                           GError **error);

  RedressSqlStatement *(*prepare) (RedressSqlConnection *connection,
                                   const char *sql,
                                   GError **error);
  void (*finalize) (RedressSqlStatement *statement);
  void (*reset) (RedressSqlStatement *statement);
  void (*clear) (RedressSqlStatement *statement);
  RedressSqlStep (*step) (RedressSqlStatement *statement, GError **error);
  gboolean (*finish) (RedressSqlStatement *statement, GError **error);
  void (*bind_int64) (RedressSqlStatement *statement, guint position, gint64 value);
  void (*bind_text) (RedressSqlStatement *statement, guint position, const char *value);
  void (*bind_blob) (RedressSqlStatement *statement,
                     guint position,
                     gconstpointer data,
                     gsize size);
  void (*bind_null) (RedressSqlStatement *statement, guint position);
  gboolean (*is_null) (RedressSqlStatement *statement, guint column);
  gint64 (*get_int64) (RedressSqlStatement *statement, guint column);
  const char *(*get_text) (RedressSqlStatement *statement, guint column, gsize *length);
  gconstpointer (*get_blob) (RedressSqlStatement *statement, guint column, gsize *size);
};

extern const RedressSqlEngine redress_sql_sqlite_engine;

/* Once for each engine, before the first connection of it is opened. Any thread. */
void redress_sql_register_engine (const RedressSqlEngine *engine);
/* For redress_sql_connection_open() of an engine: sets what all connections have. */
void redress_sql_connection_init (RedressSqlConnection *self, const RedressSqlEngine *engine);

G_END_DECLS
