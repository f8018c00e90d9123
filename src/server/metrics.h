/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressMetrics:
 *
 * Counters and gauges for Prometheus. Any thread may use it.
 */
typedef struct _RedressMetrics RedressMetrics;

RedressMetrics *redress_metrics_new (void);
void redress_metrics_free (RedressMetrics *self);
/* @labels: (nullable): such as `verdict="approve"`; from a fixed set, never from input. */
void
redress_metrics_add (RedressMetrics *self, const char *name, const char *labels, gint64 amount);
void redress_metrics_set (RedressMetrics *self, const char *name, const char *labels, gint64 value);
/* A histogram of how long things take. */
void redress_metrics_observe (RedressMetrics *self,
                              const char *name,
                              const char *labels,
                              gint64 microseconds);
char *redress_metrics_to_text (RedressMetrics *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressMetrics, redress_metrics_free)

G_END_DECLS
