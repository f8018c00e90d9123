/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * RedressVerdict:
 *
 * What an agent says about a ticket. The first five are final and use up the round of the
 * ticket; the last three are interim and never make a decision.
 */
typedef enum
{
  REDRESS_VERDICT_NONE,
  REDRESS_VERDICT_APPROVE,
  REDRESS_VERDICT_REJECT,
  REDRESS_VERDICT_PARTIAL,
  REDRESS_VERDICT_REISSUE,
  REDRESS_VERDICT_CONVERT_TO_RETURN,
  REDRESS_VERDICT_NEED_INFO,
  REDRESS_VERDICT_ESCALATE,
  REDRESS_VERDICT_HOLD,
} RedressVerdict;

#define REDRESS_N_VERDICTS (REDRESS_VERDICT_HOLD + 1)

/* A set of verdicts: bit n stands for verdict n. */
typedef guint RedressVerdictSet;
#define REDRESS_VERDICT_BIT(v) (1u << (v))

const char *redress_verdict_to_string (RedressVerdict verdict);
gboolean redress_verdict_from_string (const char *text, RedressVerdict *verdict);
gboolean redress_verdict_is_final (RedressVerdict verdict);

G_END_DECLS
