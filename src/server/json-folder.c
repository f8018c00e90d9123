/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/json-folder.h"

#include "core/error.h"

#include <string.h>

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/**
 * redress_json_folder_list:
 * @folder: a folder
 * @error: return location; REDRESS_ERROR_UNAVAILABLE where it cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type utf8): paths of its JSON files, sorted
 */
GPtrArray *
redress_json_folder_list (const char *folder, GError **error)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "cannot read the folder %s",
                   folder);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".json") && !g_str_has_suffix (name, "schema.json"))
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
  g_ptr_array_sort (paths, compare_paths);
  return g_steal_pointer (&paths);
}

/**
 * redress_json_folder_read:
 * @path: a file
 * @error: return location; REDRESS_ERROR_INVALID where it cannot be read
 *
 * Returns: (transfer full) (nullable): what is in it
 */
GBytes *
redress_json_folder_read (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *contents;
  gsize length;

  if (g_file_get_contents (path, &contents, &length, &failure))
    return g_bytes_new_take (contents, length);
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, failure->message);
  return NULL;
}
