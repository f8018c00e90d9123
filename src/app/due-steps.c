/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/due-steps.h"

#include "config.h"

#include "app/format.h"

#include "core/evaluation.h"

#include <glib/gi18n.h>

static char *
format_julian (guint32 julian)
{
  GDate date;
  char text[64];

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  /* Translators: weekday, day and month, see strftime; Chinese: "%-m 月 %-d 日 %A" */
  if (g_date_strftime (text, sizeof text, C_ ("date", "%a %-d %b"), &date) == 0)
    return g_strdup ("");
  return g_strdup (text);
}

static char *
format_amount (gint64 amount, RedressSpanUnit unit)
{
  gulong n = (gulong)amount;

  switch (unit)
    {
    case REDRESS_SPAN_NATURAL_HOURS:
      return g_strdup_printf (ngettext ("%d hour", "%d hours", n), (int)amount);
    case REDRESS_SPAN_NATURAL_DAYS:
      return g_strdup_printf (ngettext ("%d day", "%d days", n), (int)amount);
    case REDRESS_SPAN_WORKING_DAYS:
    default:
      return g_strdup_printf (ngettext ("%d working day", "%d working days", n), (int)amount);
    }
}

void
redress_due_steps_add_span (GString *lines,
                            const RedressPolicyClock *clock,
                            RedressTime start,
                            RedressTime now)
{
  g_autofree char *moment = redress_format_moment (start, now);
  g_autofree char *amount = format_amount (clock->amount, clock->unit);

  if (clock->least > 0)
    /* Translators: a window such as "1 to 3 working days from today 16:32" */
    g_string_append_printf (lines, _ ("%d to %s from %s"), (int)clock->least, amount, moment);
  else
    /* Translators: such as "24 hours from today 16:32" */
    g_string_append_printf (lines, C_ ("clock", "%s from %s"), amount, moment);
  g_string_append_c (lines, '\n');
}

/* (nullable): the holiday of a day, or the one that it makes up for. */
static const char *
get_name (RedressCalendar *calendar, guint32 julian)
{
  return calendar != NULL ? redress_calendar_get_day_label (calendar, julian, redress_language ())
                          : NULL;
}

static guint32
day_at (const GArray *days, guint i)
{
  return g_array_index (days, guint32, i);
}

/* "Sat 10 Oct is worked in place of National Day" */
static void
add_made_up (GString *lines, const GArray *days, RedressCalendar *calendar)
{
  for (guint i = 0; i < days->len; i++)
    {
      const char *name = get_name (calendar, day_at (days, i));
      g_autofree char *day = name != NULL ? format_julian (day_at (days, i)) : NULL;

      if (day == NULL)
        continue;
      g_string_append (lines, "  ");
      g_string_append_printf (lines, _ ("%s is worked to make up for %s"), day, name);
      g_string_append_c (lines, '\n');
    }
}

/* How many days from @first on follow each other and have the same name. */
static guint
count_alike (const GArray *days, guint first, RedressCalendar *calendar)
{
  const char *name = get_name (calendar, day_at (days, first));
  guint n = 1;

  while (first + n < days->len && day_at (days, first + n) == day_at (days, first) + n &&
         g_strcmp0 (get_name (calendar, day_at (days, first + n)), name) == 0)
    n++;
  return n;
}

/* "Thu 1 Oct – Wed 7 Oct: National Day" for the days that were skipped. */
static void
add_skipped (GString *lines, const GArray *days, RedressCalendar *calendar)
{
  for (guint i = 0, n; i < days->len; i += n)
    {
      const char *name = get_name (calendar, day_at (days, i));
      g_autofree char *first = format_julian (day_at (days, i));
      g_autofree char *last = NULL;

      n = count_alike (days, i, calendar);
      last = n > 1 ? format_julian (day_at (days, i + n - 1)) : NULL;
      g_string_append_printf (lines, "  %s%s%s: %s\n", first, last != NULL ? " – " : "",
                              last != NULL ? last : "",
                              name != NULL ? name : C_ ("day", "weekend"));
    }
}

