/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* POST /v1/hand-ins */
void redress_handle_hand_in (RedressRequest *request, RedressResponse *response);
/* (transfer full): what desks seal with, in hex digits. */
char *redress_hand_in_dup_key (RedressServer *server);

G_END_DECLS
