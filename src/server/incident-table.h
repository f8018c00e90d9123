/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/summary.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressAlike:
 * @flow: flow of the ticket
 * @name: of the part of the policy
 * @alike: values of its facts, one a line
 * @at: when the ticket was opened
 *
 * What a ticket has in common with others.
 */
typedef struct
{
  const char *flow;
  const char *name;
  const char *alike;
  RedressTime at;
} RedressAlike;

/* (transfer full) (nullable): from two columns, the id and the words. */
RedressIncident *redress_incident_table_read (RedressSqlStatement *statement, guint column);
/* @alike->alike NULL: the ticket has nothing in common any more. */
gboolean redress_incident_table_set_alike (RedressSqlConnection *connection,
                                           gint64 ticket,
                                           const RedressAlike *alike,
                                           GError **error);
/* (transfer full) (nullable): tickets without an incident that are enough for one, oldest first,
 * at least @least opened within @span of each other, the one of @alike among them. */
GArray *redress_incident_table_find_alike (RedressSqlConnection *connection,
                                           const RedressAlike *alike,
                                           gint64 least,
                                           RedressTime span,
                                           RedressTime *since,
                                           RedressTime *until,
                                           GError **error);
/* @incident: NULL: there is none that goes on and that began or grew within @span. */
gboolean redress_incident_table_find_ongoing (RedressSqlConnection *connection,
                                              const RedressAlike *alike,
                                              RedressTime span,
                                              RedressIncident **incident,
                                              GError **error);
/* (transfer full) (nullable): one that begins; what goes on of the same kind ends. */
RedressIncident *redress_incident_table_begin (RedressSqlConnection *connection,
                                               const RedressAlike *alike,
                                               RedressTime since,
                                               RedressTime now,
                                               GError **error);
/* @incident: 0: none. */
gboolean redress_incident_table_put (RedressSqlConnection *connection,
                                     gint64 ticket,
                                     const char *name,
                                     gint64 incident,
                                     GError **error);
gboolean redress_incident_table_end (RedressSqlConnection *connection,
                                     gint64 incident,
                                     RedressTime now,
                                     GError **error);

G_END_DECLS
