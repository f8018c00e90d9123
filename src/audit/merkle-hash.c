/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/merkle.h"

#include <gnutls/crypto.h>
#include <string.h>

#define LEAF_PREFIX 0x00
#define NODE_PREFIX 0x01
/* Leaves are some hundred bytes; a longer one is put together elsewhere. */
#define USUAL_LEAF 4096

static void
digest (gconstpointer data, gsize length, RedressHash *hash)
{
  /* It fails without memory alone, and then GLib has ended the program before. */
  if (gnutls_hash_fast (GNUTLS_DIG_SHA256, data, length, hash->bytes) != 0)
    g_error ("SHA-256 failed");
}

/**
 * redress_hash_equal:
 * @a: a hash
 * @b: another
 *
 * Returns: whether they are the same
 */
gboolean
redress_hash_equal (const RedressHash *a, const RedressHash *b)
{
  return memcmp (a->bytes, b->bytes, REDRESS_HASH_BYTES) == 0;
}

/**
 * redress_hash_parse:
 * @text: base64
 * @hash: (out): what it says
 *
 * Returns: %FALSE: it is not the one way to write 32 bytes
 */
gboolean
redress_hash_parse (const char *text, RedressHash *hash)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (text, &length);
  g_autofree char *again = NULL;

  if (length != REDRESS_HASH_BYTES)
    return FALSE;
  memcpy (hash->bytes, bytes, length);
  again = redress_hash_format (hash);
  return g_str_equal (again, text);
}

/**
 * redress_hash_format:
 * @hash: a hash
 *
 * Returns: (transfer full): base64
 */
char *
redress_hash_format (const RedressHash *hash)
{
  return g_base64_encode (hash->bytes, REDRESS_HASH_BYTES);
}

/**
 * redress_merkle_hash_empty:
 * @hash: (out): root of the tree without leaves
 */
void
redress_merkle_hash_empty (RedressHash *hash)
{
  digest ("", 0, hash);
}

/**
 * redress_merkle_hash_leaf:
 * @data: (array length=length): the bytes of a leaf
 * @length: how many they are
 * @hash: (out): the node of the leaf
 */
void
redress_merkle_hash_leaf (gconstpointer data, gsize length, RedressHash *hash)
{
  guint8 usual[1 + USUAL_LEAF];
  g_autofree guint8 *longer = length > USUAL_LEAF ? g_malloc (1 + length) : NULL;
  guint8 *bytes = longer != NULL ? longer : usual;

  bytes[0] = LEAF_PREFIX;
  if (length > 0)
    memcpy (bytes + 1, data, length);
  digest (bytes, 1 + length, hash);
}

/**
 * redress_merkle_hash_node:
 * @left: a node
 * @right: the one to its right
 * @hash: (out): the node above both
 */
void
redress_merkle_hash_node (const RedressHash *left, const RedressHash *right, RedressHash *hash)
{
  guint8 bytes[1 + 2 * REDRESS_HASH_BYTES];

  bytes[0] = NODE_PREFIX;
  memcpy (bytes + 1, left->bytes, REDRESS_HASH_BYTES);
  memcpy (bytes + 1 + REDRESS_HASH_BYTES, right->bytes, REDRESS_HASH_BYTES);
  digest (bytes, sizeof bytes, hash);
}

/**
 * redress_merkle_edge_append:
 * @self: the right edge of a tree, all 0 for one without leaves
 * @leaf: the node of the next leaf
 */
void
redress_merkle_edge_append (RedressMerkleEdge *self, const RedressHash *leaf)
{
  RedressHash node = *leaf;

  /* Each perfect tree at the edge stands for a bit of the size that is set. */
  for (guint64 bits = self->size; (bits & 1) != 0; bits >>= 1)
    redress_merkle_hash_node (&self->nodes[--self->n_nodes], &node, &node);
  self->nodes[self->n_nodes++] = node;
  self->size++;
}

/**
 * redress_merkle_edge_get_root:
 * @self: the right edge of a tree
 * @root: (out): its root
 */
void
redress_merkle_edge_get_root (const RedressMerkleEdge *self, RedressHash *root)
{
  if (self->n_nodes == 0)
    {
      redress_merkle_hash_empty (root);
      return;
    }
  *root = self->nodes[self->n_nodes - 1];
  for (guint i = self->n_nodes - 1; i > 0; i--)
    redress_merkle_hash_node (&self->nodes[i - 1], root, root);
}
