/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/decision-checks.h"

#include "core/appeal.h"
#include "server/command-checks.h"

static gboolean
check_verdict (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  const RedressCommand *command = run->command;

  if (!redress_verdict_is_final (command->verdict))
    return redress_command_refuse (run, 422, "verdict_not_final", "This is not a decision",
                                   "body.verdict");
  if ((evaluation->allowed & REDRESS_VERDICT_BIT (command->verdict)) == 0)
    return redress_command_refuse (run, 422, "verdict_not_allowed", "No rule allows this verdict",
                                   "body.verdict");
  if (command->verdict != evaluation->recommended &&
      (command->override_reason == NULL || command->override_reason[0] == '\0'))
    return redress_command_refuse (run, 422, "override_reason_required",
                                   "Another verdict than the recommended one needs a reason",
                                   "body.override_reason");
  return TRUE;
}

static gboolean
check_reason (RedressCommandRun *run)
{
  const RedressCommand *command = run->command;
  const RedressReason *reason;

  if (command->reason_code == NULL)
    return redress_command_refuse (run, 422, "reason_required", "A decision needs a reason",
                                   "body.reason_code");

  reason = redress_policy_find_reason (run->policy, command->reason_code);
  if (reason == NULL || (reason->verdicts & REDRESS_VERDICT_BIT (command->verdict)) == 0)
    return redress_command_refuse (run, 422, "reason_unknown",
                                   "The policy has no such reason for this verdict",
                                   "body.reason_code");
  return TRUE;
}

static gboolean
pays_back (RedressVerdict verdict)
{
  return verdict == REDRESS_VERDICT_APPROVE || verdict == REDRESS_VERDICT_PARTIAL;
}

/**
 * redress_decision_get_amount:
 * @run: a decide command with its ticket
 * @evaluation: what the policy says of the ticket
 * @amount: (out): what the decision pays back
 *
 * Returns: %FALSE if neither the command nor the policy says how much
 */
gboolean
redress_decision_get_amount (RedressCommandRun *run,
                             const RedressEvaluation *evaluation,
                             RedressAmount *amount)
{
  const RedressCommand *command = run->command;
  RedressTicket *ticket = run->change.row->ticket;

  *amount = (RedressAmount){ 0, ticket->summary->amount.unit };
  if (command->has_amount)
    *amount = command->amount;
  if (command->has_amount || !pays_back (command->verdict))
    return TRUE;

  /* A part of it is what an agent has to name. */
  return command->verdict == REDRESS_VERDICT_APPROVE &&
         redress_evaluation_get_amount (evaluation, run->policy, ticket, command->verdict, amount);
}

static gboolean
check_amount (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  RedressAmount amount, most;

  if (!redress_decision_get_amount (run, evaluation, &amount))
    return redress_command_refuse (run, 422, "amount_required",
                                   "It has to be said how much is paid back", "body.amount");
  if (!pays_back (run->command->verdict) && amount.value != 0)
    return redress_command_refuse (run, 422, "amount_not_allowed", "This verdict pays nothing back",
                                   "body.amount");
  if (!pays_back (run->command->verdict))
    return TRUE;
  if (!redress_evaluation_get_most (evaluation, run->policy, run->change.row->ticket,
                                    run->command->verdict, &most) ||
      amount.value < 0 || amount.unit != most.unit ||
      (run->command->verdict == REDRESS_VERDICT_PARTIAL && amount.value == 0))
    return redress_command_refuse (run, 422, "amount_invalid",
                                   "The amount is negative, a part of nothing or of another unit",
                                   "body.amount");
  if (amount.value > most.value)
    return redress_command_refuse (run, 422, "amount_above_paid",
                                   "The amount is above what was paid", "body.amount");
  return TRUE;
}

static gboolean
has_rendition (const RedressEvidence *evidence, const char *sha256)
{
  for (guint i = 0; i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      if (g_strcmp0 (rendition->sha256, sha256) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_digest (RedressTicket *ticket, const char *sha256, gboolean renditions_too)
{
  if (redress_ticket_find_evidence (ticket, sha256) != NULL)
    return TRUE;

  for (guint i = 0; renditions_too && i < ticket->evidence->len; i++)
    {
      if (has_rendition (g_ptr_array_index (ticket->evidence, i), sha256))
        return TRUE;
    }
  return FALSE;
}

static gboolean
check_evidence (RedressCommandRun *run,
                char *const *digests,
                gboolean renditions_too,
                const char *member)
{
  for (guint i = 0; digests != NULL && digests[i] != NULL; i++)
    {
      if (!has_digest (run->change.row->ticket, digests[i], renditions_too))
        return redress_command_refuse (run, 422, "evidence_unknown",
                                       "The ticket has no such evidence", member);
    }
  return TRUE;
}

/* What a desk without a connection may not decide it does not send; what it sends anyway is
 * refused. That it was checked out is proved by the token of the claim. */
static gboolean
check_offline (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  RedressOfflineCheck check;
  RedressAmount amount;

  if (!run->command->offline)
    return TRUE;

  redress_decision_get_amount (run, evaluation, &amount);
  check = redress_policy_check_offline (run->policy, run->change.row->ticket, evaluation, amount,
                                        run->account->id, TRUE, run->command->made_at);
  if (check == REDRESS_OFFLINE_OVER_LIMIT || check == REDRESS_OFFLINE_NEEDS_LIVE_STATE ||
      check == REDRESS_OFFLINE_NEEDS_SECOND)
    return redress_command_refuse (run, 422, "offline_not_allowed",
                                   "This ticket is not one to be decided offline", "body.offline");
  return TRUE;
}

/**
 * redress_decision_check:
 * @run: a decide command with its ticket
 * @evaluation: what the policy says of the ticket
 *
 * Returns: %FALSE if the command was refused
 */
gboolean
redress_decision_check (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  return check_verdict (run, evaluation) && check_reason (run) && check_amount (run, evaluation) &&
         redress_command_check_language (run) &&
         check_evidence (run, run->command->cited, FALSE, "body.cited") &&
         check_evidence (run, run->command->opened, TRUE, "body.opened") &&
         check_offline (run, evaluation);
}

/**
 * redress_decision_saw_the_same:
 * @run: a command that says what was seen, with its ticket as it leaves the server
 * @evaluation: what the policy says of the ticket
 *
 * As the desk computed it: over the ticket as it left the server. The rules see no more of a
 * masked value than that there is one, so their findings are the same. What they say may depend
 * on the time, so the moment at which the agent decided is tried as well; what was seen is then
 * the same, and whether it is allowed is asked of now.
 *
 * Returns: whether what was seen is what the server has
 */
gboolean
redress_decision_saw_the_same (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  RedressTicket *ticket = run->change.row->ticket;
  const RedressCommand *command = run->command;
  g_autofree char *digest = NULL;
  g_autofree char *digest_then = NULL;
  g_autoptr (RedressEvaluation) then = NULL;

  if (command->seen_digest == NULL || command->policy_version != ticket->policy_version)
    return FALSE;

  digest = redress_seen_digest (ticket, run->policy, evaluation);
  if (g_str_equal (digest, command->seen_digest))
    return TRUE;
  if (command->made_at == REDRESS_TIME_UNKNOWN)
    return FALSE;

  then = redress_policy_evaluate (run->policy, ticket, command->made_at);
  digest_then = redress_seen_digest (ticket, run->policy, then);
  return g_str_equal (digest_then, command->seen_digest);
}
