/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/memory-file.h"
#include "app/resources.h"
#include "app/video-view.h"
#include "support/folder.h"
#include "support/spin.h"

#include <string.h>

typedef struct
{
  GtkWindow *window;
  RedressVideoView *view;
  guint n_ready, n_failed;
} Fixture;

static void
count_cb (guint *count)
{
  *count += 1;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->view = g_object_new (REDRESS_TYPE_VIDEO_VIEW, NULL);
  f->window = GTK_WINDOW (gtk_window_new ());
  g_signal_connect_swapped (f->view, "ready", G_CALLBACK (count_cb), &f->n_ready);
  g_signal_connect_swapped (f->view, "failed", G_CALLBACK (count_cb), &f->n_failed);
  gtk_window_set_child (f->window, GTK_WIDGET (f->view));
  gtk_window_present (f->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (f->window));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gpointer watched = f->view;

  g_object_add_weak_pointer (G_OBJECT (f->view), &watched);
  gtk_window_destroy (f->window);
  redress_test_spin_until_null (&watched, "the view's end");
}

/* (transfer full): two seconds, such as the server makes them. */
static GBytes *
make_clip (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_build (folder, "clip.webm");
  g_autofree char *command = g_strdup_printf (
      "ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=64x48:rate=10 -f lavfi -i sine=440 -t 2 "
      "-c:v libvpx -deadline realtime -cpu-used 8 -c:a libopus %s",
      path);
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;
  int status;

  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, &status, &error));
  g_assert_cmpint (status, ==, 0);
  g_assert_true (g_file_get_contents (path, &data, &length, &error));
  return g_bytes_new_take (data, length);
}

static gboolean
is_one (gpointer count)
{
  return *(guint *)count == 1;
}

/* (nullable): what stands beside the bar. */
static const char *
read_time (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget) && strchr (gtk_label_get_text (GTK_LABEL (widget)), '/') != NULL)
    return gtk_label_get_text (GTK_LABEL (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *found = read_time (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_moved (gpointer view)
{
  return g_str_has_prefix (read_time (view), "0:01");
}

static gboolean
is_at_start (gpointer view)
{
  return g_str_has_prefix (read_time (view), "0:00");
}

static void
test_plays (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) clip = make_clip ();

  g_assert_true (redress_video_view_can_play ());
  g_assert_false (redress_video_view_press (f->view, GDK_KEY_space, 0));
  redress_video_view_show (f->view, clip);
  redress_test_spin_until (is_one, &f->n_ready, "the video");
  g_assert_cmpstr (read_time (GTK_WIDGET (f->view)), ==, "0:00 / 0:02");
  g_assert_true (redress_video_view_press (f->view, GDK_KEY_m, 0));
  g_assert_true (redress_video_view_press (f->view, GDK_KEY_space, 0));
  redress_test_spin_until (has_moved, f->view, "the video to play");
  g_assert_true (redress_video_view_press (f->view, GDK_KEY_space, 0));
  g_assert_true (redress_video_view_press (f->view, GDK_KEY_Left, GDK_SHIFT_MASK));
  redress_test_spin_until (is_at_start, f->view, "the beginning");
  g_assert_false (redress_video_view_press (f->view, GDK_KEY_Left, 0));
  g_assert_false (redress_video_view_press (f->view, GDK_KEY_space, GDK_CONTROL_MASK));
  redress_video_view_clear (f->view);
  g_assert_cmpstr (read_time (GTK_WIDGET (f->view)), ==, "0:00 / 0:00");
  g_assert_cmpuint (f->n_failed, ==, 0);
}

/* The widget goes while its video plays. */
static void
test_goes_while_it_plays (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) clip = make_clip ();

  redress_video_view_show (f->view, clip);
  redress_test_spin_until (is_one, &f->n_ready, "the video");
  g_assert_true (redress_video_view_press (f->view, GDK_KEY_space, 0));
}

static void
test_no_video (Fixture *f, gconstpointer data)
{
  g_autoptr (GBytes) garbage = g_bytes_new_static ("this is no video at all", 23);

  redress_video_view_show (f->view, garbage);
  redress_test_spin_until (is_one, &f->n_failed, "the refusal");
  g_assert_cmpuint (f->n_ready, ==, 0);
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_object_set_data_full (source, "result", g_object_ref (result), g_object_unref);
}

static gboolean
has_result (gpointer object)
{
  return g_object_get_data (object, "result") != NULL;
}

/* What is read by its name is what was given, and no folder has it. */
static void
test_memory_file (void)
{
  g_autoptr (GObject) owner = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("secret bytes", 12);
  g_autoptr (RedressMemoryFile) file = NULL;
  g_autoptr (GFile) place = NULL;
  g_autofree char *text = NULL;
  g_autofree char *path = NULL;
  g_autofree char *target = NULL;
  gsize length;

  redress_memory_file_new_async (owner, bytes, NULL, keep_cb);
  redress_test_spin_until (has_result, owner, "the file");
  file = redress_memory_file_new_finish (g_object_get_data (owner, "result"), NULL);
  /* It holds its owner. */
  g_object_set_data (owner, "result", NULL);
  place = redress_memory_file_get_place (file);
  g_assert_true (g_file_load_contents (place, NULL, &text, &length, NULL, NULL));
  g_assert_cmpmem (text, length, "secret bytes", 12);
  path = g_file_get_path (place);
  target = g_file_read_link (path, NULL);
  g_assert_true (g_str_has_prefix (target, "/memfd:"));
}

#define ADD(path, func) g_test_add ("/app/video/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  redress_app_register_resources ();
  g_test_add_func ("/app/video/memory-file", test_memory_file);
  ADD ("plays", test_plays);
  ADD ("goes-while-it-plays", test_goes_while_it_plays);
  ADD ("no-video", test_no_video);
  return g_test_run ();
}
