/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"

G_BEGIN_DECLS

/* Words of two characters, the frequent ones first; NULL at the end. */
extern const char *const redress_bench_words[];
/* Stands in few tickets. */
#define REDRESS_BENCH_RARE_WORD "彗星"

RedressSummary *redress_bench_summary_new (gint64 id, RedressTime now);

G_END_DECLS
