/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "store/queue.h"

G_BEGIN_DECLS

#define REDRESS_MAX_ROW_BADGES 2

/**
 * RedressRowBadge:
 * @style: "", "ok", "warn", "bad" or "acc"
 */
typedef struct
{
  char *text; /* (owned) */
  const char *icon;
  const char *style;
} RedressRowBadge;

/* @races: on the race radar, where all race and the claim comes first.
 * The badges a row shows, most needed first: conflict, in outbox, 12315, race, mine or other,
 * second approval, new proof, draft, ready. Fills at most @max and returns how many there are;
 * the rest belongs in the tooltip. */
guint redress_queue_item_list_badges (RedressQueueItem *item,
                                      const char *account,
                                      gboolean races,
                                      RedressTime now,
                                      RedressRowBadge *badges,
                                      guint max);
void redress_row_badges_clear (RedressRowBadge *badges, guint n);

G_END_DECLS
