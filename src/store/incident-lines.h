/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"
#include "store/store.h"

G_BEGIN_DECLS

/* Two columns: the id and the words. */
void redress_incident_lines_bind (RedressSqlStatement *statement,
                                  guint position,
                                  const RedressIncident *incident);
RedressIncident *redress_incident_lines_read (RedressSqlStatement *statement, guint column);
gboolean redress_incident_lines_count (RedressSqlConnection *cache, gint64 *count, GError **error);
gboolean redress_incident_lines_count_tickets (RedressSqlConnection *cache,
                                               gint64 incident,
                                               gint64 *count,
                                               GError **error);
GArray *redress_incident_lines_list_tickets (RedressSqlConnection *cache,
                                             gint64 incident,
                                             guint max,
                                             GError **error);
/* (transfer full): lines without titles. */
GPtrArray *redress_incident_lines_load (RedressSqlConnection *cache, GError **error);

G_END_DECLS
