/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/fact.h"
#include "core/text.h"

static void
fill (RedressValue *values)
{
  redress_value_set_boolean (&values[1], 7);
  redress_value_set_integer (&values[2], -5);
  redress_value_set_time (&values[3], -5);
  redress_value_set_text (&values[4], "x");
  redress_value_set_masked (&values[5], "x");
}

/* Values of two types are never equal, even where their bits are. */
static void
test_equal (void)
{
  RedressValue a[6] = { 0 };
  RedressValue b[6] = { 0 };

  fill (a);
  fill (b);
  for (guint i = 0; i < G_N_ELEMENTS (a); i++)
    {
      g_assert_cmpint (a[i].type, ==, i);
      for (guint j = 0; j < G_N_ELEMENTS (b); j++)
        g_assert_true (redress_value_equal (&a[i], &b[j]) == (i == j));
    }

  redress_value_set_boolean (&b[1], FALSE);
  redress_value_set_integer (&b[2], 5);
  redress_value_set_time (&b[3], 5);
  redress_value_set_text (&b[4], "X");
  redress_value_set_masked (&b[5], "");
  for (guint i = 1; i < G_N_ELEMENTS (a); i++)
    g_assert_false (redress_value_equal (&a[i], &b[i]));

  for (guint i = 0; i < G_N_ELEMENTS (a); i++)
    {
      redress_value_clear (&a[i]);
      redress_value_clear (&b[i]);
      g_assert_true (redress_value_equal (&a[i], &b[i]));
    }
}

static void
test_copy (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;
  g_auto (RedressValue) copy = REDRESS_VALUE_INIT;

  redress_value_set_text (&copy, "old");
  redress_value_set_text (&value, "卡密");
  redress_value_copy (&value, &copy);
  g_assert_true (redress_value_equal (&value, &copy));
  g_assert_true (value.text != copy.text);

  redress_value_copy (&value, &value);
  g_assert_cmpstr (value.text, ==, "卡密");

  redress_value_clear (&value);
  redress_value_copy (&value, &copy);
  g_assert_cmpint (copy.type, ==, REDRESS_VALUE_UNKNOWN);
}

/* Setting a text from itself must not read freed memory. */
static void
test_set_own_text (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_text (&value, "4821");
  redress_value_set_masked (&value, value.text);
  g_assert_cmpint (value.type, ==, REDRESS_VALUE_MASKED);
  g_assert_cmpstr (value.text, ==, "4821");
}

static void
test_unknown_time (void)
{
  g_auto (RedressValue) value = REDRESS_VALUE_INIT;

  redress_value_set_integer (&value, 1);
  redress_value_set_time (&value, REDRESS_TIME_UNKNOWN);
  g_assert_cmpint (value.type, ==, REDRESS_VALUE_UNKNOWN);
}

static void
test_fact (void)
{
  g_autoptr (RedressFact) fact = redress_fact_new ("order.state", "platform", 17);
  g_autoptr (RedressFact) copy = NULL;

  g_assert_cmpint (fact->value.type, ==, REDRESS_VALUE_UNKNOWN);
  fact->unit = g_strdup ("fen");
  redress_value_set_text (&fact->value, "paid");
  copy = redress_fact_copy (fact);
  g_assert_cmpstr (copy->name, ==, "order.state");
  g_assert_cmpstr (copy->source, ==, "platform");
  g_assert_cmpstr (copy->unit, ==, "fen");
  g_assert_cmpint (copy->as_of, ==, 17);
  g_assert_true (redress_value_equal (&fact->value, &copy->value));
  g_assert_null (redress_fact_copy (NULL));
  redress_fact_free (NULL);
}

static void
test_text (void)
{
  RedressText text = { g_strdup ("Refund"), g_strdup ("退款") };

  g_assert_cmpstr (redress_text_get (&text, "en"), ==, "Refund");
  g_assert_cmpstr (redress_text_get (&text, "de_DE.UTF-8"), ==, "Refund");
  g_assert_cmpstr (redress_text_get (&text, NULL), ==, "Refund");
  g_assert_cmpstr (redress_text_get (&text, "zh_CN"), ==, "退款");
  g_assert_cmpstr (redress_text_get (&text, "zh_CN.UTF-8"), ==, "退款");

  g_clear_pointer (&text.en, g_free);
  g_assert_cmpstr (redress_text_get (&text, "en"), ==, "退款");
  redress_text_clear (&text);
  g_assert_cmpstr (redress_text_get (&text, "zh_CN"), ==, "");
  redress_text_clear (&text);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/value/equal", test_equal);
  g_test_add_func ("/value/copy", test_copy);
  g_test_add_func ("/value/set-own-text", test_set_own_text);
  g_test_add_func ("/value/unknown-time", test_unknown_time);
  g_test_add_func ("/value/fact", test_fact);
  g_test_add_func ("/value/text", test_text);
  return g_test_run ();
}
