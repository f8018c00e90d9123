/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* GET /v1/policies */
void redress_handle_list_policies (RedressRequest *request, RedressResponse *response);
/* GET /v1/policies/{flow}/{version} */
void redress_handle_get_policy (RedressRequest *request, RedressResponse *response);
/* GET /v1/calendars */
void redress_handle_calendars (RedressRequest *request, RedressResponse *response);

G_END_DECLS
