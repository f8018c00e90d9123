/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"
#include "core/types.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressConnectorRow:
 *
 * A key of a platform.
 */
typedef struct
{
  gint64 id;
  char *platform;
  RedressTime created_at;
  RedressTime revoked_at; /* REDRESS_TIME_UNKNOWN: still good */
} RedressConnectorRow;

void redress_connector_row_free (RedressConnectorRow *self);

gboolean redress_connector_table_add (RedressSqlConnection *connection,
                                      const char *platform,
                                      const char *key,
                                      RedressTime now,
                                      gint64 *id,
                                      GError **error);
/* *account is NULL where the key is unknown or revoked. */
gboolean redress_connector_table_find (RedressSqlConnection *connection,
                                       const char *key,
                                       RedressAccount **account,
                                       GError **error);
/* (transfer full) (nullable) (element-type RedressConnectorRow). */
GPtrArray *redress_connector_table_list (RedressSqlConnection *connection, GError **error);
/* NOT_FOUND where there is no such key in use. */
gboolean redress_connector_table_revoke (
    RedressSqlConnection *connection, gint64 id, RedressTime now, char **platform, GError **error);

G_END_DECLS
