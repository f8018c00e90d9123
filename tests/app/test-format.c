/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/format.h"

#include "core/summary.h"

#define NOW (G_GINT64_CONSTANT (1795000000) * REDRESS_SECOND)

static void
test_amounts (void)
{
  static const struct
  {
    RedressAmount amount;
    const char *shown;
    const char *plain;
  } rows[] = {
    { { 0, REDRESS_UNIT_FEN }, "¥0.00", "0.00" },
    { { 5, REDRESS_UNIT_FEN }, "¥0.05", "0.05" },
    { { 129900, REDRESS_UNIT_FEN }, "¥1,299.00", "1299.00" },
    { { G_GINT64_CONSTANT (1000000000000), REDRESS_UNIT_FEN },
      "¥10,000,000,000.00",
      "10000000000.00" },
    { { 55300, REDRESS_UNIT_POINTS }, "55,300 pts", "55300" },
    { { -100, REDRESS_UNIT_FEN }, "−¥1.00", "-1.00" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *shown = redress_format_amount (&rows[i].amount);
      g_autofree char *plain = redress_format_amount_plain (&rows[i].amount);

      g_assert_cmpstr (shown, ==, rows[i].shown);
      g_assert_cmpstr (plain, ==, rows[i].plain);
    }
}

static void
test_typed_amounts (void)
{
  static const struct
  {
    const char *text;
    RedressUnit unit;
    gboolean ok;
    gint64 value;
  } rows[] = {
    { "328", REDRESS_UNIT_FEN, TRUE, 32800 },
    { "328.5", REDRESS_UNIT_FEN, TRUE, 32850 },
    { " ¥1,299.00 ", REDRESS_UNIT_FEN, TRUE, 129900 },
    { "￥7", REDRESS_UNIT_FEN, TRUE, 700 },
    { "55300", REDRESS_UNIT_POINTS, TRUE, 55300 },
    { "55300.5", REDRESS_UNIT_POINTS, FALSE, 0 },
    { "3.281", REDRESS_UNIT_FEN, FALSE, 0 },
    { "-5", REDRESS_UNIT_FEN, FALSE, 0 },
    { "", REDRESS_UNIT_FEN, FALSE, 0 },
    { ".", REDRESS_UNIT_FEN, FALSE, 0 },
    { "1e5", REDRESS_UNIT_FEN, FALSE, 0 },
    { "99999999999999999999", REDRESS_UNIT_FEN, FALSE, 0 },
    { "90071992547409.92", REDRESS_UNIT_FEN, FALSE, 0 },
    { "90071992547409.91", REDRESS_UNIT_FEN, TRUE, REDRESS_INTEGER_MAX },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 value = -1;

      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (redress_parse_amount (rows[i].text, rows[i].unit, &value), ==, rows[i].ok);
      g_assert_cmpint (value, ==, rows[i].ok ? rows[i].value : -1);
    }
}

static void
test_spans (void)
{
  static const struct
  {
    gint64 span;
    const char *text;
  } rows[] = {
    { 0, "0 s" },
    { 59 * REDRESS_SECOND, "59 s" },
    { 60 * REDRESS_SECOND, "1 min" },
    { 134 * REDRESS_MINUTE, "2 h 14 min" },
    { 47 * REDRESS_HOUR, "47 h 00 min" },
    { 48 * REDRESS_HOUR, "2 days" },
    { -5, "0 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = redress_format_span (rows[i].span);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

static void
test_due (void)
{
  g_autoptr (RedressSummary) summary = redress_summary_new ();
  g_autofree char *left = NULL, *late = NULL, *paused = NULL;

  summary->due_at = NOW + 134 * REDRESS_MINUTE;
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 240), ==, REDRESS_DUE_STAGE_SOON);
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 60), ==, REDRESS_DUE_STAGE_CALM);
  left = redress_format_due (summary, NOW);
  g_assert_cmpstr (left, ==, "2 h 14 min left");
  summary->due_at = NOW - 18 * REDRESS_MINUTE;
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 240), ==, REDRESS_DUE_STAGE_LATE);
  late = redress_format_due (summary, NOW);
  g_assert_cmpstr (late, ==, "18 min late");
  summary->state = REDRESS_STATE_WAITING_CUSTOMER;
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 240), ==, REDRESS_DUE_STAGE_PAUSED);
  paused = redress_format_due (summary, NOW);
  g_assert_cmpstr (paused, ==, "Paused · waits for customer");
  /* Where else the clock stands is the policy's to say, and the server's to tell. */
  summary->state = REDRESS_STATE_WAITING_PLATFORM;
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 240), ==, REDRESS_DUE_STAGE_LATE);
  summary->badges = REDRESS_BADGE_PAUSED;
  g_assert_cmpint (redress_due_get_stage (summary, NOW, 240), ==, REDRESS_DUE_STAGE_PAUSED);
}

static void
test_moments (void)
{
  g_autofree char *today = redress_format_moment (NOW, NOW);
  g_autofree char *before = redress_format_moment (NOW - 40 * REDRESS_DAY, NOW);
  g_autofree char *age = redress_format_age (NOW - 26 * REDRESS_SECOND, NOW);

  g_assert_true (g_str_has_prefix (today, "today "));
  g_assert_false (g_str_has_prefix (before, "today "));
  g_assert_cmpstr (age, ==, "26 s ago");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/format/amounts", test_amounts);
  g_test_add_func ("/app/format/typed-amounts", test_typed_amounts);
  g_test_add_func ("/app/format/spans", test_spans);
  g_test_add_func ("/app/format/due", test_due);
  g_test_add_func ("/app/format/moments", test_moments);
  return g_test_run ();
}
