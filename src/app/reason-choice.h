/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/policy.h"

G_BEGIN_DECLS

/**
 * RedressReasonChoice:
 *
 * The reasons a policy knows for a verdict, as a drop-down.
 *
 * Signal "chosen" (char *code, nullable): by a person.
 */
#define REDRESS_TYPE_REASON_CHOICE (redress_reason_choice_get_type ())
G_DECLARE_FINAL_TYPE (RedressReasonChoice, redress_reason_choice, REDRESS, REASON_CHOICE, AdwBin)

/* @policy: (nullable). Keeps what is chosen if @verdict has that reason too. */
void redress_reason_choice_set (RedressReasonChoice *self,
                                RedressPolicy *policy,
                                RedressVerdict verdict,
                                const char *code);
/* (nullable) */
const char *redress_reason_choice_get_code (RedressReasonChoice *self);

G_END_DECLS
