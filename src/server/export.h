/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/request.h"

G_BEGIN_DECLS

/* A case for a complaint outside: writes down who takes it and why, then gives it. */
void redress_handle_export (RedressRequest *request, RedressResponse *response);

G_END_DECLS
