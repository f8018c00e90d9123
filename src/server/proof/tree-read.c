/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/tree.h"

#include <string.h>

/* A tile is eight levels of a tree. */
#define TILE_HEIGHT 8

static const char sql_size[] = "select size from audit_log where platform = $1";
static const char sql_hashes[] =
    "select hashes from audit_tile where platform = $1 and level = 0 and idx = $2";
static const char sql_roots[] = "select idx, root from audit_tile where platform = $1 "
                                "and level = $2 and idx >= $3 and idx < $4 order by idx";
static const char sql_leaves[] = "select idx, leaf from audit_leaf where platform = $1 "
                                 "and idx >= $2 and idx < $3 order by idx";

static gboolean
fail (const RedressTree *self, const char *what, guint64 index, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
               "log %s: %s %" G_GUINT64_FORMAT " is missing or damaged", self->log, what, index);
  return FALSE;
}

static gboolean
take_hash (GBytes *bytes, RedressHash *hash)
{
  gsize size = 0;
  gconstpointer data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  if (size != REDRESS_HASH_BYTES)
    return FALSE;
  memcpy (hash->bytes, data, REDRESS_HASH_BYTES);
  return TRUE;
}

static gboolean
take_leaf (GBytes *bytes, RedressHash *hash)
{
  gsize size = 0;
  gconstpointer data = g_bytes_get_data (bytes, &size);

  redress_merkle_hash_leaf (data, size, hash);
  return TRUE;
}

/* Rows of a place and of bytes: as many as asked for, without a gap. */
static gboolean
collect (const RedressTree *self,
         RedressSqlStatement *rows,
         guint64 first,
         guint count,
         gboolean (*take) (GBytes *bytes, RedressHash *hash),
         RedressHash *hashes,
         GError **error)
{
  for (guint i = 0; i < count; i++)
    {
      RedressSqlStep step = redress_sql_statement_step (rows, error);
      g_autoptr (GBytes) bytes = NULL;

      if (step == REDRESS_SQL_ERROR)
        return FALSE;
      if (step == REDRESS_SQL_DONE ||
          (guint64)redress_sql_statement_get_int64 (rows, 0) != first + i)
        return fail (self, take == take_leaf ? "entry" : "tile", first + i, error);
      bytes = redress_sql_statement_dup_bytes (rows, 1);
      if (!take (bytes, &hashes[i]))
        return fail (self, "tile", first + i, error);
    }
  return TRUE;
}

static gboolean
read_roots (const RedressTree *self,
            guint level,
            guint64 first,
            guint count,
            RedressHash *hashes,
            GError **error)
{
  g_autoptr (RedressSqlStatement) rows =
      redress_sql_connection_prepare (self->connection, sql_roots, error);

  if (rows == NULL)
    return FALSE;
  redress_sql_statement_bind_text (rows, 1, self->log);
  redress_sql_statement_bind_int64 (rows, 2, level);
  redress_sql_statement_bind_int64 (rows, 3, (gint64)first);
  redress_sql_statement_bind_int64 (rows, 4, (gint64)(first + count));
  return collect (self, rows, first, count, take_hash, hashes, error);
}

static gboolean
read_leaves (
    const RedressTree *self, guint64 first, guint count, RedressHash *hashes, GError **error)
{
  g_autoptr (RedressSqlStatement) rows =
      redress_sql_connection_prepare (self->connection, sql_leaves, error);

  if (rows == NULL)
    return FALSE;
  redress_sql_statement_bind_text (rows, 1, self->log);
  redress_sql_statement_bind_int64 (rows, 2, (gint64)first);
  redress_sql_statement_bind_int64 (rows, 3, (gint64)(first + count));
  return collect (self, rows, first, count, take_leaf, hashes, error);
}

