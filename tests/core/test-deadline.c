/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deadline.h"
#include "core/error.h"
#include "core/policy-maker.h"

/* October 2026, as the State Council arranged it. */
static RedressCalendar *
make_calendar (void)
{
  RedressCalendar *calendar = redress_calendar_new ("china");

  redress_calendar_add_year (calendar, 2026);
  for (int day = 1; day <= 7; day++)
    redress_calendar_add_holiday (calendar, 2026, 10, day, "national_day");
  redress_calendar_add_workday (calendar, 2026, 9, 20, "national_day");
  redress_calendar_add_workday (calendar, 2026, 10, 10, "national_day");

  return calendar;
}

static RedressDeadline *
compute (const char *start, gint64 amount, RedressSpanUnit unit)
{
  g_autoptr (RedressCalendar) calendar = make_calendar ();
  g_autoptr (GError) error = NULL;
  RedressDeadline *deadline =
      redress_deadline_compute (redress_test_time (start), amount, unit, calendar, &error);

  g_assert_no_error (error);
  return deadline;
}

static void
assert_due (const char *start, gint64 amount, RedressSpanUnit unit, const char *due)
{
  g_autoptr (RedressDeadline) deadline = compute (start, amount, unit);

  g_assert_cmpint (deadline->due, ==, redress_test_time (due));
  g_assert_cmpint (deadline->start, ==, redress_test_time (start));
  g_assert_cmpint (deadline->amount, ==, amount);
}

static void
test_natural (void)
{
  assert_due ("2026-11-16T16:32:40+08:00", 24, REDRESS_SPAN_NATURAL_HOURS,
              "2026-11-17T16:32:40+08:00");
  assert_due ("2026-02-28T23:59:59+08:00", 48, REDRESS_SPAN_NATURAL_HOURS,
              "2026-03-02T23:59:59+08:00");
  assert_due ("2026-10-01T08:00:00+08:00", 60, REDRESS_SPAN_NATURAL_DAYS,
              "2026-11-30T08:00:00+08:00");
  assert_due ("2026-10-01T08:00:00+08:00", 0, REDRESS_SPAN_NATURAL_HOURS,
              "2026-10-01T08:00:00+08:00");
}

/* 5 working days from Mon 28 Sep 09:30: Tue 29, Wed 30, Thu 8, Fri 9, Sat 10 Oct. */
static void
test_over_a_holiday (void)
{
  g_autoptr (RedressDeadline) deadline =
      compute ("2026-09-28T09:30:00+08:00", 5, REDRESS_SPAN_WORKING_DAYS);
  const int days[][2] = { { 9, 29 }, { 9, 30 }, { 10, 8 }, { 10, 9 }, { 10, 10 } };

  g_assert_cmpint (deadline->due, ==, redress_test_time ("2026-10-10T09:30:00+08:00"));
  g_assert_false (deadline->provisional);
  g_assert_cmpuint (deadline->days->len, ==, G_N_ELEMENTS (days));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    g_assert_cmpuint (g_array_index (deadline->days, guint32, i), ==,
                      redress_julian_from_date (2026, days[i][0], days[i][1]));

  g_assert_cmpuint (deadline->skipped->len, ==, 7);
  g_assert_cmpuint (g_array_index (deadline->skipped, guint32, 0), ==,
                    redress_julian_from_date (2026, 10, 1));
}

static void
test_start_on_a_day_off (void)
{
  /* Saturday counts from Monday 00:00, so one working day ends on Tuesday 00:00. */
  assert_due ("2026-11-14T15:00:00+08:00", 1, REDRESS_SPAN_WORKING_DAYS,
              "2026-11-17T00:00:00+08:00");
  assert_due ("2026-10-03T15:00:00+08:00", 1, REDRESS_SPAN_WORKING_DAYS,
              "2026-10-09T00:00:00+08:00");
  /* A Sunday that is worked is a day like any other. */
  assert_due ("2026-09-20T15:00:00+08:00", 1, REDRESS_SPAN_WORKING_DAYS,
              "2026-09-21T15:00:00+08:00");
  /* The local day counts, not the one in UTC: this is Monday 00:30 in Shanghai. */
  assert_due ("2026-11-15T16:30:00Z", 1, REDRESS_SPAN_WORKING_DAYS, "2026-11-17T00:30:00+08:00");
}

