/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"

G_BEGIN_DECLS

RedressTime redress_asked_clock_get_end (RedressPolicy *policy,
                                         RedressKind kind,
                                         gboolean from_customer,
                                         RedressTime now,
                                         RedressCalendar *calendar);

G_END_DECLS
