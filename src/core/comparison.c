/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/evaluation.h"

static gboolean
within (gint64 a, gint64 b, gint64 tolerance)
{
  gint64 difference;

  if (__builtin_sub_overflow (a, b, &difference))
    return FALSE;

  return difference >= -tolerance && difference <= tolerance;
}

static gboolean
agrees (const RedressValue *claim, const RedressValue *log, gint64 tolerance)
{
  switch (claim->type)
    {
    case REDRESS_VALUE_INTEGER:
      return within (claim->integer, log->integer, tolerance);
    case REDRESS_VALUE_TIME:
      return within (claim->time, log->time, tolerance);
    case REDRESS_VALUE_BOOLEAN:
    case REDRESS_VALUE_TEXT:
    case REDRESS_VALUE_MASKED:
    case REDRESS_VALUE_UNKNOWN:
    default:
      return redress_value_equal (claim, log);
    }
}

/**
 * redress_comparison_judge:
 * @ticket: the ticket
 *
 * Compares what the customer says with what the platform's log says. Of two masked values the
 * hints are compared, which can prove that they differ but not that they are the same.
 *
 * Returns: unknown if one of them is missing or they are of different types
 */
RedressCompareResult
redress_comparison_judge (const RedressComparison *self, RedressTicket *ticket)
{
  const RedressFact *claim, *log;

  g_return_val_if_fail (self != NULL, REDRESS_COMPARE_UNKNOWN);
  g_return_val_if_fail (REDRESS_IS_TICKET (ticket), REDRESS_COMPARE_UNKNOWN);

  claim = redress_ticket_find_fact (ticket, self->claim);
  log = redress_ticket_find_fact (ticket, self->log);
  if (claim == NULL || log == NULL || claim->value.type != log->value.type ||
      claim->value.type == REDRESS_VALUE_UNKNOWN)
    return REDRESS_COMPARE_UNKNOWN;

  if (agrees (&claim->value, &log->value, self->tolerance))
    return REDRESS_COMPARE_AGREES;

  return self->contradicts ? REDRESS_COMPARE_CONTRADICTS : REDRESS_COMPARE_DIFFERS;
}
