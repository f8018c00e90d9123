/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_database_is_shared (const char *location);
gboolean redress_database_leads (RedressSqlConnection *connection);
RedressSqlConnection *redress_database_open (const char *location, GError **error);
RedressSqlConnection *redress_database_open_reading (const char *location, GError **error);
RedressSqlConnection *redress_database_open_ready (const char *location, GError **error);
RedressSqlConnection *redress_database_open_serving (const char *location, GError **error);

G_END_DECLS
