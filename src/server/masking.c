/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/masking.h"

#include <string.h>

#define STARS "****"
#define N_SHOWN 4

/**
 * redress_masking_is_masked:
 * @policy: (nullable): the policy that judges the ticket; %NULL masks everything
 * @fact: a fact of it
 *
 * Returns: whether its value is shown to those alone who say why
 */
gboolean
redress_masking_is_masked (RedressPolicy *policy, const RedressFact *fact)
{
  const RedressFactSpec *spec;

  if (policy == NULL)
    return TRUE;

  spec = redress_policy_find_fact (policy, fact->name);
  return spec != NULL && spec->sensitivity >= REDRESS_SENSITIVITY_MASKED;
}

/* The end of a number tells two apart; of a short text it would tell all. */
static char *
make_hint (const RedressValue *value)
{
  glong length;

  if (value->type != REDRESS_VALUE_TEXT)
    return g_strdup (STARS);

  length = g_utf8_strlen (value->text, -1);
  if (length < 2 * N_SHOWN)
    return g_strdup (STARS);

  return g_strconcat (STARS, " ", g_utf8_offset_to_pointer (value->text, length - N_SHOWN), NULL);
}

/* Without the names of its files a desk has nothing to ask for, and nothing to keep. */
static void
mask_evidence (RedressTicket *ticket)
{
  for (guint i = 0; i < ticket->evidence->len; i++)
    {
      RedressEvidence *evidence = g_ptr_array_index (ticket->evidence, i);

      evidence->masked = evidence->sensitivity >= REDRESS_SENSITIVITY_MASKED;
      if (evidence->masked)
        g_ptr_array_set_size (evidence->renditions, 0);
    }
}

/**
 * redress_masking_apply:
 * @ticket: a ticket with its facts
 * @policy: (nullable): the policy that judges it; %NULL masks everything
 *
 * Replaces each value of sensitivity account or above by a hint, and takes the renditions of such
 * evidence away. What a desk gets, and what an agent saw, is a ticket after this.
 *
 * Returns: whether a value was replaced
 */
gboolean
redress_masking_apply (RedressTicket *ticket, RedressPolicy *policy)
{
  gboolean any = FALSE;

  for (guint i = 0; i < ticket->facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (ticket->facts, i);
      g_autofree char *hint = NULL;

      if (fact->value.type == REDRESS_VALUE_UNKNOWN || !redress_masking_is_masked (policy, fact))
        continue;

      hint = make_hint (&fact->value);
      redress_value_set_masked (&fact->value, hint);
      any = TRUE;
    }
  mask_evidence (ticket);
  return any;
}
