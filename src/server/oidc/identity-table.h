/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* A token of the identity provider may be shown once more within this time: the answer may have
 * been lost. */
#define REDRESS_IDENTITY_GRACE REDRESS_MINUTE

/* *account: 0 where nobody is known by that subject. */
gboolean redress_identity_table_find (RedressSqlConnection *connection,
                                      const char *issuer,
                                      const char *subject,
                                      gint64 *account,
                                      GError **error);
gboolean redress_identity_table_add (RedressSqlConnection *connection,
                                     const char *issuer,
                                     const char *subject,
                                     gint64 account,
                                     RedressTime now,
                                     GError **error);
/* *is_spent: it was shown before, longer ago than its answer may take. In a transaction. */
gboolean redress_identity_table_spend (RedressSqlConnection *connection,
                                       const char *token,
                                       RedressTime until,
                                       RedressTime now,
                                       gboolean *is_spent,
                                       GError **error);

G_END_DECLS
