/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/calendar.h"

G_BEGIN_DECLS

/**
 * RedressCalendarFile:
 * @year: the year it is about; 0 where it cannot be read
 * @mistake: (nullable): why nothing of it counts
 */
typedef struct
{
  char *path;
  int year;
  char *mistake;
} RedressCalendarFile;

/**
 * RedressCalendars:
 *
 * The working days that the server knows: the files of the installation, and those of the
 * administrator, which lie in the data folder and go first.
 */
typedef struct _RedressCalendars RedressCalendars;

RedressCalendars *
redress_calendars_load (const char *installed_dir, const char *own_dir, GError **error);
void redress_calendars_free (RedressCalendars *self);
/* (transfer none) */
RedressCalendar *redress_calendars_get (RedressCalendars *self);
/* (transfer none) (element-type RedressCalendarFile): every file that was looked at. */
GPtrArray *redress_calendars_get_files (RedressCalendars *self);
/* The answer of GET /v1/calendars. */
GBytes *redress_calendars_get_json (RedressCalendars *self);
/* The year of one calendar file; 0 with INVALID and a message that names the member. */
int redress_calendar_file_check (GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressCalendars, redress_calendars_free)

G_END_DECLS
