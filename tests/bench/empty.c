/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/frame.h"
#include "bench/measure.h"

#include <adwaita.h>
#include <locale.h>

/* The floor of start and memory: the least that is a window of GNOME. */

static void
painted (GtkWindow *window, gpointer data)
{
  redress_bench_report ("cpu", redress_process_cpu ());
  redress_bench_report ("resident", redress_bench_get_resident ());
  redress_bench_leave ();
}

static void
activate_cb (GtkApplication *application)
{
  GtkWidget *window = adw_application_window_new (application);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), box);
  gtk_window_set_default_size (GTK_WINDOW (window), 1280, 800);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
      adw_application_new ("org.redress.Empty", G_APPLICATION_NON_UNIQUE);

  setlocale (LC_ALL, "");
  redress_bench_watch_frames (GTK_APPLICATION (application), painted, NULL);
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
