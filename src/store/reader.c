/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/reader.h"

#include "store/database-file.h"

struct _RedressReader
{
  RedressDisk *disk; /* (unowned): only its folder, which never changes, and its generation */
  gint generation;
  RedressSqlConnection *cache;
  RedressSqlConnection *search;
};

/**
 * redress_reader_new:
 * @disk: an open disk, which outlives the reader
 *
 * Returns: (transfer full): a reader for whichever thread uses it first
 */
RedressReader *
redress_reader_new (RedressDisk *disk)
{
  RedressReader *self = g_new0 (RedressReader, 1);

  self->disk = disk;
  self->generation = g_atomic_int_get (&disk->generation);
  return self;
}

/* They open again when they are wanted. */
static void
close_connections (RedressReader *self)
{
  g_clear_pointer (&self->cache, redress_sql_connection_close);
  g_clear_pointer (&self->search, redress_sql_connection_close);
}

/**
 * redress_reader_free:
 * @self: (transfer full) (nullable): a reader
 */
void
redress_reader_free (RedressReader *self)
{
  if (self == NULL)
    return;
  close_connections (self);
  g_free (self);
}

static RedressSqlConnection *
get (RedressReader *self,
     RedressSqlConnection **connection,
     const RedressDatabaseFile *file,
     GError **error)
{
  gint generation = g_atomic_int_get (&self->disk->generation);

  if (generation != self->generation)
    close_connections (self);
  self->generation = generation;
  if (*connection == NULL)
    *connection = redress_database_file_open_read_only (file, self->disk->cache_folder, error);
  return *connection;
}

/**
 * redress_reader_get_cache:
 * @self: a reader
 * @error: return location
 *
 * Returns: (transfer none) (nullable): cache.db as it is now
 */
RedressSqlConnection *
redress_reader_get_cache (RedressReader *self, GError **error)
{
  return get (self, &self->cache, &redress_cache_file, error);
}

/**
 * redress_reader_get_search:
 * @self: a reader
 * @error: return location
 *
 * Returns: (transfer none) (nullable): search.db as it is now
 */
RedressSqlConnection *
redress_reader_get_search (RedressReader *self, GError **error)
{
  return get (self, &self->search, &redress_search_file, error);
}
