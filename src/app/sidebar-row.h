/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/query.h"

G_BEGIN_DECLS

/**
 * RedressSidebarRow:
 *
 * A view or a platform with its counts.
 */
#define REDRESS_TYPE_SIDEBAR_ROW (redress_sidebar_row_get_type ())
G_DECLARE_FINAL_TYPE (RedressSidebarRow, redress_sidebar_row, REDRESS, SIDEBAR_ROW, GtkListBoxRow)

GtkWidget *redress_sidebar_row_new_view (RedressView view);
GtkWidget *redress_sidebar_row_new_platform (const char *platform);
RedressView redress_sidebar_row_get_view (RedressSidebarRow *self);
/* (nullable): NULL for a view. */
const char *redress_sidebar_row_get_platform (RedressSidebarRow *self);
/* @late: shown with an icon if over 0; -1 total: not shown. */
void redress_sidebar_row_set_counts (RedressSidebarRow *self, gint64 total, gint64 late);

G_END_DECLS
