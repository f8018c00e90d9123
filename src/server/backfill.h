/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

gboolean redress_backfill_run (RedressServer *server);

G_END_DECLS
