/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/types.h"

#include "core/names.h"

static const char *const unit_names[] = {
  "fen",
  "points",
};

/**
 * redress_unit_to_string:
 *
 * Returns: (transfer none): the word for a unit in code, wire and database
 */
const char *
redress_unit_to_string (RedressUnit unit)
{
  return redress_names_get (unit_names, G_N_ELEMENTS (unit_names), unit);
}

/**
 * redress_unit_from_string:
 * @text: (nullable): a word
 * @unit: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no unit has this word
 */
gboolean
redress_unit_from_string (const char *text, RedressUnit *unit)
{
  int found = redress_names_find (unit_names, G_N_ELEMENTS (unit_names), text);

  if (found < 0)
    return FALSE;

  *unit = (RedressUnit)found;
  return TRUE;
}
