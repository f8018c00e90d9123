/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include "wire/sample.h"

static RedressFact *
read_fact (const char *value, const char *unit, GError **error)
{
  g_autofree char *text = g_strdup_printf ("{'name':'a','source':'platform','value':%s%s%s%s}",
                                           value, unit != NULL ? ",'unit':'" : "",
                                           unit != NULL ? unit : "", unit != NULL ? "'" : "");
  g_autoptr (JsonNode) node = redress_test_json (text);

  return redress_fact_from_json (json_node_get_object (node), error);
}

static const struct
{
  const char *value;
  const char *unit;
  RedressValueType type;
} good[] = {
  { "null", NULL, REDRESS_VALUE_UNKNOWN },
  { "null", "time", REDRESS_VALUE_UNKNOWN },
  { "true", NULL, REDRESS_VALUE_BOOLEAN },
  { "false", NULL, REDRESS_VALUE_BOOLEAN },
  { "0", "fen", REDRESS_VALUE_INTEGER },
  { "-9007199254740991", "points", REDRESS_VALUE_INTEGER },
  { "''", NULL, REDRESS_VALUE_TEXT },
  { "'2026-09-28T01:30:00.000000Z'", NULL, REDRESS_VALUE_TEXT },
  { "'2026-09-28T01:30:00.000000Z'", "time", REDRESS_VALUE_TIME },
  { "{'masked':true,'hint':'**** 4821'}", NULL, REDRESS_VALUE_MASKED },
  { "{'masked':true,'hint':'**:**'}", "time", REDRESS_VALUE_MASKED },
};

static void
test_good (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RedressFact) fact = read_fact (good[i].value, good[i].unit, &error);
      g_autoptr (JsonNode) value = NULL;
      g_autoptr (JsonNode) wanted = redress_test_json (good[i].value);

      g_assert_no_error (error);
      g_assert_cmpint (fact->value.type, ==, good[i].type);
      g_assert_cmpint (fact->as_of, ==, REDRESS_TIME_UNKNOWN);
      g_assert_cmpstr (fact->unit, ==, good[i].unit);
      value = redress_value_to_json (&fact->value);
      g_assert_true (json_node_equal (value, wanted));
    }
}

static const struct
{
  const char *value;
  const char *unit;
} bad[] = {
  { "'yesterday'", "time" },
  { "1790559000", "time" },
  { "true", "time" },
  { "[]", NULL },
  { "[1]", NULL },
  { "{}", NULL },
  { "{'hint':'x'}", NULL },
  { "{'masked':true}", NULL },
  { "{'masked':false,'hint':'x'}", NULL },
  { "{'masked':1,'hint':'x'}", NULL },
  { "{'masked':true,'hint':null}", NULL },
};

static void
test_bad (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i].value);
      g_assert_null (read_fact (bad[i].value, bad[i].unit, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "value"));
    }
}

/* Nobody has to remember that a time needs its unit to be read as one. */
static void
test_time_gets_its_unit (void)
{
  g_autoptr (RedressFact) fact = redress_fact_new ("order.paid_at", "platform", 5);
  g_autoptr (RedressFact) back = NULL;
  g_autoptr (JsonNode) node = NULL;

  redress_value_set_time (&fact->value, 7);
  node = redress_fact_to_json (fact);
  back = redress_fact_from_json (json_node_get_object (node), NULL);
  g_assert_true (redress_value_equal (&fact->value, &back->value));
  g_assert_cmpstr (back->unit, ==, "time");
  g_assert_cmpint (back->as_of, ==, 5);
}

#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static RedressFact *
read_place (const char *members, GError **error)
{
  g_autofree char *text =
      g_strdup_printf ("{\"name\":\"a\",\"source\":\"platform\",\"as_of\":\"2026-11-22T02:40:00Z\","
                       "\"value\":1%s}",
                       members);
  g_autoptr (JsonNode) node = json_from_string (text, error);

  g_assert_no_error (*error);
  return redress_fact_from_json (json_node_get_object (node), error);
}

static void
test_places (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressFact) fact =
      read_place (",\"evidence\":\"" DIGEST "\",\"entries\":[2,7,2147483647]", &error);
  g_autoptr (RedressFact) whole = read_place (",\"evidence\":\"" DIGEST "\"", &error);
  g_autoptr (RedressFact) none = read_place ("", &error);
  g_autoptr (RedressFact) back = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonNode) short_node = NULL;

  g_assert_no_error (error);
  node = redress_fact_to_json (fact);
  back = redress_fact_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (back->evidence, ==, DIGEST);
  g_assert_cmpuint (redress_fact_count_entries (back), ==, 3);
  g_assert_cmpuint (back->entries[0], ==, 2);
  g_assert_cmpuint (back->entries[2], ==, G_MAXINT32);
  g_assert_cmpstr (whole->evidence, ==, DIGEST);
  g_assert_null (whole->entries);
  short_node = redress_fact_to_json (none);
  g_assert_false (json_object_has_member (json_node_get_object (short_node), "evidence"));
  g_assert_false (json_object_has_member (json_node_get_object (short_node), "entries"));
}

static void
test_bad_places (void)
{
  static const char *const bad_places[] = {
    ",\"evidence\":\"abc\"",
    ",\"evidence\":7",
    ",\"entries\":[1]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":7",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[0]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[-1]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[3,3]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[3,2]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[2147483648]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[\"1\"]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[[1]]",
    ",\"evidence\":\"" DIGEST "\",\"entries\":[null]",
  };
  g_autoptr (GString) many = g_string_new (",\"evidence\":\"" DIGEST "\",\"entries\":[1");
  g_autoptr (GError) failure = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad_places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad_places[i]);
      g_assert_null (read_place (bad_places[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, "e"));
    }
  for (guint i = 2; i <= 101; i++)
    g_string_append_printf (many, ",%u", i);
  g_string_append (many, "]");
  g_assert_null (read_place (many->str, &failure));
  g_assert_error (failure, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fact/good", test_good);
  g_test_add_func ("/fact/bad", test_bad);
  g_test_add_func ("/fact/time-gets-its-unit", test_time_gets_its_unit);
  g_test_add_func ("/fact/places", test_places);
  g_test_add_func ("/fact/bad-places", test_bad_places);
  return g_test_run ();
}
