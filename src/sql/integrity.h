/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressSqlDepth:
 * @REDRESS_SQL_QUICK: every page hangs together
 * @REDRESS_SQL_THOROUGH: and every index agrees with its table; slow on a large file
 */
typedef enum
{
  REDRESS_SQL_QUICK,
  REDRESS_SQL_THOROUGH,
} RedressSqlDepth;

gboolean
redress_sql_check (RedressSqlConnection *connection, RedressSqlDepth depth, GError **error);
gboolean redress_sql_roll_back (const char *path, GError **error);
char *redress_sql_move_aside (const char *path, RedressTime now, GError **error);

G_END_DECLS
