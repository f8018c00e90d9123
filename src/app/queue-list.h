/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/clock.h"
#include "store/queue.h"

G_BEGIN_DECLS

/**
 * RedressQueueList:
 *
 * The rows of a queue with a selection that follows the ticket, not the place.
 *
 * Signals: "ticket-selected" (gint64), "ticket-opened" (gint64), "rows-changed".
 */
#define REDRESS_TYPE_QUEUE_LIST (redress_queue_list_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueueList, redress_queue_list, REDRESS, QUEUE_LIST, AdwBin)

void redress_queue_list_set_clock (RedressQueueList *self, RedressClock *clock);
/* @queue: (nullable) @account: (nullable): id of who is signed in */
void
redress_queue_list_set_queue (RedressQueueList *self, RedressQueue *queue, const char *account);
/* Selects the next (1) or previous (-1) row; FALSE at the end. */
gboolean redress_queue_list_step (RedressQueueList *self, int direction);
/* FALSE if the queue does not hold the ticket; it is remembered and selected once it does. */
gboolean redress_queue_list_select (RedressQueueList *self, gint64 ticket);
/* Remembers the ticket; its row is selected by the next select, when there is time to scroll. */
void redress_queue_list_mark (RedressQueueList *self, gint64 ticket);
gint64 redress_queue_list_get_selected (RedressQueueList *self);
/* First ticket after @after, of races the first of all, that nobody else has claimed and that is
 * not in the outbox. */
gint64 redress_queue_list_find_next (RedressQueueList *self, gint64 after);
void redress_queue_list_focus (RedressQueueList *self);
void redress_queue_list_tick (RedressQueueList *self);

G_END_DECLS
