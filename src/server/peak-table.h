/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* The peaks that were declared. */
gboolean
redress_peak_table_insert (RedressSqlConnection *connection, RedressPeak *peak, GError **error);
/* (nullable) (transfer full): NULL without an error where there is none. */
RedressPeak *redress_peak_table_get (RedressSqlConnection *connection, gint64 id, GError **error);
/* A peak whose end or cancelling changed. */
gboolean redress_peak_table_update (RedressSqlConnection *connection,
                                    const RedressPeak *peak,
                                    GError **error);
/* (transfer full) (element-type RedressPeak): the newest 200, newest first. */
GPtrArray *redress_peak_table_list (RedressSqlConnection *connection, GError **error);
gboolean redress_peak_table_overlaps (RedressSqlConnection *connection,
                                      const RedressPeak *peak,
                                      gboolean *overlaps,
                                      GError **error);
/* Those that may touch a ticket, by time. */
gboolean redress_peak_table_load (RedressSqlConnection *connection,
                                  const RedressSummary *summary,
                                  GPtrArray *peaks,
                                  GError **error);

G_END_DECLS
