/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* Those badges that follow from the facts and the policy, and the race; the other badges stay. */
void redress_badges_update (RedressTicket *ticket, RedressPolicy *policy, RedressTime now);

G_END_DECLS
