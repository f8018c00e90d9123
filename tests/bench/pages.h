/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store-fixture.h"

G_BEGIN_DECLS

#define REDRESS_BENCH_PAGE 500

/* Pages of the feed: new tickets from @first on, or random ones below @n that changed. */
RedressChangePage *redress_bench_page_new (gint64 first, RedressTime now);
RedressChangePage *redress_bench_page_new_changed (GRand *chance, gint64 n, RedressTime now);
/* As the server sends it. */
char *redress_bench_page_to_text (RedressChangePage *page);
/* As the sync reads it. */
RedressChangePage *redress_bench_page_from_text (const char *text);

G_END_DECLS
