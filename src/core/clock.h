/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"

G_BEGIN_DECLS

/**
 * RedressClock:
 *
 * Where a part gets the time from. Only this file's implementation reads the system's clock,
 * so that every other part can be tested at any moment.
 */
typedef struct _RedressClock RedressClock;

RedressClock *redress_clock_get_system (void);
RedressClock *redress_clock_new_manual (RedressTime now);
RedressClock *redress_clock_ref (RedressClock *self);
void redress_clock_unref (RedressClock *self);

RedressTime redress_clock_now (RedressClock *self);
/* Milliseconds that never go back, counted through sleep of the machine. */
gint64 redress_clock_monotonic_ms (RedressClock *self);
/* Manual clocks only. */
void redress_clock_set (RedressClock *self, RedressTime now);
void redress_clock_advance (RedressClock *self, gint64 microseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressClock, redress_clock_unref)

G_END_DECLS
