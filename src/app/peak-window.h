/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressPeakWindow:
 *
 * Where a supervisor declares peaks, ends them and takes them back.
 */
#define REDRESS_TYPE_PEAK_WINDOW (redress_peak_window_get_type ())
G_DECLARE_FINAL_TYPE (RedressPeakWindow, redress_peak_window, REDRESS, PEAK_WINDOW, AdwWindow)

void redress_peak_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock);

G_END_DECLS
