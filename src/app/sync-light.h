/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressSyncLight:
 *
 * The foot of the sidebar: what is true of the network, and what is true of my decisions.
 * Activates "win.show-trouble" when pressed.
 */
#define REDRESS_TYPE_SYNC_LIGHT (redress_sync_light_get_type ())
G_DECLARE_FINAL_TYPE (RedressSyncLight, redress_sync_light, REDRESS, SYNC_LIGHT, GtkButton)

void redress_sync_light_set_sync (RedressSyncLight *self, RedressSync *sync, RedressClock *clock);
/* Decisions that are recorded here and not applied there; when the next one leaves. */
void
redress_sync_light_set_waiting (RedressSyncLight *self, gint64 waiting, RedressTime leaving_at);
void redress_sync_light_tick (RedressSyncLight *self);

G_END_DECLS
