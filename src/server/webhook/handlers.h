/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* GET /v1/webhooks */
void redress_handle_list_webhooks (RedressRequest *request, RedressResponse *response);
/* POST /v1/webhooks/{platform}/stop */
void redress_handle_stop_webhooks (RedressRequest *request, RedressResponse *response);
/* POST /v1/webhooks/{platform}/start */
void redress_handle_start_webhooks (RedressRequest *request, RedressResponse *response);
/* POST /v1/webhooks/{platform}/test */
void redress_handle_test_webhooks (RedressRequest *request, RedressResponse *response);
/* POST /v1/webhooks/{platform}/resend */
void redress_handle_resend_webhooks (RedressRequest *request, RedressResponse *response);
/* POST /v1/webhook-events/{id}/resend */
void redress_handle_resend_webhook (RedressRequest *request, RedressResponse *response);

G_END_DECLS
