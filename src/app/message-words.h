/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/decision.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): what the customer reads, word for word, and in which language.
 * @sent: nothing holds it back any more. NULL: the decision has no message. */
char *redress_message_describe (const RedressDecision *decision, gboolean sent);
/* (transfer full) (nullable): the same without a beginning: "“We cancelled it.” (English)" */
char *redress_message_quote (const RedressDecision *decision);

G_END_DECLS
