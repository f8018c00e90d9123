/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/json-lines.h"
#include "wire/rule-case.h"

/* Each row of tests/policies/lint.json spoils a shipped policy and says what the linter finds. */

static const char *
get_text (JsonObject *row, const char *member)
{
  return json_object_get_string_member_with_default (row, member, NULL);
}

static char *
spoil (const char *good, JsonObject *row)
{
  g_autoptr (GString) text = g_string_new (good);

  if (g_string_replace (text, get_text (row, "from"), get_text (row, "to"), 1) != 1)
    g_test_fail_printf ("nothing to replace: %s", get_text (row, "from"));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static guint
expect_line (const char *good, const char *bad, JsonObject *row)
{
  const char *at = get_text (row, "at");
  gsize same = 0;

  if (at != NULL)
    {
      g_assert_nonnull (strstr (bad, at));
      same = (gsize)(strstr (bad, at) - bad);
    }
  else
    while (good[same] == bad[same] && good[same] != '\0')
      same++;

  return redress_json_line_of_byte (bad, strlen (bad), same);
}

static void
check_row (const char *good, JsonObject *row)
{
  g_autofree char *bad = spoil (good, row);
  g_autoptr (GBytes) bytes = g_bytes_new (bad, strlen (bad));
  g_auto (GStrv) mistakes = redress_policy_lint (bytes);
  g_autofree char *expected =
      g_strdup_printf ("%u: %s", expect_line (good, bad, row), get_text (row, "says"));
  g_autoptr (GError) error = NULL;

  for (char **mistake = mistakes; *mistake != NULL; mistake++)
    g_test_message ("%s", *mistake);
  if (!g_strv_contains ((const char *const *)mistakes, expected))
    {
      g_test_message ("%s: not found: %s", get_text (row, "kind"), expected);
      g_test_fail ();
      return;
    }

  /* What the linter finds is never loaded, and the reason is the first it names. */
  g_assert_null (redress_policy_from_bytes (bytes, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "line "));
  g_assert_nonnull (strstr (error->message, mistakes[0]));
}

static void
test_table (void)
{
  g_autoptr (JsonNode) root = redress_test_load_json ("policies/lint.json");
  JsonObject *table = json_node_get_object (root);
  JsonArray *rows = json_object_get_array_member (table, "mistakes");
  g_autoptr (GBytes) file = redress_test_load_data ("policies", get_text (table, "file"));
  g_autofree char *good = g_strndup (g_bytes_get_data (file, NULL), g_bytes_get_size (file));

  for (guint i = 0; i < json_array_get_length (rows); i++)
    check_row (good, json_array_get_object_element (rows, i));
}

/* A line for every value of a file as people write them, and none for what is not there. */
static void
test_lines (void)
{
  static const char *const text = "{\n"
                                  "  \"a\": [1,\n"
                                  "    {\"b\\\"c\": \"}\"},\n"
                                  "    [true,\n"
                                  "     \"x\"]\n"
                                  "  ],\n"
                                  "  \"d\":\n"
                                  "    {\"e\": null}\n"
                                  "}";
  static const struct
  {
    const char *path;
    guint line;
  } rows[] = {
    { "", 1 },     { "a", 2 },       { "a[0]", 2 },    { "a[1]", 3 },   { "a[1].b\\\"c", 3 },
    { "a[2]", 4 }, { "a[2][0]", 4 }, { "a[2][1]", 5 }, { "d", 7 },      { "d.e", 8 },
    { "a[3]", 0 }, { "e", 0 },       { "d.a", 0 },     { "a[1].a", 0 },
  };
  g_autoptr (RedressJsonLines) lines = redress_json_lines_new (text, strlen (text));

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].path);
      g_assert_cmpuint (redress_json_lines_find (lines, rows[i].path), ==, rows[i].line);
    }
  g_assert_cmpuint (redress_json_line_of_byte (text, strlen (text), 0), ==, 1);
  g_assert_cmpuint (redress_json_line_of_byte (text, strlen (text), 2), ==, 2);
  g_assert_cmpuint (redress_json_line_of_byte (text, strlen (text), 4000), ==, 9);
}

/* Whatever the text is, the scanner ends and stays inside of it. */
static void
test_lines_of_rubbish (void)
{
  static const char *const texts[] = {
    "", "}", "]", "\"", "\"\\", "{\"a", "[[[[", "{\"a\":", ",,,"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *exact = g_memdup2 (texts[i], MAX (strlen (texts[i]), 1));

      redress_json_lines_free (redress_json_lines_new (exact, strlen (texts[i])));
    }
}

/* A rule that is switched off is in nobody's way, and nobody is in its way. */
static void
test_switched_off (void)
{
  g_autoptr (GBytes) file = redress_test_load_data ("policies", "kameng-virtual.json");
  g_autoptr (GString) text =
      g_string_new_len (g_bytes_get_data (file, NULL), (gssize)g_bytes_get_size (file));
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) mistakes = NULL;

  g_assert_cmpuint (g_string_replace (text, "\"id\": \"R-KM-6\", \"phase\": 3, \"enabled\": false",
                                      "\"id\": \"R-KM-6\", \"phase\": 3", 1),
                    ==, 1);
  g_assert_cmpuint (g_string_replace (text, "\"id\": \"R-KM-6b\", \"phase\": 3",
                                      "\"id\": \"R-KM-6b\", \"phase\": 3, \"enabled\": false", 1),
                    ==, 1);
  bytes = g_bytes_new (text->str, text->len);
  mistakes = redress_policy_lint (bytes);
  g_assert_cmpstr (mistakes[0], ==, NULL);
}

static guint
count_lines (const char *text)
{
  return redress_json_line_of_byte (text, strlen (text), strlen (text));
}

/* Bytes of a good file change by chance: it is refused with lines that are there, or it is read,
 * and nothing breaks. */
static void
test_chance (void)
{
  g_autoptr (GBytes) file = redress_test_load_data ("policies", "kameng-virtual.json");
  gsize length = g_bytes_get_size (file);

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (file, NULL), length);
      g_autoptr (GBytes) bytes = NULL;
      g_auto (GStrv) mistakes = NULL;

      for (guint j = 0; j <= i % 4; j++)
        text[g_test_rand_int_range (0, (int)length)] =
            "\"{}[]:,0a \n"[g_test_rand_int_range (0, 11)];
      bytes = g_bytes_new (text, length);
      mistakes = redress_policy_lint (bytes);
      for (char **mistake = mistakes; *mistake != NULL; mistake++)
        {
          guint64 line = g_ascii_strtoull (*mistake, NULL, 10);

          g_assert_cmpuint (line, >, 0);
          g_assert_cmpuint (line, <=, count_lines (text));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-lint/table", test_table);
  g_test_add_func ("/policy-lint/switched-off", test_switched_off);
  g_test_add_func ("/policy-lint/chance", test_chance);
  g_test_add_func ("/policy-lint/lines", test_lines);
  g_test_add_func ("/policy-lint/lines-of-rubbish", test_lines_of_rubbish);
  return g_test_run ();
}
