/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/verdict.h"

G_BEGIN_DECLS

typedef enum
{
  REDRESS_STATE_OPEN,
  REDRESS_STATE_WAITING_CUSTOMER,
  REDRESS_STATE_WAITING_PLATFORM,
  REDRESS_STATE_HELD,
  REDRESS_STATE_SECOND_APPROVAL,
  REDRESS_STATE_DECIDED,
  REDRESS_STATE_EFFECTED,
  REDRESS_STATE_CLOSED,
} RedressState;

#define REDRESS_N_STATES (REDRESS_STATE_CLOSED + 1)

/**
 * RedressTrigger:
 *
 * What moves a ticket from one state to another. The legal moves are one table in state.c;
 * docs/states.md is drawn from it.
 */
typedef enum
{
  REDRESS_TRIGGER_DECIDE,
  REDRESS_TRIGGER_DECIDE_FOUR_EYES,
  REDRESS_TRIGGER_APPROVE_SECOND,
  REDRESS_TRIGGER_REFUSE_SECOND,
  REDRESS_TRIGGER_CHANGE,
  REDRESS_TRIGGER_ASK_CUSTOMER,
  REDRESS_TRIGGER_ASK_PLATFORM,
  REDRESS_TRIGGER_ANSWER,
  REDRESS_TRIGGER_DEADLINE,
  REDRESS_TRIGGER_HOLD,
  REDRESS_TRIGGER_RESUME,
  REDRESS_TRIGGER_ESCALATE,
  REDRESS_TRIGGER_RETURN_FOR_CORRECTION,
  REDRESS_TRIGGER_EFFECTS_DONE,
  REDRESS_TRIGGER_EFFECT_FAILED,
  REDRESS_TRIGGER_REFUND_SETTLED,
  REDRESS_TRIGGER_WITHDRAW,
  REDRESS_TRIGGER_MERGE,
} RedressTrigger;

#define REDRESS_N_TRIGGERS (REDRESS_TRIGGER_MERGE + 1)

const char *redress_state_to_string (RedressState state);
gboolean redress_state_from_string (const char *text, RedressState *state);
const char *redress_trigger_to_string (RedressTrigger trigger);
/* FALSE: the trigger is not legal in @from. @voids_decision: round + 1, decision void. */
gboolean redress_state_next (RedressState from,
                             RedressTrigger trigger,
                             RedressState *to,
                             gboolean *voids_decision);
/* Still needs somebody: open, waiting, held or second approval. */
gboolean redress_state_is_unfinished (RedressState state);

G_END_DECLS
