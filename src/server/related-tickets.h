/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

gboolean redress_related_tickets_load (RedressSqlConnection *connection,
                                       RedressTicket *ticket,
                                       GError **error);
/* The new ticket and those that it is a duplicate of say so from now on. */
gboolean redress_related_tickets_mark_duplicates (RedressServer *server,
                                                  RedressTicket *ticket,
                                                  RedressTime now,
                                                  GError **error);
/* The ticket and those of other orders that have the file say so from now on. */
gboolean redress_related_tickets_mark_file (RedressServer *server,
                                            RedressTicket *ticket,
                                            const RedressEvidence *evidence,
                                            RedressTime now,
                                            GError **error);

G_END_DECLS
