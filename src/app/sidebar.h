/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressSidebar:
 *
 * Views with live counts, platforms below, the sync light at the foot.
 *
 * Signal "selected" (guint view, char *platform or NULL).
 */
#define REDRESS_TYPE_SIDEBAR (redress_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (RedressSidebar, redress_sidebar, REDRESS, SIDEBAR, GtkBox)

void redress_sidebar_set_sync (RedressSidebar *self, RedressSync *sync, RedressClock *clock);
/* Platforms of the account, in its order. */
void redress_sidebar_set_platforms (RedressSidebar *self, const char *const *platforms);
void redress_sidebar_set_counts (RedressSidebar *self, const RedressCounts *counts);
/* Selects a row without emitting "selected". */
void redress_sidebar_select (RedressSidebar *self, RedressView view, const char *platform);
void redress_sidebar_tick (RedressSidebar *self);

G_END_DECLS
