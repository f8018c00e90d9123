/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/calendar.h"
#include "core/policy-maker.h"

static void
test_weekends (void)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  guint32 monday = redress_julian_from_date (2026, 11, 16);

  g_assert_cmpstr (redress_calendar_get_name (calendar), ==, "china");
  for (guint i = 0; i < 14; i++)
    g_assert_cmpint (redress_calendar_is_working_day (calendar, monday + i), ==, i % 7 < 5);
}

static void
test_special_days (void)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  guint32 thursday = redress_julian_from_date (2026, 10, 1);
  guint32 saturday = redress_julian_from_date (2026, 10, 10);

  redress_calendar_add_holiday (calendar, 2026, 10, 1, "national_day");
  redress_calendar_add_workday (calendar, 2026, 10, 10, "national_day");
  redress_calendar_set_label (calendar, "national_day", "National Day", "国庆节");

  g_assert_false (redress_calendar_is_working_day (calendar, thursday));
  g_assert_true (redress_calendar_is_working_day (calendar, saturday));
  g_assert_cmpstr (redress_calendar_get_day_name (calendar, saturday), ==, "national_day");
  g_assert_cmpstr (redress_calendar_get_day_label (calendar, thursday, "en"), ==, "National Day");
  g_assert_cmpstr (redress_calendar_get_day_label (calendar, thursday, "zh_CN.UTF-8"), ==,
                   "国庆节");
  g_assert_null (redress_calendar_get_day_name (calendar, thursday + 1));
  g_assert_null (redress_calendar_get_day_label (calendar, thursday + 1, "en"));

  /* A name without words is shown as it is. */
  redress_calendar_add_holiday (calendar, 2026, 10, 2, "bridge");
  g_assert_cmpstr (redress_calendar_get_day_label (calendar, thursday + 1, "en"), ==, "bridge");
}

static void
test_known_years (void)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  g_autoptr (RedressCalendar) second = redress_calendar_ref (calendar);

  redress_calendar_add_year (calendar, 2026);
  g_assert_false (redress_calendar_knows (second, redress_julian_from_date (2025, 12, 31)));
  g_assert_true (redress_calendar_knows (second, redress_julian_from_date (2026, 1, 1)));
  g_assert_true (redress_calendar_knows (second, redress_julian_from_date (2026, 12, 31)));
  g_assert_false (redress_calendar_knows (second, redress_julian_from_date (2027, 1, 1)));
}

static void
test_days_of_times (void)
{
  gint64 rest;
  guint32 day = redress_julian_from_date (2026, 11, 17);
  RedressTime midnight = redress_test_time ("2026-11-17T00:00:00+08:00");

  g_assert_cmpuint (redress_julian_from_time (midnight, &rest), ==, day);
  g_assert_cmpint (rest, ==, 0);
  g_assert_cmpuint (redress_julian_from_time (midnight - 1, &rest), ==, day - 1);
  g_assert_cmpint (rest, ==, REDRESS_DAY - 1);
  g_assert_cmpint (redress_julian_to_time (day), ==, midnight);

  /* Before the epoch too. */
  g_assert_cmpuint (redress_julian_from_time (redress_test_time ("1970-01-01T00:00:00Z"), NULL), ==,
                    redress_julian_from_date (1970, 1, 1));
  g_assert_cmpuint (redress_julian_from_time (-9 * REDRESS_HOUR, NULL), ==,
                    redress_julian_from_date (1969, 12, 31));
}

/* Julian days against an independent count of days, over all that tickets will ever see. */
static void
test_every_day (void)
{
  static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  guint32 expected = redress_julian_from_date (1970, 1, 1);

  for (int year = 1970; year < 2100; year++)
    for (int month = 1; month <= 12; month++)
      {
        gboolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int length = lengths[month - 1] + (month == 2 && leap);

        for (int day = 1; day <= length; day++, expected++)
          {
            g_assert_cmpuint (redress_julian_from_date (year, month, day), ==, expected);
            g_assert_cmpuint (redress_julian_from_time (
                                  redress_julian_to_time (expected) + REDRESS_DAY / 2, NULL),
                              ==, expected);
          }
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar/weekends", test_weekends);
  g_test_add_func ("/calendar/special-days", test_special_days);
  g_test_add_func ("/calendar/known-years", test_known_years);
  g_test_add_func ("/calendar/days-of-times", test_days_of_times);
  g_test_add_func ("/calendar/every-day", test_every_day);
  return g_test_run ();
}
