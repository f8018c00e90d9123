/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/deadline.h"
#include "core/error.h"
#include "core/timestamp.h"
#include "wire/rule-case.h"

#define FIRST_YEAR 2024
#define LAST_YEAR 2026

static RedressCalendar *
load_china (void)
{
  RedressCalendar *calendar = redress_calendar_new ("china");

  for (int year = FIRST_YEAR; year <= LAST_YEAR; year++)
    {
      g_autofree char *name = g_strdup_printf ("china-%d.json", year);
      g_autoptr (GBytes) bytes = redress_test_load_data ("calendars", name);
      g_autoptr (GError) error = NULL;

      redress_calendar_add_bytes (calendar, bytes, &error);
      g_assert_no_error (error);
    }

  return calendar;
}

/* The same three years, written down a second time in another form: the days off that are no
 * weekend, and the weekends that are worked. */
static const char *const days_off =
    "0101 0212 0213 0214 0215 0216 0404 0405 0501 0502 0503 0610 0916 0917 1001 1002 1003 1004 "
    "1007;"
    "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 1001 1002 1003 1006 1007 1008;"
    "0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 1001 1002 1005 1006 "
    "1007";
static const char *const weekends_worked = "0204 0218 0407 0428 0511 0914 0929 1012;"
                                           "0126 0208 0427 0928 1011;"
                                           "0104 0214 0228 0509 0920 1010";

static gboolean
is_listed (const char *list, const GDate *date)
{
  char day[8];

  for (guint year = FIRST_YEAR; year < g_date_get_year (date); year++)
    list = strchr (list, ';') + 1;
  g_snprintf (day, sizeof day, "%02u%02u", (guint)g_date_get_month (date),
              (guint)g_date_get_day (date));

  for (; *list != ';' && *list != '\0'; list += list[4] == ' ' ? 5 : 4)
    if (strncmp (list, day, 4) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_worked_by_list (const GDate *date)
{
  GDateWeekday weekday = g_date_get_weekday (date);

  if (weekday == G_DATE_SATURDAY || weekday == G_DATE_SUNDAY)
    return is_listed (weekends_worked, date);

  return !is_listed (days_off, date);
}

static void
test_every_day (void)
{
  g_autoptr (RedressCalendar) calendar = load_china ();
  guint worked[3] = { 0 };
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, 1, FIRST_YEAR);
  for (; g_date_get_year (&date) <= LAST_YEAR; g_date_add_days (&date, 1))
    {
      gboolean expected = is_worked_by_list (&date);

      g_assert_cmpint (redress_calendar_is_working_day (calendar, g_date_get_julian (&date)), ==,
                       expected);
      g_assert_true (redress_calendar_knows (calendar, g_date_get_julian (&date)));
      worked[g_date_get_year (&date) - FIRST_YEAR] += expected;
    }

  g_assert_false (redress_calendar_knows (calendar, g_date_get_julian (&date)));
  g_assert_cmpuint (worked[0], ==, 251);
  g_assert_cmpuint (worked[1], ==, 248);
  g_assert_cmpuint (worked[2], ==, 248);
}

/* Steps from midnight to midnight and never looks at a calendar of ours. */
static gboolean
count_slowly (const GDate *start, guint amount, gint64 clock, GDate *due, gint64 *due_clock)
{
  GDate day = *start;

  *due_clock = clock;
  if (!is_worked_by_list (&day))
    {
      *due_clock = 0;
      while (!is_worked_by_list (&day))
        {
          g_date_add_days (&day, 1);
          if (g_date_get_year (&day) > LAST_YEAR)
            return FALSE;
        }
    }

  while (amount > 0)
    {
      g_date_add_days (&day, 1);
      if (g_date_get_year (&day) > LAST_YEAR)
        return FALSE;
      amount -= is_worked_by_list (&day) ? 1 : 0;
    }

  *due = day;
  return TRUE;
}

static void
check_deadline (RedressCalendar *calendar, const GDate *start, guint amount, gint64 clock)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressDeadline) deadline =
      redress_deadline_compute (redress_julian_to_time (g_date_get_julian (start)) + clock, amount,
                                REDRESS_SPAN_WORKING_DAYS, calendar, &error);
  GDate due;
  gint64 due_clock, found_clock;

  g_assert_no_error (error);
  if (!count_slowly (start, amount, clock, &due, &due_clock))
    {
      g_assert_true (deadline->provisional);
      return;
    }

  g_assert_false (deadline->provisional);
  g_assert_cmpuint (redress_julian_from_time (deadline->due, &found_clock), ==,
                    g_date_get_julian (&due));
  g_assert_cmpint (found_clock, ==, due_clock);
  g_assert_cmpuint (deadline->days->len, ==, amount);
}

