/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/environment.h"
#include "server/request.h"

G_BEGIN_DECLS

/* GET /healthz */
void redress_handle_health (RedressRequest *request, RedressResponse *response);
/* GET /readyz */
void redress_handle_readiness (RedressRequest *request, RedressResponse *response);
/* GET /metrics */
void redress_handle_metrics (RedressRequest *request, RedressResponse *response);
/* (element-type RedressCheck): database and policies. */
GPtrArray *redress_health_check (RedressServer *server);

G_END_DECLS
