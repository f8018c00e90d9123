/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/session-table.h"

G_BEGIN_DECLS

/* Sessions begin and end together with their entry in the log of accounts. */

/* @via: "password", "code" or "oidc" */
gboolean redress_session_trail_begin (RedressSqlConnection *connection,
                                      gint64 account,
                                      const char *via,
                                      RedressTime now,
                                      RedressTokenPair *pair,
                                      GError **error);
gboolean redress_session_trail_end (RedressSqlConnection *connection,
                                    const char *access_token,
                                    RedressTime now,
                                    GError **error);
/* @account: 0 for a name that nobody has */
gboolean redress_session_trail_refuse (RedressSqlConnection *connection,
                                       const char *name,
                                       gint64 account,
                                       RedressTime now,
                                       GError **error);

gboolean redress_session_trail_refuse_identity (RedressSqlConnection *connection,
                                                gint64 account,
                                                RedressTime now,
                                                GError **error);

G_END_DECLS
