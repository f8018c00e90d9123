/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "core/evaluation.h"

/* What lasts still adds nothing yet: while the clock stands, the due time does. */
static gboolean
add_pauses (RedressDeadline *deadline,
            const RedressPolicyClock *clock,
            GPtrArray *waits,
            RedressCalendar *calendar,
            GError **error)
{
  for (guint i = 0; i < waits->len; i++)
    {
      const RedressWait *wait = g_ptr_array_index (waits, i);

      if (redress_policy_clock_pauses_in (clock, wait->state) &&
          wait->until != REDRESS_TIME_UNKNOWN &&
          !redress_deadline_add_pause (deadline, wait->from, wait->until, calendar, error))
        return FALSE;
    }
  return TRUE;
}

/* A peak touches a clock that runs in it. */
static gboolean
add_peaks (RedressDeadline *deadline,
           const RedressPolicyClock *clock,
           GPtrArray *peaks,
           GError **error)
{
  for (guint i = 0; i < peaks->len; i++)
    {
      const RedressPeak *peak = g_ptr_array_index (peaks, i);
      gint64 hours = redress_policy_clock_get_stretch (clock, peak);

      if (hours > 0 && deadline->start < peak->until && deadline->due > peak->from &&
          !redress_deadline_add_stretch (deadline, i, hours, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * redress_policy_clock_pauses_in:
 * @clock: a clock of tickets
 * @state: a state
 *
 * Returns: whether the clock stands still while a ticket is in @state
 */
gboolean
redress_policy_clock_pauses_in (const RedressPolicyClock *clock, RedressState state)
{
  g_return_val_if_fail (clock != NULL, FALSE);

  return (clock->pauses >> state & 1u) != 0;
}

/**
 * redress_policy_clock_get_stretch:
 * @clock: a clock of tickets
 * @peak: a peak
 *
 * Returns: how many hours the peak adds to the clock, where it touches it
 */
gint64
redress_policy_clock_get_stretch (const RedressPolicyClock *clock, const RedressPeak *peak)
{
  g_return_val_if_fail (clock != NULL && peak != NULL, 0);

  if (peak->cancelled_at != REDRESS_TIME_UNKNOWN)
    return 0;
  return peak->extra_hours > 0 ? MIN (peak->extra_hours, clock->peak_hours) : clock->peak_hours;
}

/**
 * redress_policy_get_peak_hours:
 * @policy: a policy
 *
 * Returns: how many hours a peak may stretch any of its clocks; 0: peaks stretch nothing in it
 */
gint64
redress_policy_get_peak_hours (RedressPolicy *policy)
{
  GPtrArray *clocks;
  gint64 most = 0;

  g_return_val_if_fail (policy != NULL, 0);

  clocks = redress_policy_get_clocks (policy);
  for (guint i = 0; i < clocks->len; i++)
    most = MAX (most, ((const RedressPolicyClock *)g_ptr_array_index (clocks, i))->peak_hours);
  return most;
}

/**
 * redress_policy_compute_due:
 * @ticket: kind, time of opening, waits and peaks of a ticket
 * @calendar: (nullable): needed where the clock counts working days
 *
 * Returns: (transfer full): when the ticket is due, with the arithmetic;
 *   %REDRESS_ERROR_NOT_FOUND if the policy has no clock for it, else the errors of
 *   redress_deadline_compute()
 */
RedressDeadline *
redress_policy_compute_due (RedressPolicy *policy,
                            RedressTicket *ticket,
                            RedressCalendar *calendar,
                            GError **error)
{
  const RedressSummary *summary = ticket->summary;
  const RedressPolicyClock *clock;
  g_autoptr (RedressDeadline) deadline = NULL;

  g_return_val_if_fail (policy != NULL, NULL);

  clock = redress_policy_find_clock (policy, summary->kind);
  if (clock == NULL)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                   "%s has no clock for tickets of kind %s", redress_policy_get_flow (policy),
                   redress_kind_to_string (summary->kind));
      return NULL;
    }

  deadline =
      redress_deadline_compute (summary->opened_at, clock->amount, clock->unit, calendar, error);
  if (deadline == NULL || !add_pauses (deadline, clock, ticket->waits, calendar, error) ||
      !add_peaks (deadline, clock, ticket->peaks, error))
    return NULL;
  return g_steal_pointer (&deadline);
}

/**
 * redress_policy_clock_compute:
 * @clock: a clock
 * @start: when it starts
 * @calendar: (nullable): needed where it counts working days
 * @least: (out) (optional) (transfer full): the near end of its window; %NULL where it has none
 *
 * Returns: (transfer full): when the clock runs out, or the errors of redress_deadline_compute()
 */
RedressDeadline *
redress_policy_clock_compute (const RedressPolicyClock *clock,
                              RedressTime start,
                              RedressCalendar *calendar,
                              RedressDeadline **least,
                              GError **error)
{
  g_autoptr (RedressDeadline) near_end = NULL;
  RedressDeadline *deadline;

  g_return_val_if_fail (clock != NULL, NULL);

  if (clock->least > 0)
    near_end = redress_deadline_compute (start, clock->least, clock->unit, calendar, NULL);
  deadline = redress_deadline_compute (start, clock->amount, clock->unit, calendar, error);
  if (least != NULL)
    *least = deadline != NULL ? g_steal_pointer (&near_end) : NULL;
  return deadline;
}
