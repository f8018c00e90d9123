/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/oidc/token.h"
#include "server/server.h"

G_BEGIN_DECLS

/* Database thread: the account of somebody whom the identity provider named, made or brought up to
 * date. SIGN_IN, FORBIDDEN, CONFLICT: refused, in words. */
gboolean redress_oidc_admit (RedressServer *server,
                             const RedressOidcSettings *settings,
                             const RedressOidcIdentity *identity,
                             const char *token,
                             RedressTime now,
                             gint64 *account,
                             GError **error);

G_END_DECLS
