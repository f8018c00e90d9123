/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

gboolean redress_retention_clear_up (RedressDisk *disk, gboolean *is_done, GError **error);

G_END_DECLS
