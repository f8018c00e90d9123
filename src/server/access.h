/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/permission.h"
#include "server/request.h"
#include "server/ticket-table.h"

G_BEGIN_DECLS

/* Who may see and do what, asked of the row. What lies outside of an account's scopes does not
 * exist for it. */
RedressTicketRow *redress_access_load_ticket (RedressRequest *request,
                                              RedressAction action,
                                              RedressResponse *response);
RedressTicketRow *redress_access_find_ticket (RedressRequest *request, RedressResponse *response);
gboolean redress_access_check_role (const RedressRequest *request,
                                    RedressAction action,
                                    RedressResponse *response);
void redress_access_answer_not_found (RedressResponse *response);

G_END_DECLS
