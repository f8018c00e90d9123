/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/* After the facts of the ticket are known: it leaves an incident, joins one, or begins one. */
gboolean redress_incidents_follow (RedressServer *server,
                                   RedressTicket *ticket,
                                   RedressPolicy *policy,
                                   RedressTime now,
                                   GError **error);

G_END_DECLS
