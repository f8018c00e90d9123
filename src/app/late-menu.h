/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Gives a button a menu that is built when it is opened first, not with the window. */
void redress_late_menu_set (GtkMenuButton *button, GMenuModel *menu);

G_END_DECLS
