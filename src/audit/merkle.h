/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define REDRESS_HASH_BYTES 32
/* A tree of 2^63 leaves has no longer one. */
#define REDRESS_PROOF_MAX 63

/**
 * RedressHash:
 *
 * SHA-256.
 */
typedef struct
{
  guint8 bytes[REDRESS_HASH_BYTES];
} RedressHash;

gboolean redress_hash_equal (const RedressHash *a, const RedressHash *b);
/* Base64 with its padding and nothing else. */
gboolean redress_hash_parse (const char *text, RedressHash *hash);
char *redress_hash_format (const RedressHash *hash);

/* RFC 6962, 2.1; RFC 9162, 2.1.1. */
void redress_merkle_hash_empty (RedressHash *hash);
void redress_merkle_hash_leaf (gconstpointer data, gsize length, RedressHash *hash);
void
redress_merkle_hash_node (const RedressHash *left, const RedressHash *right, RedressHash *hash);

/**
 * RedressMerkleEdge:
 * @size: how many leaves the tree has
 * @nodes: the roots of the perfect trees that it is made of, the largest first
 *
 * The right edge of a tree: all that is needed to let it grow.
 */
typedef struct
{
  guint64 size;
  guint n_nodes;
  RedressHash nodes[64];
} RedressMerkleEdge;

void redress_merkle_edge_append (RedressMerkleEdge *self, const RedressHash *leaf);
void redress_merkle_edge_get_root (const RedressMerkleEdge *self, RedressHash *root);

/**
 * RedressMerkleReader:
 * @level: 0 for a leaf; the node stands above 2^level leaves
 * @index: which of its level, from the left
 * @hash: (out): the node
 * @data: what was given along
 *
 * Returns: whether the node could be read
 */
typedef gboolean (*RedressMerkleReader) (
    guint level, guint64 index, RedressHash *hash, gpointer data, GError **error);

gboolean redress_merkle_read_root (
    guint64 size, RedressMerkleReader reader, gpointer data, RedressHash *root, GError **error);
/* (transfer full) (nullable) (element-type RedressHash) */
GArray *redress_merkle_prove_inclusion (
    guint64 index, guint64 size, RedressMerkleReader reader, gpointer data, GError **error);
GArray *redress_merkle_prove_consistency (
    guint64 old_size, guint64 size, RedressMerkleReader reader, gpointer data, GError **error);

gboolean redress_merkle_check_inclusion (guint64 index,
                                         guint64 size,
                                         const RedressHash *leaf,
                                         const GArray *proof,
                                         const RedressHash *root,
                                         GError **error);
gboolean redress_merkle_check_consistency (guint64 old_size,
                                           guint64 size,
                                           const RedressHash *old_root,
                                           const RedressHash *root,
                                           const GArray *proof,
                                           GError **error);

G_END_DECLS
