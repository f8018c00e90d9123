/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/ticket-change.h"

G_BEGIN_DECLS

/* A refund was sent: the ticket wakes when it should have arrived. */
void
redress_refund_chase_plan (RedressTicketChange *change, RedressPolicy *policy, RedressTime sent);
/* The ticket wakes, and the refund is not there: opens a ticket that chases it. */
gboolean redress_refund_chase_open (RedressTicketChange *change, GError **error);

G_END_DECLS
