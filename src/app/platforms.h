/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/**
 * RedressPlatforms:
 *
 * Titles and tiles of the platforms, as the policies name them. Filled from the store and
 * read by every row, so it is one table for the program.
 *
 * Signal "changed".
 */
#define REDRESS_TYPE_PLATFORMS (redress_platforms_get_type ())
G_DECLARE_FINAL_TYPE (RedressPlatforms, redress_platforms, REDRESS, PLATFORMS, GObject)

/* (transfer none) */
RedressPlatforms *redress_platforms_get_default (void);
void redress_platforms_set_policies (RedressPlatforms *self, GPtrArray *policies);
/* "卡"; the first letter of the code where no policy names a tile. */
const char *redress_platforms_get_tile (RedressPlatforms *self, const char *platform);
const char *redress_platforms_get_title (RedressPlatforms *self, const char *platform);
/* (nullable): what the customer's ground is called, such as "Goods did not arrive". */
const char *
redress_platforms_get_ground (RedressPlatforms *self, const char *flow, const char *code);
/* (nullable): what customers read as the state of an order that races, and its true state. */
const char *
redress_platforms_get_race_label (RedressPlatforms *self, const char *flow, const char *code);
const char *
redress_platforms_get_order_state (RedressPlatforms *self, const char *flow, const char *code);
/* When a ticket of the flow is due soon, in minutes before its due time. */
gint64
redress_platforms_get_soon_minutes (RedressPlatforms *self, const char *flow, RedressKind kind);

G_END_DECLS
