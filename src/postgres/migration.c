/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "postgres/private.h"

#define MARKS "redress_schema"

static const char sql_has_marks[] =
    "select count(*) from pg_catalog.pg_tables where schemaname = current_schema () "
    "and tablename = '" MARKS "'";
/* One statement: between two, another process may make the first table, which is that of marks. */
static const char sql_is_foreign[] =
    "select count(*) > 0 and count(*) filter (where tablename = '" MARKS "') = 0 "
    "from pg_catalog.pg_tables where schemaname = current_schema ()";
static const char sql_version[] = "select coalesce (max (version), 0) from " MARKS;
static const char sql_list[] = "select version, sha256 from " MARKS " order by version";
static const char sql_oldest[] =
    "select coalesce (max (coalesce (oldest, version)), 0) from " MARKS " where version > $1";
static const char sql_add[] = "insert into " MARKS " (version, sha256, oldest) values ($1, $2, $3)";

/* Another process may migrate for longer than anybody else would wait for a lock. */
static const char migration_lock[] =
    "set lock_timeout = 0; "
    "select pg_advisory_lock (1382310516, hashtext (current_schema ()));";
static const char migration_unlock[] =
    "select pg_advisory_unlock (1382310516, hashtext (current_schema ()))";
static const char create_marks[] = "create table if not exists " MARKS " ("
                                   "  version bigint primary key,"
                                   "  sha256 text not null,"
                                   "  applied_at timestamptz not null default now ());"
                                   "alter table " MARKS " add column if not exists oldest bigint";

/*
 * redress_postgres_check_owner:
 *
 * Returns: whether the schema is empty or ours
 */
gboolean
redress_postgres_check_owner (RedressPostgresConnection *self, GError **error)
{
  gint64 is_foreign = 0;

  if (!redress_sql_connection_get_int64 (&self->base, sql_is_foreign, &is_foreign, error))
    return FALSE;
  if (!is_foreign)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "the database belongs to another program or purpose");
  return FALSE;
}

gboolean
redress_postgres_migration_begin (RedressSqlConnection *connection, GError **error)
{
  ((RedressPostgresConnection *)connection)->is_migrating = TRUE;
  return redress_sql_connection_run_script (connection, migration_lock, error) &&
         redress_sql_connection_run_script (connection, create_marks, error);
}

gboolean
redress_postgres_migration_end (RedressSqlConnection *connection, GError **error)
{
  RedressPostgresConnection *self = (RedressPostgresConnection *)connection;

  self->is_migrating = FALSE;
  return redress_sql_connection_run_script (connection, migration_unlock, error) &&
         redress_postgres_set_lock_timeout (self, error);
}

gboolean
redress_postgres_get_version (RedressSqlConnection *connection, gint64 *version, GError **error)
{
  gint64 n_marks = 0;

  *version = 0;
  return redress_sql_connection_get_int64 (connection, sql_has_marks, &n_marks, error) &&
         (n_marks == 0 ||
          redress_sql_connection_get_int64 (connection, sql_version, version, error));
}

/* A script that was changed after it ran leaves two databases of one version that differ. */
gboolean
redress_postgres_migration_check (RedressSqlConnection *connection,
                                  const char *const *digests,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;
  gint64 n_marks = 0;
  RedressSqlStep step = REDRESS_SQL_DONE;

  if (!redress_sql_connection_get_int64 (connection, sql_has_marks, &n_marks, error))
    return FALSE;
  if (n_marks == 0)
    return TRUE;
  statement = redress_sql_connection_prepare (connection, sql_list, error);
  if (statement == NULL)
    return FALSE;
  /* What comes after the last that we know is another program's. */
  for (guint i = 0; digests[i] != NULL &&
                    (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW;
       i++)
    if (redress_sql_statement_get_int64 (statement, 0) != i + 1 ||
        g_strcmp0 (redress_sql_statement_get_text (statement, 1), digests[i]) != 0)
      {
        g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                     "migration %u of the database is not the one this program knows", i + 1);
        return FALSE;
      }
  return step != REDRESS_SQL_ERROR;
}

gboolean
redress_postgres_get_oldest (RedressSqlConnection *connection,
                             guint version,
                             gint64 *oldest,
                             GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_oldest, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, version);
  return redress_sql_statement_fetch_int64 (statement, oldest, error) == REDRESS_SQL_ROW;
}

gboolean
redress_postgres_set_version (RedressSqlConnection *connection,
                              guint version,
                              guint oldest,
                              const char *digest,
                              GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_add, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, version);
  redress_sql_statement_bind_text (statement, 2, digest);
  redress_sql_statement_bind_int64 (statement, 3, oldest);
  return redress_sql_statement_run (statement, error);
}
