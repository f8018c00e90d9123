/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "bench/bench-home.h"

G_BEGIN_DECLS

/* One file a row of the table. Each reports what it and its floor took, in nanoseconds. */
void redress_bench_first_page (RedressBenchHome *home);
void redress_bench_search (RedressBenchHome *home);
void redress_bench_decision (RedressBenchHome *home);
void redress_bench_feed (RedressBenchHome *home);
void redress_bench_slices (RedressBenchHome *home);
void redress_bench_findings (RedressBenchHome *home);

/* Floors use the engine without our API: a bare handle, and a statement that has to compile. */
sqlite3 *redress_bench_raw_open (const char *path, gboolean read_only, gboolean durable);
sqlite3_stmt *redress_bench_raw_prepare (sqlite3 *handle, const char *sql);
void redress_bench_raw_run (sqlite3 *handle, const char *sql);

G_END_DECLS
