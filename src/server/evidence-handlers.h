/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* POST /v1/tickets/{id}/evidence, by people */
void redress_handle_add_evidence (RedressRequest *request, RedressResponse *response);
/* POST /v1/platforms/{platform}/tickets/{external_id}/evidence */
void redress_handle_add_platform_evidence (RedressRequest *request, RedressResponse *response);
/* GET /v1/tickets/{id}/evidence/{sha256} */
void redress_handle_get_evidence (RedressRequest *request, RedressResponse *response);

G_END_DECLS
