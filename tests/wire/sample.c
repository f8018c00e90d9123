/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/sample.h"

#include <string.h>

JsonNode *
redress_test_sample (const char *name)
{
  g_autofree char *file = g_strconcat (name, ".json", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "wire", "data", file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  JsonNode *node;

  g_file_get_contents (path, &text, &length, &error);
  g_assert_no_error (error);
  node = redress_json_parse (text, length, &redress_json_limits_request, &error);
  g_assert_no_error (error);
  return node;
}

JsonNode *
redress_test_json (const char *text)
{
  g_autofree char *quoted = g_strdelimit (g_strdup (text), "'", '"');
  g_autoptr (GError) error = NULL;
  JsonNode *node =
      redress_json_parse (quoted, strlen (quoted), &redress_json_limits_request, &error);

  g_assert_no_error (error);
  return node;
}
