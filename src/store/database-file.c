/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/database-file.h"

#include <errno.h>
#include <glib/gstdio.h>

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

/* What SQLite keeps beside a database belongs to it. */
static const char *const suffixes[] = { "", "-wal", "-shm" };

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
 * redress_database_file_move_aside:
 * @self: which database
 * @folder: where it lies
 * @error: return location
 *
 * Gives a damaged database another name, for whoever wants to look at it. Only the last one is
 * kept: it holds data of customers. Nobody may write to it any more.
 *
 * Returns: whether the name is free now
 */
gboolean
redress_database_file_move_aside (const RedressDatabaseFile *self,
                                  const char *folder,
                                  GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (self->name, suffixes[i], NULL);
      g_autofree char *aside = g_strconcat (self->name, ".damaged", suffixes[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *target = g_build_filename (folder, aside, NULL);

      g_unlink (target);
      if (g_rename (path, target) != 0 && errno != ENOENT)
        {
          redress_set_file_error (error, "renaming", path, errno);
          return FALSE;
        }
    }
  return TRUE;
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
