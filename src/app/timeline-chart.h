/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "app/open-case.h"

G_BEGIN_DECLS

/**
 * RedressTimelineChart:
 *
 * What happened, to the second, in three lanes. A dashed line stands at the request, so that
 * before and after are read at once; a dotted one where more than an hour is skipped. Left and
 * Right go from event to event.
 *
 * Signal "selected" (char *told, nullable): the event under the cursor of the keyboard, with the
 * exact time since the one before.
 */
#define REDRESS_TYPE_TIMELINE_CHART (redress_timeline_chart_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressTimelineChart, redress_timeline_chart, REDRESS, TIMELINE_CHART, GtkWidget)

#define REDRESS_TIMELINE_AXIS 18
#define REDRESS_TIMELINE_LANE 29

void redress_timeline_chart_show (RedressTimelineChart *self, RedressOpenCase *open);
void redress_timeline_chart_clear (RedressTimelineChart *self);
/* Where the line of the request stands; 0 if there is none. */
int redress_timeline_chart_get_request_x (RedressTimelineChart *self);
const char *redress_lane_get_label (RedressLane lane);

G_END_DECLS
