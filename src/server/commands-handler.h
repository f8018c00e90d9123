/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* POST /v1/commands */
void redress_handle_commands (RedressRequest *request, RedressResponse *response);
/* @body: an object with them */
void redress_run_commands (RedressRequest *request, JsonNode *body, RedressResponse *response);

G_END_DECLS
