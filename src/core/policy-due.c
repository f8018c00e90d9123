/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/evaluation.h"

/**
 * redress_policy_compute_due:
 * @opened_at: when the ticket was opened
 * @calendar: (nullable): needed where the clock counts working days
 *
 * Returns: (transfer full): when a ticket of @kind is due, with the arithmetic;
 *   %REDRESS_ERROR_NOT_FOUND if the policy has no clock for it, else the errors of
 *   redress_deadline_compute()
 */
RedressDeadline *
redress_policy_compute_due (RedressPolicy *policy,
                            RedressKind kind,
                            RedressTime opened_at,
                            RedressCalendar *calendar,
                            GError **error)
{
  const RedressPolicyClock *clock;

  g_return_val_if_fail (policy != NULL, NULL);

  clock = redress_policy_find_clock (policy, kind);
  if (clock == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                   "%s has no clock for tickets of kind %s", redress_policy_get_flow (policy),
                   redress_kind_to_string (kind));
      return NULL;
    }

  return redress_deadline_compute (opened_at, clock->amount, clock->unit, calendar, error);
}
