/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_sql_backup (RedressSqlConnection *connection, const char *path, GError **error);

G_END_DECLS