void
redress_due_steps_add_days (GString *lines,
                            const RedressDeadline *deadline,
                            RedressCalendar *calendar)
{
  if (deadline->unit != REDRESS_SPAN_WORKING_DAYS)
    return;

  for (guint i = 0; i < deadline->days->len; i++)
    {
      g_autofree char *day = format_julian (day_at (deadline->days, i));

      g_string_append_printf (lines, "%s%s", i == 0 ? _ ("Counted: ") : C_ ("list", ", "), day);
    }
  if (deadline->days->len > 0)
    g_string_append_c (lines, '\n');
  add_made_up (lines, deadline->days, calendar);
  if (deadline->skipped->len > 0)
    g_string_append_printf (lines, "%s\n", _ ("Not counted:"));
  add_skipped (lines, deadline->skipped, calendar);
}

static const char *
get_cause (RedressState state)
{
  switch (state)
    {
    case REDRESS_STATE_WAITING_CUSTOMER:
      return _ ("waited for the customer");
    case REDRESS_STATE_WAITING_PLATFORM:
      return _ ("waited for the platform");
    case REDRESS_STATE_OPEN:
    case REDRESS_STATE_HELD:
    case REDRESS_STATE_SECOND_APPROVAL:
    case REDRESS_STATE_DECIDED:
    case REDRESS_STATE_EFFECTED:
    case REDRESS_STATE_CLOSED:
    default:
      return _ ("was on hold");
    }
}

static RedressState
find_state (GPtrArray *waits, RedressTime until)
{
  for (guint i = 0; i < waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (waits, i);

      if (wait->until == until)
        return wait->state;
    }
  return REDRESS_STATE_HELD;
}

void
redress_due_steps_add_pauses (GString *lines,
                              const RedressDeadline *deadline,
                              const RedressPolicyClock *clock,
                              GPtrArray *waits,
                              RedressTime now)
{
  for (guint i = 0; i < deadline->pauses->len; i++)
    {
      const RedressPause *pause = &g_array_index (deadline->pauses, RedressPause, i);
      g_autofree char *from = redress_format_moment (pause->from, now);
      g_autofree char *until = redress_format_moment (pause->until, now);
      g_autofree char *added = deadline->unit == REDRESS_SPAN_WORKING_DAYS
                                   ? format_amount (pause->added, deadline->unit)
                                   : redress_format_span (pause->added);

      /* Translators: "+ 3 h 10 min: waited for the customer, 12 Nov 10:00 – today 13:10" */
      g_string_append_printf (lines, _ ("+ %s: %s, %s – %s"), added,
                              get_cause (find_state (waits, pause->until)), from, until);
      g_string_append_c (lines, '\n');
    }
  for (guint i = 0; i < waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (waits, i);
      g_autofree char *from = redress_format_moment (wait->from, now);

      if (wait->until != REDRESS_TIME_UNKNOWN ||
          !redress_policy_clock_pauses_in (clock, wait->state))
        continue;
      /* Translators: %s is a moment such as "today 13:10" */
      g_string_append_printf (
          lines, _ ("The clock stands still since %s. That time will be added."), from);
      g_string_append_c (lines, '\n');
    }
}

void
redress_due_steps_add_peaks (GString *lines,
                             const RedressDeadline *deadline,
                             GPtrArray *peaks,
                             RedressTime now)
{
  for (guint i = 0; i < deadline->stretches->len; i++)
    {
      const RedressStretch *stretch = &g_array_index (deadline->stretches, RedressStretch, i);
      const RedressPeak *peak = g_ptr_array_index (peaks, stretch->peak);
      g_autofree char *from = redress_format_moment (peak->from, now);
      g_autofree char *until = redress_format_moment (peak->until, now);
      g_autofree char *added = format_amount (stretch->hours, REDRESS_SPAN_NATURAL_HOURS);

      /* Translators: "+ 12 hours: peak declared by Chen, 12 Nov 10:00 – today 13:10" */
      g_string_append_printf (lines, _ ("+ %s: peak declared by %s, %s – %s"), added,
                              peak->actor_name, from, until);
      if (peak->note[0] != '\0')
        g_string_append_printf (lines, " (%s)", peak->note);
      g_string_append_c (lines, '\n');
    }
}

void
redress_due_steps_add_provisional (GString *lines, RedressTime due)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, redress_julian_from_time (due, NULL));
  /* Translators: %d is a year */
  g_string_append_printf (lines, _ ("Provisional: the holidays of %d are not known yet."),
                          (int)g_date_get_year (&date));
  g_string_append_c (lines, '\n');
}
