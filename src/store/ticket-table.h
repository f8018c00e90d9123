/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* The summaries in cache.db. */

gboolean redress_ticket_table_upsert (RedressSqlConnection *cache,
                                      const RedressSummary *summary,
                                      gboolean *is_news,
                                      GError **error);
gboolean redress_ticket_table_remove (RedressSqlConnection *cache, gint64 id, GError **error);
RedressSqlStep redress_ticket_table_read (RedressSqlConnection *cache,
                                          gint64 id,
                                          RedressSummary **summary,
                                          GError **error);
gboolean redress_ticket_table_put_claim (
    RedressSqlConnection *cache, gint64 id, gint64 rev, const RedressClaim *claim, GError **error);
RedressSqlStep redress_ticket_table_find_number (RedressSqlConnection *cache,
                                                 const char *number,
                                                 gint64 *id,
                                                 GError **error);

G_END_DECLS
