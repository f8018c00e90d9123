/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/merkle.h"

#include "core/error.h"

typedef struct
{
  RedressMerkleReader reader;
  gpointer data;
  GArray *proof; /* (nullable) */
} Proving;

/* The largest power of two below @size, which is above 1. */
static guint64
split (guint64 size)
{
  return G_GUINT64_CONSTANT (1) << (63 - __builtin_clzll (size - 1));
}

static gboolean
is_perfect (guint64 start, guint64 size)
{
  return (size & (size - 1)) == 0 && (start & (size - 1)) == 0;
}

/* The root above @size leaves from @start on. */
static gboolean
hash_range (Proving *self, guint64 start, guint64 size, RedressHash *hash, GError **error)
{
  RedressHash left, right;
  guint64 k;

  if (is_perfect (start, size))
    {
      guint level = (guint)__builtin_ctzll (size);

      return self->reader (level, start >> level, hash, self->data, error);
    }
  k = split (size);
  if (!hash_range (self, start, k, &left, error) ||
      !hash_range (self, start + k, size - k, &right, error))
    return FALSE;
  redress_merkle_hash_node (&left, &right, hash);
  return TRUE;
}

static gboolean
add_range (Proving *self, guint64 start, guint64 size, GError **error)
{
  RedressHash hash;

  if (!hash_range (self, start, size, &hash, error))
    return FALSE;
  g_array_append_val (self->proof, hash);
  return TRUE;
}

/* PATH of RFC 9162, 2.1.3.1. */
static gboolean
add_path (Proving *self, guint64 index, guint64 start, guint64 size, GError **error)
{
  guint64 k;

  if (size == 1)
    return TRUE;
  k = split (size);
  if (index < k)
    return add_path (self, index, start, k, error) && add_range (self, start + k, size - k, error);
  return add_path (self, index - k, start + k, size - k, error) &&
         add_range (self, start, k, error);
}

/* SUBPROOF of RFC 9162, 2.1.4.1. */
static gboolean
add_subproof (
    Proving *self, guint64 old_size, guint64 start, guint64 size, gboolean is_known, GError **error)
{
  guint64 k;

  if (old_size == size)
    return is_known || add_range (self, start, size, error);
  k = split (size);
  if (old_size <= k)
    return add_subproof (self, old_size, start, k, is_known, error) &&
           add_range (self, start + k, size - k, error);
  return add_subproof (self, old_size - k, start + k, size - k, FALSE, error) &&
         add_range (self, start, k, error);
}

static GArray *
new_proof (void)
{
  return g_array_new (FALSE, FALSE, sizeof (RedressHash));
}

/**
 * redress_merkle_read_root:
 * @size: how many leaves the tree has
 * @reader: (scope call): reads its nodes
 * @data: for @reader
 * @root: (out): its root
 * @error: return location
 *
 * Returns: whether the nodes could be read
 */
gboolean
redress_merkle_read_root (
    guint64 size, RedressMerkleReader reader, gpointer data, RedressHash *root, GError **error)
{
  Proving proving = { reader, data, NULL };

  if (size > 0)
    return hash_range (&proving, 0, size, root, error);
  redress_merkle_hash_empty (root);
  return TRUE;
}

/**
 * redress_merkle_prove_inclusion:
 * @index: place of a leaf
 * @size: how many leaves the tree has
 * @reader: (scope call): reads its nodes
 * @data: for @reader
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressHash): proof that the leaf is in the tree
 */
GArray *
redress_merkle_prove_inclusion (
    guint64 index, guint64 size, RedressMerkleReader reader, gpointer data, GError **error)
{
  g_autoptr (GArray) proof = new_proof ();
  Proving proving = { reader, data, proof };

  if (index >= size)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "there is no entry %" G_GUINT64_FORMAT " among %" G_GUINT64_FORMAT, index, size);
      return NULL;
    }
  return add_path (&proving, index, 0, size, error) ? g_steal_pointer (&proof) : NULL;
}

/**
 * redress_merkle_prove_consistency:
 * @old_size: how many leaves the tree had
 * @size: how many it has
 * @reader: (scope call): reads its nodes
 * @data: for @reader
 * @error: return location
 *
 * Returns: (transfer full) (element-type RedressHash): proof that what it had then stands
 *   unchanged in it; without a node where it had none
 */
GArray *
redress_merkle_prove_consistency (
    guint64 old_size, guint64 size, RedressMerkleReader reader, gpointer data, GError **error)
{
  g_autoptr (GArray) proof = new_proof ();
  Proving proving = { reader, data, proof };

  if (old_size > size)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "a log of %" G_GUINT64_FORMAT " entries never had %" G_GUINT64_FORMAT, size,
                   old_size);
      return NULL;
    }
  return old_size == 0 || add_subproof (&proving, old_size, 0, size, TRUE, error)
             ? g_steal_pointer (&proof)
             : NULL;
}
