/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressSyncLight:
 *
 * The foot of the sidebar: what is true of the network, and what is true of my decisions.
 * Activates "win.show-trouble" when pressed if something needs somebody, else "win.show-mine".
 */
#define REDRESS_TYPE_SYNC_LIGHT (redress_sync_light_get_type ())
G_DECLARE_FINAL_TYPE (RedressSyncLight, redress_sync_light, REDRESS, SYNC_LIGHT, GtkButton)

void redress_sync_light_set_sync (RedressSyncLight *self, RedressSync *sync, RedressClock *clock);
/* @waiting: decisions that are recorded here and not answered there
 * @leaving_at: when the next one of them leaves
 * @trouble: tickets with a decision that needs somebody: refused, in conflict, not to be read */
void redress_sync_light_set_waiting (RedressSyncLight *self,
                                     gint64 waiting,
                                     RedressTime leaving_at,
                                     gint64 trouble);
void redress_sync_light_tick (RedressSyncLight *self);

G_END_DECLS
