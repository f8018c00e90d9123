/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/clock.h"

#include <stdatomic.h>
#include <time.h>

struct _RedressClock
{
  gatomicrefcount ref_count;
  gboolean manual;
  _Atomic gint64 now;       /* manual clocks: microseconds */
  _Atomic gint64 monotonic; /* manual clocks: microseconds since the clock was made */
};

/**
 * redress_clock_get_system:
 *
 * Returns: (transfer none): the clock of this machine, which lives for ever
 */
RedressClock *
redress_clock_get_system (void)
{
  static RedressClock system_clock;

  return &system_clock;
}

/**
 * redress_clock_new_manual:
 * @now: what the clock shows at first
 *
 * Returns: (transfer full): a clock that moves only when told to; any thread may read it
 */
RedressClock *
redress_clock_new_manual (RedressTime now)
{
  RedressClock *self = g_new0 (RedressClock, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->manual = TRUE;
  self->now = now;
  return self;
}

/**
 * redress_clock_ref:
 *
 * Returns: (transfer full): @self
 */
RedressClock *
redress_clock_ref (RedressClock *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  if (self->manual)
    g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * redress_clock_unref:
 * @self: (transfer full): a clock
 */
void
redress_clock_unref (RedressClock *self)
{
  g_return_if_fail (self != NULL);

  if (self->manual && g_atomic_ref_count_dec (&self->ref_count))
    g_free (self);
}

/**
 * redress_clock_now:
 *
 * Returns: the time; it may jump when somebody sets the machine's clock
 */
RedressTime
redress_clock_now (RedressClock *self)
{
  g_return_val_if_fail (self != NULL, REDRESS_TIME_UNKNOWN);

  return self->manual ? self->now : g_get_real_time ();
}

/**
 * redress_clock_monotonic_ms:
 *
 * Returns: milliseconds since some moment; never less than before, and a machine that slept
 * for an hour has counted the hour
 */
gint64
redress_clock_monotonic_ms (RedressClock *self)
{
  struct timespec spent;

  g_return_val_if_fail (self != NULL, 0);

  if (self->manual)
    return self->monotonic / 1000;

  clock_gettime (CLOCK_BOOTTIME, &spent);
  return (gint64)spent.tv_sec * 1000 + spent.tv_nsec / 1000000;
}

/**
 * redress_clock_set:
 * @now: what the clock shows from now on
 *
 * Sets a manual clock, as somebody sets a wall clock: no time passes.
 */
void
redress_clock_set (RedressClock *self, RedressTime now)
{
  g_return_if_fail (self != NULL && self->manual);

  self->now = now;
}

/**
 * redress_clock_advance:
 * @microseconds: how much time passes, not negative
 *
 * Lets time pass on a manual clock.
 */
void
redress_clock_advance (RedressClock *self, gint64 microseconds)
{
  g_return_if_fail (self != NULL && self->manual);
  g_return_if_fail (microseconds >= 0);

  self->now += microseconds;
  self->monotonic += microseconds;
}
