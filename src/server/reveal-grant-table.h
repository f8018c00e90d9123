/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* Which account may look at which masked piece of evidence, for a short while after it said why,
 * whichever server of the database it asks. */

gboolean redress_reveal_grant_table_add (RedressSqlConnection *connection,
                                         const char *account,
                                         gint64 evidence,
                                         RedressTime now,
                                         RedressTime until,
                                         GError **error);
gboolean redress_reveal_grant_table_has (RedressSqlConnection *connection,
                                         const char *account,
                                         gint64 evidence,
                                         RedressTime now,
                                         gboolean *has,
                                         GError **error);

G_END_DECLS
