/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* A ticket that there is not, and its decision, as a platform would be told of a real one. */
RedressSummary *redress_test_decision_make_ticket (RedressPolicy *policy, RedressTime now);
RedressDecision *redress_test_decision_make (RedressPolicy *policy, RedressTime now);

G_END_DECLS
