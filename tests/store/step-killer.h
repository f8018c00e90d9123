/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The descriptor on which the child tells how far it is. */
#define REDRESS_STEP_FD 3

/**
 * RedressStepOutcome:
 * @REDRESS_STEP_KILLED: the child was killed before the call
 * @REDRESS_STEP_ENDED: the child had ended before it came so far
 * @REDRESS_STEP_FORBIDDEN: this machine does not let a process be traced
 */
typedef enum
{
  REDRESS_STEP_KILLED,
  REDRESS_STEP_ENDED,
  REDRESS_STEP_FORBIDDEN,
} RedressStepOutcome;

RedressStepOutcome redress_step_kill (const char *const *arguments, guint step, GString *told);

G_END_DECLS
