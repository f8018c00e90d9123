/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "store/query.h"

G_BEGIN_DECLS

/* What the head of the queue says: the name of a view and how many tickets it has, or, while
 * something is looked for, that it is looked for everywhere. */
void redress_queue_titles_show_view (GtkLabel *title,
                                     GtkLabel *subtitle,
                                     RedressView view,
                                     const char *name,
                                     gint64 total,
                                     gint64 late,
                                     gboolean narrow);
void redress_queue_titles_show_found (GtkLabel *title, GtkLabel *subtitle, guint n);

G_END_DECLS
