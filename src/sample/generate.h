/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sample/case.h"

G_BEGIN_DECLS

/**
 * RedressSampleClock:
 *
 * How long a ticket of a flow and kind may wait. The policy decides; this copy only chooses
 * when a sample was opened, so that some are late and most are calm.
 */
typedef struct
{
  const char *flow;
  RedressKind kind;
  guint amount;
  gboolean working_days;
} RedressSampleClock;

extern const RedressSampleClock redress_sample_clocks[];
extern const guint redress_sample_n_clocks;

RedressCase *redress_sample_generate (guint64 seed, guint64 index, RedressTime now);
RedressCase *redress_sample_generate_past (guint64 seed, guint64 index, RedressTime now);
RedressCase *redress_sample_generate_original (guint64 seed, guint64 index, RedressTime now);
/* When a ticket with this clock was opened if it is due at @due. */
RedressTime redress_sample_opened_for (const RedressSampleClock *clock, RedressTime due);

G_END_DECLS
