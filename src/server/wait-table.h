/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* The times in which tickets waited. */
gboolean redress_wait_table_load (RedressSqlConnection *connection,
                                  gint64 ticket,
                                  GPtrArray *waits,
                                  GError **error);
gboolean redress_wait_table_begin (RedressSqlConnection *connection,
                                   gint64 ticket,
                                   RedressState state,
                                   RedressTime now,
                                   GError **error);
gboolean redress_wait_table_end (RedressSqlConnection *connection,
                                 gint64 ticket,
                                 RedressTime now,
                                 GError **error);

G_END_DECLS
