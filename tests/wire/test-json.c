/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include <string.h>

static gboolean
check (const char *text, gssize length, GError **error)
{
  gsize bytes = length < 0 ? strlen (text) : (gsize)length;
  /* A block of just this size, so that a sanitizer sees a byte read too far. */
  g_autofree char *exact = g_memdup2 (text, bytes);

  return redress_json_check (exact, bytes, &redress_json_limits_request, error);
}

static const char *const good[] = {
  "null",
  "true",
  "false",
  "0",
  "-0",
  "-1",
  "9007199254740991",
  "-9007199254740991",
  "\"\"",
  "[]",
  "{}",
  " \t\r\n[ 1 , 2 ] \n",
  "{\"a\":{\"a\":1},\"b\":[{\"a\":1},{\"a\":1}]}",
  "{\"\":1,\"a\":2,\"A\":3,\"\\u00e4\":4,\"a\u0308\":5}",
  "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u00e9\\u5361\\ud83d\\ude00\\uD83D\\uDE00\"",
  "\"\x7f \u2028 \ufffe \uffff \U0010ffff 卡密\"",
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", good[i]);
      g_assert_true (check (good[i], -1, &error));
      g_assert_no_error (error);
    }
}

static const char *const bad[] = {
  /* nothing, or more than one thing */
  "",
  " ",
  "1 2",
  "{}{}",
  "0[]",
  "null,",
  "nul",
  "nullx",
  "True",
  "NaN",
  "Infinity",
  "undefined",
  /* numbers */
  "9007199254740992",
  "-9007199254740992",
  "9223372036854775808",
  "18446744073709551616",
  "99999999999999999999",
  "1e400",
  "1e2",
  "1E2",
  "1.0",
  "0.1",
  "-1.5e3",
  "1.",
  ".5",
  "+1",
  "-",
  "--1",
  "- 1",
  "01",
  "-01",
  "00",
  "0x10",
  "1_000",
  /* strings */
  "\"",
  "\"a",
  "\"\\\"",
  "'a'",
  "\"a\tb\"",
  "\"a\nb\"",
  "\"\x1f\"",
  "\"\\x41\"",
  "\"\\a\"",
  "\"\\'\"",
  "\"\\U0041\"",
  "\"\\u\"",
  "\"\\u00\"",
  "\"\\u00g0\"",
  "\"\\u 041\"",
  "\"\\u+041\"",
  "\"\\u0000\"",
  "\"a\\u0000b\"",
  "{\"\\u0000\":1}",
  "\"\\ud83d\"",
  "\"\\ud83dx\"",
  "\"\\ud83d\\n\"",
  "\"\\ud83d\\ud83d\"",
  "\"\\ud83d\\u0041\"",
  "\"\\ude00\"",
  "\"\\ude00\\ud83d\"",
  /* bytes that are not UTF-8 */
  "\"\x80\"",
  "\"\xff\"",
  "\"\xc3\"",
  "\"\xc3(\"",
  "\"\xc0\xaf\"",
  "\"\xe0\x80\xaf\"",
  "\"\xed\xa0\x80\"",
  "\"\xed\xbd\xed\xb8\x80\"",
  "\"\xf4\x90\x80\x80\"",
  "\"\xf8\x88\x80\x80\x80\"",
  "\xc3",
  /* byte order marks, other spaces, comments */
  "\xef\xbb\xbf{}",
  "\xfe\xff\x00{",
  "\u00a0{}",
  "\u2028{}",
  "\v{}",
  "\f{}",
  "// c\n{}",
  "{} // c",
  "/* c */{}",
  "[1 /* c */]",
  "# c\n{}",
  /* arrays and objects */
  "[",
  "]",
  "[1",
  "[1,",
  "[1,]",
  "[,]",
  "[,1]",
  "[1 2]",
  "[1,,2]",
  "[1}",
  "{",
  "}",
  "{]",
  "{\"a\"",
  "{\"a\":",
  "{\"a\":1",
  "{\"a\":1,",
  "{\"a\":1,}",
  "{,}",
  "{\"a\"}",
  "{\"a\",1}",
  "{\"a\" 1}",
  "{\"a\":1 \"b\":2}",
  "{\"a\":1;\"b\":2}",
  "{a:1}",
  "{'a':1}",
  "{1:1}",
  "{null:1}",
  "{[]:1}",
  "var x = {};",
  /* members that stand twice */
  "{\"a\":1,\"a\":1}",
  "{\"a\":1,\"b\":2,\"a\":3}",
  "{\"a\":1,\"\\u0061\":2}",
  "{\"\\u00e9\":1,\"\u00e9\":2}",
  "{\"\\ud83d\\ude00\":1,\"\U0001f600\":2}",
  "{\"\":1,\"\":2}",
  "[{\"x\":{\"a\":1,\"a\":null}}]",
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *printable = g_strescape (bad[i], NULL);

      g_test_message ("%s", printable);
      g_assert_false (check (bad[i], -1, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

/* Each beginning of a good text is bad, and none reads past its end. */
static void
test_cut (void)
{
  static const char text[] =
      "{\"id\":42,\"t\":[true,false,null,-17],\"s\":\"\\ud83d\\ude00 卡\",\"o\":{\"a\":{}}}";

  g_assert_true (check (text, -1, NULL));
  for (gsize i = 0; i < sizeof text - 1; i++)
    g_assert_false (check (text, (gssize)i, NULL));
}

static void
test_nul (void)
{
  g_assert_false (check ("{}\0", 3, NULL));
  g_assert_false (check ("\0", 1, NULL));
  g_assert_false (check ("\"a\0b\"", 5, NULL));
}

/* What lies behind the length is not looked at. */
static void
test_length (void)
{
  g_autoptr (JsonNode) node = redress_json_parse ("1234", 2, &redress_json_limits_request, NULL);

  g_assert_cmpint (json_node_get_int (node), ==, 12);
}

static char *
nest (guint depth, const char *open, const char *close)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, open);
  for (guint i = 0; i < depth; i++)
    g_string_append (text, close);
  return g_string_free (text, FALSE);
}

static void
test_depth (void)
{
  static const struct
  {
    const char *open;
    const char *close;
  } pairs[] = { { "[", "]" }, { "{\"a\":[", "]}" } };

  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      guint steps = (guint)(i + 1);
      g_autofree char *deepest = nest (32 / steps, pairs[i].open, pairs[i].close);
      g_autofree char *deeper = nest (32 / steps + 1, pairs[i].open, pairs[i].close);
      g_autofree char *abyss = nest (100000, pairs[i].open, "");
      g_autoptr (GError) error = NULL;

      g_assert_true (check (deepest, -1, NULL));
      g_assert_false (check (deeper, -1, NULL));
      g_assert_false (
          redress_json_check (abyss, strlen (abyss), &redress_json_limits_response, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

/* Depth is how deep it goes, not how many brackets there are. */
static void
test_wide (void)
{
  g_autofree char *inner = nest (20, "[],{},", "");
  g_autofree char *text = g_strdup_printf ("[%s[[]]]", inner);

  g_assert_true (check (text, -1, NULL));
}

static void
test_bytes (void)
{
  const RedressJsonLimits limits = { .bytes = 4, .depth = 1, .tokens = 10 };
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_json_check ("1234", 4, &limits, &error));
  g_assert_no_error (error);
  g_assert_false (redress_json_check ("12345", 5, &limits, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE);
}

static void
test_tokens (void)
{
  const RedressJsonLimits limits = { .bytes = 100, .depth = 3, .tokens = 5 };
  g_autofree char *commas = g_strnfill (250000, ',');
  g_autofree char *many = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_json_check ("[1,2,3,4]", 9, &limits, NULL));
  g_assert_false (redress_json_check ("[1,2,3,4,5]", 11, &limits, NULL));
  /* The name of a member counts as well. */
  g_assert_true (redress_json_check ("{\"a\":1,\"b\":2}", 13, &limits, NULL));
  g_assert_false (redress_json_check ("{\"a\":1,\"b\":[2]}", 15, &limits, NULL));

  many = g_strdup_printf ("[0%s0]", commas);
  for (char *at = strchr (many, ','); at[1] == ','; at += 2)
    at[1] = '0';
  g_assert_false (check (many, -1, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

/* The names have one and the same unsalted hash; the limit of members keeps that cheap. */
static void
test_colliding_names (void)
{
  g_autoptr (GString) text = g_string_new ("{");
  guint hash = 0;

  for (guint i = 0; i < 1u << 14; i++)
    {
      g_autoptr (GString) name = g_string_new (NULL);

      for (guint bit = 0; bit < 14; bit++)
        g_string_append (name, i >> bit & 1 ? "bA" : "ab");
      if (i == 0)
        hash = g_str_hash (name->str);
      g_assert_cmpuint (g_str_hash (name->str), ==, hash);
      g_string_append_printf (text, "\"%s\":1,", name->str);
    }
  g_string_append (text, "\"\":1}");

  g_assert_false (redress_json_check (text->str, text->len, &redress_json_limits_response, NULL));
}

static void
test_many_members (void)
{
  for (guint members = 512; members <= 513; members++)
    {
      g_autoptr (GString) text = g_string_new ("{\"0\":0");

      for (guint i = 1; i < members; i++)
        g_string_append_printf (text, ",\"%u\":0", i);
      g_string_append_c (text, '}');
      g_assert_true (check (text->str, -1, NULL) == (members == 512));
    }
}

static void
test_values (void)
{
  static const char text[] = "{\"i\":-42,\"t\":true,\"n\":null,\"s\":\"a\\\"\\u5361\\ud83d\\ude00"
                             "\\/\\n\",\"a\":[1,[2]],\"o\":{\"i\":\"deep\"}}";
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      redress_json_parse (text, strlen (text), &redress_json_limits_request, &error);
  JsonObject *object;

  g_assert_no_error (error);
  object = json_node_get_object (node);
  g_assert_cmpint (json_object_get_int_member (object, "i"), ==, -42);
  g_assert_true (json_object_get_boolean_member (object, "t"));
  g_assert_true (json_object_get_null_member (object, "n"));
  g_assert_cmpstr (json_object_get_string_member (object, "s"), ==, "a\"卡😀/\n");
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "a")), ==, 2);
  g_assert_cmpstr (json_object_get_string_member (json_object_get_object_member (object, "o"), "i"),
                   ==, "deep");
}

/* Messages end in logs. They say where, and quote nothing a customer may have written. */
static void
test_message (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check ("{\"secret 4821\":1,\"secret 4821\":2}", -1, &error));
  g_assert_null (strstr (error->message, "4821"));
  g_assert_nonnull (strstr (error->message, "byte 32"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json/good", test_good);
  g_test_add_func ("/json/bad", test_bad);
  g_test_add_func ("/json/cut", test_cut);
  g_test_add_func ("/json/nul", test_nul);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/wide", test_wide);
  g_test_add_func ("/json/bytes", test_bytes);
  g_test_add_func ("/json/tokens", test_tokens);
  g_test_add_func ("/json/colliding-names", test_colliding_names);
  g_test_add_func ("/json/many-members", test_many_members);
  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/message", test_message);
  return g_test_run ();
}
