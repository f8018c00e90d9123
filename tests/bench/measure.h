/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressSpan:
 *
 * Nanoseconds since redress_span_begin().
 *
 * @cpu: of all threads of the process
 * @thread: of the calling thread
 * @wall: on the clock at the wall, which other programs and the disk lengthen
 */
typedef struct
{
  gint64 cpu;
  gint64 thread;
  gint64 wall;
} RedressSpan;

RedressSpan redress_span_begin (void);
RedressSpan redress_span_end (RedressSpan begin);
gint64 redress_process_cpu (void);

/* (element-type gint64) */
GArray *redress_samples_new (void);
void redress_samples_add (GArray *self, gint64 value);
gint64 redress_samples_get (GArray *self, guint percent);

/* One line for bench.py: a name and a number. */
void redress_bench_report (const char *name, gint64 value);

G_END_DECLS
