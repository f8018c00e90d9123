/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

void redress_bench_fill_case (RedressTicket *ticket, RedressPolicy *policy);

G_END_DECLS
