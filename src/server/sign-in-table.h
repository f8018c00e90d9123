/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* Five failures are free; then every further try waits, 30 s at first, twice as long after each
 * failure, 15 min at most. An hour without failures forgets them. */
#define REDRESS_FREE_FAILURES 5
#define REDRESS_BLOCK_FIRST (30 * REDRESS_SECOND)
#define REDRESS_BLOCK_LONGEST (15 * REDRESS_MINUTE)
#define REDRESS_FAILURE_LIFE REDRESS_HOUR
#define REDRESS_CODE_LIFE REDRESS_MINUTE

/* *until: when the name may try again, 0 for now. */
gboolean redress_failure_table_get_block (RedressSqlConnection *connection,
                                          const char *name,
                                          RedressTime now,
                                          RedressTime *until,
                                          GError **error);
gboolean redress_failure_table_add (RedressSqlConnection *connection,
                                    const char *name,
                                    RedressTime now,
                                    GError **error);
gboolean
redress_failure_table_forget (RedressSqlConnection *connection, const char *name, GError **error);

gboolean redress_code_table_add (RedressSqlConnection *connection,
                                 gint64 account,
                                 const char *code,
                                 RedressTime now,
                                 GError **error);
/* *account is 0 where the code is unknown or over. It is good once. */
gboolean redress_code_table_take (RedressSqlConnection *connection,
                                  const char *code,
                                  RedressTime now,
                                  gint64 *account,
                                  GError **error);

G_END_DECLS
