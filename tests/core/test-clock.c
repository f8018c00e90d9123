/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/clock.h"

#include "core/error.h"

static void
test_system (void)
{
  RedressClock *clock = redress_clock_get_system ();
  g_autoptr (RedressClock) same = redress_clock_ref (clock);
  RedressTime now = redress_clock_now (clock);
  gint64 before = redress_clock_monotonic_ms (clock);

  g_assert_true (same == clock);
  g_assert_cmpint (now, >, G_GINT64_CONSTANT (1577836800) * REDRESS_SECOND);
  for (guint i = 0; i < 1000; i++)
    {
      gint64 after = redress_clock_monotonic_ms (clock);

      g_assert_cmpint (after, >=, before);
      before = after;
    }

  /* The one clock lives on, however often it is given up. */
  redress_clock_unref (clock);
  redress_clock_unref (redress_clock_get_system ());
  g_assert_cmpint (redress_clock_now (redress_clock_get_system ()), >, 0);
}

static void
test_manual (void)
{
  g_autoptr (RedressClock) clock = redress_clock_new_manual (1000);
  g_autoptr (RedressClock) same = redress_clock_ref (clock);
  gint64 start = redress_clock_monotonic_ms (clock);

  g_assert_cmpint (redress_clock_now (clock), ==, 1000);
  g_assert_cmpint (redress_clock_now (clock), ==, 1000);

  redress_clock_advance (clock, 90 * REDRESS_SECOND);
  g_assert_cmpint (redress_clock_now (same), ==, 1000 + 90 * REDRESS_SECOND);
  g_assert_cmpint (redress_clock_monotonic_ms (clock) - start, ==, 90000);

  /* Somebody sets the wall clock back: no time passes. */
  redress_clock_set (clock, 5);
  g_assert_cmpint (redress_clock_now (clock), ==, 5);
  g_assert_cmpint (redress_clock_monotonic_ms (clock) - start, ==, 90000);
}

static void
test_system_cannot_be_set (void)
{
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*manual*");
  redress_clock_set (redress_clock_get_system (), 5);
  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*manual*");
  redress_clock_advance (redress_clock_get_system (), 5);
  g_test_assert_expected_messages ();
}

static void
test_error_domain (void)
{
  g_autoptr (GError) error = g_error_new_literal (REDRESS_ERROR, REDRESS_ERROR_RETRY, "later");

  g_assert_cmpstr (g_quark_to_string (redress_error_quark ()), ==, "redress-error-quark");
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_RETRY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/manual", test_manual);
  g_test_add_func ("/clock/system-cannot-be-set", test_system_cannot_be_set);
  g_test_add_func ("/clock/error-domain", test_error_domain);
  return g_test_run ();
}
