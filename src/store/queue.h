/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressQueueItem:
 *
 * One row of a queue: the cache's summary overlaid with what waits in the outbox.
 */
#define REDRESS_TYPE_QUEUE_ITEM (redress_queue_item_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueueItem, redress_queue_item, REDRESS, QUEUE_ITEM, GObject)

struct _RedressQueueItem
{
  GObject parent_instance;

  RedressSummary *summary;
  gboolean has_draft;
  gboolean has_outbox;
  RedressOutboxState outbox_state; /* if has_outbox */
  RedressTime leaves_at;           /* if has_outbox: not_before */
  gboolean ready_offline;
};

/**
 * RedressQueue:
 *
 * A lazy GListModel of RedressQueueItem over the cache. The first page is there at once,
 * ids of the rest follow from the worker, rows are read when they are asked for. Changes
 * come as small items-changed, and the item of a ticket stays findable by its id.
 *
 * Properties: "loading" (gboolean), "n-late" (guint), "error" (GError, nullable).
 */
#define REDRESS_TYPE_QUEUE (redress_queue_get_type ())
G_DECLARE_FINAL_TYPE (RedressQueue, redress_queue, REDRESS, QUEUE, GObject)

RedressQueue *redress_queue_new (RedressStore *store, const char *account);
/* Shows another query; the old rows stay until the first page of the new one is there. */
void redress_queue_set_query (RedressQueue *self, const RedressQuery *query);
const RedressQuery *redress_queue_get_query (RedressQueue *self);
gboolean redress_queue_is_loading (RedressQueue *self);
const GError *redress_queue_get_error (RedressQueue *self);
/* GTK_INVALID_LIST_POSITION (G_MAXUINT) if it is not in the queue. */
guint redress_queue_find (RedressQueue *self, gint64 ticket);
gint64 redress_queue_get_ticket (RedressQueue *self, guint position);

G_END_DECLS
