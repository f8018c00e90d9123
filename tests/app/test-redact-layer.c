/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <adwaita.h>

#include "app/redact-layer.h"
#include "app/resources.h"
#include "support/spin.h"

#define WIDTH 400
#define HEIGHT 200

typedef struct
{
  GtkWidget *window;
  RedressImageStage *stage;
  RedressRedactLayer *layer;
  guint n_changed, n_done;
} Fixture;

static void
count_cb (guint *count)
{
  *count += 1;
}

static GdkTexture *
make_texture (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (WIDTH * HEIGHT * 4), WIDTH * HEIGHT * 4);

  return gdk_memory_texture_new (WIDTH, HEIGHT, GDK_MEMORY_DEFAULT, bytes, WIDTH * 4);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = gtk_overlay_new ();
  g_autoptr (GdkTexture) texture = make_texture ();

  f->window = gtk_window_new ();
  f->stage = g_object_new (REDRESS_TYPE_IMAGE_STAGE, NULL);
  f->layer = g_object_new (REDRESS_TYPE_REDACT_LAYER, NULL);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (f->stage));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), GTK_WIDGET (f->layer));
  gtk_window_set_child (GTK_WINDOW (f->window), overlay);
  gtk_window_set_default_size (GTK_WINDOW (f->window), 600, 400);
  redress_image_stage_set_texture (f->stage, texture);
  g_signal_connect_swapped (f->layer, "changed", G_CALLBACK (count_cb), &f->n_changed);
  g_signal_connect_swapped (f->layer, "done", G_CALLBACK (count_cb), &f->n_done);
  gtk_window_present (GTK_WINDOW (f->window));
  gtk_test_widget_wait_for_draw (f->window);
  redress_redact_layer_start (f->layer, f->stage);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer watched = f->layer;

  g_object_add_weak_pointer (G_OBJECT (f->layer), &watched);
  gtk_window_destroy (GTK_WINDOW (f->window));
  redress_test_spin_until_null (&watched, "the layer's end");
}

static GtkEventController *
find_controller (Fixture *f, GType type)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (f->layer));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (g_type_is_a (G_OBJECT_TYPE (controller), type))
        return controller;
    }
  g_assert_not_reached ();
}

static gboolean
press (Fixture *f, guint keyval, GdkModifierType state)
{
  gboolean handled = FALSE;

  g_signal_emit_by_name (find_controller (f, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", keyval,
                         0, state, &handled);
  return handled;
}

/* Of the window, not of the picture. */
static void
drag (Fixture *f, double x, double y, double dx, double dy)
{
  GtkEventController *gesture = find_controller (f, GTK_TYPE_GESTURE_DRAG);

  g_signal_emit_by_name (gesture, "drag-begin", x, y);
  g_signal_emit_by_name (gesture, "drag-update", dx, dy);
  g_signal_emit_by_name (gesture, "drag-end", dx, dy);
}

static void
assert_box (Fixture *f, guint at, guint x, guint y, guint width, guint height)
{
  const RedressBox *box;

  g_assert_cmpuint (redress_redact_layer_get_boxes (f->layer)->len, >, at);
  box = g_ptr_array_index (redress_redact_layer_get_boxes (f->layer), at);
  g_assert_cmpuint (box->x, ==, x);
  g_assert_cmpuint (box->y, ==, y);
  g_assert_cmpuint (box->width, ==, width);
  g_assert_cmpuint (box->height, ==, height);
}

static guint
count (Fixture *f)
{
  return redress_redact_layer_get_boxes (f->layer)->len;
}

/* A box in the middle, moved and sized, and held within the picture. */
static void
test_keys (Fixture *f, gconstpointer data)
{
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_true (press (f, GDK_KEY_Left, 0));
  g_assert_true (press (f, GDK_KEY_n, 0));
  assert_box (f, 0, 160, 87, 80, 25);
  press (f, GDK_KEY_Right, 0);
  press (f, GDK_KEY_Down, 0);
  assert_box (f, 0, 170, 97, 80, 25);
  press (f, GDK_KEY_Right, GDK_SHIFT_MASK);
  press (f, GDK_KEY_Up, GDK_SHIFT_MASK);
  assert_box (f, 0, 170, 97, 90, 15);
  for (guint i = 0; i < 100; i++)
    press (f, GDK_KEY_Right, GDK_SHIFT_MASK);
  assert_box (f, 0, 170, 97, WIDTH - 170, 15);
  for (guint i = 0; i < 100; i++)
    press (f, GDK_KEY_Left, 0);
  assert_box (f, 0, 0, 97, WIDTH - 170, 15);
  for (guint i = 0; i < 100; i++)
    press (f, GDK_KEY_Right, GDK_SHIFT_MASK);
  assert_box (f, 0, 0, 97, WIDTH, 15);
  for (guint i = 0; i < 100; i++)
    press (f, GDK_KEY_Up, GDK_SHIFT_MASK);
  assert_box (f, 0, 0, 97, WIDTH, 1);
  g_assert_false (press (f, GDK_KEY_x, 0));
}

static void
test_choose_and_remove (Fixture *f, gconstpointer data)
{
  redress_redact_layer_add (f->layer);
  redress_redact_layer_add (f->layer);
  press (f, GDK_KEY_Page_Up, 0);
  press (f, GDK_KEY_Up, 0);
  assert_box (f, 0, 160, 77, 80, 25);
  assert_box (f, 1, 160, 87, 80, 25);
  press (f, GDK_KEY_Page_Down, 0);
  press (f, GDK_KEY_Delete, 0);
  g_assert_cmpuint (count (f), ==, 1);
  assert_box (f, 0, 160, 77, 80, 25);
  redress_redact_layer_remove (f->layer);
  g_assert_cmpuint (count (f), ==, 0);
  f->n_changed = 0;
  redress_redact_layer_remove (f->layer);
  g_assert_cmpuint (f->n_changed, ==, 0);
}

static void
test_most (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < REDRESS_MAX_BOXES + 5; i++)
    redress_redact_layer_add (f->layer);
  g_assert_cmpuint (count (f), ==, REDRESS_MAX_BOXES);
  drag (f, 100, 100, 50, 50);
  g_assert_cmpuint (count (f), ==, REDRESS_MAX_BOXES);
}

