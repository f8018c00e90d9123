/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/clock.h"
#include "store/queue.h"

G_BEGIN_DECLS

/**
 * RedressQueueRow:
 *
 * One row of the queue, drawn by itself: labels in recycled rows cost 100 ms a jump, one
 * widget that paints six texts costs a tenth of it.
 */
#define REDRESS_TYPE_QUEUE_ROW (redress_queue_row_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueueRow, redress_queue_row, REDRESS, QUEUE_ROW, GtkWidget)

GtkWidget *redress_queue_row_new (RedressClock *clock);
/* @item: (nullable) @account: (nullable): id of who is signed in, for the badge "Mine" */
void
redress_queue_row_set_item (RedressQueueRow *self, RedressQueueItem *item, const char *account);
/* Says when the order may ship, what its label says and what is true, in place of the due time and
 * the reason. */
void redress_queue_row_set_races (RedressQueueRow *self, gboolean races);
/* The time went on: texts of the due clock may have changed. */
void redress_queue_row_tick (RedressQueueRow *self);

G_END_DECLS
