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

/* (nullable) (transfer full): who did what to a file or a value, and why. The server writes these
 * three in a line each. */
static char *
dup_deed (RedressOpenCase *open, const RedressEvent *event)
{
  g_auto (GStrv) lines = event->text != NULL ? g_strsplit (event->text, "\n", 3) : NULL;
  const char *what, *who, *why;

  if (lines == NULL || g_strv_length (lines) != 3)
    return NULL;
  what = redress_open_case_get_name_label (open, lines[0]);
  who = lines[1];
  why = lines[2];
  if (g_strcmp0 (event->code, "revealed") == 0)
    /* Translators: in the timeline: what, who, why; so are the next three */
    return g_strdup_printf (_ ("%s revealed by %s: %s"), what, who, why);
  if (g_strcmp0 (event->code, "redacted") == 0)
    return g_strdup_printf (_ ("%s painted over by %s: %s"), what, who, why);
  if (g_strcmp0 (event->code, "blurred") == 0)
    return g_strdup_printf (_ ("%s blurred by %s: %s"), what, who, why);
  if (g_strcmp0 (event->code, "unblurred") == 0)
    return g_strdup_printf (_ ("%s not blurred any more, by %s: %s"), what, who, why);
  return NULL;
}

char *
redress_timeline_dup_words (RedressOpenCase *open, const RedressEvent *event)
{
  const char *words = get_own_words (event->code);
  char *deed = dup_deed (open, event);

  if (deed != NULL)
    return deed;
  if (words != NULL)
    return g_strdup (words);
  if (event->text != NULL && *event->text != '\0')
    return g_strdup (event->text);
  if (open->data->policy == NULL || event->code == NULL)
    return g_strdup (event->code != NULL ? event->code : "");
  words =
      redress_policy_get_code_label (open->data->policy, "event", event->code, redress_language ());
  /* What was carried out after a decision is named as the effect that was decided. */
  return g_strdup (g_str_equal (words, event->code)
                       ? redress_policy_get_code_label (open->data->policy, "effect", event->code,
                                                        redress_language ())
                       : words);
}

char *
redress_timeline_format_spoken (RedressOpenCase *open, const RedressEvent *event)
{
  g_autofree char *moment = redress_moment_format (open, event->at);
  g_autofree char *words = redress_timeline_dup_words (open, event);

  return g_strdup_printf ("%s, %s, %s%s%s", moment, redress_lane_get_label (event->lane), words,
                          event->trouble ? ", " : "",
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
  g_autofree char *words = redress_timeline_dup_words (open, event);
  g_autofree char *exact = NULL;

  if (before == NULL)
    return g_strdup_printf ("%s %s", moment, words);
  exact = redress_timeline_format_exact (event->at - before->at);
  /* Translators: time, event, and how long after the event before it */
  return g_strdup_printf (_ ("%s %s · %s after the one before"), moment, words, exact);
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
