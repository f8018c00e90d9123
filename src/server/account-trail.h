/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressAccountEntry:
 * @action: what was done, such as "sign_in"
 * @account: number of the account it is about
 * @is_own: its owner did it; otherwise whoever runs the server did, or nobody knows who
 * @via: (nullable): how: "password", "code", "oidc", "console"
 * @ceiling: (nullable): what the account may pay back in a day from now on: fen, or "none"
 * @now: the time
 */
typedef struct
{
  const char *action;
  gint64 account;
  gboolean is_own;
  const char *via;
  const char *ceiling;
  RedressTime now;
} RedressAccountEntry;

/* In the transaction of what was done. The entry says what the account may do from then on. */
gboolean redress_account_trail_write (RedressSqlConnection *connection,
                                      const RedressAccountEntry *entry,
                                      GError **error);
gboolean redress_account_trail_write_unknown (RedressSqlConnection *connection,
                                              RedressTime now,
                                              GError **error);

G_END_DECLS
