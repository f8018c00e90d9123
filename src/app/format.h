/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"

G_BEGIN_DECLS

/* Texts for people. All return (transfer full) strings in the window's language. */

/* "¥1,299.00", "55,300 pts" */
char *redress_format_amount (const RedressAmount *amount);
/* What one types into the amount field: "1299.00", "55300". */
char *redress_format_amount_plain (const RedressAmount *amount);
/* Reads what was typed; FALSE: not an amount. Takes "328", "328.5", "¥1,299.00". */
gboolean redress_parse_amount (const char *text, RedressUnit unit, gint64 *value);

/* "16:32" */
char *redress_format_clock (RedressTime time);
/* "16:32:40" */
char *redress_format_clock_seconds (RedressTime time);
/* "16 Nov" or "16 Nov 2025" when the year is not that of @now */
char *redress_format_day (RedressTime time, RedressTime now);
/* "today 16:32", "16 Nov 16:32" */
char *redress_format_moment (RedressTime time, RedressTime now);
/* "6 s ago", "26 min ago" */
char *redress_format_age (RedressTime time, RedressTime now);
/* "2 h 14 min", "45 s", "3 days" */
char *redress_format_span (gint64 microseconds);
/* How far a video is: "0:07", "1:32". */
char *redress_format_play_time (gint64 microseconds);
/* "14.2 MB" */
char *redress_format_bytes (gint64 bytes);

typedef enum
{
  REDRESS_DUE_STAGE_CALM,
  REDRESS_DUE_STAGE_SOON,
  REDRESS_DUE_STAGE_LATE,
  REDRESS_DUE_STAGE_PAUSED,
  REDRESS_DUE_STAGE_OVER, /* finished: no clock runs */
} RedressDueStage;

/* @soon_minutes: from when on a ticket is due soon; data of the policy, 240 by default. */
RedressDueStage
redress_due_get_stage (RedressSummary *summary, RedressTime now, gint64 soon_minutes);
/* "2 h 14 min left", "18 min late", "Paused · waits for customer" */
char *redress_format_due (RedressSummary *summary, RedressTime now);
const char *redress_due_stage_get_icon (RedressDueStage stage);
/* CSS class: "dim", "warn-c", "bad-c" */
const char *redress_due_stage_get_style (RedressDueStage stage);

/* Language of data texts: "zh_CN" or "en". */
const char *redress_language (void);

G_END_DECLS
