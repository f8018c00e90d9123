/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/fact.h"
#include "core/policy.h"

G_BEGIN_DECLS

gboolean redress_fact_check (RedressPolicy *policy, const RedressFact *fact, GError **error);
gboolean redress_amount_check (RedressPolicy *policy,
                               const RedressAmount *amount,
                               const char *name,
                               GError **error);

G_END_DECLS
