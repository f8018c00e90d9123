/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_note_table_load (RedressSqlConnection *connection,
                                  gint64 ticket,
                                  GPtrArray *notes,
                                  GError **error);
gboolean redress_note_table_insert (RedressSqlConnection *connection,
                                    gint64 ticket,
                                    const RedressNote *note,
                                    GError **error);

G_END_DECLS
