/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/decision.h"
#include "core/policy.h"
#include "core/summary.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/* What an agent pays back in a day of the platforms' time zone; beyond it a second person has to
 * approve. */
gboolean redress_day_ceiling_check (RedressSqlConnection *connection,
                                    RedressPolicy *policy,
                                    const RedressSummary *summary,
                                    const RedressDecision *decision,
                                    gboolean *is_beyond,
                                    GError **error);
/* Of an account, in fen, over all platforms; negative: none. */
gboolean redress_day_ceiling_set (RedressSqlConnection *connection,
                                  gint64 account,
                                  gint64 amount,
                                  GError **error);

G_END_DECLS
