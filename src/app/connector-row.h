/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/connector.h"

G_BEGIN_DECLS

/**
 * RedressConnectorRow:
 *
 * The way to one platform: whether it is told, and what a supervisor can do about it. Its buttons
 * are the actions "connectors.stop", "connectors.start" and "connectors.test" with its name.
 */
#define REDRESS_TYPE_CONNECTOR_ROW (redress_connector_row_get_type ())
G_DECLARE_FINAL_TYPE (
    RedressConnectorRow, redress_connector_row, REDRESS, CONNECTOR_ROW, AdwActionRow)

GtkWidget *redress_connector_row_new (const char *platform);
void redress_connector_row_show (RedressConnectorRow *self,
                                 const RedressConnector *connector,
                                 RedressTime now);

G_END_DECLS
