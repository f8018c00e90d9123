/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * RedressFrameFunc:
 *
 * Called after each frame of a window was painted.
 */
typedef void (*RedressFrameFunc) (GtkWindow *window, gpointer data);

void
redress_bench_watch_frames (GtkApplication *application, RedressFrameFunc painted, gpointer data);
/* Bytes of memory that the process has now. */
gint64 redress_bench_get_resident (void);
/* Ends the program in order; what follows is not measured. */
void redress_bench_leave (void);

G_END_DECLS