/* What is drawn over the edge ends at the edge; a click draws nothing. */
static void
test_drag (Fixture *f, gconstpointer data)
{
  double x, y, scale;
  const RedressBox *box;

  redress_image_stage_place (f->stage, &x, &y, &scale);
  drag (f, x + 40 * scale, y + 20 * scale, 100 * scale, 60 * scale);
  box = g_ptr_array_index (redress_redact_layer_get_boxes (f->layer), 0);
  g_assert_cmpint (ABS ((int)box->x - 40), <=, 1);
  g_assert_cmpint (ABS ((int)box->width - 100), <=, 2);
  g_assert_cmpint (ABS ((int)box->height - 60), <=, 2);
  drag (f, x + 300 * scale, y + 100 * scale, -5000, -5000);
  box = g_ptr_array_index (redress_redact_layer_get_boxes (f->layer), 1);
  g_assert_cmpuint (box->x, ==, 0);
  g_assert_cmpuint (box->y, ==, 0);
  drag (f, x + 300 * scale, y + 100 * scale, 5000, 5000);
  box = g_ptr_array_index (redress_redact_layer_get_boxes (f->layer), 2);
  g_assert_cmpuint (box->x + box->width, ==, WIDTH);
  g_assert_cmpuint (box->y + box->height, ==, HEIGHT);
  drag (f, x + 10, y + 10, 0, 0);
  g_assert_cmpuint (count (f), ==, 3);
}

/* Enter asks what to do with the boxes, if there are any; starting anew forgets them. */
static void
test_done (Fixture *f, gconstpointer data)
{
  g_assert_true (press (f, GDK_KEY_Return, 0));
  g_assert_cmpuint (f->n_done, ==, 0);
  redress_redact_layer_add (f->layer);
  press (f, GDK_KEY_Return, 0);
  g_assert_cmpuint (f->n_done, ==, 1);
  f->n_changed = 0;
  redress_redact_layer_set_preview (f->layer, TRUE);
  redress_redact_layer_start (f->layer, f->stage);
  g_assert_cmpuint (count (f), ==, 0);
  g_assert_cmpuint (f->n_changed, ==, 1);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/app/redact-layer/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  ADD ("keys", test_keys);
  ADD ("choose-and-remove", test_choose_and_remove);
  ADD ("most", test_most);
  ADD ("drag", test_drag);
  ADD ("done", test_done);
  return g_test_run ();
}
