/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store-fixture.h"
#include "sync/home.h"

G_BEGIN_DECLS

#define REDRESS_BENCH_SERVER "http://127.0.0.1:9"
#define REDRESS_BENCH_ACCOUNT "a-1"

/**
 * RedressBenchHome:
 *
 * The home of a desk whose agent has worked here before: what $XDG_DATA_HOME and $XDG_CACHE_HOME
 * name, with the filled cache.
 */
typedef struct
{
  RedressHome *home;
  RedressTestStore disk; /* its paths are those of the account */
} RedressBenchHome;

void redress_bench_home_open (RedressBenchHome *self);
void redress_bench_home_close (RedressBenchHome *self);
char *redress_bench_home_build_path (RedressBenchHome *self, const char *name);
gint64 redress_bench_home_count (RedressBenchHome *self);

/* A new store with a key beside it, on the same disk. */
void redress_bench_home_open_other (RedressBenchHome *self, RedressTestStore *other);
void redress_bench_home_close_other (RedressTestStore *other);

/* The policies of data/policies, and real tickets that bench-write-tickets made. */
void redress_bench_put_policies (RedressStore *store);
GPtrArray *redress_bench_read_tickets (void);

G_END_DECLS
