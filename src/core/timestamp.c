/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timestamp.h"

#include "core/error.h"

/* 9999-12-31T23:59:59.999999Z */
#define TIME_MAX (G_GINT64_CONSTANT (253402300800) * REDRESS_SECOND - 1)

/* Days since 1970-01-01 of a day of the Gregorian calendar. Years are counted from March, so
 * that the leap day is the last day of its year; 719468 days lie before 1970. */
static gint64
days_from_date (int year, int month, int day)
{
  gint64 y = month <= 2 ? year - 1 : year;
  gint64 era = y / 400;
  gint64 year_of_era = y % 400;
  gint64 day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

static void
date_from_days (gint64 days, int *year, int *month, int *day)
{
  gint64 shifted = days + 719468;
  gint64 era = shifted / 146097;
  gint64 day_of_era = shifted % 146097;
  gint64 year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 shifted_month = (5 * day_of_year + 2) / 153;

  *day = (int)(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  *month = (int)(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

/* Writes @width digits and the character that follows them. */
static char *
put_digits (char *at, int value, int width, char after)
{
  for (int i = width - 1; i >= 0; i--, value /= 10)
    at[i] = (char)('0' + value % 10);

  at[width] = after;
  return at + width + 1;
}

/**
 * redress_timestamp_format:
 * @time: a time of the years 1970 to 9999
 *
 * Returns: (transfer full): such as "2026-09-28T01:30:00.000000Z"
 */
char *
redress_timestamp_format (RedressTime time)
{
  char text[] = "1970-01-01T00:00:00.000000Z";
  int year, month, day, second;
  char *at = text;

  g_return_val_if_fail (time >= 0 && time <= TIME_MAX, NULL);

  date_from_days (time / REDRESS_DAY, &year, &month, &day);
  second = (int)(time % REDRESS_DAY / REDRESS_SECOND);
  at = put_digits (at, year, 4, '-');
  at = put_digits (at, month, 2, '-');
  at = put_digits (at, day, 2, 'T');
  at = put_digits (at, second / 3600, 2, ':');
  at = put_digits (at, second / 60 % 60, 2, ':');
  at = put_digits (at, second % 60, 2, '.');
  put_digits (at, (int)(time % REDRESS_SECOND), 6, 'Z');
  return g_strdup (text);
}

/* Reads exactly @width digits and, unless it is 0, the character @after. */
static gboolean
take_digits (const char **at, int width, char after, int *value)
{
  *value = 0;
  for (int i = 0; i < width; i++, (*at)++)
    {
      if (!g_ascii_isdigit (**at))
        return FALSE;
      *value = *value * 10 + (**at - '0');
    }

  if (after == '\0')
    return TRUE;

  return g_ascii_toupper (*(*at)++) == after;
}

static gboolean
take_date (const char **at, gint64 *days)
{
  int year, month, day;

  if (!take_digits (at, 4, '-', &year) || !take_digits (at, 2, '-', &month) ||
      !take_digits (at, 2, 'T', &day))
    return FALSE;

  /* 1969 and 10000 can be written with an offset; the caller looks at the result. */
  if (year < 1969 || !g_date_valid_dmy ((GDateDay)day, (GDateMonth)month, (GDateYear)year))
    return FALSE;

  *days = days_from_date (year, month, day);
  return TRUE;
}

static gboolean
take_time_of_day (const char **at, gint64 *microseconds)
{
  int hour, minute, second, digits = 0;
  gint64 fraction = 0;

  if (!take_digits (at, 2, ':', &hour) || !take_digits (at, 2, ':', &minute) ||
      !take_digits (at, 2, '\0', &second) || hour > 23 || minute > 59 || second > 59)
    return FALSE;

  if (**at == '.')
    {
      for ((*at)++; digits < 6 && g_ascii_isdigit (**at); digits++, (*at)++)
        fraction = fraction * 10 + (**at - '0');
      if (digits == 0)
        return FALSE;
      for (; digits < 6; digits++)
        fraction *= 10;
    }

  *microseconds = ((hour * 60 + minute) * 60 + second) * REDRESS_SECOND + fraction;
  return TRUE;
}

static gboolean
take_offset (const char **at, gint64 *microseconds)
{
  int hours, minutes;
  char sign = *(*at)++;

  *microseconds = 0;
  if (sign == 'Z' || sign == 'z')
    return TRUE;

  if ((sign != '+' && sign != '-') || !take_digits (at, 2, ':', &hours) ||
      !take_digits (at, 2, '\0', &minutes) || hours > 23 || minutes > 59)
    return FALSE;

  *microseconds = (hours * 60 + minutes) * REDRESS_MINUTE * (sign == '-' ? -1 : 1);
  return TRUE;
}

/**
 * redress_timestamp_parse:
 * @text: an RFC 3339 time; a leap second is not taken
 * @time: (out): the time
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID if @text is not such a time or lies outside of
 * the years 1970 to 9999 (UTC)
 */
gboolean
redress_timestamp_parse (const char *text, RedressTime *time, GError **error)
{
  const char *at = text;
  gint64 days, time_of_day, offset, result;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (time != NULL, FALSE);

  if (!take_date (&at, &days) || !take_time_of_day (&at, &time_of_day) ||
      !take_offset (&at, &offset) || *at != '\0')
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "not an RFC 3339 time");
      return FALSE;
    }

  result = days * REDRESS_DAY + time_of_day - offset;
  if (result < 0 || result > TIME_MAX)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "time outside of the years 1970 to 9999");
      return FALSE;
    }

  *time = result;
  return TRUE;
}
