/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"
#include "app/timeline-columns.h"

G_BEGIN_DECLS

/* The words of the timeline, in the window's language. (transfer full), unless const. */

/* "16:31:09", "⋯ today 14:17:52" after a gap. */
char *redress_timeline_format_axis (RedressOpenCase *open, const RedressTimelineColumn *column);
/* The platform's words, or those of the policy for the code. */
char *redress_timeline_dup_words (RedressOpenCase *open, const RedressEvent *event);
/* "16:31:12, System, Top-up rejected E42, trouble" */
char *redress_timeline_format_spoken (RedressOpenCase *open, const RedressEvent *event);
/* "16:31:12 Top-up rejected E42 · 3 s after the one before". @before: (nullable). */
char *redress_timeline_format_told (RedressOpenCase *open,
                                    const RedressEvent *event,
                                    const RedressEvent *before);
/* "1 min 28 s", "21 h 37 min 34 s": to the second. */
char *redress_timeline_format_exact (gint64 microseconds);
/* "16 Nov, Shanghai time": the day that the axis does not name. */
char *redress_timeline_format_day (RedressOpenCase *open);

G_END_DECLS
