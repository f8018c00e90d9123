/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/keys.h"

static gboolean
add_line (GHashTable *keys, const char *line, guint number, GError **error)
{
  g_auto (GStrv) words = NULL;

  if (*line == '\0' || *line == '#')
    return TRUE;
  words = g_strsplit_set (line, " \t", -1);
  if (g_strv_length (words) < 2 || *words[0] == '\0' || *words[1] == '\0')
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "Line %u does not have two words",
                   number);
      return FALSE;
    }
  g_hash_table_insert (keys, g_strdup (words[0]), g_strdup (words[1]));
  return TRUE;
}

/**
 * redress_keys_load:
 *
 * Returns: (transfer full): the keys, or %NULL with an error
 */
GHashTable *
redress_keys_load (const char *path, GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (!add_line (keys, g_strstrip (lines[i]), i + 1, error))
      return NULL;
  return g_steal_pointer (&keys);
}

/**
 * redress_keys_find:
 *
 * Returns: (transfer full): the word, or %NULL with an error
 */
char *
redress_keys_find (const char *path, const char *name, GError **error)
{
  g_autoptr (GHashTable) table = redress_keys_load (path, error);
  const char *found = table != NULL ? g_hash_table_lookup (table, name) : NULL;

  if (table != NULL && found == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND, "%s has no line for %s", path,
                 name);
  return g_strdup (found);
}
