/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/* What time alone brings about. On the database thread. */
void redress_sweep_wake_tickets (RedressServer *server, RedressTime now);
/* TRUE: there may be more. */
gboolean redress_sweep_renew_clocks (RedressServer *server, RedressTime now);
void redress_sweep_forget (RedressServer *server, RedressTime now);

G_END_DECLS
