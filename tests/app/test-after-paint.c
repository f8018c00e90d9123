/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/after-paint.h"
#include "support/spin.h"

typedef struct
{
  RedressAfterPaint after_paint;
  GtkWidget *window;
  gboolean is_painted;
  guint n_done;
  guint n_done_unpainted;
} Fixture;

static void
painted_cb (GdkFrameClock *clock, Fixture *f)
{
  f->is_painted = TRUE;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (f->window), gtk_label_new ("A case"));
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
  g_signal_connect (gtk_widget_get_frame_clock (f->window), "after-paint", G_CALLBACK (painted_cb),
                    f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_after_paint_cancel (&f->after_paint);
  gtk_window_destroy (GTK_WINDOW (f->window));
}

static void
work (gpointer data)
{
  Fixture *f = data;

  f->n_done++;
  if (!f->is_painted)
    f->n_done_unpainted++;
}

static gboolean
is_done (gpointer data)
{
  return ((Fixture *)data)->n_done > 0;
}

static gboolean
is_painted (gpointer data)
{
  return ((Fixture *)data)->is_painted;
}

/* However often it is asked for before the frame, it is done once. */
static void
test_once (Fixture *f, gconstpointer data)
{
  redress_after_paint_wait (&f->after_paint, f->window, work, f);
  redress_after_paint_wait (&f->after_paint, f->window, work, f);
  g_assert_cmpuint (f->n_done, ==, 0);
  redress_test_spin_until (is_done, f, "the work");
  g_assert_cmpuint (f->n_done, ==, 1);
  g_assert_cmpuint (f->n_done_unpainted, ==, 0);
  f->is_painted = FALSE;
  gtk_widget_queue_draw (f->window);
  redress_test_spin_until (is_painted, f, "another frame");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->n_done, ==, 1);
}

static void
test_cancelled (Fixture *f, gconstpointer data)
{
  redress_after_paint_wait (&f->after_paint, f->window, work, f);
  redress_after_paint_cancel (&f->after_paint);
  f->is_painted = FALSE;
  gtk_widget_queue_draw (f->window);
  redress_test_spin_until (is_painted, f, "a frame");
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (f->n_done, ==, 0);
}

/* What nobody sees has no frame to wait for. */
static void
test_hidden (Fixture *f, gconstpointer data)
{
  gtk_widget_set_visible (f->window, FALSE);
  redress_after_paint_wait (&f->after_paint, f->window, work, f);
  g_assert_cmpuint (f->n_done, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  g_test_add ("/app/after-paint/once", Fixture, NULL, set_up, test_once, tear_down);
  g_test_add ("/app/after-paint/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/app/after-paint/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  return g_test_run ();
}
