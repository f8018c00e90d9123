/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/permission.h"

#include <stdio.h>

/* Prints core/permission.c, one action and one role that may do it on each line, so that the table
 * of what the server answers can be held against it. */

static const char *const names[REDRESS_N_ACTIONS] = {
  [REDRESS_ACTION_READ_TICKET] = "read_ticket",
  [REDRESS_ACTION_READ_ORIGINAL] = "read_original",
  [REDRESS_ACTION_WORK] = "work",
  [REDRESS_ACTION_DECIDE_SUPERVISOR] = "decide_supervisor",
  [REDRESS_ACTION_APPROVE_SECOND] = "approve_second",
  [REDRESS_ACTION_READ_AUDIT] = "read_audit",
  [REDRESS_ACTION_MANAGE_ACCOUNTS] = "manage_accounts",
  [REDRESS_ACTION_INTAKE] = "intake",
  [REDRESS_ACTION_DECLARE_PEAK] = "declare_peak",
  [REDRESS_ACTION_REVEAL] = "reveal",
  [REDRESS_ACTION_EXPORT] = "export",
  [REDRESS_ACTION_CONNECTORS] = "connectors",
  [REDRESS_ACTION_REVOKE] = "revoke",
};

int
main (void)
{
  for (guint action = 0; action < REDRESS_N_ACTIONS; action++)
    for (guint role = 0; role < REDRESS_N_ROLES; role++)
      if (redress_role_may ((RedressRole)role, (RedressAction)action))
        printf ("%s %s\n", names[action] != NULL ? names[action] : "unnamed",
                redress_role_to_string ((RedressRole)role));
  return 0;
}
