/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/appeal.h"

static const RedressDecision *
get_first (RedressTicket *ticket)
{
  return ticket->summary->kind == REDRESS_KIND_APPEAL ? ticket->previous_decision : NULL;
}

/**
 * redress_appeal_was_decided_by:
 * @appeal: a ticket of any kind
 * @account: id of an account
 *
 * Returns: %TRUE if @appeal is an appeal against a decision that @account made or approved
 */
gboolean
redress_appeal_was_decided_by (RedressTicket *appeal, const char *account)
{
  const RedressDecision *first = get_first (appeal);

  return first != NULL &&
         (g_strcmp0 (first->actor, account) == 0 || g_strcmp0 (first->approved_by, account) == 0);
}

/**
 * redress_appeal_limit_amount:
 * @appeal: a ticket of any kind
 * @amount: what is to be paid back
 *
 * What was granted before the appeal is not granted once more. A refund that failed is repeated
 * for the first decision and counts as granted.
 *
 * Returns: @amount in its unit, or what is left of the price if that is less
 */
gint64
redress_appeal_limit_amount (RedressTicket *appeal, RedressAmount amount)
{
  const RedressAmount *paid = &appeal->order.paid;

  if (appeal->paid_back <= 0 || paid->value <= 0 || paid->unit != amount.unit)
    return amount.value;
  return MIN (amount.value, MAX (paid->value - appeal->paid_back, 0));
}

/**
 * redress_appeal_is_overturned_by:
 * @appeal: a ticket of any kind
 * @verdict: how it may end
 *
 * Returns: %TRUE if @appeal is an appeal, and @verdict is final and another than the first one
 */
gboolean
redress_appeal_is_overturned_by (RedressTicket *appeal, RedressVerdict verdict)
{
  const RedressDecision *first = get_first (appeal);

  return first != NULL && redress_verdict_is_final (verdict) && first->verdict != verdict;
}
