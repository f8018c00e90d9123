/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "server/command-run.h"

G_BEGIN_DECLS

/* What the decision pays back: what the command says, or what the policy proposes. FALSE: neither
 * says it. */
gboolean redress_decision_get_amount (RedressCommandRun *run,
                                      const RedressEvaluation *evaluation,
                                      RedressAmount *amount);
gboolean redress_decision_saw_the_same (RedressCommandRun *run,
                                        const RedressEvaluation *evaluation);
gboolean redress_decision_check (RedressCommandRun *run, const RedressEvaluation *evaluation);

G_END_DECLS
