/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"

static char *
fill (const char *name, gpointer data)
{
  return g_str_equal (name, "none") ? NULL : g_strdup_printf ("<%s>", name);
}

static void
test_fill (void)
{
  static const struct
  {
    const char *text, *expected;
  } rows[] = {
    { "", "" },
    { "no blank", "no blank" },
    { "{a}", "<a>" },
    { "上限 {limit.cancels_90d} 次", "上限 <limit.cancels_90d> 次" },
    { "{a}{b}", "<a><b>" },
    { "{none}", "{none}" },
    { "{", "{" },
    { "{}", "{}" },
    { "{a", "{a" },
    { "{A}", "{A}" },
    { "{ a }", "{ a }" },
    { "{{a}}", "{<a>}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *filled = redress_blanks_fill (rows[i].text, fill, NULL);

      g_assert_cmpstr (filled, ==, rows[i].expected);
    }
}

static void
test_list (void)
{
  g_auto (GStrv) names = redress_blanks_list ("{a} and {b.c}, {a} again, {not this}, {d");
  g_auto (GStrv) none = redress_blanks_list (NULL);
  const char *const expected[] = { "a", "b.c", NULL };

  g_assert_true (g_strv_equal ((const char *const *)names, expected));
  g_assert_cmpuint (g_strv_length (none), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/blanks/fill", test_fill);
  g_test_add_func ("/blanks/list", test_list);
  return g_test_run ();
}
