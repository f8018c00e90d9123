/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/state.h"

#include "core/names.h"

static const char *const state_names[] = {
  "open",    "waiting_customer", "waiting_platform", "held", "second_approval",
  "decided", "effected",         "closed",
};

static const char *const trigger_names[] = {
  "decide",
  "decide_four_eyes",
  "approve_second",
  "refuse_second",
  "change",
  "ask_customer",
  "ask_platform",
  "answer",
  "deadline",
  "hold",
  "resume",
  "escalate",
  "return_for_correction",
  "effects_done",
  "effect_failed",
  "refund_settled",
  "withdraw",
  "merge",
};

#define IN(state) (1u << REDRESS_STATE_##state)
#define IN_ANY_BUT_CLOSED (IN (CLOSED) - 1)
#define IN_WORK (IN (OPEN) | IN (WAITING_CUSTOMER) | IN (WAITING_PLATFORM) | IN (HELD))

/* Each trigger leads to one state, wherever it is legal. */
typedef struct
{
  guint from; /* set of states */
  RedressState to;
  gboolean voids_decision;
} Move;

static const Move moves[REDRESS_N_TRIGGERS] = {
  [REDRESS_TRIGGER_DECIDE] = { IN (OPEN), REDRESS_STATE_DECIDED, FALSE },
  [REDRESS_TRIGGER_DECIDE_FOUR_EYES] = { IN (OPEN), REDRESS_STATE_SECOND_APPROVAL, FALSE },
  [REDRESS_TRIGGER_APPROVE_SECOND] = { IN (SECOND_APPROVAL), REDRESS_STATE_DECIDED, FALSE },
  [REDRESS_TRIGGER_REFUSE_SECOND] = { IN (SECOND_APPROVAL), REDRESS_STATE_OPEN, TRUE },
  [REDRESS_TRIGGER_CHANGE] = { IN (SECOND_APPROVAL), REDRESS_STATE_OPEN, TRUE },
  [REDRESS_TRIGGER_ASK_CUSTOMER] = { IN (OPEN), REDRESS_STATE_WAITING_CUSTOMER, FALSE },
  [REDRESS_TRIGGER_ASK_PLATFORM] = { IN (OPEN), REDRESS_STATE_WAITING_PLATFORM, FALSE },
  [REDRESS_TRIGGER_ANSWER] = { IN (WAITING_CUSTOMER) | IN (WAITING_PLATFORM), REDRESS_STATE_OPEN,
                               FALSE },
  [REDRESS_TRIGGER_DEADLINE] = { IN (WAITING_CUSTOMER) | IN (WAITING_PLATFORM) | IN (HELD),
                                 REDRESS_STATE_OPEN, FALSE },
  [REDRESS_TRIGGER_HOLD] = { IN (OPEN), REDRESS_STATE_HELD, FALSE },
  [REDRESS_TRIGGER_RESUME] = { IN (HELD), REDRESS_STATE_OPEN, FALSE },
  [REDRESS_TRIGGER_ESCALATE] = { IN (OPEN), REDRESS_STATE_OPEN, FALSE },
  [REDRESS_TRIGGER_RETURN_FOR_CORRECTION] = { IN (DECIDED), REDRESS_STATE_OPEN, TRUE },
  [REDRESS_TRIGGER_EFFECTS_DONE] = { IN (DECIDED), REDRESS_STATE_EFFECTED, FALSE },
  [REDRESS_TRIGGER_EFFECT_FAILED] = { IN (DECIDED), REDRESS_STATE_DECIDED, FALSE },
  [REDRESS_TRIGGER_REFUND_SETTLED] = { IN (EFFECTED), REDRESS_STATE_CLOSED, FALSE },
  [REDRESS_TRIGGER_WITHDRAW] = { IN_ANY_BUT_CLOSED, REDRESS_STATE_CLOSED, FALSE },
  [REDRESS_TRIGGER_MERGE] = { IN_WORK, REDRESS_STATE_CLOSED, FALSE },
};

/**
 * redress_state_to_string:
 *
 * Returns: (transfer none): the word for a state in code, wire and database
 */
const char *
redress_state_to_string (RedressState state)
{
  return redress_names_get (state_names, G_N_ELEMENTS (state_names), state);
}

/**
 * redress_state_from_string:
 * @text: (nullable): a word
 * @state: (out): what it names; left alone if there is no such word
 *
 * Returns: %FALSE if no state has this word
 */
gboolean
redress_state_from_string (const char *text, RedressState *state)
{
  int found = redress_names_find (state_names, G_N_ELEMENTS (state_names), text);

  if (found < 0)
    return FALSE;

  *state = (RedressState)found;
  return TRUE;
}

/**
 * redress_trigger_to_string:
 *
 * Returns: (transfer none): the word for a trigger
 */
const char *
redress_trigger_to_string (RedressTrigger trigger)
{
  return redress_names_get (trigger_names, G_N_ELEMENTS (trigger_names), trigger);
}

/**
 * redress_state_next:
 * @from: state of the ticket now
 * @trigger: what happened to it
 * @to: (out) (optional): the state that follows
 * @voids_decision: (out) (optional): the round ends and its decision is void
 *
 * Returns: %FALSE if @trigger is not legal in @from; then nothing is written
 */
gboolean
redress_state_next (RedressState from,
                    RedressTrigger trigger,
                    RedressState *to,
                    gboolean *voids_decision)
{
  g_return_val_if_fail ((guint)from < REDRESS_N_STATES, FALSE);
  g_return_val_if_fail ((guint)trigger < REDRESS_N_TRIGGERS, FALSE);

  if ((moves[trigger].from >> from & 1u) == 0)
    return FALSE;

  if (to != NULL)
    *to = moves[trigger].to;
  if (voids_decision != NULL)
    *voids_decision = moves[trigger].voids_decision;
  return TRUE;
}

/**
 * redress_state_is_unfinished:
 *
 * Returns: %TRUE while somebody still has to do something about the ticket
 */
gboolean
redress_state_is_unfinished (RedressState state)
{
  return state < REDRESS_STATE_DECIDED;
}
