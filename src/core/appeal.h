/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/ticket.h"

G_BEGIN_DECLS

/* What an appeal has to know of the decision that it is against. */

/* Whoever made or approved that decision does not judge the appeal. */
gboolean redress_appeal_was_decided_by (RedressTicket *appeal, const char *account);
/* How much may still be paid back of @most. */
gint64 redress_appeal_limit_amount (RedressTicket *appeal, RedressAmount amount);
/* The decision that stands does not, if the appeal ends with @verdict. */
gboolean redress_appeal_is_overturned_by (RedressTicket *appeal, RedressVerdict verdict);

G_END_DECLS
