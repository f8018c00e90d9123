/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/deadline.h"

#include "core/error.h"
#include "core/names.h"

/* More than any platform promises, and far from the end of what a time can hold. */
#define MAX_DAYS 3660
#define MAX_HOURS (24 * MAX_DAYS)

static const char *const span_unit_names[] = {
  "natural_hours",
  "natural_days",
  "working_days",
};

/**
 * redress_span_unit_to_string:
 *
 * Returns: (transfer none): the word for a unit in policy files
 */
const char *
redress_span_unit_to_string (RedressSpanUnit unit)
{
  return redress_names_get (span_unit_names, G_N_ELEMENTS (span_unit_names), unit);
}

/**
 * redress_span_unit_from_string:
 * @text: (nullable): a word
 * @unit: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no unit has this word
 */
gboolean
redress_span_unit_from_string (const char *text, RedressSpanUnit *unit)
{
  int found = redress_names_find (span_unit_names, G_N_ELEMENTS (span_unit_names), text);

  if (found < 0)
    return FALSE;

  *unit = (RedressSpanUnit)found;
  return TRUE;
}

/**
 * redress_deadline_free:
 *
 * Frees @self.
 */
void
redress_deadline_free (RedressDeadline *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->days);
  g_array_unref (self->skipped);
  g_array_unref (self->pauses);
  g_array_unref (self->stretches);
  g_free (self);
}

static gboolean
check_span (RedressTime start,
            gint64 amount,
            RedressSpanUnit unit,
            RedressCalendar *calendar,
            GError **error)
{
  gint64 most = unit == REDRESS_SPAN_NATURAL_HOURS ? MAX_HOURS : MAX_DAYS;

  if (amount < 0 || amount > most)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_OVERFLOW,
                   "a clock of %" G_GINT64_FORMAT " %s is out of range", amount,
                   redress_span_unit_to_string (unit));
      return FALSE;
    }

  if (start < REDRESS_TIME_MIN || start > REDRESS_TIME_MAX - 3 * MAX_DAYS * REDRESS_DAY)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_OVERFLOW,
                           "the start of a clock is out of range");
      return FALSE;
    }

  if (unit == REDRESS_SPAN_WORKING_DAYS && calendar == NULL)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "working days need a calendar");
      return FALSE;
    }

  return TRUE;
}

/* Goes through the days after the start until @amount of them were worked. */
static void
count_working_days (RedressDeadline *self, gint64 amount, RedressCalendar *calendar)
{
  gint64 since_midnight;
  guint32 day = redress_julian_from_time (self->start, &since_midnight);
  /* Ten years of days are scanned at most, so a calendar without working days ends too. */
  guint32 last = day + 3 * MAX_DAYS - 1;

  g_array_set_size (self->days, 0);
  g_array_set_size (self->skipped, 0);
  self->provisional = FALSE;

  if (!redress_calendar_is_working_day (calendar, day))
    {
      since_midnight = 0;
      while (day < last && !redress_calendar_is_working_day (calendar, day))
        {
          g_array_append_val (self->skipped, day);
          day++;
        }
    }

  while (self->days->len < amount && day < last)
    {
      day++;
      if (redress_calendar_is_working_day (calendar, day))
        g_array_append_val (self->days, day);
      else
        g_array_append_val (self->skipped, day);
    }

  self->due = redress_julian_to_time (day) + since_midnight;
  for (guint32 touched = redress_julian_from_time (self->start, NULL); touched <= day; touched++)
    if (!redress_calendar_knows (calendar, touched))
      self->provisional = TRUE;
}

/**
 * redress_deadline_compute:
 * @start: when the clock starts
 * @amount: how many units, 0 or more
 * @calendar: (nullable): needed for working days
 *
 * Works out when something is due. Natural hours and days are exact lengths of time. Working
 * days end at the local time of the start (Asia/Shanghai) on the last of them; a start on a day
 * off counts from 00:00 of the next working day.
 *
 * A deadline that reaches into a year whose holidays are not known is provisional.
 *
 * Returns: (transfer full): the deadline with its arithmetic; %REDRESS_ERROR_OVERFLOW if a number
 *   is out of range, %REDRESS_ERROR_INVALID if a calendar is missing
 */
