/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/tree.h"

static const char sql_count[] =
    "select coalesce (max (idx) + 1, 0) from audit_tile where platform = $1 and level = 0";
static const char sql_insert[] =
    "insert into audit_tile (platform, level, idx, root, hashes) values ($1, $2, $3, $4, $5) "
    "on conflict do nothing";

static gboolean
count_tiles (const RedressTree *self, guint64 *count, GError **error)
{
  g_autoptr (RedressSqlStatement) row =
      redress_sql_connection_prepare (self->connection, sql_count, error);
  gint64 value = 0;

  if (row == NULL)
    return FALSE;
  redress_sql_statement_bind_text (row, 1, self->log);
  if (redress_sql_statement_fetch_int64 (row, &value, error) != REDRESS_SQL_ROW)
    return FALSE;
  *count = (guint64)value;
  return TRUE;
}

static gboolean
add_tile (const RedressTree *self, guint level, guint64 index, GError **error)
{
  RedressHash nodes[REDRESS_TILE_NODES];
  RedressMerkleEdge edge = { 0 };
  RedressHash root;
  g_autoptr (RedressSqlStatement) insert = NULL;

  if (!redress_tree_read_nodes (self, level, index * REDRESS_TILE_NODES, REDRESS_TILE_NODES, nodes,
                                error))
    return FALSE;
  for (guint i = 0; i < REDRESS_TILE_NODES; i++)
    redress_merkle_edge_append (&edge, &nodes[i]);
  redress_merkle_edge_get_root (&edge, &root);
  insert = redress_sql_connection_prepare (self->connection, sql_insert, error);
  if (insert == NULL)
    return FALSE;
  redress_sql_statement_bind_text (insert, 1, self->log);
  redress_sql_statement_bind_int64 (insert, 2, level);
  redress_sql_statement_bind_int64 (insert, 3, (gint64)index);
  redress_sql_statement_bind_blob (insert, 4, root.bytes, sizeof root.bytes);
  if (level == 0)
    redress_sql_statement_bind_blob (insert, 5, nodes, sizeof nodes);
  return redress_sql_statement_run (insert, error);
}

/* And each above it that has become full with it. */
static gboolean
add_tiles (const RedressTree *self, guint64 index, GError **error)
{
  for (guint level = 0;; level++, index /= REDRESS_TILE_NODES)
    {
      if (!add_tile (self, level, index, error))
        return FALSE;
      if (index % REDRESS_TILE_NODES != REDRESS_TILE_NODES - 1)
        return TRUE;
    }
}

/**
 * redress_tree_extend:
 * @self: the tree
 * @most: at most so many tiles of leaves
 * @has_more: (out): whether there are more
 * @error: return location
 *
 * Keeps what has become full since the last time.
 *
 * Returns: whether it was written
 */
gboolean
redress_tree_extend (const RedressTree *self, guint most, gboolean *has_more, GError **error)
{
  guint64 size = 0, count = 0, full;

  if (!redress_tree_get_size (self, &size, error) || !count_tiles (self, &count, error))
    return FALSE;
  full = size / REDRESS_TILE_NODES;
  for (; most > 0 && count < full; most--, count++)
    if (!add_tiles (self, count, error))
      return FALSE;
  *has_more = count < full;
  return TRUE;
}
