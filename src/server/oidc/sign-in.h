/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* POST /v1/sessions with {"oidc": {"token", "nonce"}} */
void redress_oidc_sign_in (RedressRequest *request, RedressResponse *response, JsonObject *object);
/* GET /v1/sign-in-methods */
void redress_handle_sign_in_methods (RedressRequest *request, RedressResponse *response);
gboolean redress_oidc_allows_passwords (RedressServer *server);

G_END_DECLS
