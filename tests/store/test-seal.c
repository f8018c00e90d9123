/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/seal.h"

#include <string.h>

#define CHUNK (64 * 1024)
#define HEADER 24
#define TAG 16

static RedressSeal *
make_seal (guint8 first)
{
  guint8 key[REDRESS_SEAL_KEY_SIZE] = { first };
  g_autoptr (GBytes) bytes = g_bytes_new (key, sizeof key);
  g_autoptr (GError) error = NULL;
  RedressSeal *seal = redress_seal_new (bytes, &error);

  g_assert_no_error (error);
  return seal;
}

static GBytes *
make_bytes (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(i * 31 + (i >> 8));
  return g_bytes_new_take (data, size);
}

static void
assert_does_not_open (RedressSeal *seal, const char *context, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_seal_open (seal, context, sealed, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
}

static void
test_sizes (void)
{
  static const gsize sizes[] = { 0, 1, 15, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7 };
  g_autoptr (RedressSeal) seal = make_seal (1);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) plain = make_bytes (sizes[i]);
      g_autoptr (GBytes) sealed = redress_seal_close (seal, "draft:1", plain, &error);
      g_autoptr (GBytes) opened = NULL;
      gsize n_chunks = MAX (1, (sizes[i] + CHUNK - 1) / CHUNK);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (sealed), ==, HEADER + sizes[i] + n_chunks * TAG);
      opened = redress_seal_open (seal, "draft:1", sealed, &error);
      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (plain, opened));
    }
}

static void
test_nothing_in_plain (void)
{
  g_autoptr (RedressSeal) seal = make_seal (1);
  g_autoptr (GBytes) plain = g_bytes_new_static ("客户 4821 客户 4821", 21);
  g_autoptr (GBytes) first = redress_seal_close (seal, "draft:1", plain, NULL);
  g_autoptr (GBytes) second = redress_seal_close (seal, "draft:1", plain, NULL);
  gsize size;
  const void *data = g_bytes_get_data (first, &size);

  g_assert_null (memmem (data, size, "客户", strlen ("客户")));
  g_assert_false (g_bytes_equal (first, second));
}

static void
test_other_key_and_context (void)
{
  g_autoptr (RedressSeal) seal = make_seal (1);
  g_autoptr (RedressSeal) other = make_seal (2);
  g_autoptr (GBytes) plain = make_bytes (100);
  g_autoptr (GBytes) sealed = redress_seal_close (seal, "draft:1", plain, NULL);

  assert_does_not_open (other, "draft:1", sealed);
  assert_does_not_open (seal, "draft:2", sealed);
  assert_does_not_open (seal, "draft:", sealed);
}

static GBytes *
change (GBytes *sealed, gsize offset)
{
  gsize size;
  const void *data = g_bytes_get_data (sealed, &size);
  guint8 *copy = g_memdup2 (data, size);

  copy[offset] ^= 0x10;
  return g_bytes_new_take (copy, size);
}

static void
test_every_byte_counts (void)
{
  g_autoptr (RedressSeal) seal = make_seal (1);
  g_autoptr (GBytes) plain = make_bytes (60);
  g_autoptr (GBytes) sealed = redress_seal_close (seal, "draft:1", plain, NULL);

  for (gsize i = 0; i < g_bytes_get_size (sealed); i++)
    {
      g_autoptr (GBytes) changed = change (sealed, i);
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (sealed, 0, i);

      assert_does_not_open (seal, "draft:1", changed);
      assert_does_not_open (seal, "draft:1", cut);
    }
}

static GBytes *
join_chunks (GBytes *sealed, const guint *order, guint n)
{
  const guint8 *data = g_bytes_get_data (sealed, NULL);
  g_autoptr (GByteArray) joined = g_byte_array_new ();

  g_byte_array_append (joined, data, HEADER);
  for (guint i = 0; i < n; i++)
    g_byte_array_append (joined, data + HEADER + order[i] * (CHUNK + TAG), CHUNK + TAG);
  return g_byte_array_free_to_bytes (g_steal_pointer (&joined));
}

static void
test_chunks_stay_in_place (void)
{
  static const guint whole[] = { 0, 1, 2 }, swapped[] = { 1, 0, 2 }, cut[] = { 0, 1 },
                     without_first[] = { 1, 2 }, longer[] = { 0, 1, 1, 2 };
  g_autoptr (RedressSeal) seal = make_seal (1);
  g_autoptr (GBytes) plain = make_bytes (3 * CHUNK);
  g_autoptr (GBytes) sealed = redress_seal_close (seal, "evidence:x", plain, NULL);
  g_autoptr (GBytes) same = join_chunks (sealed, whole, 3);
  g_autoptr (GBytes) opened = redress_seal_open (seal, "evidence:x", same, NULL);
  g_autoptr (GBytes) a = join_chunks (sealed, swapped, 3);
  g_autoptr (GBytes) b = join_chunks (sealed, cut, 2);
  g_autoptr (GBytes) c = join_chunks (sealed, without_first, 2);
  g_autoptr (GBytes) d = join_chunks (sealed, longer, 4);

  g_assert_nonnull (opened);
  assert_does_not_open (seal, "evidence:x", a);
  assert_does_not_open (seal, "evidence:x", b);
  assert_does_not_open (seal, "evidence:x", c);
  assert_does_not_open (seal, "evidence:x", d);
}

static void
test_key_length (void)
{
  static const gsize sizes[] = { 0, 16, 31, 33 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) key = make_bytes (sizes[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (redress_seal_new (key, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/seal/sizes", test_sizes);
  g_test_add_func ("/store/seal/nothing-in-plain", test_nothing_in_plain);
  g_test_add_func ("/store/seal/other-key-and-context", test_other_key_and_context);
  g_test_add_func ("/store/seal/every-byte-counts", test_every_byte_counts);
  g_test_add_func ("/store/seal/chunks-stay-in-place", test_chunks_stay_in_place);
  g_test_add_func ("/store/seal/key-length", test_key_length);
  return g_test_run ();
}
