/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/connector.h"

G_BEGIN_DECLS

/**
 * RedressTellingRow:
 *
 * One event that a platform was or will be told. Its buttons are the actions "connectors.open" with
 * its ticket and "connectors.resend" with its id.
 */
#define REDRESS_TYPE_TELLING_ROW (redress_telling_row_get_type ())
G_DECLARE_FINAL_TYPE (RedressTellingRow, redress_telling_row, REDRESS, TELLING_ROW, GtkListBoxRow)

GtkWidget *redress_telling_row_new (const RedressTelling *telling);
void redress_telling_row_show (RedressTellingRow *self,
                               const RedressConnectors *connectors,
                               const RedressTelling *telling,
                               RedressTime now);

G_END_DECLS
