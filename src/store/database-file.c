/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database-file.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "sql/integrity.h"
#include "sql/migrator.h"
#include "store-resources.h"
#include "store/file-error.h"

#define SCRIPTS "/org/redress/Desk/sql/"

const RedressDatabaseFile redress_cache_file = {
  .name = "cache.db",
  .application_id = 0x52644361,
  .scripts = SCRIPTS "cache",
};

const RedressDatabaseFile redress_search_file = {
  .name = "search.db",
  .application_id = 0x52645365,
  .scripts = SCRIPTS "search",
};

const RedressDatabaseFile redress_outbox_file = {
  .name = "outbox.db",
  .application_id = 0x52644f62,
  .durable = TRUE,
  .scripts = SCRIPTS "outbox",
};

static const char sql_schema[] =
    "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || coalesce (sql, '') "
    "FROM sqlite_schema WHERE name <> 'sqlite_stat1' ORDER BY name";

/* What SQLite keeps beside a database belongs to it. */
static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

static guint
count_scripts (const RedressDatabaseFile *self)
{
  g_auto (GStrv) names =
      g_resource_enumerate_children (redress_store_get_resource (), self->scripts, 0, NULL);

  return names != NULL ? g_strv_length (names) : 0;
}

static gboolean
check_version (const RedressDatabaseFile *self, RedressSqlConnection *connection, GError **error)
{
  guint version = 0;

  if (!redress_sql_get_schema_version (connection, &version, error))
    return FALSE;
  if (version <= count_scripts (self))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_NEW,
               "%s was written by a newer version of this program (%u)", self->name, version);
  return FALSE;
}

static char *
read_schema (RedressSqlConnection *connection, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (connection, sql_schema, error);
  g_autoptr (GString) schema = g_string_new (NULL);
  RedressSqlStep step = REDRESS_SQL_ERROR;

  while (statement != NULL &&
         (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const char *text = redress_sql_statement_get_text (statement, 0);

      g_string_append (schema, text != NULL ? text : "");
      g_string_append_c (schema, '\n');
    }
  return step == REDRESS_SQL_DONE ? g_strdup (schema->str) : NULL;
}

/* A garbled name in the schema hangs together as well as the right one. What an older version
 * wrote is not compared: it is about to become this one. */
static gboolean
check_schema (const RedressDatabaseFile *self, RedressSqlConnection *connection, GError **error)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (RedressSqlConnection) model = NULL;
  g_autofree char *wanted = NULL;
  g_autofree char *found = NULL;
  guint version = 0;

  if (!redress_sql_get_schema_version (connection, &version, error))
    return FALSE;
  if (version < count_scripts (self))
    return TRUE;
  model = redress_sql_connection_open (":memory:", &options, error);
  if (model == NULL ||
      !redress_sql_migrate (model, redress_store_get_resource (), self->scripts, error) ||
      (wanted = read_schema (model, error)) == NULL ||
      (found = read_schema (connection, error)) == NULL)
    return FALSE;
  if (g_str_equal (wanted, found))
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s has a damaged schema", self->name);
  return FALSE;
}

/**
 * redress_database_file_inspect:
 * @self: which database
 * @folder: where it lies
 * @is_thorough: look at everything, not only at the version
 * @error: return location
 *
 * Looks at a database without changing a byte of it, unless it was only half made when the power
 * went.
 *
 * Returns: whether it can be opened, or is not there; %FALSE with TOO_NEW, CORRUPT, INVALID if it
 *   is none of ours, ...
 */
gboolean
redress_database_file_inspect (const RedressDatabaseFile *self,
                               const char *folder,
                               gboolean is_thorough,
                               GError **error)
{
  g_autofree char *path = g_build_filename (folder, self->name, NULL);
  g_autoptr (RedressSqlConnection) connection = NULL;
  GStatBuf status;

  if (!redress_sql_roll_back (path, error))
    return FALSE;
  /* An empty file is one that was about to be made. */
  if (g_stat (path, &status) != 0 || status.st_size == 0)
    return TRUE;
  connection = redress_database_file_open_read_only (self, folder, error);
  return connection != NULL && check_version (self, connection, error) &&
         (!is_thorough || (redress_sql_check (connection, REDRESS_SQL_THOROUGH, error) &&
                           check_schema (self, connection, error)));
}

/**
 * redress_database_file_open:
 * @self: which database
 * @folder: where it lies
 * @error: return location
 *
 * Opens a database for writing, makes it if it is not there, and brings it to the newest schema.
 *
 * Returns: (transfer full) (nullable): the connection; %NULL with TOO_NEW, CORRUPT, NO_SPACE, ...
 */
RedressSqlConnection *
redress_database_file_open (const RedressDatabaseFile *self, const char *folder, GError **error)
{
  const RedressSqlOptions options = {
    .durable = self->durable,
    .application_id = self->application_id,
  };
  g_autofree char *path = g_build_filename (folder, self->name, NULL);
  g_autoptr (RedressSqlConnection) connection = redress_sql_connection_open (path, &options, error);

  if (connection != NULL &&
      redress_sql_migrate (connection, redress_store_get_resource (), self->scripts, error))
    return g_steal_pointer (&connection);
  g_prefix_error (error, "%s: ", self->name);
  return NULL;
}

/**
 * redress_database_file_open_read_only:
 * @self: which database
 * @folder: where it lies
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a connection that never writes and never checkpoints
 */
RedressSqlConnection *
redress_database_file_open_read_only (const RedressDatabaseFile *self,
                                      const char *folder,
                                      GError **error)
{
  const RedressSqlOptions options = {
    .read_only = TRUE,
    .application_id = self->application_id,
  };
  g_autofree char *path = g_build_filename (folder, self->name, NULL);

  return redress_sql_connection_open (path, &options, error);
}

/**
 * redress_database_file_remove:
 * @self: which database
 * @folder: where it lies
 * @error: return location
 *
 * Returns: whether it is not there any more
 */
gboolean
redress_database_file_remove (const RedressDatabaseFile *self, const char *folder, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (self->name, suffixes[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        {
          redress_set_file_error (error, "removing", path, errno);
          return FALSE;
        }
    }
  return TRUE;
}

/**
 * redress_database_file_remove_kept:
 * @self: which database
 * @folder: where it lies
 *
 * Removes damaged ones that were moved aside earlier.
 */
void
redress_database_file_remove_kept (const RedressDatabaseFile *self, const char *folder)
{
  g_autofree char *start = g_strconcat (self->name, ".bad-", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, start) && g_unlink (path) != 0)
        g_debug ("removing %s: %s", path, g_strerror (errno));
    }
}

/**
 * redress_database_file_read_script:
 * @path: of a script below the scripts' folder
 *
 * Returns: (transfer full): its text
 */
char *
redress_database_file_read_script (const char *path)
{
  g_autofree char *full = g_strconcat (SCRIPTS, path, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (redress_store_get_resource (), full, 0, NULL);

  g_assert (bytes != NULL);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}
