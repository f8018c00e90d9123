/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/calendar.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_SPAN_NATURAL_HOURS,
  REDRESS_SPAN_NATURAL_DAYS,
  REDRESS_SPAN_WORKING_DAYS,
} RedressSpanUnit;

/* A time in which a clock stood still. */
typedef struct
{
  RedressTime from;
  RedressTime until;
  gint64 added; /* microseconds, or working days */
} RedressPause;

/* What a declared peak added. */
typedef struct
{
  guint peak; /* place in the list of peaks */
  gint64 hours;
} RedressStretch;

/**
 * RedressDeadline:
 * @paused: microseconds or working days added by pauses
 * @stretched: hours added by peaks
 * @days: (element-type guint32): Julian days that counted, for working days
 * @skipped: (element-type guint32): Julian days in between that did not count
 *
 * A due time with its arithmetic, so that a window can say why it is due then.
 */
typedef struct
{
  RedressTime start;
  RedressTime due;
  gint64 amount;
  RedressSpanUnit unit;
  gint64 paused;
  gint64 stretched;
  gboolean provisional;
  GArray *days;
  GArray *skipped;
  GArray *pauses;    /* (element-type RedressPause) */
  GArray *stretches; /* (element-type RedressStretch) */
} RedressDeadline;

const char *redress_span_unit_to_string (RedressSpanUnit unit);
gboolean redress_span_unit_from_string (const char *text, RedressSpanUnit *unit);
/* Working days: same local time (Asia/Shanghai) on the n-th working day after the start; a
 * start on a day off counts from 00:00 of the next working day. @calendar may be NULL for
 * natural spans. */
RedressDeadline *redress_deadline_compute (RedressTime start,
                                           gint64 amount,
                                           RedressSpanUnit unit,
                                           RedressCalendar *calendar,
                                           GError **error);
/* Pauses add their exact length (natural) or the working days they cross (working). */
gboolean redress_deadline_add_pause (RedressDeadline *self,
                                     RedressTime from,
                                     RedressTime to,
                                     RedressCalendar *calendar,
                                     GError **error);
/* For natural spans: the peak at this place of a list adds hours. */
gboolean
redress_deadline_add_stretch (RedressDeadline *self, guint peak, gint64 hours, GError **error);
void redress_deadline_free (RedressDeadline *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressDeadline, redress_deadline_free)

G_END_DECLS
