/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

GHashTable *redress_bench_load_policies (RedressStore *store);

G_END_DECLS