static void
test_due_from_every_day (void)
{
  static const gint64 clocks[] = { 0, 34200 * REDRESS_SECOND, REDRESS_DAY - 1 };
  g_autoptr (RedressCalendar) calendar = load_china ();
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, 1, FIRST_YEAR);
  for (; g_date_get_year (&date) <= LAST_YEAR; g_date_add_days (&date, 1))
    for (guint amount = 0; amount <= 10; amount++)
      check_deadline (calendar, &date, amount, clocks[(g_date_get_day (&date) + amount) % 3]);
}

/* Counted by hand from the notices of the State Council. */
static const struct
{
  const char *start;
  guint amount;
  const char *due;
} counted_by_hand[] = {
  /* Spring Festival 2024: off 10 to 17 Feb, Sun 4 and Sun 18 Feb worked. */
  { "2024-02-02T09:30:00+08:00", 1, "2024-02-04T09:30:00+08:00" },
  { "2024-02-09T09:30:00+08:00", 1, "2024-02-18T09:30:00+08:00" },
  { "2024-02-09T09:30:00+08:00", 3, "2024-02-20T09:30:00+08:00" },
  { "2024-02-10T15:00:00+08:00", 1, "2024-02-19T00:00:00+08:00" },
  /* National Day 2024: off 1 to 7 Oct, Sun 29 Sep and Sat 12 Oct worked. */
  { "2024-09-27T09:30:00+08:00", 1, "2024-09-29T09:30:00+08:00" },
  { "2024-09-27T09:30:00+08:00", 3, "2024-10-08T09:30:00+08:00" },
  { "2024-09-27T09:30:00+08:00", 5, "2024-10-10T09:30:00+08:00" },
  { "2024-09-27T09:30:00+08:00", 10, "2024-10-16T09:30:00+08:00" },
  /* Spring Festival 2025: off 28 Jan to 4 Feb, Sun 26 Jan and Sat 8 Feb worked. */
  { "2025-01-24T09:30:00+08:00", 1, "2025-01-26T09:30:00+08:00" },
  { "2025-01-24T09:30:00+08:00", 3, "2025-02-05T09:30:00+08:00" },
  { "2025-01-24T09:30:00+08:00", 5, "2025-02-07T09:30:00+08:00" },
  { "2025-01-24T09:30:00+08:00", 10, "2025-02-13T09:30:00+08:00" },
  /* National Day and Mid-Autumn 2025: off 1 to 8 Oct, Sun 28 Sep and Sat 11 Oct worked. */
  { "2025-09-26T09:30:00+08:00", 1, "2025-09-28T09:30:00+08:00" },
  { "2025-09-26T09:30:00+08:00", 3, "2025-09-30T09:30:00+08:00" },
  { "2025-09-26T09:30:00+08:00", 5, "2025-10-10T09:30:00+08:00" },
  { "2025-09-26T09:30:00+08:00", 10, "2025-10-16T09:30:00+08:00" },
  /* Spring Festival 2026: off 15 to 23 Feb, Sat 14 and Sat 28 Feb worked. */
  { "2026-02-13T09:30:00+08:00", 1, "2026-02-14T09:30:00+08:00" },
  { "2026-02-13T09:30:00+08:00", 3, "2026-02-25T09:30:00+08:00" },
  { "2026-02-13T09:30:00+08:00", 5, "2026-02-27T09:30:00+08:00" },
  { "2026-02-13T09:30:00+08:00", 10, "2026-03-05T09:30:00+08:00" },
  /* Mid-Autumn and National Day 2026: off 25 to 27 Sep and 1 to 7 Oct, Sun 20 Sep and Sat 10 Oct
   * worked. */
  { "2026-09-18T09:30:00+08:00", 1, "2026-09-20T09:30:00+08:00" },
  { "2026-09-18T09:30:00+08:00", 5, "2026-09-24T09:30:00+08:00" },
  { "2026-09-18T09:30:00+08:00", 10, "2026-10-09T09:30:00+08:00" },
  { "2026-09-28T09:30:00+08:00", 5, "2026-10-10T09:30:00+08:00" },
};

static void
test_by_hand (void)
{
  g_autoptr (RedressCalendar) calendar = load_china ();

  for (guint i = 0; i < G_N_ELEMENTS (counted_by_hand); i++)
    {
      g_autoptr (RedressDeadline) deadline = NULL;
      RedressTime start, due;

      g_test_message ("%u from %s", counted_by_hand[i].amount, counted_by_hand[i].start);
      g_assert_true (redress_timestamp_parse (counted_by_hand[i].start, &start, NULL));
      g_assert_true (redress_timestamp_parse (counted_by_hand[i].due, &due, NULL));
      deadline = redress_deadline_compute (start, counted_by_hand[i].amount,
                                           REDRESS_SPAN_WORKING_DAYS, calendar, NULL);
      g_assert_cmpint (deadline->due, ==, due);
      g_assert_false (deadline->provisional);
    }
}