RedressDeadline *
redress_deadline_compute (RedressTime start,
                          gint64 amount,
                          RedressSpanUnit unit,
                          RedressCalendar *calendar,
                          GError **error)
{
  RedressDeadline *self;

  if (!check_span (start, amount, unit, calendar, error))
    return NULL;

  self = g_new0 (RedressDeadline, 1);
  self->start = start;
  self->amount = amount;
  self->unit = unit;
  self->days = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->skipped = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->pauses = g_array_new (FALSE, FALSE, sizeof (RedressPause));
  self->stretches = g_array_new (FALSE, FALSE, sizeof (RedressStretch));

  switch (unit)
    {
    case REDRESS_SPAN_NATURAL_HOURS:
      self->due = start + amount * REDRESS_HOUR;
      break;
    case REDRESS_SPAN_NATURAL_DAYS:
      self->due = start + amount * REDRESS_DAY;
      break;
    case REDRESS_SPAN_WORKING_DAYS:
      count_working_days (self, amount, calendar);
      break;
    default:
      g_return_val_if_reached (self);
    }

  return self;
}

/* Working days after the day of @from, up to and with the day of @to. */
static gint64
count_between (RedressTime from, RedressTime to, RedressCalendar *calendar)
{
  guint32 last = redress_julian_from_time (to, NULL);
  gint64 count = 0;

  for (guint32 day = redress_julian_from_time (from, NULL) + 1; day <= last; day++)
    if (redress_calendar_is_working_day (calendar, day))
      count++;

  return count;
}

/**
 * redress_deadline_add_pause:
 * @from: when the pause began
 * @to: when it ended, not before @from
 * @calendar: (nullable): needed for working days
 *
 * Moves the due time by a pause: by its exact length for natural spans, by the working days
 * that it crossed for working days. What went before the start does not count.
 *
 * Returns: %FALSE with the errors of redress_deadline_compute(); @self is then as before
 */
gboolean
redress_deadline_add_pause (RedressDeadline *self,
                            RedressTime from,
                            RedressTime to,
                            RedressCalendar *calendar,
                            GError **error)
{
  RedressPause pause = { MAX (from, self->start), to, 0 };

  g_return_val_if_fail (self != NULL, FALSE);

  if (to < from || to - from > MAX_DAYS * REDRESS_DAY)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_OVERFLOW, "a pause is out of range");
      return FALSE;
    }
  if (to <= self->start)
    return TRUE;

  if (self->unit != REDRESS_SPAN_WORKING_DAYS)
    {
      pause.added = pause.until - pause.from;
      self->due += pause.added;
    }
  else
    {
      if (!check_span (self->start, self->amount + self->paused, self->unit, calendar, error))
        return FALSE;
      pause.added = count_between (pause.from, pause.until, calendar);
      count_working_days (self, self->amount + self->paused + pause.added, calendar);
    }
  self->paused += pause.added;
  g_array_append_val (self->pauses, pause);
  return TRUE;
}

/**
 * redress_deadline_add_stretch:
 * @peak: place of the peak in a list
 * @hours: how many hours it adds
 *
 * Moves the due time because of a declared peak. Working days are not stretched.
 *
 * Returns: %FALSE with %REDRESS_ERROR_INVALID or %REDRESS_ERROR_OVERFLOW; @self is then as before
 */
gboolean
redress_deadline_add_stretch (RedressDeadline *self, guint peak, gint64 hours, GError **error)
{
  RedressStretch stretch = { peak, hours };

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->unit == REDRESS_SPAN_WORKING_DAYS)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                           "a peak stretches hours, not working days");
      return FALSE;
    }
  if (hours < 1 || hours > MAX_HOURS || self->due > REDRESS_TIME_MAX - hours * REDRESS_HOUR)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_OVERFLOW, "a peak is out of range");
      return FALSE;
    }

  self->due += hours * REDRESS_HOUR;
  self->stretched += hours;
  g_array_append_val (self->stretches, stretch);
  return TRUE;
}
