/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* (transfer none) (nullable) */
const RedressIncidentSpec *redress_policy_find_incident (RedressPolicy *self, const char *name);
/* (transfer full) (nullable): what the ticket is alike in; NULL where it is not for such tickets
 * or a fact is not known. */
char **redress_incident_spec_get_values (const RedressIncidentSpec *self, RedressTicket *ticket);
/* (transfer full): "Payment fails: E2". */
char *redress_policy_describe_incident (RedressPolicy *self,
                                        const RedressIncident *incident,
                                        const char *language);

G_END_DECLS
