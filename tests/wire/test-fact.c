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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fact/good", test_good);
  g_test_add_func ("/fact/bad", test_bad);
  g_test_add_func ("/fact/time-gets-its-unit", test_time_gets_its_unit);
  return g_test_run ();
}
