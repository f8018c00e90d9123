/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/statement.h"

G_BEGIN_DECLS

/* How values without a column type of their own stand in the server's tables: an unknown time
 * is NULL, a list of words is one text with a word on each line, NULL where it is empty. */
void redress_sql_bind_time (RedressSqlStatement *statement, guint position, RedressTime time);
RedressTime redress_sql_get_time (RedressSqlStatement *statement, guint column);
void redress_sql_bind_lines (RedressSqlStatement *statement, guint position, char *const *lines);
char **redress_sql_dup_lines (RedressSqlStatement *statement, guint column);

G_END_DECLS
