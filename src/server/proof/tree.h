/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "audit/merkle.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* Nodes of one tile (C2SP, tlog-tiles). */
#define REDRESS_TILE_NODES 256

/**
 * RedressTree:
 * @connection: (unowned): where the log is
 * @log: (unowned): its name
 *
 * The Merkle tree above a log. Full tiles are kept in the database, so that a proof reads some
 * twenty rows however long the log is; what stands at the right of the last full one is worked out
 * from the leaves.
 */
typedef struct
{
  RedressSqlConnection *connection;
  const char *log;
} RedressTree;

/* In a writing transaction. */
gboolean
redress_tree_extend (const RedressTree *self, guint most, gboolean *has_more, GError **error);
gboolean redress_tree_get_size (const RedressTree *self, guint64 *size, GError **error);
gboolean
redress_tree_get_root (const RedressTree *self, guint64 size, RedressHash *root, GError **error);
GArray *
redress_tree_prove_inclusion (const RedressTree *self, guint64 index, guint64 size, GError **error);
GArray *redress_tree_prove_consistency (const RedressTree *self,
                                        guint64 old_size,
                                        guint64 size,
                                        GError **error);

/* Hashes of @count nodes of the tiles of a level from @first on; those of level 0 are of leaves. */
gboolean redress_tree_read_nodes (const RedressTree *self,
                                  guint level,
                                  guint64 first,
                                  guint count,
                                  RedressHash *hashes,
                                  GError **error);

G_END_DECLS
