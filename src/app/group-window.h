/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressGroupWindow:
 *
 * Many tickets of one incident, with what the rules say of each, and one verdict for those that
 * fit it.
 */
#define REDRESS_TYPE_GROUP_WINDOW (redress_group_window_get_type ())
G_DECLARE_FINAL_TYPE (RedressGroupWindow, redress_group_window, REDRESS, GROUP_WINDOW, AdwWindow)

void redress_group_window_present (GtkWindow *parent,
                                   RedressSync *sync,
                                   RedressClock *clock,
                                   GSettings *settings,
                                   gint64 incident);

G_END_DECLS
