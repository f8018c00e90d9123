/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/query.h"

G_BEGIN_DECLS

/**
 * RedressQueueFilter:
 *
 * Popover that sorts a queue and narrows it by kind, state and due time.
 *
 * Signal "changed".
 */
#define REDRESS_TYPE_QUEUE_FILTER (redress_queue_filter_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueueFilter, redress_queue_filter, REDRESS, QUEUE_FILTER, GtkPopover)

/* Writes the choices into @query. */
void redress_queue_filter_apply (RedressQueueFilter *self, RedressQuery *query);
gboolean redress_queue_filter_is_active (RedressQueueFilter *self);
void redress_queue_filter_reset (RedressQueueFilter *self);

G_END_DECLS
