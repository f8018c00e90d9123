/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/* Facts as the case page shows them. All (transfer full), in the window's language. */

/* "16:31:09", "17 Nov 14:17:52" where the day is not that of the request, "¥328.00", "no".
 * @fact: (nullable): "—" then. */
/* As redress_fact_format(), with the day of every time that is not of today. */
char *redress_fact_format_dated (RedressOpenCase *open, const RedressFact *fact);
char *redress_fact_format (RedressOpenCase *open, const RedressFact *fact);
/* " (91 s before)": how far a time lies from the request; empty for other facts, for the
 * request itself and for what is more than an hour away. */
/* The same, and of a masked one its value while it is revealed: for what is drawn anew when that
 * ends. */
char *redress_fact_format_revealed (RedressOpenCase *open, const RedressFact *fact);
char *redress_fact_format_distance (RedressOpenCase *open, const RedressFact *fact);
/* "16:31:09", or with the day where it is not that of the request. */
char *redress_moment_format (RedressOpenCase *open, RedressTime time);
/* "customer", "platform" */
const char *redress_fact_get_source_label (RedressOpenCase *open, const char *source);

G_END_DECLS
