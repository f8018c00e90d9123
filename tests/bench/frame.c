/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/frame.h"

#include <unistd.h>

/* A program shows one window. */
static struct
{
  GtkWindow *window;
  RedressFrameFunc painted;
  gpointer data;
  gboolean is_left;
} watch;

static void
after_paint_cb (GdkFrameClock *clock)
{
  if (!watch.is_left)
    watch.painted (watch.window, watch.data);
}

static void
realized_cb (GtkWidget *widget)
{
  if (watch.window != NULL)
    return;
  watch.window = GTK_WINDOW (widget);
  g_signal_connect_after (gtk_widget_get_frame_clock (widget), "after-paint",
                          G_CALLBACK (after_paint_cb), NULL);
}

static void
window_added_cb (GtkApplication *application, GtkWidget *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (realized_cb), NULL);
}

/**
 * redress_bench_watch_frames:
 * @application: not running yet
 * @painted: called after each frame
 * @data: for @painted
 *
 * Watches the application's first window.
 */
void
redress_bench_watch_frames (GtkApplication *application, RedressFrameFunc painted, gpointer data)
{
  watch.painted = painted;
  watch.data = data;
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
}

gint64
redress_bench_get_resident (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) words = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0;
  words = g_strsplit (text, " ", 3);
  return g_ascii_strtoll (words[1], NULL, 10) * sysconf (_SC_PAGESIZE);
}

/* As a person would: a desk that was killed has to look through its cache at the next start. */
void
redress_bench_leave (void)
{
  watch.is_left = TRUE;
  g_application_quit (g_application_get_default ());
}
