/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"

static gboolean
needs_live_state (RedressPolicy *policy, const RedressEvaluation *evaluation)
{
  if (redress_policy_get_offline_class (policy) == REDRESS_OFFLINE_FORBIDDEN)
    return TRUE;

  /* An overlay that nobody can settle has to be taken as one that matches. */
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (finding->rule->phase == 4 && finding->outcome != REDRESS_OUTCOME_NO_MATCH &&
          g_strv_contains ((const char *const *)finding->rule->effects, "online_only"))
        return TRUE;
    }

  return FALSE;
}

/* What is asked for counts, and what is paid back where that is more. */
static gboolean
is_over_limit (RedressPolicy *policy, RedressTicket *ticket, RedressAmount amount)
{
  gint64 limit = redress_policy_get_limit (policy, "offline_max_amount", 0);

  return ticket->summary->amount.value > limit || amount.value > limit ||
         ticket->summary->amount.unit != redress_policy_get_unit (policy);
}

static gboolean
is_checked_out (RedressTicket *ticket, const char *account, RedressTime now)
{
  const RedressClaim *claim = ticket->summary->claim;

  return claim != NULL && claim->mode == REDRESS_CLAIM_OFFLINE &&
         g_strcmp0 (claim->holder, account) == 0 && claim->lease_until > now;
}

/**
 * redress_policy_check_offline:
 * @evaluation: what the rules say of @ticket
 * @amount: what the decision pays back; nothing where that is not known yet
 * @account: id of the agent
 * @evidence_complete: every piece of evidence is on this computer and was verified
 *
 * Says whether a verdict may be made without a connection. Reasons that no check-out can mend
 * come first.
 *
 * Returns: %REDRESS_OFFLINE_OK, or why not
 */
RedressOfflineCheck
redress_policy_check_offline (RedressPolicy *policy,
                              RedressTicket *ticket,
                              const RedressEvaluation *evaluation,
                              RedressAmount amount,
                              const char *account,
                              gboolean evidence_complete,
                              RedressTime now)
{
  g_return_val_if_fail (policy != NULL, REDRESS_OFFLINE_NEEDS_LIVE_STATE);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), REDRESS_OFFLINE_NEEDS_LIVE_STATE);
  g_return_val_if_fail (evaluation != NULL, REDRESS_OFFLINE_NEEDS_LIVE_STATE);

  if (needs_live_state (policy, evaluation))
    return REDRESS_OFFLINE_NEEDS_LIVE_STATE;
  if (redress_evaluation_needs_second (evaluation, policy, amount))
    return REDRESS_OFFLINE_NEEDS_SECOND;
  if (is_over_limit (policy, ticket, amount))
    return REDRESS_OFFLINE_OVER_LIMIT;
  if (!is_checked_out (ticket, account, now))
    return REDRESS_OFFLINE_NOT_CHECKED_OUT;
  if (!evidence_complete)
    return REDRESS_OFFLINE_EVIDENCE_MISSING;

  return REDRESS_OFFLINE_OK;
}
