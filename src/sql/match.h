/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

char *redress_sql_match_from_typed (RedressSqlDialect dialect, const char *typed);
char *redress_sql_match_make_vector (const char *const *columns);

G_END_DECLS
