/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/overlay.h"
#include "store/queue.h"

G_BEGIN_DECLS

RedressQueueItem *redress_queue_item_new (RedressSummary *summary, RedressOverlay *overlay);

G_END_DECLS
