/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/asked-clock.h"

#include "core/deadline.h"

#define CUSTOMER_HOURS_IF_NOT_SAID 72
#define PLATFORM_HOURS_IF_NOT_SAID 24

/**
 * redress_asked_clock_get_end:
 * @policy: the policy that judges the ticket
 * @kind: kind of the ticket
 * @from_customer: the customer was asked, not the platform
 * @now: when
 * @calendar: for working days
 *
 * The platform's time is a clock of the policy, the customer's a limit of it.
 *
 * Returns: when a ticket stops waiting for the answer
 */
RedressTime
redress_asked_clock_get_end (RedressPolicy *policy,
                             RedressKind kind,
                             gboolean from_customer,
                             RedressTime now,
                             RedressCalendar *calendar)
{
  const RedressPolicyClock *clock = NULL;
  g_autoptr (RedressDeadline) deadline = NULL;

  if (!from_customer)
    clock = redress_policy_find_evidence_clock (policy, kind);
  if (clock != NULL)
    deadline = redress_deadline_compute (now, clock->amount, clock->unit, calendar, NULL);
  if (deadline != NULL)
    return deadline->due;

  return now + REDRESS_HOUR * (from_customer
                                   ? redress_policy_get_limit (policy, "customer_answer_hours",
                                                               CUSTOMER_HOURS_IF_NOT_SAID)
                                   : PLATFORM_HOURS_IF_NOT_SAID);
}
