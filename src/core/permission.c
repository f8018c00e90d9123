/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/permission.h"

#define MAY(role) (1u << REDRESS_ROLE_##role)

/* Who may do it at all. Scope, holder of the claim, whose entry it is and whether a reason
 * was given are asked of the row afterwards. */
static const guint allowed_roles[REDRESS_N_ACTIONS] = {
  [REDRESS_ACTION_READ_TICKET] = MAY (AGENT) | MAY (SUPERVISOR) | MAY (AUDITOR) | MAY (CONNECTOR),
  [REDRESS_ACTION_READ_ORIGINAL] = MAY (SUPERVISOR) | MAY (AUDITOR),
  [REDRESS_ACTION_REVEAL] = MAY (AGENT) | MAY (SUPERVISOR) | MAY (AUDITOR),
  [REDRESS_ACTION_WORK] = MAY (AGENT) | MAY (SUPERVISOR),
  [REDRESS_ACTION_DECIDE_SUPERVISOR] = MAY (SUPERVISOR),
  [REDRESS_ACTION_APPROVE_SECOND] = MAY (SUPERVISOR),
  [REDRESS_ACTION_READ_AUDIT] = MAY (AGENT) | MAY (SUPERVISOR) | MAY (AUDITOR) | MAY (ADMIN),
  [REDRESS_ACTION_MANAGE_ACCOUNTS] = MAY (ADMIN),
  [REDRESS_ACTION_INTAKE] = MAY (CONNECTOR),
  [REDRESS_ACTION_DECLARE_PEAK] = MAY (SUPERVISOR),
  [REDRESS_ACTION_EXPORT] = MAY (SUPERVISOR),
  [REDRESS_ACTION_CONNECTORS] = MAY (SUPERVISOR),
  [REDRESS_ACTION_REVOKE] = MAY (SUPERVISOR),
};

/**
 * redress_role_may:
 * @role: role of the account
 * @action: what it wants to do
 *
 * Returns: %FALSE if no account of this role may do it, whatever the row says
 */
gboolean
redress_role_may (RedressRole role, RedressAction action)
{
  g_return_val_if_fail ((guint)role < REDRESS_N_ROLES, FALSE);
  g_return_val_if_fail ((guint)action < REDRESS_N_ACTIONS, FALSE);

  return (allowed_roles[action] >> role & 1u) != 0;
}
