/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_ACTION_READ_TICKET,
  REDRESS_ACTION_READ_ORIGINAL,
  REDRESS_ACTION_WORK, /* claim, check out, decide, ask, hold, escalate, note */
  REDRESS_ACTION_DECIDE_SUPERVISOR,
  REDRESS_ACTION_APPROVE_SECOND,
  REDRESS_ACTION_READ_AUDIT,
  REDRESS_ACTION_MANAGE_ACCOUNTS,
  REDRESS_ACTION_INTAKE,
  REDRESS_ACTION_DECLARE_PEAK,
  REDRESS_ACTION_REVEAL,     /* see what is masked; an agent who holds the ticket */
  REDRESS_ACTION_EXPORT,     /* take a case out of the house */
  REDRESS_ACTION_CONNECTORS, /* see what platforms were told, stop it, send it again */
  REDRESS_ACTION_REVOKE,     /* take a claim away from somebody */
} RedressAction;

#define REDRESS_N_ACTIONS (REDRESS_ACTION_REVOKE + 1)

/* The one table of who may do what, without looking at a row. */
gboolean redress_role_may (RedressRole role, RedressAction action);

G_END_DECLS
