/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/event.h"

G_BEGIN_DECLS

/**
 * RedressTimelineColumn:
 * @at: the moment, to the second
 * @is_request: the customer asked in this second
 * @after_gap: more than an hour was skipped before it
 * @new_day: the first of its day, in China's time, unless it is the day of the request
 *
 * A moment of the timeline. Columns stand in equal steps and not to scale: four events within
 * two minutes and one a day later would otherwise be unreadable.
 */
typedef struct
{
  RedressTime at;
  gboolean is_request;
  gboolean after_gap;
  gboolean new_day;
} RedressTimelineColumn;

/**
 * RedressTimelineColumns:
 * @columns: (element-type RedressTimelineColumn)
 * @places: (element-type guint): the column of each event
 */
typedef struct
{
  GArray *columns;
  GArray *places;
} RedressTimelineColumns;

/* @events: (element-type RedressEvent), by time. Two of one lane never share a column.
 * @requested: REDRESS_TIME_UNKNOWN if nobody knows. */
RedressTimelineColumns *redress_timeline_columns_new (GPtrArray *events, RedressTime requested);
void redress_timeline_columns_free (RedressTimelineColumns *self);

/* Shares @width out: each column at least its @least, then what labels need, then the rest.
 * @needed: of each event, the width of dot and label. Fills @x with the start of each column and
 * of the end: one more than there are columns. */
void redress_timeline_columns_place (const RedressTimelineColumns *self,
                                     GPtrArray *events,
                                     const int *least,
                                     const int *needed,
                                     int width,
                                     int *x);
/* The column at which the label of an event has to end: that of the next one in its lane, or
 * the number of columns. */
guint redress_timeline_columns_find_end (const RedressTimelineColumns *self,
                                         GPtrArray *events,
                                         guint event);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressTimelineColumns, redress_timeline_columns_free)

G_END_DECLS
