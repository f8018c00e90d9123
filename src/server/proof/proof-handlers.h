/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* GET /v1/audit */
void redress_handle_list_checkpoints (RedressRequest *request, RedressResponse *response);
/* GET /v1/audit/{log}/checkpoint */
void redress_handle_get_checkpoint (RedressRequest *request, RedressResponse *response);
/* GET /v1/audit/{log}/proof */
void redress_handle_get_proof (RedressRequest *request, RedressResponse *response);

G_END_DECLS
