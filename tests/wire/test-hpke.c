/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "wire/hpke.h"

#include <string.h>

static GBytes *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (; *hex != '\0'; hex += 2)
    {
      const guint8 byte =
          (guint8)(g_ascii_xdigit_value (hex[0]) * 16 + g_ascii_xdigit_value (hex[1]));

      g_byte_array_append (bytes, &byte, 1);
    }
  return g_byte_array_free_to_bytes (bytes);
}

/* RFC 9180, A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, the first
 * message. */
static void
test_vector (void)
{
  g_autoptr (GBytes) secret =
      from_hex ("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8");
  g_autoptr (GBytes) public =
      from_hex ("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d");
  g_autoptr (GBytes) sealed =
      from_hex ("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431"
                "f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a9"
                "6d8770ac83d07bea87e13c512a");
  g_autoptr (GBytes) mine = redress_hpke_get_public (secret);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) plain =
      redress_hpke_open (secret, "Ode on a Grecian Urn", "Count-0", sealed, &error);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (mine, public));
  g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain),
                   "Beauty is truth, truth beauty", 29);
}

/* The lowest three bits of an X25519 key do not count (RFC 7748, 5). */
static GBytes *
make_secret (guint8 first)
{
  guint8 *data = g_malloc0 (REDRESS_HPKE_KEY_BYTES);

  data[0] = first;
  return g_bytes_new_take (data, REDRESS_HPKE_KEY_BYTES);
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) secret = make_secret (8);
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);

  for (gsize size = 0; size < 100000; size = size * 3 + 1)
    {
      g_autoptr (GBytes) plain = g_bytes_new_take (g_malloc0 (size + 1), size);
      g_autoptr (GBytes) sealed = redress_hpke_seal (public, "test", plain, NULL);
      g_autoptr (GBytes) again = redress_hpke_seal (public, "test", plain, NULL);
      g_autoptr (GBytes) opened = redress_hpke_open (secret, "test", NULL, sealed, NULL);

      g_assert_true (g_bytes_equal (plain, opened));
      g_assert_false (g_bytes_equal (sealed, again));
    }
}

static void
assert_shut (GBytes *secret, const char *info, GBytes *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_hpke_open (secret, info, NULL, sealed, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_what_stays_shut (void)
{
  g_autoptr (GBytes) secret = make_secret (8);
  g_autoptr (GBytes) other = make_secret (16);
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);
  g_autoptr (GBytes) plain = g_bytes_new_static ("approve", 7);
  g_autoptr (GBytes) sealed = redress_hpke_seal (public, "test", plain, NULL);
  gsize size;
  const guint8 *data = g_bytes_get_data (sealed, &size);

  assert_shut (other, "test", sealed);
  assert_shut (secret, "something else", sealed);
  for (gsize i = 0; i < size; i++)
    {
      guint8 *copy = g_memdup2 (data, size);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (GBytes) cut = g_bytes_new (data, i);

      /* The highest bit of an X25519 key says nothing (RFC 7748, 5). */
      copy[i] ^= 1;
      changed = g_bytes_new_take (copy, size);
      assert_shut (secret, "test", changed);
      assert_shut (secret, "test", cut);
    }
}

/* A key of small order would make every secret the same. */
static void
test_no_key (void)
{
  g_autoptr (GBytes) secret = make_secret (8);
  g_autoptr (GBytes) zero = make_secret (0);
  g_autoptr (GBytes) small = g_bytes_new_static ("short", 5);
  g_autoptr (GBytes) plain = g_bytes_new_static ("approve", 7);
  g_autoptr (GBytes) sealed = g_bytes_new_take (g_malloc0 (64), 64);

  g_assert_null (redress_hpke_seal (zero, "test", plain, NULL));
  g_assert_null (redress_hpke_seal (small, "test", plain, NULL));
  assert_shut (secret, "test", sealed);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/hpke/vector", test_vector);
  g_test_add_func ("/wire/hpke/round-trip", test_round_trip);
  g_test_add_func ("/wire/hpke/what-stays-shut", test_what_stays_shut);
  g_test_add_func ("/wire/hpke/no-key", test_no_key);
  return g_test_run ();
}