/* From a full tile, where there is one. */
static gboolean
read_tile (const RedressTree *self,
           guint64 first,
           guint count,
           RedressHash *hashes,
           gboolean *is_there,
           GError **error)
{
  g_autoptr (RedressSqlStatement) row =
      redress_sql_connection_prepare (self->connection, sql_hashes, error);
  guint64 tile = first / REDRESS_TILE_NODES;
  RedressSqlStep step;
  g_autoptr (GBytes) bytes = NULL;
  gsize size = 0;
  const guint8 *data;

  if (row == NULL)
    return FALSE;
  redress_sql_statement_bind_text (row, 1, self->log);
  redress_sql_statement_bind_int64 (row, 2, (gint64)tile);
  step = redress_sql_statement_step (row, error);
  *is_there = step == REDRESS_SQL_ROW;
  if (step != REDRESS_SQL_ROW)
    return step == REDRESS_SQL_DONE;
  bytes = redress_sql_statement_dup_bytes (row, 0);
  data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  if (size != REDRESS_TILE_NODES * REDRESS_HASH_BYTES)
    return fail (self, "tile", tile, error);
  memcpy (hashes, data + first % REDRESS_TILE_NODES * REDRESS_HASH_BYTES,
          count * REDRESS_HASH_BYTES);
  return TRUE;
}

/**
 * redress_tree_read_nodes:
 * @self: the tree
 * @level: of tiles; 0 stands on the leaves
 * @first: the first node of that level
 * @count: how many, all of one tile
 * @hashes: (out caller-allocates) (array length=count): the nodes
 * @error: return location; CORRUPT where one is missing
 *
 * Returns: whether they could be read
 */
gboolean
redress_tree_read_nodes (const RedressTree *self,
                         guint level,
                         guint64 first,
                         guint count,
                         RedressHash *hashes,
                         GError **error)
{
  gboolean is_there = FALSE;

  if (level > 0)
    return read_roots (self, level - 1, first, count, hashes, error);
  if (!read_tile (self, first, count, hashes, &is_there, error))
    return FALSE;
  return is_there || read_leaves (self, first, count, hashes, error);
}

/* RedressMerkleReader */
static gboolean
read_node (guint level, guint64 index, RedressHash *hash, gpointer data, GError **error)
{
  const RedressTree *self = data;
  guint height = level % TILE_HEIGHT;
  guint count = 1U << height;
  RedressHash nodes[REDRESS_TILE_NODES];

  if (!redress_tree_read_nodes (self, level / TILE_HEIGHT, index << height, count, nodes, error))
    return FALSE;
  for (; count > 1; count /= 2)
    for (guint i = 0; i < count / 2; i++)
      redress_merkle_hash_node (&nodes[2 * i], &nodes[2 * i + 1], &nodes[i]);
  *hash = nodes[0];
  return TRUE;
}

/**
 * redress_tree_get_size:
 * @self: the tree
 * @size: (out): how many entries its log has; 0 where there is none
 * @error: return location
 *
 * Returns: whether it could be read
 */
gboolean
redress_tree_get_size (const RedressTree *self, guint64 *size, GError **error)
{
  g_autoptr (RedressSqlStatement) row =
      redress_sql_connection_prepare (self->connection, sql_size, error);
  gint64 value = 0;

  if (row == NULL)
    return FALSE;
  redress_sql_statement_bind_text (row, 1, self->log);
  if (redress_sql_statement_fetch_int64 (row, &value, error) == REDRESS_SQL_ERROR)
    return FALSE;
  *size = (guint64)value;
  return TRUE;
}

/**
 * redress_tree_get_root:
 * @self: the tree
 * @size: of how many entries, no more than the log has
 * @root: (out): what stood above them when they were all
 * @error: return location; CORRUPT where something is missing
 *
 * Returns: whether it could be read
 */
gboolean
redress_tree_get_root (const RedressTree *self, guint64 size, RedressHash *root, GError **error)
{
  return redress_merkle_read_root (size, read_node, (gpointer)self, root, error);
}

/**
 * redress_tree_prove_inclusion:
 * @self: the tree
 * @index: of an entry
 * @size: of how many entries, no more than the log has
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressHash): the proof
 */
GArray *
redress_tree_prove_inclusion (const RedressTree *self, guint64 index, guint64 size, GError **error)
{
  return redress_merkle_prove_inclusion (index, size, read_node, (gpointer)self, error);
}

/**
 * redress_tree_prove_consistency:
 * @self: the tree
 * @old_size: how many entries it had
 * @size: how many it has, no more than the log has
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressHash): the proof
 */
GArray *
redress_tree_prove_consistency (const RedressTree *self,
                                guint64 old_size,
                                guint64 size,
                                GError **error)
{
  return redress_merkle_prove_consistency (old_size, size, read_node, (gpointer)self, error);
}
