/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/names.h"

/**
 * redress_names_get:
 * @names: (array length=n_names): the strings
 * @value: the value to name
 *
 * Returns: (transfer none): the string of @value
 */
const char *
redress_names_get (const char *const *names, guint n_names, guint value)
{
  g_return_val_if_fail (value < n_names, "");

  return names[value];
}

/**
 * redress_names_find:
 * @names: (array length=n_names): the strings
 * @text: (nullable): the string to look for
 *
 * Returns: the value that @text names, or -1
 */
int
redress_names_find (const char *const *names, guint n_names, const char *text)
{
  if (text == NULL)
    return -1;

  for (guint i = 0; i < n_names; i++)
    if (g_str_equal (names[i], text))
      return (int)i;

  return -1;
}
