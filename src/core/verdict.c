/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/verdict.h"

#include "core/names.h"

static const char *const verdict_names[] = {
  "none",      "approve",  "reject", "partial", "reissue", "convert_to_return",
  "need_info", "escalate", "hold",
};

/**
 * redress_verdict_to_string:
 *
 * Returns: (transfer none): the word for a verdict in code, wire and database
 */
const char *
redress_verdict_to_string (RedressVerdict verdict)
{
  return redress_names_get (verdict_names, G_N_ELEMENTS (verdict_names), verdict);
}

/**
 * redress_verdict_from_string:
 * @text: (nullable): a word
 * @verdict: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no verdict has this word
 */
gboolean
redress_verdict_from_string (const char *text, RedressVerdict *verdict)
{
  int found = redress_names_find (verdict_names, G_N_ELEMENTS (verdict_names), text);

  if (found < 0)
    return FALSE;

  *verdict = (RedressVerdict)found;
  return TRUE;
}

/**
 * redress_verdict_is_final:
 *
 * Returns: %TRUE if @verdict makes a decision and uses up the round
 */
gboolean
redress_verdict_is_final (RedressVerdict verdict)
{
  return verdict >= REDRESS_VERDICT_APPROVE && verdict <= REDRESS_VERDICT_CONVERT_TO_RETURN;
}
