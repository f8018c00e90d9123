/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/policy.h"
#include "core/ticket.h"

G_BEGIN_DECLS

/* A fact a rule looked at, and what it was. */
typedef struct
{
  const char *name; /* (unowned): of the policy */
  RedressValue value;
} RedressFindingFact;

/**
 * RedressFinding:
 * @rule: (unowned): rule of the policy
 * @outcome: match, no match or unknown
 * @facts: (element-type RedressFindingFact): what it looked at, with the actual values
 * @missing: names of the unknown facts that would settle it
 * @cause: (nullable): why a fact is unknown although the ticket carries it: "overflow",
 *   "zero_divisor", "masked", "ambiguous", "wrong_type", "wrong_unit", "no_calendar"
 * @blamed: (element-type utf8): for match and no match: names of the facts that settled it; as
 *   long as these stay, nothing else can change it
 */
typedef struct
{
  const RedressRule *rule;
  RedressOutcome outcome;
  GPtrArray *facts;
  char **missing;
  char **blamed;
  const char *cause;
} RedressFinding;

/**
 * RedressEvaluation:
 * @findings: (element-type RedressFinding): every enabled rule that is for tickets of this
 *   kind, in file order
 * @recommended: what the rules support; the agent chooses
 * @deciding: (nullable): the rule @recommended comes from
 * @otherwise: (nullable): the later rule that would hold if the unknown one did not
 * @allowed: verdicts the server will take
 * @ask: facts that would decide, for need_info
 * @missing_slots: required evidence that is not there
 * @four_eyes: an overlay asks for a second approval, or nobody knows whether it does
 * @supervisor: judged for a ticket of level supervisor
 * @first: the verdict that an appeal is against; none for other tickets
 * @reversing: what undoes the effects of that verdict, if the appeal ends otherwise
 * @carried_out: effects that an interim verdict of this round asked for and that are done, so that
 *   no verdict asks for them again
 * @effects: what the recommended verdict would set off, from its rule and the overlays; for
 *   need_info, what the verdict of @otherwise would
 *
 * Points into the policy, so the policy has to live as long.
 */
typedef struct
{
  GPtrArray *findings;
  RedressVerdict recommended;
  const RedressRule *deciding;
  const RedressRule *otherwise;
  RedressVerdictSet allowed;
  char **ask;
  char **missing_slots;
  gboolean four_eyes;
  gboolean supervisor;
  RedressVerdict first;
  char **reversing;
  char **carried_out;
  char **effects;
} RedressEvaluation;

/* How a finding is shown. Pass: the outcome equals good_when; fail: the opposite. A verdict rule
 * (phase 3) that does not match is neutral, for red means that somebody has to look. */
typedef enum
{
  REDRESS_MARK_PASS,
  REDRESS_MARK_FAIL,
  REDRESS_MARK_UNKNOWN,
  REDRESS_MARK_NO_MATCH,
} RedressMark;

/* Pure: the same policy, ticket and @now always give the same evaluation. Never fails:
 * what cannot be known is unknown. */
RedressEvaluation *
redress_policy_evaluate (RedressPolicy *policy, RedressTicket *ticket, RedressTime now);
void redress_evaluation_free (RedressEvaluation *self);
/* (transfer full): what @verdict would set off, from the rule that permits it and the overlays. */
char **redress_evaluation_get_effects (const RedressEvaluation *self, RedressVerdict verdict);
char **redress_evaluation_get_platform_effects (const RedressEvaluation *self,
                                                RedressVerdict verdict);
/* TRUE: says how a ticket is handled ("race", "four_eyes"). FALSE: the platform has to do it. */
gboolean redress_effect_is_mark (const char *effect);
/* (nullable): the rule that permits @verdict; NULL for interim verdicts that need none. */
const RedressRule *redress_evaluation_get_rule (const RedressEvaluation *self,
                                                RedressVerdict verdict);
/* The amount that goes with @verdict: the rule's own for the verdict it recommends, else that of
 * the ticket. FALSE: nobody knows. */
gboolean redress_evaluation_get_amount (const RedressEvaluation *self,
                                        RedressPolicy *policy,
                                        RedressTicket *ticket,
                                        RedressVerdict verdict,
                                        RedressAmount *amount);
gboolean redress_evaluation_get_most (const RedressEvaluation *self,
                                      RedressPolicy *policy,
                                      RedressTicket *ticket,
                                      RedressVerdict verdict,
                                      RedressAmount *most);
gboolean redress_evaluation_needs_second (const RedressEvaluation *self,
                                          RedressPolicy *policy,
                                          RedressAmount amount);
RedressMark redress_finding_get_mark (const RedressFinding *self);
/* (transfer full): the rule's why with {fact} blanks filled from the actual values. */
char *
redress_finding_explain (const RedressFinding *self, RedressPolicy *policy, const char *language);

/* (transfer full): the message of the best template for @verdict with its blanks filled. */
char *redress_policy_write_message (RedressPolicy *policy,
                                    RedressTicket *ticket,
                                    RedressVerdict verdict,
                                    const char *reason,
                                    const RedressAmount *amount,
                                    char *const *slots,
                                    const char *language);

/* (transfer full) (nullable): the race its order is in. */
RedressRace *redress_policy_find_race (RedressPolicy *self,
                                       RedressTicket *ticket,
                                       const RedressEvaluation *evaluation,
                                       RedressTime now);

/* Due time of a ticket by the policy's clock of its kind, with its waits and peaks. */
RedressDeadline *redress_policy_compute_due (RedressPolicy *policy,
                                             RedressTicket *ticket,
                                             RedressCalendar *calendar,
                                             GError **error);
gboolean redress_policy_clock_pauses_in (const RedressPolicyClock *clock, RedressState state);
gint64 redress_policy_get_peak_hours (RedressPolicy *policy);
gint64 redress_policy_clock_get_stretch (const RedressPolicyClock *clock, const RedressPeak *peak);
/* Any clock, from when it starts. @least gets the near end of its window, where it has one. */
RedressDeadline *redress_policy_clock_compute (const RedressPolicyClock *clock,
                                               RedressTime start,
                                               RedressCalendar *calendar,
                                               RedressDeadline **least,
                                               GError **error);

typedef enum
{
  REDRESS_COMPARE_AGREES,
  REDRESS_COMPARE_DIFFERS,
  REDRESS_COMPARE_CONTRADICTS,
  REDRESS_COMPARE_UNKNOWN,
} RedressCompareResult;

RedressCompareResult redress_comparison_judge (const RedressComparison *self,
                                               RedressTicket *ticket);

/**
 * RedressOfflineCheck:
 *
 * Why a verdict may not be made offline on this ticket; ALLOWED if it may.
 */
typedef enum
{
  REDRESS_OFFLINE_OK,
  REDRESS_OFFLINE_NOT_CHECKED_OUT,
  REDRESS_OFFLINE_EVIDENCE_MISSING,
  REDRESS_OFFLINE_OVER_LIMIT,
  REDRESS_OFFLINE_NEEDS_LIVE_STATE,
  REDRESS_OFFLINE_NEEDS_SECOND,
} RedressOfflineCheck;

RedressOfflineCheck redress_policy_check_offline (RedressPolicy *policy,
                                                  RedressTicket *ticket,
                                                  const RedressEvaluation *evaluation,
                                                  RedressAmount amount,
                                                  const char *account,
                                                  gboolean evidence_complete,
                                                  RedressTime now);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressEvaluation, redress_evaluation_free)

G_END_DECLS
