/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/summary.h"

G_BEGIN_DECLS

/* The clock of a ticket in words. All (transfer full), in the window's language. */

/* "until today 16:32 · 24 h rule", "was due 14:00 · 24 h rule". @policy: (nullable). */
char *redress_due_describe (RedressSummary *summary, RedressPolicy *policy, RedressTime now);
/* The arithmetic, one step a line: from when, which days count, which do not and why. */
char *redress_due_explain (RedressSummary *summary, RedressPolicy *policy, RedressTime now);

G_END_DECLS
