/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/engine.h"

G_BEGIN_DECLS

/* Between connection.c, statement.c and statement-cache.c. */

/* statement.c */
void redress_sql_statement_free (RedressSqlStatement *self);

/* statement-cache.c */
GHashTable *redress_sql_statement_cache_new (void);
RedressSqlStatement *redress_sql_statement_cache_take (RedressSqlConnection *connection,
                                                       const char *sql,
                                                       GError **error);
void redress_sql_statement_cache_give_back (RedressSqlStatement *statement);

G_END_DECLS