/* Every day that did not count says which festival it was, and a make-up day which one it is for.
 */
static void
test_names_of_a_deadline (void)
{
  g_autoptr (RedressCalendar) calendar = load_china ();
  g_autoptr (RedressDeadline) deadline = NULL;
  RedressTime start;

  g_assert_true (redress_timestamp_parse ("2026-02-13T09:30:00+08:00", &start, NULL));
  deadline = redress_deadline_compute (start, 3, REDRESS_SPAN_WORKING_DAYS, calendar, NULL);
  g_assert_cmpuint (deadline->skipped->len, ==, 9);
  for (guint i = 0; i < deadline->skipped->len; i++)
    {
      guint32 day = g_array_index (deadline->skipped, guint32, i);

      g_assert_cmpuint (day, ==, redress_julian_from_date (2026, 2, 15) + i);
      g_assert_cmpstr (redress_calendar_get_day_label (calendar, day, "zh_CN"), ==, "春节");
    }
  g_assert_cmpstr (
      redress_calendar_get_day_label (calendar, g_array_index (deadline->days, guint32, 0), "en"),
      ==, "Spring Festival");
  g_assert_null (
      redress_calendar_get_day_label (calendar, g_array_index (deadline->days, guint32, 1), "en"));
}

static void
test_names (void)
{
  g_autoptr (RedressCalendar) calendar = load_china ();
  guint32 day = redress_julian_from_date (2025, 10, 8);

  g_assert_cmpstr (redress_calendar_get_day_label (calendar, day, "zh_CN"), ==, "国庆节、中秋节");
  g_assert_cmpstr (
      redress_calendar_get_day_label (calendar, redress_julian_from_date (2026, 2, 28), "en"), ==,
      "Spring Festival");
  g_assert_null (
      redress_calendar_get_day_label (calendar, redress_julian_from_date (2026, 2, 24), "en"));
}

static void
assert_refused (const char *text, const char *words)
{
  g_autoptr (RedressCalendar) calendar = redress_calendar_new ("china");
  g_autoptr (GString) json = g_string_new (text);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  g_string_replace (json, "'", "\"", 0);
  bytes = g_bytes_new (json->str, json->len);
  g_assert_false (redress_calendar_add_bytes (calendar, bytes, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

#define FILE_WITH(period) "{'calendar': 'china', 'year': 2026, 'holidays': [" period "]}"
#define NAMED "'code': 'x', 'name': {'en': 'X', 'zh_CN': '某'}, "

static void
test_bad_files (void)
{
  assert_refused ("", "JSON");
  assert_refused ("[]", "must be an object");
  assert_refused ("{'year': 2026, 'holidays': []}", "calendar");
  assert_refused ("{'calendar': 'mars', 'year': 2026, 'holidays': []}", "is another calendar");
  assert_refused ("{'calendar': 'china', 'year': 12, 'holidays': []}", "year");
  assert_refused ("{'calendar': 'china', 'year': 2026}", "holidays");
  assert_refused (FILE_WITH ("7"), "must be objects");
  assert_refused (FILE_WITH ("{'code': 'x', 'from': '2026-01-01', 'to': '2026-01-01'}"), "name");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2026-01-01'}"), "to: is missing");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2026-02-30', 'to': '2026-03-01'}"), "from");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2025-12-31', 'to': '2026-01-01'}"), "from");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2026-1-1', 'to': '2026-01-01'}"), "from");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2026-01-02', 'to': '2026-01-01'}"), "ends before");
  assert_refused (FILE_WITH ("{" NAMED "'from': '2026-01-01', 'to': '2026-12-31'}"), "too long");
  assert_refused (
      FILE_WITH ("{" NAMED "'from': '2026-01-01', 'to': '2026-01-01', 'workdays': ['Monday']}"),
      "workdays");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendar-codec/every-day", test_every_day);
  g_test_add_func ("/calendar-codec/due-from-every-day", test_due_from_every_day);
  g_test_add_func ("/calendar-codec/by-hand", test_by_hand);
  g_test_add_func ("/calendar-codec/names-of-a-deadline", test_names_of_a_deadline);
  g_test_add_func ("/calendar-codec/names", test_names);
  g_test_add_func ("/calendar-codec/bad-files", test_bad_files);
  return g_test_run ();
}
