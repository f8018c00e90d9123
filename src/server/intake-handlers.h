/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* What platforms hand in: /v1/platforms/{platform}/tickets and below. */
void redress_handle_create_ticket (RedressRequest *request, RedressResponse *response);
void redress_handle_update_facts (RedressRequest *request, RedressResponse *response);
void redress_handle_add_events (RedressRequest *request, RedressResponse *response);
void redress_handle_report_effects (RedressRequest *request, RedressResponse *response);
void redress_handle_withdraw (RedressRequest *request, RedressResponse *response);

G_END_DECLS
