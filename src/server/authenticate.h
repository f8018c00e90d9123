/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/routes.h"

G_BEGIN_DECLS

/* (nullable): the token in an Authorization header; NULL if it is of another kind. */
const char *redress_bearer_token (const char *authorization);
/* (nullable) (transfer full): who a token stands for, on an operation of that kind. */
RedressAccount *redress_authenticate (RedressServer *server,
                                      RedressAccess access,
                                      const char *token,
                                      RedressTime now,
                                      GError **error);

G_END_DECLS
