/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/ticket.h"

G_BEGIN_DECLS

/**
 * RedressNewTicket:
 * @ticket: (owned): what the platform said
 * @previous_external_id: (nullable) (owned): the ticket that is appealed against
 *
 * A platform's request for a decision, as read from its body.
 */
typedef struct
{
  RedressTicket *ticket;
  char *previous_external_id;
} RedressNewTicket;

gboolean redress_new_ticket_read (JsonObject *object, RedressNewTicket *new_ticket, GError **error);
void redress_new_ticket_clear (RedressNewTicket *self);
GPtrArray *redress_read_facts (JsonObject *object, gboolean required, GError **error);
GPtrArray *redress_read_events (JsonObject *object, gboolean required, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RedressNewTicket, redress_new_ticket_clear)

G_END_DECLS
