/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "sync/sync.h"

G_BEGIN_DECLS

/**
 * RedressConnectorWindow:
 *
 * Where a supervisor sees what platforms were told and what they answered, stops and starts them,
 * tries the way and sends again what was given up. It looks again every few seconds.
 */
#define REDRESS_TYPE_CONNECTOR_WINDOW (redress_connector_window_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressConnectorWindow, redress_connector_window, REDRESS, CONNECTOR_WINDOW, AdwWindow)

void redress_connector_window_present (GtkWindow *parent, RedressSync *sync, RedressClock *clock);

G_END_DECLS
