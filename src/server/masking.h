/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* @policy: (nullable) */
gboolean redress_masking_is_masked (RedressPolicy *policy, const RedressFact *fact);
/* TRUE: a value was masked. @policy NULL: nothing is known, so every fact is masked. */
gboolean redress_masking_apply (RedressTicket *ticket, RedressPolicy *policy);

G_END_DECLS
