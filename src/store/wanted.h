/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"
#include "store/feed-store.h"

G_BEGIN_DECLS

GArray *redress_wanted_list (
    RedressDisk *disk, gint64 open, const char *account, guint max, GError **error);

G_END_DECLS
