/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressTicketOrigin:
 * @account: (nullable): who hands it in; %NULL: the server itself
 * @fingerprint: SHA-256 of what it was made of
 * @now: the time
 *
 * Where a new ticket comes from.
 */
typedef struct
{
  const RedressAccount *account;
  const char *fingerprint;
  RedressTime now;
} RedressTicketOrigin;

gboolean redress_ticket_create (RedressServer *server,
                                RedressTicket *ticket,
                                RedressPolicy *policy,
                                const RedressTicketOrigin *origin,
                                GError **error);

G_END_DECLS