static void
test_provisional (void)
{
  g_autoptr (RedressDeadline) inside =
      compute ("2026-12-30T10:00:00+08:00", 1, REDRESS_SPAN_WORKING_DAYS);
  g_autoptr (RedressDeadline) across =
      compute ("2026-12-30T10:00:00+08:00", 2, REDRESS_SPAN_WORKING_DAYS);
  g_autoptr (RedressDeadline) natural =
      compute ("2026-12-30T10:00:00+08:00", 10, REDRESS_SPAN_NATURAL_DAYS);

  g_assert_false (inside->provisional);
  g_assert_true (across->provisional);
  g_assert_false (natural->provisional);
}

static void
test_pauses (void)
{
  g_autoptr (RedressCalendar) calendar = make_calendar ();
  g_autoptr (RedressDeadline) hours =
      compute ("2026-11-16T16:00:00+08:00", 24, REDRESS_SPAN_NATURAL_HOURS);
  g_autoptr (RedressDeadline) days =
      compute ("2026-09-28T09:30:00+08:00", 2, REDRESS_SPAN_WORKING_DAYS);
  RedressTime from = redress_test_time ("2026-11-16T17:00:00+08:00");
  g_autoptr (GError) error = NULL;

  redress_deadline_add_pause (hours, from, from + 90 * REDRESS_MINUTE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hours->due, ==, redress_test_time ("2026-11-17T17:30:00+08:00"));
  g_assert_cmpint (hours->paused, ==, 90 * REDRESS_MINUTE);

  /* From the 29th to the 8th: the 30th and the 8th are worked. */
  redress_deadline_add_pause (days, redress_test_time ("2026-09-29T12:00:00+08:00"),
                              redress_test_time ("2026-10-08T12:00:00+08:00"), calendar, &error);
  g_assert_no_error (error);
  g_assert_cmpint (days->paused, ==, 2);
  g_assert_cmpint (days->due, ==, redress_test_time ("2026-10-09T09:30:00+08:00"));

  /* A pause of hours within one day adds nothing to working days. */
  redress_deadline_add_pause (days, redress_test_time ("2026-10-08T13:00:00+08:00"),
                              redress_test_time ("2026-10-08T18:00:00+08:00"), calendar, &error);
  g_assert_no_error (error);
  g_assert_cmpint (days->due, ==, redress_test_time ("2026-10-09T09:30:00+08:00"));

  g_assert_false (redress_deadline_add_pause (hours, from, from - 1, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_OVERFLOW);
}

static void
assert_refused (
    RedressTime start, gint64 amount, RedressSpanUnit unit, RedressCalendar *calendar, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_deadline_compute (start, amount, unit, calendar, &error));
  g_assert_error (error, REDRESS_ERROR, code);
}

static void
test_bad_input (void)
{
  g_autoptr (RedressCalendar) calendar = make_calendar ();

  assert_refused (0, -1, REDRESS_SPAN_NATURAL_HOURS, NULL, REDRESS_ERROR_OVERFLOW);
  assert_refused (0, G_MAXINT64, REDRESS_SPAN_NATURAL_HOURS, NULL, REDRESS_ERROR_OVERFLOW);
  assert_refused (0, 4000, REDRESS_SPAN_WORKING_DAYS, calendar, REDRESS_ERROR_OVERFLOW);
  assert_refused (G_MAXINT64, 1, REDRESS_SPAN_NATURAL_HOURS, NULL, REDRESS_ERROR_OVERFLOW);
  assert_refused (REDRESS_TIME_UNKNOWN, 1, REDRESS_SPAN_NATURAL_HOURS, NULL,
                  REDRESS_ERROR_OVERFLOW);
  assert_refused (0, 1, REDRESS_SPAN_WORKING_DAYS, NULL, REDRESS_ERROR_INVALID);
}

static void
test_words (void)
{
  RedressSpanUnit unit = REDRESS_SPAN_WORKING_DAYS;

  g_assert_cmpstr (redress_span_unit_to_string (unit), ==, "working_days");
  g_assert_true (redress_span_unit_from_string ("natural_days", &unit));
  g_assert_cmpint (unit, ==, REDRESS_SPAN_NATURAL_DAYS);
  g_assert_false (redress_span_unit_from_string ("weeks", &unit));
  g_assert_false (redress_span_unit_from_string (NULL, &unit));
  g_assert_cmpint (unit, ==, REDRESS_SPAN_NATURAL_DAYS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deadline/natural", test_natural);
  g_test_add_func ("/deadline/over-a-holiday", test_over_a_holiday);
  g_test_add_func ("/deadline/start-on-a-day-off", test_start_on_a_day_off);
  g_test_add_func ("/deadline/provisional", test_provisional);
  g_test_add_func ("/deadline/pauses", test_pauses);
  g_test_add_func ("/deadline/bad-input", test_bad_input);
  g_test_add_func ("/deadline/words", test_words);
  return g_test_run ();
}
