/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/command-run.h"

G_BEGIN_DECLS

/* What a platform is told, written in the transaction of what happened. */

gboolean redress_webhook_tell_decision (RedressTicketChange *change,
                                        const RedressDecision *decision,
                                        GError **error);
gboolean redress_webhook_tell_asked (RedressCommandRun *run, char *const *effects, GError **error);
gboolean redress_webhook_tell_effects (RedressCommandRun *run,
                                       RedressVerdict verdict,
                                       char *const *effects,
                                       GError **error);
gboolean redress_webhook_tell_closed (RedressTicketChange *change, GError **error);
gboolean redress_webhook_tell_test (RedressSqlConnection *connection,
                                    RedressPolicy *policy,
                                    RedressTime now,
                                    GError **error);

G_END_DECLS
