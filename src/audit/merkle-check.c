/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/merkle.h"

#include "core/error.h"

/* A proof that does not fit says nothing of the log: it may have been cut on its way. */
static gboolean
refuse (GError **error, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s", what);
  return FALSE;
}

/* The log itself has another past. */
static gboolean
accuse (GError **error, const char *what)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s", what);
  return FALSE;
}

/**
 * redress_merkle_check_inclusion:
 * @index: place of a leaf
 * @size: how many leaves the tree has
 * @leaf: node of the leaf
 * @proof: (element-type RedressHash): what the log gave
 * @root: root of the tree
 * @error: return location; %REDRESS_ERROR_INVALID
 *
 * RFC 9162, 2.1.3.2.
 *
 * Returns: whether the leaf is in the tree at that place
 */
gboolean
redress_merkle_check_inclusion (guint64 index,
                                guint64 size,
                                const RedressHash *leaf,
                                const GArray *proof,
                                const RedressHash *root,
                                GError **error)
{
  guint64 fn = index, sn = size - 1;
  RedressHash hash = *leaf;

  if (index >= size)
    return refuse (error, "the entry lies behind the end of the log");
  for (guint i = 0; i < proof->len; i++)
    {
      const RedressHash *node = &g_array_index (proof, RedressHash, i);

      if (sn == 0)
        return refuse (error, "the inclusion proof is too long");
      if ((fn & 1) == 0 && fn != sn)
        redress_merkle_hash_node (&hash, node, &hash);
      else
        {
          redress_merkle_hash_node (node, &hash, &hash);
          for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
            sn >>= 1;
        }
      fn >>= 1;
      sn >>= 1;
    }
  if (sn != 0)
    return refuse (error, "the inclusion proof is too short");
  return redress_hash_equal (&hash, root) || refuse (error, "the entry is not in the log");
}

/* Walks up from the last node that both trees have. */
static gboolean
walk (guint64 fn,
      guint64 sn,
      const GArray *proof,
      guint first,
      RedressHash *old_hash,
      RedressHash *hash,
      GError **error)
{
  for (guint i = first; i < proof->len; i++)
    {
      const RedressHash *node = &g_array_index (proof, RedressHash, i);

      if (sn == 0)
        return refuse (error, "the consistency proof is too long");
      if ((fn & 1) != 0 || fn == sn)
        {
          redress_merkle_hash_node (node, old_hash, old_hash);
          redress_merkle_hash_node (node, hash, hash);
          for (; (fn & 1) == 0 && fn != 0; fn >>= 1)
            sn >>= 1;
        }
      else
        redress_merkle_hash_node (hash, node, hash);
      fn >>= 1;
      sn >>= 1;
    }
  return sn == 0 || refuse (error, "the consistency proof is too short");
}

static gboolean
check_grown (guint64 old_size,
             guint64 size,
             const RedressHash *old_root,
             const RedressHash *root,
             const GArray *proof,
             GError **error)
{
  guint64 fn = old_size - 1, sn = size - 1;
  /* Where the old tree is perfect, its root is the node to begin with, and no proof repeats it. */
  gboolean is_perfect = (old_size & (old_size - 1)) == 0;
  RedressHash old_hash, hash;

  if (proof->len == 0)
    return refuse (error, "the consistency proof is empty");
  for (; (fn & 1) != 0; fn >>= 1)
    sn >>= 1;
  old_hash = hash = is_perfect ? *old_root : g_array_index (proof, RedressHash, 0);
  if (!walk (fn, sn, proof, is_perfect ? 0 : 1, &old_hash, &hash, error))
    return FALSE;
  if (!redress_hash_equal (&hash, root))
    return refuse (error, "the consistency proof is of another log");
  /* Nobody can make up a proof that leads to the root that was signed: so this is its past. */
  return redress_hash_equal (&old_hash, old_root) ||
         accuse (error, "what the log had before is not what it has now");
}

/**
 * redress_merkle_check_consistency:
 * @old_size: how many leaves the tree had, at least one
 * @size: how many it has
 * @old_root: its root then
 * @root: its root now
 * @proof: (element-type RedressHash): what the log gave
 * @error: return location; %REDRESS_ERROR_CORRUPT: it has not; %REDRESS_ERROR_INVALID: the proof
 *   says nothing of it
 *
 * RFC 9162, 2.1.4.2.
 *
 * Returns: whether all that the tree had stands unchanged in it
 */
gboolean
redress_merkle_check_consistency (guint64 old_size,
                                  guint64 size,
                                  const RedressHash *old_root,
                                  const RedressHash *root,
                                  const GArray *proof,
                                  GError **error)
{
  if (old_size == 0)
    return refuse (error, "an empty log proves nothing");
  if (old_size > size)
    return accuse (error, "the log has fewer entries than before");
  if (old_size < size)
    return check_grown (old_size, size, old_root, root, proof, error);
  if (proof->len > 0)
    return refuse (error, "the consistency proof is too long");
  return redress_hash_equal (old_root, root) ||
         accuse (error, "the log has other entries than before");
}
