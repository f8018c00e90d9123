/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"

#include <time.h>

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return (gint64)now.tv_sec * 1000000000 + now.tv_nsec;
}

RedressSpan
redress_span_begin (void)
{
  return (RedressSpan){ .cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID),
                        .thread = read_clock (CLOCK_THREAD_CPUTIME_ID),
                        .wall = read_clock (CLOCK_MONOTONIC) };
}

RedressSpan
redress_span_end (RedressSpan begin)
{
  const RedressSpan now = redress_span_begin ();

  return (RedressSpan){ now.cpu - begin.cpu, now.thread - begin.thread, now.wall - begin.wall };
}

/**
 * redress_process_cpu:
 *
 * Returns: nanoseconds that all threads of the process took since it began
 */
gint64
redress_process_cpu (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

GArray *
redress_samples_new (void)
{
  return g_array_new (FALSE, FALSE, sizeof (gint64));
}

void
redress_samples_add (GArray *self, gint64 value)
{
  g_array_append_val (self, value);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const gint64 *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

/**
 * redress_samples_get:
 * @self: at least one sample; they are sorted
 * @percent: 50 for the median, 100 for the largest
 *
 * Returns: the sample that so many percent are not above
 */
gint64
redress_samples_get (GArray *self, guint percent)
{
  guint at = (self->len * percent + 99) / 100;

  g_assert (self->len > 0);
  g_array_sort (self, compare);
  return g_array_index (self, gint64, at > 0 ? at - 1 : 0);
}

void
redress_bench_report (const char *name, gint64 value)
{
  g_print ("%s %" G_GINT64_FORMAT "\n", name, value);
}
