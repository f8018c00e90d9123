/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

/* Single values of a database by name. */

RedressSqlStep redress_meta_table_get (RedressSqlConnection *connection,
                                       const char *name,
                                       char **value,
                                       GError **error);
gboolean redress_meta_table_set (RedressSqlConnection *connection,
                                 const char *name,
                                 const char *value,
                                 GError **error);
gboolean redress_meta_table_get_int64 (RedressSqlConnection *connection,
                                       const char *name,
                                       gint64 *value,
                                       GError **error);
gboolean redress_meta_table_set_int64 (RedressSqlConnection *connection,
                                       const char *name,
                                       gint64 value,
                                       GError **error);

G_END_DECLS
