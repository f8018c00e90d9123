/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

gboolean redress_trail_has_log (const RedressAccount *account, const char *log);

/* GET /v1/audit/{log}/entries */
void redress_handle_list_trail (RedressRequest *request, RedressResponse *response);

G_END_DECLS
