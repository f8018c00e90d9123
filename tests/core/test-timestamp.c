/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/timestamp.h"

typedef struct
{
  const char *text;
  RedressTime time;
} Pair;

static const Pair pairs[] = {
  { "1970-01-01T00:00:00.000000Z", 0 },
  { "1970-01-01T00:00:00.000001Z", 1 },
  { "2000-02-29T12:00:00.000000Z", 951825600 * REDRESS_SECOND },
  { "2024-02-29T23:59:59.999999Z", 1709251199 * REDRESS_SECOND + 999999 },
  { "2024-03-01T00:00:00.000000Z", 1709251200 * REDRESS_SECOND },
  { "2026-09-28T01:30:00.000000Z", 1790559000 * REDRESS_SECOND },
  { "2100-02-28T23:59:59.000000Z", 4107542399 * REDRESS_SECOND },
  { "2100-03-01T00:00:00.000000Z", 4107542400 * REDRESS_SECOND },
  { "9999-12-31T23:59:59.999999Z", G_GINT64_CONSTANT (253402300799) * REDRESS_SECOND + 999999 },
};

static void
test_format_and_parse (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_autofree char *text = redress_timestamp_format (pairs[i].time);
      g_autoptr (GError) error = NULL;
      RedressTime time = -1;

      g_assert_cmpstr (text, ==, pairs[i].text);
      g_assert_true (redress_timestamp_parse (pairs[i].text, &time, &error));
      g_assert_no_error (error);
      g_assert_cmpint (time, ==, pairs[i].time);
    }
}

/* Each day of a whole 400-year cycle and more, against GLib's calendar. */
static void
test_every_day (void)
{
  GDate date;
  gint64 day = 0;

  g_date_clear (&date, 1);
  for (g_date_set_dmy (&date, 1, 1, 1970); g_date_get_year (&date) < 2400;
       g_date_add_days (&date, 1))
    {
      g_autofree char *text = redress_timestamp_format (day * REDRESS_DAY);
      g_autofree char *wanted =
          g_strdup_printf ("%04u-%02d-%02uT00:00:00.000000Z", g_date_get_year (&date),
                           g_date_get_month (&date), g_date_get_day (&date));
      RedressTime time = -1;

      g_assert_cmpstr (text, ==, wanted);
      g_assert_true (redress_timestamp_parse (wanted, &time, NULL));
      g_assert_cmpint (time, ==, day * REDRESS_DAY);
      day++;
    }
}

static const Pair readable[] = {
  { "1970-01-01T00:00:00Z", 0 },
  { "1970-01-01t00:00:00z", 0 },
  { "1970-01-01T00:00:00-00:00", 0 },
  { "1970-01-01T00:00:00.5Z", 500000 },
  { "1970-01-01T00:00:00.05Z", 50000 },
  { "1970-01-01T00:00:00.000001+00:00", 1 },
  { "1970-01-01T08:00:00+08:00", 0 },
  { "1969-12-31T23:00:00-01:00", 0 },
  { "1970-01-01T00:00:00-23:59", 23 * REDRESS_HOUR + 59 * REDRESS_MINUTE },
  { "2026-09-28T09:30:00+08:00", 1790559000 * REDRESS_SECOND },
  { "9999-12-31T23:59:59+00:01", G_GINT64_CONSTANT (253402300739) * REDRESS_SECOND },
};

static void
test_other_spellings (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (readable); i++)
    {
      RedressTime time = -1;

      g_assert_true (redress_timestamp_parse (readable[i].text, &time, NULL));
      g_assert_cmpint (time, ==, readable[i].time);
    }
}

static const char *const refused[] = {
  "",
  "now",
  "2026",
  "2026-09-28",
  "2026-09-28T09:30Z",
  "2026-09-28T09:30:00",
  "2026-09-28 09:30:00Z",
  "2026-09-28T09:30:00ZZ",
  "2026-09-28T09:30:00Z ",
  " 2026-09-28T09:30:00Z",
  "2026-9-28T09:30:00Z",
  "+2026-09-28T09:30:00Z",
  "2026-09-28T09:30:00.Z",
  "2026-09-28T09:30:00,5Z",
  "2026-09-28T09:30:00.1234567Z",
  "2026-09-28T24:00:00Z",
  "2026-09-28T23:60:00Z",
  "2026-12-31T23:59:60Z",
  "2026-09-28T-1:00:00Z",
  "2026-00-10T00:00:00Z",
  "2026-13-10T00:00:00Z",
  "2026-09-00T00:00:00Z",
  "2026-09-31T00:00:00Z",
  "2025-02-29T00:00:00Z",
  "2100-02-29T00:00:00Z",
  "2026-09-28T09:30:00+8:00",
  "2026-09-28T09:30:00+0800",
  "2026-09-28T09:30:00+08",
  "2026-09-28T09:30:00+24:00",
  "2026-09-28T09:30:00+08:60",
  "0000-01-01T00:00:00Z",
  "1969-12-31T23:59:59Z",
  "1970-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59-00:01",
  "10000-01-01T00:00:00Z",
  "２026-09-28T09:30:00Z",
};

static void
test_refused (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;
      RedressTime time = 42;

      g_test_message ("%s", refused[i]);
      g_assert_false (redress_timestamp_parse (refused[i], &time, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_cmpint (time, ==, 42);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/timestamp/format-and-parse", test_format_and_parse);
  g_test_add_func ("/timestamp/every-day", test_every_day);
  g_test_add_func ("/timestamp/other-spellings", test_other_spellings);
  g_test_add_func ("/timestamp/refused", test_refused);
  return g_test_run ();
}
