/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit/merkle.h"

#include "core/error.h"

#include <json-glib/json-glib.h>

#define MOST 70

/* --- the public vectors --- */

static JsonArray *
load (const char *kind, JsonParser **parser)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "audit", "data", "merkle-vectors.json", NULL);
  g_autoptr (GError) error = NULL;

  *parser = json_parser_new ();
  json_parser_load_from_file (*parser, path, &error);
  g_assert_no_error (error);
  return json_object_get_array_member (json_node_get_object (json_parser_get_root (*parser)), kind);
}

static guint64
read_number (JsonObject *row, const char *name)
{
  return g_ascii_strtoull (json_object_get_string_member (row, name), NULL, 10);
}

/* Some roots of the vectors have another length, which no hash of ours has: they are replaced by
 * their hash, so that what is equal stays so. */
static void
read_root (JsonObject *row, const char *name, RedressHash *root)
{
  const char *text = json_object_get_string_member (row, name);

  if (!redress_hash_parse (text, root))
    redress_merkle_hash_leaf (text, strlen (text), root);
}

/* (nullable): NULL: one of the nodes is none */
static GArray *
read_proof (JsonObject *row)
{
  JsonArray *nodes = json_object_get_array_member (row, "proof");
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RedressHash));

  for (guint i = 0; i < json_array_get_length (nodes); i++)
    {
      RedressHash node;

      if (!redress_hash_parse (json_array_get_string_element (nodes, i), &node))
        return NULL;
      g_array_append_val (proof, node);
    }
  return g_steal_pointer (&proof);
}

static gboolean
check_inclusion (JsonObject *row)
{
  g_autoptr (GArray) proof = read_proof (row);
  RedressHash leaf, root;

  read_root (row, "root", &root);
  return proof != NULL &&
         redress_hash_parse (json_object_get_string_member (row, "leafHash"), &leaf) &&
         redress_merkle_check_inclusion (read_number (row, "leafIdx"),
                                         read_number (row, "treeSize"), &leaf, proof, &root, NULL);
}

static gboolean
check_consistency (JsonObject *row)
{
  g_autoptr (GArray) proof = read_proof (row);
  RedressHash old_root, root;

  read_root (row, "root1", &old_root);
  read_root (row, "root2", &root);
  return proof != NULL &&
         redress_merkle_check_consistency (read_number (row, "size1"), read_number (row, "size2"),
                                           &old_root, &root, proof, NULL);
}

static void
check_vectors (const char *kind, gboolean (*check) (JsonObject *row))
{
  g_autoptr (JsonParser) parser = NULL;
  JsonArray *rows = load (kind, &parser);

  g_assert_cmpuint (json_array_get_length (rows), ==, 98);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_test_message ("%s/%s", kind, json_object_get_string_member (row, "file"));
      g_assert_cmpint (check (row), ==, !json_object_get_boolean_member (row, "wantErr"));
    }
}

static void
test_inclusion_vectors (void)
{
  check_vectors ("inclusion", check_inclusion);
}

static void
test_consistency_vectors (void)
{
  check_vectors ("consistency", check_consistency);
}

/* --- every tree of up to MOST leaves --- */

static void
make_leaf (guint64 index, RedressHash *hash)
{
  g_autofree char *text = g_strdup_printf ("leaf %" G_GUINT64_FORMAT, index);

  redress_merkle_hash_leaf (text, strlen (text), hash);
}

/* By the definition, without any of the shortcuts. */
static gboolean
read_node (guint level, guint64 index, RedressHash *hash, gpointer data, GError **error)
{
  RedressHash left, right;

  if (level == 0)
    {
      make_leaf (index, hash);
      return TRUE;
    }
  read_node (level - 1, 2 * index, &left, data, error);
  read_node (level - 1, 2 * index + 1, &right, data, error);
  redress_merkle_hash_node (&left, &right, hash);
  return TRUE;
}

static void
get_root (guint64 size, RedressHash *root)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_merkle_read_root (size, read_node, NULL, root, &error));
}

static void
test_edge (void)
{
  RedressMerkleEdge edge = { 0 };

  for (guint64 size = 0; size <= 1100; size++)
    {
      RedressHash grown, read, leaf;

      redress_merkle_edge_get_root (&edge, &grown);
      get_root (size, &read);
      g_assert_true (redress_hash_equal (&grown, &read));
      g_assert_cmpuint (edge.size, ==, size);
      make_leaf (size, &leaf);
      redress_merkle_edge_append (&edge, &leaf);
    }
}

/* A proof with a bit turned, or cut, or with one more, is none. */
static void
spoil (GArray *proof, gboolean (*check) (const GArray *proof, gpointer data), gpointer data)
{
  RedressHash extra;

  make_leaf (12345, &extra);
  g_assert_true (check (proof, data));
  for (guint i = 0; i < proof->len; i++)
    {
      guint8 *byte = &g_array_index (proof, RedressHash, i).bytes[i % REDRESS_HASH_BYTES];

      *byte ^= 1u << (i % 8);
      g_assert_false (check (proof, data));
      *byte ^= 1u << (i % 8);
    }
  g_array_append_val (proof, extra);
  g_assert_false (check (proof, data));
  g_array_set_size (proof, proof->len - 1);
  if (proof->len > 0)
    {
      g_array_set_size (proof, proof->len - 1);
      g_assert_false (check (proof, data));
    }
}

