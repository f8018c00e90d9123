/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Labels of one line. Where there is no room they end in an ellipsis and their tooltip has the
 * whole text. */

/* @classes: (nullable): CSS classes with blanks between them. */
GtkWidget *redress_line_new (const char *text, const char *classes);
/* As above, but never cut: for amounts, times and names of verdicts. */
GtkWidget *redress_line_new_whole (const char *text, const char *classes);
/* Makes a label of a template behave like one. */
void redress_line_set_up (GtkLabel *label);
void redress_add_css_classes (GtkWidget *widget, const char *classes);

G_END_DECLS
