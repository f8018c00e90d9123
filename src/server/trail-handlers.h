/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* GET /v1/audit/{log}/entries */
void redress_handle_list_trail (RedressRequest *request, RedressResponse *response);

G_END_DECLS
