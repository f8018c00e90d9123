/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* The clocks of a ticket in words. All (transfer full), in the window's language. */

/* "until today 16:32 · 24 h rule", "was due 14:00 · 24 h rule". @policy: (nullable). */
char *redress_due_describe (RedressSummary *summary, RedressPolicy *policy, RedressTime now);
/* The arithmetic, one step a line: from when, which days count, which do not and why, what was
 * added; then the other clocks that run. @ticket, @policy: (nullable): while they are not here. */
char *redress_due_explain (RedressSummary *summary,
                           RedressTicket *ticket,
                           RedressPolicy *policy,
                           RedressTime now);

G_END_DECLS
