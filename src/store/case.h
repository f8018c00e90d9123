/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

RedressCase *redress_case_load (RedressDisk *disk, gint64 ticket, GError **error);

G_END_DECLS
