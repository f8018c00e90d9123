/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/migrator.h"

#include "sql/engine.h"

#include <string.h>

typedef struct
{
  GPtrArray *scripts; /* (element-type utf8): number n at n - 1 */
  GPtrArray *digests; /* (element-type utf8): of each, and NULL at the end */
  guint next;         /* the version to reach */
} Migration;

/* A line of a script that leaves a database with which older programs work as well. */
#define FOR_OLDER "\n-- For programs that know "

/**
 * redress_sql_get_schema_version:
 * @connection: a connection
 * @version: (out): number of the last script that ran; 0 for an empty database
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_sql_get_schema_version (RedressSqlConnection *connection, guint *version, GError **error)
{
  gint64 found = 0;

  if (!connection->engine->get_version (connection, &found, error))
    return FALSE;
  if (found < 0)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                   "database: schema version below zero");
      return FALSE;
    }
  *version = (guint)found;
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Numbers without a gap, so that a script cannot be slipped in before one that already ran. */
static gboolean
check_names (GPtrArray *names, GError **error)
{
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *start = g_strdup_printf ("%03u-", i + 1);

      if (!g_str_has_prefix (name, start) || !g_str_has_suffix (name, ".sql"))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "script %s, expected %s*.sql",
                       name, start);
          return FALSE;
        }
    }
  return TRUE;
}

static GPtrArray *
load_scripts (GResource *resource, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) scripts = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) children = g_resource_enumerate_children (resource, folder, 0, error);

  if (children == NULL)
    return NULL;
  for (guint i = 0; children[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (children[i]));
  g_ptr_array_sort (names, compare_names);
  if (!check_names (names, error))
    return NULL;
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_path ("/", folder, g_ptr_array_index (names, i), NULL);
      g_autoptr (GBytes) bytes = g_resource_lookup_data (resource, path, 0, error);

      if (bytes == NULL)
        return NULL;
      g_ptr_array_add (scripts,
                       g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
    }
  return g_steal_pointer (&scripts);
}

/* How many scripts a program has to know to work with what @script makes. */
static guint
get_oldest (const char *script, guint version)
{
  const char *line = strstr (script, FOR_OLDER);
  guint64 oldest = line != NULL ? g_ascii_strtoull (line + strlen (FOR_OLDER), NULL, 10) : 0;

  return oldest > 0 && oldest < version ? (guint)oldest : version;
}

static RedressSqlOutcome
run_next (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Migration *migration = data;
  const char *script = g_ptr_array_index (migration->scripts, migration->next - 1);
  guint version = 0;

  if (!redress_sql_get_schema_version (connection, &version, error))
    return REDRESS_SQL_ROLLBACK;
  /* Another process was faster. */
  if (version >= migration->next)
    return REDRESS_SQL_ROLLBACK;
  if (!redress_sql_connection_run_script (connection, script, error))
    {
      g_prefix_error (error, "migration %u: ", migration->next);
      return REDRESS_SQL_ROLLBACK;
    }
  return connection->engine->set_version (
             connection, migration->next, get_oldest (script, migration->next),
             g_ptr_array_index (migration->digests, migration->next - 1), error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static gboolean
run_from (RedressSqlConnection *connection, Migration *migration, guint version, GError **error)
{
  gboolean done = connection->engine->migration_begin (connection, error);

  for (migration->next = version + 1; done && migration->next <= migration->scripts->len;
       migration->next++)
    done = redress_sql_transaction (connection, REDRESS_SQL_EXCLUSIVE, run_next, migration, error);
  return connection->engine->migration_end (connection, done ? error : NULL) && done;
}

static GPtrArray *
digest_scripts (GPtrArray *scripts)
{
  GPtrArray *digests = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < scripts->len; i++)
    g_ptr_array_add (digests, g_compute_checksum_for_string (G_CHECKSUM_SHA256,
                                                             g_ptr_array_index (scripts, i), -1));
  g_ptr_array_add (digests, NULL);
  return digests;
}

/* Another program that is one release ahead may have been here, and have said that we can go on: a
 * server that ends unforeseen while others are replaced has to be able to start again. */
static gboolean
check_newer (RedressSqlConnection *connection, guint version, guint n_known, GError **error)
{
  gint64 oldest = version;

  if (connection->engine->get_oldest != NULL &&
      !connection->engine->get_oldest (connection, n_known, &oldest, error))
    return FALSE;
  if (oldest <= n_known)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_NEW,
               "the database has schema %u, for programs that know %" G_GINT64_FORMAT
               "; this program knows %u",
               version, oldest, n_known);
  return FALSE;
}

/**
 * redress_sql_migrate:
 * @connection: a connection that may write
 * @resource: holds the scripts
 * @folder: its folder with `001-name.sql`, `002-name.sql` and so on, and nothing else
 * @error: return location
 *
 * Brings the database to the newest schema. Each script and its mark are one transaction, so the
 * database is at one version or the next, never between. Scripts are only ever added at the end.
 * A script may have a line `-- For programs that know 016.`: those work with what it makes, too. A
 * database that is newer is left as it is; unless all scripts that this program does not know say
 * so of it, that is %REDRESS_ERROR_TOO_NEW. With SQLite it always is.
 *
 * Returns: whether this program can work with the database
 */
gboolean
redress_sql_migrate (RedressSqlConnection *connection,
                     GResource *resource,
                     const char *folder,
                     GError **error)
{
  g_autoptr (GPtrArray) scripts = load_scripts (resource, folder, error);
  g_autoptr (GPtrArray) digests = NULL;
  Migration migration = { .scripts = scripts };
  guint version = 0;

  if (scripts == NULL || !redress_sql_get_schema_version (connection, &version, error))
    return FALSE;
  if (version > scripts->len && !check_newer (connection, version, scripts->len, error))
    return FALSE;
  migration.digests = digests = digest_scripts (scripts);
  return connection->engine->migration_check (connection, (const char *const *)digests->pdata,
                                              error) &&
         (version >= scripts->len || run_from (connection, &migration, version, error));
}
