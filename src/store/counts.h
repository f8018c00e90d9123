/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"
#include "store/overlay.h"
#include "store/store.h"

G_BEGIN_DECLS

RedressCounts *redress_counts_load (RedressSqlConnection *cache,
                                    RedressOverlay *overlay,
                                    const char *account,
                                    RedressTime now,
                                    GError **error);

G_END_DECLS
