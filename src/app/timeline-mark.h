/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/event.h"

G_BEGIN_DECLS

/**
 * RedressTimelineMark:
 *
 * One event: a dot, or a diamond where something went wrong, and its words. A list item for
 * those who listen.
 */
#define REDRESS_TYPE_TIMELINE_MARK (redress_timeline_mark_get_type ())
G_DECLARE_FINAL_TYPE (RedressTimelineMark, redress_timeline_mark, REDRESS, TIMELINE_MARK, GtkWidget)

/* @spoken: time, lane and words. @told: how long after the one before; its tooltip too. */
GtkWidget *redress_timeline_mark_new (RedressLane lane,
                                      const char *words,
                                      gboolean trouble,
                                      gboolean is_request,
                                      const char *spoken,
                                      const char *told);
RedressLane redress_timeline_mark_get_lane (RedressTimelineMark *self);
const char *redress_timeline_mark_get_told (RedressTimelineMark *self);
void redress_timeline_mark_set_selected (RedressTimelineMark *self, gboolean selected);
/* How wide dot and words are when nothing is cut. */
int redress_timeline_mark_get_needed (RedressTimelineMark *self);

/* Distance from the edge of a column to the middle of the dots in it. */
#define REDRESS_TIMELINE_DOT 8

G_END_DECLS
