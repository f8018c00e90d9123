/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/generate.h"

#define BEIJING_OFFSET (8 * REDRESS_HOUR)
#define MONDAY_OFFSET 3 /* 1 January 1970 was a Thursday */

const RedressSampleClock redress_sample_clocks[] = {
  { "kameng-virtual", REDRESS_KIND_REVIEW, 24, FALSE },
  { "kameng-virtual", REDRESS_KIND_APPEAL, 5, TRUE },
  { "kameng-virtual", REDRESS_KIND_REFUND_CHASE, 2, TRUE },
  { "rail12306-order", REDRESS_KIND_REVIEW, 48, FALSE },
  { "rail12306-order", REDRESS_KIND_APPEAL, 5, TRUE },
  { "rail12306-order", REDRESS_KIND_REFUND_CHASE, 2, TRUE },
  { "rail12306-redemption", REDRESS_KIND_RECHECK, 24, FALSE },
  { "rail12306-redemption", REDRESS_KIND_REVIEW, 3, TRUE },
  { "cainiao-return", REDRESS_KIND_REVIEW, 48, FALSE },
  { "cainiao-return", REDRESS_KIND_APPEAL, 5, TRUE },
  { "cainiao-return", REDRESS_KIND_REFUND_CHASE, 2, TRUE },
  { "btepai-order", REDRESS_KIND_REVIEW, 24, FALSE },
  { "btepai-order", REDRESS_KIND_APPEAL, 5, TRUE },
  { "btepai-order", REDRESS_KIND_REFUND_CHASE, 2, TRUE },
};

const guint redress_sample_n_clocks = G_N_ELEMENTS (redress_sample_clocks);

static gboolean
is_weekend (RedressTime time)
{
  return ((time + BEIJING_OFFSET) / REDRESS_DAY + MONDAY_OFFSET) % 7 >= 5;
}

/**
 * redress_sample_opened_for:
 *
 * Counts back over weekends. Holidays are left to the server, which only makes a ticket due
 * later than meant.
 *
 * Returns: when the clock would have to start
 */
RedressTime
redress_sample_opened_for (const RedressSampleClock *clock, RedressTime due)
{
  if (!clock->working_days)
    return due - clock->amount * REDRESS_HOUR;
  while (is_weekend (due))
    due += REDRESS_DAY;
  for (guint left = clock->amount; left > 0;)
    {
      due -= REDRESS_DAY;
      if (!is_weekend (due))
        left--;
    }
  return due;
}
