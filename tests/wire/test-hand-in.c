/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "wire/hand-in.h"
#include "wire/json.h"

#include <string.h>

static GBytes *
make_secret (guint8 first)
{
  guint8 *data = g_malloc0 (REDRESS_HPKE_KEY_BYTES);

  data[0] = first;
  return g_bytes_new_take (data, REDRESS_HPKE_KEY_BYTES);
}

static char *
seal_two (GBytes *secret)
{
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (GError) error = NULL;
  char *sealed;

  g_ptr_array_add (commands, g_bytes_new_static ("{\"n\":1}", 7));
  g_ptr_array_add (commands, g_bytes_new_static ("{\"n\":2}", 7));
  sealed = redress_hand_in_seal (public, "a-3", commands, &error);
  g_assert_no_error (error);
  return sealed;
}

static void
test_round_trip (void)
{
  g_autoptr (GBytes) secret = make_secret (8);
  g_autofree char *sealed = seal_two (secret);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressHandIn) opened = redress_hand_in_open (secret, sealed, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (opened->account, ==, "a-3");
  text = redress_json_to_string (opened->commands);
  g_assert_cmpstr (text, ==, "{\"account\":\"a-3\",\"commands\":[{\"n\":1},{\"n\":2}]}");
}

static void
assert_shut (GBytes *secret, const char *sealed)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_hand_in_open (secret, sealed, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static char *
seal_text (GBytes *secret, const char *text)
{
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);
  g_autoptr (GBytes) plain = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) sealed = redress_hpke_seal (public, "redress hand-in 1", plain, NULL);

  return g_base64_encode (g_bytes_get_data (sealed, NULL), g_bytes_get_size (sealed));
}

static void
test_what_stays_shut (void)
{
  static const char *const inside[] = {
    "", "[]", "7", "{}", "{\"account\":7}", "{\"account\":\"a-3\""
  };
  g_autoptr (GBytes) secret = make_secret (8);
  g_autoptr (GBytes) other = make_secret (16);
  g_autofree char *sealed = seal_two (secret);

  assert_shut (other, sealed);
  assert_shut (secret, "");
  assert_shut (secret, "no base64 !");
  sealed[strlen (sealed) / 2] ^= 1;
  assert_shut (secret, sealed);
  /* Well sealed, and something else. */
  for (guint i = 0; i < G_N_ELEMENTS (inside); i++)
    {
      g_autofree char *odd = seal_text (secret, inside[i]);

      assert_shut (secret, odd);
    }
}

static void
test_file (void)
{
  static const char *const none[] = { "", "\n", "something else\nAAAA\n",
                                      "redress decisions, sealed for their server 1\n",
                                      "redress decisions, sealed for their server 2\nAAAA\n" };
  g_autoptr (GPtrArray) pieces = g_ptr_array_new ();
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *windows = NULL;

  g_ptr_array_add (pieces, (gpointer) "AAAA");
  g_ptr_array_add (pieces, (gpointer) "BBBB");
  text = redress_hand_in_join (pieces);
  /* A mail program may have changed the ends of the lines. */
  lines = g_strsplit (text, "\n", -1);
  windows = g_strjoinv ("\r\n", lines);
  found = redress_hand_in_split (windows, NULL);
  g_assert_cmpuint (found->len, ==, 2);
  g_assert_cmpstr (found->pdata[0], ==, "AAAA");
  g_assert_cmpstr (found->pdata[1], ==, "BBBB");
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (redress_hand_in_split (none[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

static void
test_key (void)
{
  g_autoptr (GBytes) secret = make_secret (8);
  g_autoptr (GBytes) public = redress_hpke_get_public (secret);
  g_autofree char *text = redress_hand_in_key_to_string (public);
  g_autoptr (GBytes) found = redress_hand_in_key_from_string (text);

  g_assert_true (g_bytes_equal (public, found));
  g_assert_null (redress_hand_in_key_from_string (NULL));
  g_assert_null (redress_hand_in_key_from_string ("abc"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/hand-in/round-trip", test_round_trip);
  g_test_add_func ("/wire/hand-in/what-stays-shut", test_what_stays_shut);
  g_test_add_func ("/wire/hand-in/file", test_file);
  g_test_add_func ("/wire/hand-in/key", test_key);
  return g_test_run ();
}
