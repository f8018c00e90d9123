/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/folder.h"
#include "support/spin.h"

static gboolean
count_to_three (gpointer data)
{
  return ++*(int *)data == 3;
}

/* Nothing wakes the main context. */
static void
test_spin_waits_for_condition (void)
{
  int count = 0;

  redress_test_spin_until (count_to_three, &count, "three rounds");
  g_assert_cmpint (count, ==, 3);
}

static void
test_result_is_kept (void)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GAsyncResult *kept = NULL;

  task = g_task_new (NULL, NULL, redress_test_keep_result, &kept);
  g_task_return_int (task, 42);
  result = redress_test_await_result (&kept, "the task");
  g_assert_null (kept);
  g_assert_cmpint (g_task_propagate_int (G_TASK (result), NULL), ==, 42);
}

static gpointer
let_go (gpointer object)
{
  g_usleep (20 * 1000); /* lint: allow sleep: the other thread is late */
  g_object_unref (object);
  return NULL;
}

static void
test_end_is_awaited (void)
{
  GObject *object = g_object_new (G_TYPE_OBJECT, NULL);
  GThread *thread = g_thread_new ("late", let_go, g_object_ref (object));

  redress_test_await_finalized (object, "the end of an object");
  g_thread_join (thread);
}

static void
test_folder_is_removed_with_content (void)
{
  RedressTestFolder *folder = redress_test_folder_new ();
  g_autofree char *path = g_strdup (redress_test_folder_get_path (folder));
  g_autofree char *inner = redress_test_folder_build (folder, "inner");
  g_autofree char *file = NULL;

  g_assert_cmpint (g_mkdir_with_parents (inner, 0700), ==, 0);
  file = redress_test_folder_write (folder, "inner/file", "abc", -1);
  g_assert_true (g_file_test (file, G_FILE_TEST_IS_REGULAR));
  redress_test_folder_free (folder);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* The wrapper keeps the person's own files out of reach. */
static void
test_home_is_private (void)
{
  g_assert_true (g_str_has_prefix (g_get_user_data_dir (), g_get_home_dir ()));
  g_assert_true (g_str_has_prefix (g_get_home_dir (), g_get_tmp_dir ()));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/support/spin/waits-for-condition", test_spin_waits_for_condition);
  g_test_add_func ("/support/spin/result-is-kept", test_result_is_kept);
  g_test_add_func ("/support/spin/end-is-awaited", test_end_is_awaited);
  g_test_add_func ("/support/folder/is-removed-with-content", test_folder_is_removed_with_content);
  g_test_add_func ("/support/hermetic/home-is-private", test_home_is_private);
  return g_test_run ();
}
