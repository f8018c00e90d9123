/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/due-words.h"

#include "config.h"

#include "app/format.h"

#include "core/evaluation.h"

#include <glib/gi18n.h>

static const char *
get_rule_label (RedressSummary *summary, RedressPolicy *policy)
{
  const RedressPolicyClock *clock =
      policy != NULL ? redress_policy_find_clock (policy, summary->kind) : NULL;

  return clock != NULL ? redress_text_get (&clock->label, redress_language ()) : NULL;
}

char *
redress_due_describe (RedressSummary *summary, RedressPolicy *policy, RedressTime now)
{
  const char *rule = get_rule_label (summary, policy);
  g_autofree char *moment = NULL;
  g_autofree char *sentence = NULL;

  if (summary->due_at == REDRESS_TIME_UNKNOWN)
    return g_strdup (rule != NULL ? rule : "");
  moment = redress_format_moment (summary->due_at, now);
  /* Translators: %s is a moment such as "today 16:32" */
  sentence = g_strdup_printf (summary->due_at > now ? _ ("until %s") : _ ("was due %s"), moment);
  return rule != NULL ? g_strdup_printf ("%s · %s", sentence, rule) : g_steal_pointer (&sentence);
}

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

static void
add_days (GString *lines, GArray *days, const char *heading)
{
  for (guint i = 0; i < days->len; i++)
    {
      g_autofree char *day = format_julian (g_array_index (days, guint32, i));

      g_string_append_printf (lines, "%s%s", i == 0 ? heading : C_ ("list", ", "), day);
    }
  if (days->len > 0)
    g_string_append_c (lines, '\n');
}

/* "Thu 1 Oct: National Day" for each day that was skipped and has a name. */
static void
add_skipped (GString *lines, GArray *skipped, RedressCalendar *calendar)
{
  for (guint i = 0; i < skipped->len; i++)
    {
      guint32 julian = g_array_index (skipped, guint32, i);
      const char *name =
          calendar != NULL ? redress_calendar_get_day_label (calendar, julian, redress_language ())
                           : NULL;
      g_autofree char *day = format_julian (julian);

      g_string_append_printf (lines, "%s%s: %s\n", "  ", day,
                              name != NULL ? name : _ ("not a working day"));
    }
}

static char *
format_span (const RedressPolicyClock *clock, const char *from)
{
  int amount = (int)clock->amount;

  switch (clock->unit)
    {
    case REDRESS_SPAN_NATURAL_HOURS:
      return g_strdup_printf (ngettext ("%d hour from %s", "%d hours from %s", (gulong)amount),
                              amount, from);
    case REDRESS_SPAN_NATURAL_DAYS:
      return g_strdup_printf (ngettext ("%d day from %s", "%d days from %s", (gulong)amount),
                              amount, from);
    case REDRESS_SPAN_WORKING_DAYS:
    default:
      return g_strdup_printf (
          ngettext ("%d working day from %s", "%d working days from %s", (gulong)amount), amount,
          from);
    }
}

static void
add_span (GString *lines, const RedressPolicyClock *clock, RedressSummary *summary, RedressTime now)
{
  g_autofree char *from = redress_format_moment (summary->opened_at, now);
  g_autofree char *span = format_span (clock, from);

  g_string_append_printf (lines, "%s\n", span);
}

static void
add_arithmetic (GString *lines, RedressSummary *summary, RedressPolicy *policy, RedressTime now)
{
  const RedressPolicyClock *clock = redress_policy_find_clock (policy, summary->kind);
  RedressCalendar *calendar = redress_policy_get_calendar (policy);
  g_autoptr (RedressDeadline) deadline = NULL;

  if (clock == NULL)
    return;
  add_span (lines, clock, summary, now);
  deadline = redress_policy_compute_due (policy, summary->kind, summary->opened_at, calendar, NULL);
  if (deadline == NULL)
    return;
  if (clock->unit == REDRESS_SPAN_WORKING_DAYS)
    {
      add_days (lines, deadline->days, _ ("Counted: "));
      add_skipped (lines, deadline->skipped, calendar);
    }
  if (deadline->due != summary->due_at)
    g_string_append_printf (lines, "%s\n", _ ("Time in which the ticket waited was added."));
}

char *
redress_due_explain (RedressSummary *summary, RedressPolicy *policy, RedressTime now)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *due = NULL;

  if (policy != NULL && summary->opened_at != REDRESS_TIME_UNKNOWN)
    add_arithmetic (lines, summary, policy, now);
  if (summary->due_at != REDRESS_TIME_UNKNOWN)
    {
      due = redress_format_moment (summary->due_at, now);
      g_string_append_printf (lines, _ ("Due %s"), due);
    }
  if (summary->due_provisional)
    g_string_append_printf (lines, "\n%s",
                            _ ("Provisional: next year's holidays are not known yet."));
  return g_string_free (g_steal_pointer (&lines), FALSE);
}
