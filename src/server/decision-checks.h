/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/evaluation.h"
#include "server/command-run.h"

G_BEGIN_DECLS

gboolean redress_decision_check (RedressCommandRun *run, const RedressEvaluation *evaluation);

G_END_DECLS
