/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_sql_migrate (RedressSqlConnection *connection,
                              GResource *resource,
                              const char *folder,
                              GError **error);
gboolean
redress_sql_get_schema_version (RedressSqlConnection *connection, guint *version, GError **error);

G_END_DECLS
