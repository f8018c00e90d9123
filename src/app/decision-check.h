/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/open-case.h"

G_BEGIN_DECLS

/* What the decision bar asks before it lets anybody decide. Pure: values in, answers out. */

/**
 * RedressMissing:
 *
 * What a draft lacks to be submitted.
 */
typedef enum
{
  REDRESS_MISSING_VERDICT = 1 << 0,
  REDRESS_MISSING_REASON = 1 << 1,
  REDRESS_MISSING_AMOUNT = 1 << 2,
  REDRESS_MISSING_LESS = 1 << 3, /* the amount is above what was paid */
  REDRESS_MISSING_OVERRIDE = 1 << 4,
  REDRESS_MISSING_ASKED = 1 << 5,
  REDRESS_MISSING_UNTIL = 1 << 6,
  REDRESS_MISSING_NOTE = 1 << 7,
  REDRESS_MISSING_ALLOWED = 1 << 8, /* no rule allows the verdict any more */
  REDRESS_MISSING_SHORTER = 1 << 9, /* a text is too long */
} RedressMissing;

/* The longest time a ticket may be held. */
#define REDRESS_MAX_HOLD (30 * REDRESS_DAY)

guint redress_decision_find_missing (RedressOpenCase *open, const RedressDraft *draft);
/* (transfer full): the first thing that is missing, as a sentence; NULL if nothing is. */
char *redress_decision_describe_missing (guint missing, const RedressDraft *draft);

/* Fills @verdicts, what the rules support first; returns how many there are. */
guint redress_decision_list_verdicts (const RedressEvaluation *evaluation,
                                      RedressVerdict verdicts[REDRESS_N_VERDICTS]);
/* Money moves: the verdict has an amount. */
gboolean redress_decision_has_amount (RedressVerdict verdict);
gboolean redress_decision_needs_override (RedressOpenCase *open, RedressVerdict verdict);
/* (nullable): the reason that the rule behind @verdict proposes. */
const char *redress_decision_propose_reason (RedressOpenCase *open, RedressVerdict verdict);
/* (nullable): the first thing that is missing and that somebody can be asked for. */
const char *redress_decision_propose_asked (RedressCase *data);
/* (transfer full): what the amount field begins with; empty if nothing can be proposed. */
char *redress_decision_propose_amount (RedressOpenCase *open, RedressVerdict verdict);
/* FALSE: what was typed is no amount. */
gboolean redress_decision_parse_amount (RedressOpenCase *open,
                                        const RedressDraft *draft,
                                        RedressAmount *amount);
/* What the message is written in: as the draft says, else the customer's language. */
const char *redress_decision_get_language (RedressOpenCase *open, const RedressDraft *draft);
/* (transfer full): what the customer reads unless the agent writes something else; empty as long as
 * the amount is not known. */
char *redress_decision_write_message (RedressOpenCase *open, const RedressDraft *draft);
/* "customer" or "platform": who has the slot or knows the fact. */
const char *redress_decision_get_asked_side (RedressPolicy *policy, const char *name);

/* (transfer full): the intent, ready for the outbox. The draft must lack nothing. */
RedressCommand *
redress_decision_make_command (RedressOpenCase *open, const RedressDraft *draft, gboolean offline);

/* (transfer full): what a decision would look like in the form. */
RedressDraft *redress_decision_draft_from_command (const RedressCommand *command);

G_END_DECLS
