/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/store-fixture.h"

G_BEGIN_DECLS

/* Bytes that differ by @number. */
GBytes *redress_test_piece_new (guint number, gsize size);
void redress_test_store_put_piece (RedressTestStore *self, GBytes *piece);
gboolean redress_test_store_has_piece (RedressTestStore *self, GBytes *piece);

G_END_DECLS
