/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/compare-words.h"

#include "config.h"

#include <glib/gi18n.h>

static const struct
{
  const char *icon;
  const char *style;
  const char *lit;
  const char *word;
} looks[] = {
  [REDRESS_COMPARE_AGREES] = { "object-select-symbolic", "ok-c", NULL, N_ ("agrees") },
  [REDRESS_COMPARE_DIFFERS] = { "dialog-warning-symbolic", "warn-c", "lit", N_ ("differs") },
  [REDRESS_COMPARE_CONTRADICTS] = { "dialog-error-symbolic", "bad-c", "lit-bad",
                                    N_ ("contradicts") },
  [REDRESS_COMPARE_UNKNOWN] = { "dialog-question-symbolic", "warn-c", NULL, N_ ("not known") },
};

GPtrArray *
redress_compare_list (RedressOpenCase *open)
{
  GPtrArray *all = redress_policy_get_comparisons (open->data->policy);
  GPtrArray *used = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      const RedressComparison *comparison = g_ptr_array_index (all, i);

      if (redress_ticket_find_fact (open->data->ticket, comparison->claim) != NULL ||
          redress_ticket_find_fact (open->data->ticket, comparison->log) != NULL)
        g_ptr_array_add (used, (gpointer)comparison);
    }
  return used;
}

gboolean
redress_compare_is_unsaid (RedressTicket *ticket, const RedressComparison *comparison)
{
  const RedressFact *claim = redress_ticket_find_fact (ticket, comparison->claim);

  return claim == NULL || claim->value.type == REDRESS_VALUE_UNKNOWN;
}

const char *
redress_compare_get_word (RedressCompareResult result)
{
  return _ (looks[result].word);
}

const char *
redress_compare_get_icon (RedressCompareResult result)
{
  return looks[result].icon;
}

const char *
redress_compare_get_style (RedressCompareResult result)
{
  return looks[result].style;
}

const char *
redress_compare_get_lit (RedressCompareResult result)
{
  return looks[result].lit;
}
