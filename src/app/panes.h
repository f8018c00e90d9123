/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressPanes:
 *
 * Sidebar, queue and case side by side. From 1200 px all three are shown; from 760 px queue
 * and case, and the sidebar slides over the queue; below that one of queue and case. The
 * divider between queue and case can be dragged.
 *
 * Children come in the order sidebar, queue, case, cover. The cover lies over queue and case
 * while it is shown.
 *
 * Properties: "n-shown" (1 to 3, read only), "show-case" (with one pane: the case instead of
 * the queue), "sidebar-shown" (below three panes: the sidebar is slid in), "queue-width",
 * "cover-shown".
 */
#define REDRESS_TYPE_PANES (redress_panes_get_type ())
G_DECLARE_FINAL_TYPE (RedressPanes, redress_panes, REDRESS, PANES, GtkWidget)

guint redress_panes_get_n_shown (RedressPanes *self);
void redress_panes_set_show_case (RedressPanes *self, gboolean show_case);
gboolean redress_panes_get_show_case (RedressPanes *self);
void redress_panes_set_sidebar_shown (RedressPanes *self, gboolean shown);
gboolean redress_panes_get_sidebar_shown (RedressPanes *self);
void redress_panes_set_cover_shown (RedressPanes *self, gboolean shown);
gboolean redress_panes_get_cover_shown (RedressPanes *self);
/* Moves the focus to the next (or previous) shown pane. */
void redress_panes_cycle_focus (RedressPanes *self, gboolean forward);

G_END_DECLS
