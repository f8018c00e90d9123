/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "app/resources.h"
#include "app/reveals.h"
#include "app/veil.h"
#include "support/spin.h"

/* What is masked or blurred is seen only for as long as it may. */

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
add (RedressReveals *reveals, const char *name, const char *value, guint seconds)
{
  g_autoptr (RedressFact) fact = redress_fact_new (name, "customer", 0);
  RedressRevealed revealed = { .fact = fact, .seconds = seconds };

  redress_value_set_text (&fact->value, value);
  redress_reveals_add (reveals, &revealed);
}

static const char *
get (RedressReveals *reveals, const char *name)
{
  const RedressFact *fact = redress_reveals_get (reveals, name);

  return fact != NULL ? fact->value.text : NULL;
}

static gboolean
is_one (gpointer count)
{
  return *(guint *)count == 1;
}

static void
test_reveals (void)
{
  g_autoptr (RedressReveals) reveals = redress_reveals_new ();
  guint changed = 0;

  g_signal_connect_swapped (reveals, "changed", G_CALLBACK (count_cb), &changed);
  g_assert_null (redress_reveals_get (reveals, "a"));
  add (reveals, "a", "one", 1000);
  add (reveals, "b", "two", 1000);
  add (reveals, "a", "three", 1000);
  g_assert_cmpuint (changed, ==, 3);
  g_assert_cmpstr (get (reveals, "a"), ==, "three");
  g_assert_cmpstr (get (reveals, "b"), ==, "two");
  redress_reveals_hide (reveals, "a");
  g_assert_cmpuint (changed, ==, 4);
  g_assert_null (redress_reveals_get (reveals, "a"));
  redress_reveals_hide (reveals, "a");
  g_assert_cmpuint (changed, ==, 4);
  redress_reveals_clear (reveals);
  g_assert_cmpuint (changed, ==, 4);
  g_assert_null (redress_reveals_get (reveals, "b"));
}

/* The one that takes the place of another lives as long as it was given, not as long as that. */
static void
test_over (void)
{
  g_autoptr (RedressReveals) reveals = redress_reveals_new ();
  guint changed = 0;

  add (reveals, "b", "two", 0);
  add (reveals, "b", "three", 1000);
  add (reveals, "a", "one", 0);
  g_signal_connect_swapped (reveals, "changed", G_CALLBACK (count_cb), &changed);
  redress_test_spin_until (is_one, &changed, "the end of the value");
  g_assert_null (redress_reveals_get (reveals, "a"));
  g_assert_cmpstr (get (reveals, "b"), ==, "three");
}

static void
set_cb (gpointer flag)
{
  *(guint *)flag = 1;
}

/* Nothing is left behind that would end a value which is not there any more. */
static void
test_hidden_before (void)
{
  g_autoptr (RedressReveals) reveals = redress_reveals_new ();
  guint over = 0;

  add (reveals, "a", "one", 0);
  redress_reveals_hide (reveals, "a");
  g_timeout_add_once (1, set_cb, &over);
  redress_test_spin_until (is_one, &over, "the time when it would have ended");
  g_assert_null (redress_reveals_get (reveals, "a"));
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

static gboolean
is_not_active (gpointer window)
{
  return !gtk_window_is_active (window);
}

static void
test_veil (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *other = gtk_window_new ();
  RedressVeil *veil = REDRESS_VEIL (redress_veil_new (gtk_label_new ("secret")));

  g_assert_false (redress_veil_is_down (veil));
  redress_veil_set_veiled (veil, TRUE);
  g_assert_true (redress_veil_is_down (veil));
  redress_veil_set_veiled (veil, FALSE);
  redress_veil_set_radius (veil, 4);
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (veil));
  gtk_window_present (GTK_WINDOW (window));
  redress_test_spin_until (is_active, window, "the window to be used");
  redress_veil_set_guard (veil, TRUE);
  g_assert_false (redress_veil_is_down (veil));
  gtk_window_present (GTK_WINDOW (other));
  redress_test_spin_until (is_not_active, window, "another window to be used");
  g_assert_true (redress_veil_is_down (veil));
  redress_veil_set_guard (veil, FALSE);
  g_assert_false (redress_veil_is_down (veil));
  gtk_window_destroy (GTK_WINDOW (other));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Pixels that differ from their neighbour: letters have many. */
static guint
count_edges (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  GskRenderNode *node;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree guchar *pixels = g_malloc0 ((gsize)width * (gsize)height * 4);
  guint edges = 0;

  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node,
                                   &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  gdk_texture_download (texture, pixels, (gsize)width * 4);
  for (int i = 4; i < width * height * 4; i += 4)
    edges += ABS ((int)pixels[i + 3] - (int)pixels[i - 1]) > 64;
  gsk_render_node_unref (node);
  return edges;
}

static void
test_blur (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *veil = redress_veil_new (gtk_label_new ("Account 6222 0200 0000 4821"));
  guint sharp;

  gtk_window_set_default_size (GTK_WINDOW (window), 300, 100);
  gtk_window_set_child (GTK_WINDOW (window), veil);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);
  sharp = count_edges (veil);
  g_assert_cmpuint (sharp, >, 100);
  redress_veil_set_veiled (REDRESS_VEIL (veil), TRUE);
  gtk_test_widget_wait_for_draw (window);
  g_assert_cmpuint (count_edges (veil), <, sharp / 10);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add_func ("/app/reveals/values", test_reveals);
  g_test_add_func ("/app/reveals/over", test_over);
  g_test_add_func ("/app/reveals/hidden-before", test_hidden_before);
  g_test_add_func ("/app/veil/down", test_veil);
  g_test_add_func ("/app/veil/blur", test_blur);
  return g_test_run ();
}
