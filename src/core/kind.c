/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/kind.h"

#include "core/names.h"

static const char *const kind_names[] = {
  "review",
  "appeal",
  "recheck",
  "refund_chase",
};

/**
 * redress_kind_to_string:
 *
 * Returns: (transfer none): the word for a kind in code, wire and database
 */
const char *
redress_kind_to_string (RedressKind kind)
{
  return redress_names_get (kind_names, G_N_ELEMENTS (kind_names), kind);
}

/**
 * redress_kind_from_string:
 * @text: (nullable): a word
 * @kind: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no kind has this word
 */
gboolean
redress_kind_from_string (const char *text, RedressKind *kind)
{
  int found = redress_names_find (kind_names, G_N_ELEMENTS (kind_names), text);

  if (found < 0)
    return FALSE;

  *kind = (RedressKind)found;
  return TRUE;
}