typedef struct
{
  guint64 first;
  guint64 size;
  RedressHash leaf_or_root;
  RedressHash root;
} Claim;

static gboolean
is_included (const GArray *proof, gpointer data)
{
  Claim *claim = data;

  return redress_merkle_check_inclusion (claim->first, claim->size, &claim->leaf_or_root, proof,
                                         &claim->root, NULL);
}

static gboolean
is_consistent (const GArray *proof, gpointer data)
{
  Claim *claim = data;

  return redress_merkle_check_consistency (claim->first, claim->size, &claim->leaf_or_root,
                                           &claim->root, proof, NULL);
}

static void
test_all_inclusions (void)
{
  for (guint64 size = 1; size <= MOST; size++)
    for (guint64 index = 0; index < size; index++)
      {
        Claim claim = { index, size, { { 0 } }, { { 0 } } };
        g_autoptr (GArray) proof =
            redress_merkle_prove_inclusion (index, size, read_node, NULL, NULL);

        make_leaf (index, &claim.leaf_or_root);
        get_root (size, &claim.root);
        spoil (proof, is_included, &claim);
        claim.first = (index + 1) % size;
        g_assert_cmpint (is_included (proof, &claim), ==, size == 1);
      }
}

static void
test_all_consistencies (void)
{
  for (guint64 size = 1; size <= MOST; size++)
    for (guint64 old_size = 1; old_size <= size; old_size++)
      {
        Claim claim = { old_size, size, { { 0 } }, { { 0 } } };
        g_autoptr (GArray) proof =
            redress_merkle_prove_consistency (old_size, size, read_node, NULL, NULL);

        get_root (old_size, &claim.leaf_or_root);
        get_root (size, &claim.root);
        spoil (proof, is_consistent, &claim);
        make_leaf (0, &claim.leaf_or_root);
        g_assert_cmpint (is_consistent (proof, &claim), ==, size == 1);
      }
}

/* Another past is told from a proof that is cut. */
static void
test_whose_fault (void)
{
  g_autoptr (GArray) proof = redress_merkle_prove_consistency (5, 9, read_node, NULL, NULL);
  g_autoptr (GArray) none = redress_merkle_prove_consistency (9, 9, read_node, NULL, NULL);
  RedressHash old_root, root, other;
  g_autoptr (GError) past = NULL, cut = NULL, fewer = NULL, same = NULL;

  get_root (5, &old_root);
  get_root (9, &root);
  get_root (4, &other);
  redress_merkle_check_consistency (5, 9, &other, &root, proof, &past);
  g_assert_error (past, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  redress_merkle_check_consistency (9, 5, &root, &old_root, none, &fewer);
  g_assert_error (fewer, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  redress_merkle_check_consistency (9, 9, &root, &other, none, &same);
  g_assert_error (same, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
  g_array_index (proof, RedressHash, 1).bytes[3] ^= 1;
  redress_merkle_check_consistency (5, 9, &old_root, &root, proof, &cut);
  g_assert_error (cut, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static gboolean
fail_to_read (guint level, guint64 index, RedressHash *hash, gpointer data, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "no disk");
  return FALSE;
}

static void
test_bad (void)
{
  g_autoptr (GArray) behind = NULL, shorter = NULL, unread = NULL, begun = NULL;
  g_autoptr (GError) no_entry = NULL, fewer = NULL, no_disk = NULL;
  RedressHash hash;

  behind = redress_merkle_prove_inclusion (5, 5, read_node, NULL, &no_entry);
  g_assert_null (behind);
  g_assert_error (no_entry, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  shorter = redress_merkle_prove_consistency (6, 5, read_node, NULL, &fewer);
  g_assert_null (shorter);
  g_assert_error (fewer, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  unread = redress_merkle_prove_inclusion (2, 5, fail_to_read, NULL, &no_disk);
  g_assert_null (unread);
  g_assert_error (no_disk, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
  begun = redress_merkle_prove_consistency (0, 5, fail_to_read, NULL, NULL);
  g_assert_cmpuint (begun->len, ==, 0);
  g_assert_false (redress_hash_parse ("", &hash));
  g_assert_false (redress_hash_parse ("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0", &hash));
  g_assert_false (redress_hash_parse ("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0= ", &hash));
  g_assert_false (redress_hash_parse ("bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=", &hash));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/merkle/inclusion-vectors", test_inclusion_vectors);
  g_test_add_func ("/audit/merkle/consistency-vectors", test_consistency_vectors);
  g_test_add_func ("/audit/merkle/edge", test_edge);
  g_test_add_func ("/audit/merkle/all-inclusions", test_all_inclusions);
  g_test_add_func ("/audit/merkle/all-consistencies", test_all_consistencies);
  g_test_add_func ("/audit/merkle/whose-fault", test_whose_fault);
  g_test_add_func ("/audit/merkle/bad", test_bad);
  return g_test_run ();
}
