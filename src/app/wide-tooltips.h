/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives the tooltips of a window the room that Chinese takes: GTK counts its characters as narrow
 * ones and breaks "主菜单" into three lines. */
void redress_wide_tooltips_install (GtkWidget *window);

G_END_DECLS
