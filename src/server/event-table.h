/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/event.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_event_table_load (RedressSqlConnection *connection,
                                   gint64 ticket,
                                   GPtrArray *events,
                                   GError **error);
gboolean redress_event_table_add (RedressSqlConnection *connection,
                                  gint64 ticket,
                                  const RedressEvent *event,
                                  gboolean *added,
                                  GError **error);
gboolean redress_event_table_count (RedressSqlConnection *connection,
                                    gint64 ticket,
                                    gint64 *count,
                                    GError **error);

G_END_DECLS
