/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sets name and target such as "win.step(1)" on a widget that may be on the screen. GTK's own
 * function sets the name first, and warns of the old target with the new name. */
void redress_set_detailed_action (GtkWidget *actionable, const char *detailed);

G_END_DECLS
