/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/text.h"
#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressCalendar:
 *
 * Which days are worked in China: weekends, public holidays and the make-up working days
 * (调休) of the State Council. Days are counted as GLib Julian days in Asia/Shanghai.
 */
typedef struct _RedressCalendar RedressCalendar;

RedressCalendar *redress_calendar_new (const char *name);
RedressCalendar *redress_calendar_ref (RedressCalendar *self);
void redress_calendar_unref (RedressCalendar *self);
const char *redress_calendar_get_name (RedressCalendar *self);
/* Declares a whole year known; days not added are weekends off, other days worked. */
void redress_calendar_add_year (RedressCalendar *self, int year);
void redress_calendar_add_holiday (
    RedressCalendar *self, int year, int month, int day, const char *name);
void redress_calendar_add_workday (
    RedressCalendar *self, int year, int month, int day, const char *name);
gboolean redress_calendar_is_working_day (RedressCalendar *self, guint32 julian);
/* FALSE: the calendar knows nothing of the day's year, so the answer above is a guess. */
gboolean redress_calendar_knows (RedressCalendar *self, guint32 julian);
/* The last year that is known; 0: none. */
int redress_calendar_get_last_year (RedressCalendar *self);
/* Adds the words for a name, before the calendar is shared. */
void redress_calendar_set_label (RedressCalendar *self,
                                 const char *name,
                                 const char *en,
                                 const char *zh_CN);
/* (nullable): words for the holiday, or for the one that a make-up day belongs to. */
const char *
redress_calendar_get_day_label (RedressCalendar *self, guint32 julian, const char *language);
/* (nullable): name of the holiday or make-up day. */
const char *redress_calendar_get_day_name (RedressCalendar *self, guint32 julian);

/* Range of times that have a date of four digits. */
#define REDRESS_TIME_MIN (-62135596800 * REDRESS_SECOND)
#define REDRESS_TIME_MAX (253402300799 * REDRESS_SECOND)

guint32 redress_julian_from_date (int year, int month, int day);
guint32 redress_julian_from_time (RedressTime time, gint64 *since_midnight);
RedressTime redress_julian_to_time (guint32 julian);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCalendar, redress_calendar_unref)

G_END_DECLS
