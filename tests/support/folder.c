/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/folder.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

struct _RedressTestFolder
{
  char *path;
};

/**
 * redress_test_folder_new:
 *
 * Returns: (transfer full): a new empty folder
 */
RedressTestFolder *
redress_test_folder_new (void)
{
  g_autoptr (GError) error = NULL;
  RedressTestFolder *self = g_new0 (RedressTestFolder, 1);

  self->path = g_dir_make_tmp ("redress-test-XXXXXX", &error);
  g_assert_no_error (error);
  return self;
}

static void
remove_tree (const char *path)
{
  GStatBuf info;

  if (g_lstat (path, &info) != 0)
    return;
  if (S_ISDIR (info.st_mode))
    {
      g_autoptr (GDir) folder = NULL;
      const char *name;

      /* A test may have taken its own rights away. */
      g_chmod (path, 0700);
      folder = g_dir_open (path, 0, NULL);
      while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *child = g_build_filename (path, name, NULL);

          remove_tree (child);
        }
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/**
 * redress_test_folder_free:
 * @self: (transfer full): a folder
 *
 * Removes the folder with its content.
 */
void
redress_test_folder_free (RedressTestFolder *self)
{
  remove_tree (self->path);
  g_free (self->path);
  g_free (self);
}

/**
 * redress_test_folder_get_path:
 * @self: a folder
 *
 * Returns: its absolute path
 */
const char *
redress_test_folder_get_path (RedressTestFolder *self)
{
  return self->path;
}

/**
 * redress_test_folder_build:
 * @self: a folder
 * @name: the name of a file, which need not exist
 *
 * Returns: (transfer full): the path of @name inside the folder
 */
char *
redress_test_folder_build (RedressTestFolder *self, const char *name)
{
  return g_build_filename (self->path, name, NULL);
}

/**
 * redress_test_folder_write:
 * @self: a folder
 * @name: the name of the file
 * @bytes: its content
 * @length: how many bytes, or -1 for a string
 *
 * Returns: (transfer full): the path of the file
 */
char *
redress_test_folder_write (RedressTestFolder *self,
                           const char *name,
                           gconstpointer bytes,
                           gssize length)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = redress_test_folder_build (self, name);

  g_file_set_contents (path, bytes, length, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&path);
}
