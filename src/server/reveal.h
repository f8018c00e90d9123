/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"
#include "server/ticket-change.h"

G_BEGIN_DECLS

/* POST /v1/tickets/{id}/reveal */
void redress_handle_reveal (RedressRequest *request, RedressResponse *response);

/* Tells on the timeline who did what to a value or a file, and why. @what: name of a fact, or
 * slot of a file */
gboolean redress_reveal_tell (RedressTicketChange *change,
                              const char *code,
                              const char *what,
                              const RedressAccount *actor,
                              const char *reason,
                              GError **error);

G_END_DECLS
