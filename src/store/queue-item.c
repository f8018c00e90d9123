/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/queue-item.h"

G_DEFINE_FINAL_TYPE (RedressQueueItem, redress_queue_item, G_TYPE_OBJECT)

static void
redress_queue_item_finalize (GObject *object)
{
  RedressQueueItem *self = REDRESS_QUEUE_ITEM (object);

  g_clear_object (&self->summary);

  G_OBJECT_CLASS (redress_queue_item_parent_class)->finalize (object);
}

static void
redress_queue_item_class_init (RedressQueueItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = redress_queue_item_finalize;
}

static void
redress_queue_item_init (RedressQueueItem *self)
{
  self->leaves_at = REDRESS_TIME_UNKNOWN;
}

/**
 * redress_queue_item_new:
 * @summary: (transfer full): of the cache
 * @overlay: what lies over it
 *
 * Returns: (transfer full): an item
 */
RedressQueueItem *
redress_queue_item_new (RedressSummary *summary, RedressOverlay *overlay)
{
  RedressQueueItem *self = g_object_new (REDRESS_TYPE_QUEUE_ITEM, NULL);
  const RedressOverlayRow *row = redress_overlay_find (overlay, summary->id);

  self->summary = summary;
  if (row == NULL)
    return self;
  self->has_draft = row->has_draft;
  self->has_outbox = row->has_outbox;
  self->outbox_state = row->outbox_state;
  if (row->has_outbox)
    self->leaves_at = row->leaves_at;
  self->ready_offline = row->ready;
  return self;
}
