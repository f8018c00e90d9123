/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressTailer:
 *
 * Wakes the long polls of this process when another process of the same database moved a feed.
 */
typedef struct _RedressTailer RedressTailer;

RedressTailer *redress_tailer_new (RedressServer *server, GMainContext *context);
void redress_tailer_stop (RedressTailer *self);
void redress_tailer_free (RedressTailer *self);

G_END_DECLS
