/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"
#include "sql/connection.h"

G_BEGIN_DECLS

gboolean redress_previous_decision_load (RedressSqlConnection *connection,
                                         RedressTicket *ticket,
                                         GError **error);

G_END_DECLS
