/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/json.h"

#include "wire/sample.h"

static const char all_kinds[] = "{\"null\":null,\"bool\":true,\"int\":42,\"string\":\"abc\","
                                "\"time\":\"1970-01-01T00:00:00.000001Z\",\"array\":[\"a\",\"b\"],"
                                "\"mixed\":[\"a\",1],\"object\":{\"a\":1}}";

typedef gboolean (*ReadFunc) (JsonObject *object,
                              const char *name,
                              gboolean required,
                              GError **error);

static gboolean
read_string (JsonObject *object, const char *name, gboolean required, GError **error)
{
  g_autofree char *out = NULL;
  gboolean ok = redress_json_read_string (object, name, required, 0, &out, error);

  g_assert_true (out == NULL || ok);
  return ok;
}

static gboolean
read_int (JsonObject *object, const char *name, gboolean required, GError **error)
{
  gint64 out = 0;

  return redress_json_read_int (object, name, required, G_MININT64, G_MAXINT64, &out, error);
}

static gboolean
read_bool (JsonObject *object, const char *name, gboolean required, GError **error)
{
  gboolean out = FALSE;

  return redress_json_read_bool (object, name, required, &out, error);
}

static gboolean
read_time (JsonObject *object, const char *name, gboolean required, GError **error)
{
  RedressTime out = 0;

  return redress_json_read_time (object, name, required, &out, error);
}

static gboolean
read_strv (JsonObject *object, const char *name, gboolean required, GError **error)
{
  g_auto (GStrv) out = NULL;
  gboolean ok = redress_json_read_strv (object, name, required, 10, &out, error);

  g_assert_true (out == NULL || ok);
  return ok;
}

static gboolean
read_object (JsonObject *object, const char *name, gboolean required, GError **error)
{
  JsonObject *out = NULL;

  return redress_json_read_object (object, name, required, &out, error);
}

static gboolean
read_array (JsonObject *object, const char *name, gboolean required, GError **error)
{
  JsonArray *out = NULL;

  return redress_json_read_array (object, name, required, 10, &out, error);
}

/* Which members of all_kinds each reader takes. */
static const struct
{
  ReadFunc read;
  const char *takes;
} readers[] = {
  { read_string, "string time" }, { read_int, "int" },    { read_bool, "bool" },
  { read_time, "time" },          { read_strv, "array" }, { read_object, "object" },
  { read_array, "array mixed" },
};

static void
test_kinds (void)
{
  g_autoptr (JsonNode) node = redress_test_json (all_kinds);
  JsonObject *object = json_node_get_object (node);
  g_autoptr (GList) names = json_object_get_members (object);

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_auto (GStrv) takes = g_strsplit (readers[i].takes, " ", -1);

      for (GList *at = names; at != NULL; at = at->next)
        {
          gboolean wanted = g_strv_contains ((const char *const *)takes, at->data);
          g_autoptr (GError) error = NULL;

          g_assert_true (readers[i].read (object, at->data, FALSE, &error) == wanted);
          if (wanted)
            continue;
          g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
          g_assert_true (g_str_has_prefix (error->message, at->data));
        }
    }
}

static void
test_missing (void)
{
  g_autoptr (JsonNode) node = redress_test_json ("{}");
  JsonObject *object = json_node_get_object (node);

  for (gsize i = 0; i < G_N_ELEMENTS (readers); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (readers[i].read (object, "gone", FALSE, &error));
      g_assert_no_error (error);
      g_assert_false (readers[i].read (object, "gone", TRUE, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, "gone: is missing");
    }
}

static void
test_values (void)
{
  g_autoptr (JsonNode) node = redress_test_json (all_kinds);
  JsonObject *object = json_node_get_object (node);
  const char *const letters[] = { "a", "b", NULL };
  g_autofree char *text = NULL;
  g_auto (GStrv) strings = NULL;
  gint64 number = 0;
  gboolean flag = FALSE;
  RedressTime time = 0;
  JsonArray *array = NULL;
  JsonObject *inner = NULL;

  g_assert_true (redress_json_read_string (object, "string", TRUE, 3, &text, NULL));
  g_assert_cmpstr (text, ==, "abc");
  g_assert_true (redress_json_read_int (object, "int", TRUE, 42, 42, &number, NULL));
  g_assert_cmpint (number, ==, 42);
  g_assert_true (redress_json_read_bool (object, "bool", TRUE, &flag, NULL));
  g_assert_true (flag);
  g_assert_true (redress_json_read_time (object, "time", TRUE, &time, NULL));
  g_assert_cmpint (time, ==, 1);
  g_assert_true (redress_json_read_strv (object, "array", TRUE, 2, &strings, NULL));
  g_assert_cmpstrv (strings, letters);
  g_assert_true (redress_json_read_array (object, "array", TRUE, 2, &array, NULL));
  g_assert_cmpuint (json_array_get_length (array), ==, 2);
  g_assert_true (redress_json_read_object (object, "object", TRUE, &inner, NULL));
  g_assert_cmpint (json_object_get_int_member (inner, "a"), ==, 1);

  /* What is missing leaves alone what was there. */
  g_assert_true (redress_json_read_int (object, "gone", FALSE, 0, 0, &number, NULL));
  g_assert_cmpint (number, ==, 42);
}

static void
test_limits (void)
{
  g_autoptr (JsonNode) node = redress_test_json (all_kinds);
  JsonObject *object = json_node_get_object (node);
  g_autofree char *text = NULL;
  g_auto (GStrv) strings = NULL;
  JsonArray *array = NULL;
  gint64 number = 7;

  g_assert_false (redress_json_read_string (object, "string", TRUE, 2, &text, NULL));
  g_assert_null (text);
  g_assert_false (redress_json_read_int (object, "int", TRUE, 43, 100, &number, NULL));
  g_assert_false (redress_json_read_int (object, "int", TRUE, 0, 41, &number, NULL));
  g_assert_cmpint (number, ==, 7);
  g_assert_false (redress_json_read_strv (object, "array", TRUE, 1, &strings, NULL));
  g_assert_null (strings);
  g_assert_false (redress_json_read_array (object, "array", TRUE, 1, &array, NULL));
  g_assert_null (array);
}

static void
test_writers (void)
{
  g_autoptr (JsonNode) node = redress_test_json ("{}");
  JsonObject *object = json_node_get_object (node);
  const char *const letters[] = { "a", "b", NULL };
  g_autofree char *text = NULL;

  redress_json_set_string (object, "none", NULL);
  redress_json_set_time (object, "none", REDRESS_TIME_UNKNOWN);
  redress_json_set_strv (object, "none", NULL);
  g_assert_cmpuint (json_object_get_size (object), ==, 0);

  redress_json_set_string (object, "s", "");
  redress_json_set_time (object, "t", 1);
  redress_json_set_strv (object, "v", (char *const *)letters);
  redress_json_set_strv (object, "w", (char *const *)letters + 2);
  text = redress_json_to_string (node);
  g_assert_cmpstr (
      text, ==, "{\"s\":\"\",\"t\":\"1970-01-01T00:00:00.000001Z\",\"v\":[\"a\",\"b\"],\"w\":[]}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/json-read/kinds", test_kinds);
  g_test_add_func ("/json-read/missing", test_missing);
  g_test_add_func ("/json-read/values", test_values);
  g_test_add_func ("/json-read/limits", test_limits);
  g_test_add_func ("/json-read/writers", test_writers);
  return g_test_run ();
}
