/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/blanks.h"

/* Length of a blank's name at @text, which stands behind a brace; 0 if it is none. */
static gsize
measure_name (const char *text)
{
  gsize length = 0;

  while (g_ascii_islower (text[length]) || g_ascii_isdigit (text[length]) || text[length] == '_' ||
         text[length] == '.')
    length++;

  return text[length] == '}' ? length : 0;
}

/**
 * redress_blanks_fill:
 * @text: a text with blanks such as "{limit.cancels_90d}"
 * @filler: (scope call): says what to put in
 *
 * Returns: (transfer full): @text with its blanks filled
 */
char *
redress_blanks_fill (const char *text, RedressBlankFiller filler, gpointer data)
{
  GString *filled = g_string_new (NULL);

  g_return_val_if_fail (text != NULL, NULL);

  while (*text != '\0')
    {
      gsize length = *text == '{' ? measure_name (text + 1) : 0;
      g_autofree char *name = NULL;
      g_autofree char *value = NULL;

      if (length == 0)
        {
          g_string_append_c (filled, *text++);
          continue;
        }

      name = g_strndup (text + 1, length);
      value = filler (name, data);
      if (value != NULL)
        g_string_append (filled, value);
      else
        g_string_append_len (filled, text, (gssize)length + 2);
      text += length + 2;
    }

  return g_string_free (filled, FALSE);
}

/**
 * redress_blanks_list:
 * @text: (nullable): a text with blanks
 *
 * Returns: (transfer full) (array zero-terminated=1): the names, each once
 */
char **
redress_blanks_list (const char *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (; text != NULL && *text != '\0'; text++)
    {
      gsize length = *text == '{' ? measure_name (text + 1) : 0;
      g_autofree char *name = NULL;

      if (length == 0)
        continue;

      name = g_strndup (text + 1, length);
      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
      text += length + 1;
    }

  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_steal (names, NULL);
}
