/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/server.h"

G_BEGIN_DECLS

/* Works out when a ticket is due, and the badges that say why; leaves a ticket alone whose kind
 * has no clock. @policy: the one that judges it. Its waits and peaks have to be there. */
void
redress_ticket_clock_set (RedressTicket *ticket, RedressPolicy *policy, RedressCalendar *calendar);
/* The same of a ticket in the database. */
gboolean redress_ticket_clock_renew (RedressServer *server, RedressTicket *ticket, GError **error);

/* Open tickets that a peak may touch; those that a calendar may. Their due times are worked out
 * again by redress_sweep_renew_clocks(). */
gboolean redress_ticket_clock_mark_peak (RedressSqlConnection *connection,
                                         const RedressPeak *peak,
                                         gint64 *n_marked,
                                         GError **error);
gboolean
redress_ticket_clock_mark_calendar (RedressSqlConnection *connection, gboolean all, GError **error);
/* 0: none; -1 with an error. */
gint64 redress_ticket_clock_find_marked (RedressSqlConnection *connection, GError **error);
gboolean
redress_ticket_clock_unmark (RedressSqlConnection *connection, gint64 ticket, GError **error);

G_END_DECLS
