/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/**
 * RedressSignInAttempt:
 * @conclude: answers the request, in its second run
 *
 * Somebody who signs in, on the way to another thread and back: the first member of what is
 * computed.
 */
typedef struct
{
  void (*conclude) (RedressRequest *request, RedressResponse *response, gconstpointer self);
} RedressSignInAttempt;

void redress_sessions_begin (RedressRequest *request,
                             RedressResponse *response,
                             gint64 account,
                             const char *via);
void redress_sessions_count_failure (RedressRequest *request);

/* POST /v1/sessions */
void redress_handle_sign_in (RedressRequest *request, RedressResponse *response);
/* POST /v1/sessions/refresh */
void redress_handle_refresh (RedressRequest *request, RedressResponse *response);
/* DELETE /v1/sessions/current */
void redress_handle_sign_out (RedressRequest *request, RedressResponse *response);
/* GET /v1/me */
void redress_handle_me (RedressRequest *request, RedressResponse *response);

G_END_DECLS
