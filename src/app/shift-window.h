/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressShiftWindow:
 *
 * Where an agent whose shift ends gives all tickets to a colleague, or back to the queue. Each
 * goes by a command of its own; what could not go stays in the list with the reason.
 */
#define REDRESS_TYPE_SHIFT_WINDOW (redress_shift_window_get_type ())
G_DECLARE_FINAL_TYPE (RedressShiftWindow, redress_shift_window, REDRESS, SHIFT_WINDOW, AdwWindow)

void redress_shift_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock);

G_END_DECLS
