/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/timeline-words.h"

#include "config.h"

#include "app/fact-words.h"
#include "app/format.h"
#include "app/timeline-chart.h"

#include <glib/gi18n.h>

char *
redress_timeline_format_axis (RedressOpenCase *open, const RedressTimelineColumn *column)
{
  RedressTime now = redress_open_case_get_now (open);
  g_autofree char *clock = redress_format_clock_seconds (column->at);
  g_autofree char *day = redress_format_day (column->at, now);
  g_autofree char *today = redress_format_day (now, now);
  const char *gap = column->after_gap ? "⋯ " : "";

  if (!column->new_day)
    return g_strconcat (gap, clock, NULL);
  if (g_str_equal (day, today))
    {
      g_autofree char *moment = g_strdup_printf (_ ("today %s"), clock);
      return g_strconcat (gap, moment, NULL);
    }
  return g_strconcat (gap, day, " ", clock, NULL);
}

/* What Redress itself did with tickets; @text is a number then. */
static const char *
get_own_words (const char *code)
{
  if (g_strcmp0 (code, "merged") == 0)
    return _ ("a second request was merged");
  if (g_strcmp0 (code, "merged_into") == 0)
    return _ ("merged into another ticket");
  return NULL;
}

const char *
redress_timeline_get_words (RedressOpenCase *open, const RedressEvent *event)
{
  const char *words = get_own_words (event->code);

  if (words != NULL)
    return words;
  if (event->text != NULL && *event->text != '\0')
    return event->text;
  if (open->data->policy == NULL || event->code == NULL)
    return event->code != NULL ? event->code : "";
  words =
      redress_policy_get_code_label (open->data->policy, "event", event->code, redress_language ());
  /* What was carried out after a decision is named as the effect that was decided. */
  return g_str_equal (words, event->code)
             ? redress_policy_get_code_label (open->data->policy, "effect", event->code,
                                              redress_language ())
             : words;
}

char *
redress_timeline_format_spoken (RedressOpenCase *open, const RedressEvent *event)
{
  g_autofree char *moment = redress_moment_format (open, event->at);

  return g_strdup_printf ("%s, %s, %s%s%s", moment, redress_lane_get_label (event->lane),
                          redress_timeline_get_words (open, event), event->trouble ? ", " : "",
                          /* Translators: spoken of an event that went wrong */
                          event->trouble ? _ ("trouble") : "");
}

char *
redress_timeline_format_exact (gint64 microseconds)
{
  gint64 seconds = MAX (microseconds, 0) / REDRESS_SECOND;
  int s = (int)(seconds % 60), m = (int)(seconds / 60 % 60), h = (int)(seconds / 3600 % 24);
  int days = (int)(seconds / 86400);

  if (days > 0)
    /* Translators: days, hours, minutes, seconds */
    return g_strdup_printf (_ ("%d d %d h %d min %d s"), days, h, m, s);
  if (h > 0)
    /* Translators: hours, minutes, seconds */
    return g_strdup_printf (_ ("%d h %d min %d s"), h, m, s);
  if (m > 0)
    /* Translators: minutes, seconds */
    return g_strdup_printf (_ ("%d min %d s"), m, s);
  return g_strdup_printf (_ ("%d s"), s);
}

char *
redress_timeline_format_told (RedressOpenCase *open,
                              const RedressEvent *event,
                              const RedressEvent *before)
{
  g_autofree char *moment = redress_moment_format (open, event->at);
  g_autofree char *exact = NULL;

  if (before == NULL)
    return g_strdup_printf ("%s %s", moment, redress_timeline_get_words (open, event));
  exact = redress_timeline_format_exact (event->at - before->at);
  /* Translators: time, event, and how long after the event before it */
  return g_strdup_printf (_ ("%s %s · %s after the one before"), moment,
                          redress_timeline_get_words (open, event), exact);
}

char *
redress_timeline_format_day (RedressOpenCase *open)
{
  RedressTicket *ticket = open->data->ticket;
  RedressTime requested = ticket != NULL ? ticket->order.requested_at : REDRESS_TIME_UNKNOWN;
  g_autofree char *day = NULL;

  if (requested == REDRESS_TIME_UNKNOWN)
    return g_strdup (_ ("Shanghai time"));
  day = redress_format_day (requested, redress_open_case_get_now (open));
  /* Translators: %s is a day such as "16 Nov" */
  return g_strdup_printf (_ ("%s, Shanghai time"), day);
}
