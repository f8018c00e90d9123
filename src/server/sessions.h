/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* POST /v1/sessions */
void redress_handle_sign_in (RedressRequest *request, RedressResponse *response);
/* POST /v1/sessions/refresh */
void redress_handle_refresh (RedressRequest *request, RedressResponse *response);
/* DELETE /v1/sessions/current */
void redress_handle_sign_out (RedressRequest *request, RedressResponse *response);
/* GET /v1/me */
void redress_handle_me (RedressRequest *request, RedressResponse *response);

G_END_DECLS
