/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* GET /v1/tickets/{id} */
void redress_handle_get_ticket (RedressRequest *request, RedressResponse *response);
/* GET /v1/search */
void redress_handle_search (RedressRequest *request, RedressResponse *response);

G_END_DECLS
