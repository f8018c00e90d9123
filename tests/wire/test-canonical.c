/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"
#include "wire/utf16-order.h"

#include <string.h>

typedef struct
{
  const char *text;
  const char *canonical;
} Vector;

static const Vector vectors[] = {
  /* RFC 8785, 3.2.2 */
  { "{ \"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\","
    " \"literals\": [null, true, false] }",
    "{\"literals\":[null,true,false],"
    "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}" },
  /* RFC 8785, 3.2.3 */
  { "{\"\\u20ac\":\"Euro Sign\",\"\\r\":\"Carriage Return\","
    "\"\\ufb33\":\"Hebrew Letter Dalet With Dagesh\",\"1\":\"One\","
    "\"\\ud83d\\ude00\":\"Emoji: Grinning Face\",\"\\u0080\":\"Control\","
    "\"\\u00f6\":\"Latin Small Letter O With Diaeresis\"}",
    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
    "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
    "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}" },
  { "\"\\b\\t\\n\\f\\r\\u0000f\"", NULL },
  { "\"\\b\\t\\n\\f\\r\\u0001\\u000b\\u001f\\u007f\\u2028\"",
    "\"\\b\\t\\n\\f\\r\\u0001\\u000b\\u001f\x7f\u2028\"" },
  /* No normalisation: two spellings of one letter stay two. */
  { "[\"\\u00e4\",\"a\\u0308\"]", "[\"ä\",\"a\u0308\"]" },
  { "[ 0, -0, 1, -1, 9007199254740991, -9007199254740991 ]",
    "[0,0,1,-1,9007199254740991,-9007199254740991]" },
  { "{\"b\":{},\"a\":[],\"aa\":1,\"\":2,\"B\":3}", "{\"\":2,\"B\":3,\"a\":[],\"aa\":1,\"b\":{}}" },
};

static void
test_vectors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (JsonNode) node = redress_json_parse (vectors[i].text, strlen (vectors[i].text),
                                                      &redress_json_limits_request, NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *text = NULL;

      g_assert_true ((node == NULL) == (vectors[i].canonical == NULL));
      if (node == NULL)
        continue;

      text = redress_json_to_string (node);
      bytes = redress_json_canonical (node);
      g_assert_cmpstr (text, ==, vectors[i].canonical);
      g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), text,
                       strlen (text));
    }
}

static int
compare_by_units (const char *a, const char *b)
{
  g_autofree gunichar2 *units_a = g_utf8_to_utf16 (a, -1, NULL, NULL, NULL);
  g_autofree gunichar2 *units_b = g_utf8_to_utf16 (b, -1, NULL, NULL, NULL);
  gsize i = 0;

  while (units_a[i] != 0 && units_a[i] == units_b[i])
    i++;
  return units_a[i] - units_b[i];
}

static int
sign (int number)
{
  return (number > 0) - (number < 0);
}

/* All pairs of texts of up to two characters from the edges of UTF-8 and UTF-16. */
static void
test_order (void)
{
  static const char *const characters[] = {
    "",       "\x01",   "a",      "\x7f",   "\xc2\x80",   "\u07ff",     "\u0800",     "\ud7ff",
    "\ue000", "\uefff", "\uf000", "\uffff", "\U00010000", "\U0003ffff", "\U00040000", "\U0010ffff",
  };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (characters); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (characters); j++)
      g_ptr_array_add (texts, g_strconcat (characters[i], characters[j], NULL));

  for (guint i = 0; i < texts->len; i++)
    for (guint j = 0; j < texts->len; j++)
      {
        const char *a = g_ptr_array_index (texts, i);
        const char *b = g_ptr_array_index (texts, j);

        g_assert_cmpint (sign (redress_utf16_compare (a, b)), ==, sign (compare_by_units (a, b)));
      }
}

static char *
random_string (void)
{
  static const char *const pieces[] = {
    "a", "\"", "\\", "/", "\n", "\x01", "卡", "😀", "\uffff", " "
  };
  GString *text = g_string_new (NULL);

  for (int i = g_test_rand_int_range (0, 8); i > 0; i--)
    g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
  return g_string_free (text, FALSE);
}

static JsonNode *
random_node (int depth)
{
  JsonNode *node = json_node_alloc ();
  int items = g_test_rand_int_range (0, 5);
  g_autofree char *text = random_string ();

  switch (g_test_rand_int_range (0, depth > 0 ? 6 : 4))
    {
    case 0:
      return json_node_init_null (node);
    case 1:
      return json_node_init_boolean (node, g_test_rand_bit ());
    case 2:
      return json_node_init_int (node, g_test_rand_int ());
    case 3:
      return json_node_init_string (node, text);
    case 4:
      json_node_init (node, JSON_NODE_ARRAY);
      json_node_take_array (node, json_array_new ());
      for (; items > 0; items--)
        json_array_add_element (json_node_get_array (node), random_node (depth - 1));
      return node;
    default:
      json_node_init (node, JSON_NODE_OBJECT);
      json_node_take_object (node, json_object_new ());
      for (; items > 0; items--)
        {
          g_autofree char *name = random_string ();

          json_object_set_member (json_node_get_object (node), name, random_node (depth - 1));
        }
      return node;
    }
}

/* What is written is read back as the same value, and written the same again. */
static void
test_random (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (JsonNode) node = random_node (4);
      g_autofree char *text = redress_json_to_string (node);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) back =
          redress_json_parse (text, strlen (text), &redress_json_limits_request, &error);
      g_autofree char *again = NULL;

      g_assert_no_error (error);
      g_assert_true (json_node_equal (node, back));
      again = redress_json_to_string (back);
      g_assert_cmpstr (again, ==, text);
    }
}

/* Doubles and huge integers can only come from our own code: that is a bug to be heard. */
static void
test_not_canonical (void)
{
  g_autoptr (JsonNode) number = json_node_init_double (json_node_alloc (), 0.5);
  g_autoptr (JsonNode) huge = json_node_init_int (json_node_alloc (), REDRESS_INTEGER_MAX + 1);

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*gdouble*canonical*");
  g_free (redress_json_to_string (number));
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*REDRESS_INTEGER_MAX*");
  g_free (redress_json_to_string (huge));
  g_test_assert_expected_messages ();
}

static void
test_sha256 (void)
{
  g_autofree char *empty = redress_sha256_hex ("", 0);
  g_autofree char *abc = redress_sha256_hex ("abc", 3);
  g_autofree char *nothing = redress_sha256_hex (NULL, 0);

  g_assert_cmpstr (empty, ==, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  g_assert_cmpstr (nothing, ==, empty);
  g_assert_cmpstr (abc, ==, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/canonical/vectors", test_vectors);
  g_test_add_func ("/canonical/order", test_order);
  g_test_add_func ("/canonical/random", test_random);
  g_test_add_func ("/canonical/not-canonical", test_not_canonical);
  g_test_add_func ("/canonical/sha256", test_sha256);
  return g_test_run ();
}
