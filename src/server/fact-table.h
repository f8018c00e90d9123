/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fact.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_fact_table_load (RedressSqlConnection *connection,
                                  gint64 ticket,
                                  GPtrArray *facts,
                                  GError **error);
gboolean redress_fact_table_set (RedressSqlConnection *connection,
                                 gint64 ticket,
                                 const RedressFact *fact,
                                 gboolean *changed,
                                 GError **error);

G_END_DECLS
