/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/id-list.h"
#include "store/queue.h"

G_BEGIN_DECLS

/**
 * RedressLiveItems:
 *
 * The items of a queue that somebody still holds, and the last thousand beside, each with its
 * place. All others are made when they are asked for.
 */
typedef struct _RedressLiveItems RedressLiveItems;

RedressLiveItems *redress_live_items_new (void);
void redress_live_items_free (RedressLiveItems *self);
RedressQueueItem *redress_live_items_find (RedressLiveItems *self, gint64 ticket, guint *position);
void redress_live_items_set_position (RedressLiveItems *self, gint64 ticket, guint position);
void redress_live_items_put (RedressLiveItems *self, RedressQueueItem *item, guint position);
void
redress_live_items_splice (RedressLiveItems *self, guint position, guint n_removed, guint n_added);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressLiveItems, redress_live_items_free)

G_END_DECLS
