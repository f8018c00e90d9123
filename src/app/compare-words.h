/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/* What the customer says beside what the platform's log says, as the window shows it. */

/* (transfer container) (element-type RedressComparison): lines of which one side says anything;
 * the others do not concern the ticket. The case has its ticket and its policy. */
GPtrArray *redress_compare_list (RedressOpenCase *open);
/* A customer who says nothing of it leaves nothing to ask. */
gboolean redress_compare_is_unsaid (RedressTicket *ticket, const RedressComparison *comparison);

const char *redress_compare_get_word (RedressCompareResult result);
const char *redress_compare_get_icon (RedressCompareResult result);
/* CSS class of the word: "ok-c", "warn-c", "bad-c". */
const char *redress_compare_get_style (RedressCompareResult result);
/* (nullable): CSS class of a line that has to be seen. */
const char *redress_compare_get_lit (RedressCompareResult result);

G_END_DECLS
