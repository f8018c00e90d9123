/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "core/evaluation.h"
#include "core/permission.h"
#include "server/command-checks.h"
#include "server/day-ceiling.h"
#include "server/decision-checks.h"
#include "server/decision-table.h"
#include "server/masking.h"
#include "server/ticket-parts.h"
#include "server/webhook/event.h"

/* A desk that leaves the message out means the policy's own words. */
static char *
make_message (RedressCommandRun *run, const RedressAmount *amount)
{
  if (run->command->message != NULL)
    return g_strdup (run->command->message);

  return redress_policy_write_message (run->policy, run->change.row->ticket, run->command->verdict,
                                       run->command->reason_code, amount, NULL,
                                       redress_command_get_language (run));
}

static gboolean
has_effects (const RedressDecision *decision)
{
  return decision->effects != NULL && decision->effects[0] != NULL;
}

static RedressDecision *
make_decision (RedressCommandRun *run, const RedressEvaluation *evaluation)
{
  const RedressCommand *command = run->command;
  RedressDecision *decision = redress_decision_new ();

  decision->round = run->change.row->ticket->summary->round;
  decision->verdict = command->verdict;
  decision->recommended = evaluation->recommended;
  decision->reason_code = g_strdup (command->reason_code);
  decision->note = g_strdup (command->note);
  if (command->verdict != evaluation->recommended)
    decision->override_reason = g_strdup (command->override_reason);
  redress_decision_get_amount (run, evaluation, &decision->amount);
  decision->message = make_message (run, &decision->amount);
  decision->message_language = g_strdup (redress_command_get_language (run));
  decision->cited = g_strdupv (command->cited);
  decision->actor = g_strdup (run->account->id);
  decision->actor_name = g_strdup (run->account->display_name);
  decision->decided_at = command->made_at;
  decision->recorded_at = run->now;
  decision->effect_at =
      run->now + redress_policy_get_limit (run->policy, "grace_seconds", 0) * REDRESS_SECOND;
  decision->offline = command->offline;
  decision->command_id = g_strdup (command->command_id);
  decision->group = g_strdup (command->group);
  decision->version = command->base_version;
  decision->effects = redress_evaluation_get_platform_effects (evaluation, command->verdict);
  /* What sets nothing off has nothing that is still to be done. */
  decision->effect_state = g_strdup (has_effects (decision) ? "pending" : "done");
  return decision;
}

static char **
list_matched (const RedressEvaluation *evaluation)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (finding->outcome == REDRESS_OUTCOME_MATCH)
        g_strv_builder_add (builder, finding->rule->id);
    }
  return g_strv_builder_end (builder);
}

/* Names of rules and digests of files are nobody's personal data; words are. */
static void
fill_leaf (RedressCommandRun *run,
           const RedressEvaluation *evaluation,
           const RedressDecision *decision,
           gboolean needs_second,
           gboolean is_beyond_day)
{
  const RedressRule *rule = redress_evaluation_get_rule (evaluation, decision->verdict);
  const RedressIncident *incident = run->change.row->ticket->summary->incident;
  g_auto (GStrv) matched = list_matched (evaluation);
  RedressAuditLeaf *leaf = run->leaf;

  redress_audit_leaf_add_strv (leaf, "matched", matched);
  redress_audit_leaf_add_string (leaf, "verdict", redress_verdict_to_string (decision->verdict));
  redress_audit_leaf_add_string (leaf, "recommended",
                                 redress_verdict_to_string (decision->recommended));
  redress_audit_leaf_add_string (leaf, "reason_code", decision->reason_code);
  redress_audit_leaf_add_string (leaf, "rule", rule != NULL ? rule->id : NULL);
  redress_audit_leaf_add_string (leaf, "message_language", decision->message_language);
  redress_audit_leaf_add_flag (leaf, "override", decision->verdict != decision->recommended);
  redress_audit_leaf_add_flag (leaf, "four_eyes", needs_second);
  redress_audit_leaf_add_flag (leaf, "beyond_day_ceiling", is_beyond_day);
  redress_audit_leaf_add_amount (leaf, "amount", decision->amount);
  redress_audit_leaf_add_string (leaf, "flow", redress_policy_get_flow (run->policy));
  redress_audit_leaf_add_int (leaf, "policy_version", redress_policy_get_version (run->policy));
  redress_audit_leaf_add_string (leaf, "policy_sha256", redress_policy_get_sha256 (run->policy));
  redress_audit_leaf_add_string (leaf, "seen_digest", run->command->seen_digest);
  redress_audit_leaf_add_strv (leaf, "cited", decision->cited);
  redress_audit_leaf_add_strv (leaf, "opened", run->command->opened);
  redress_audit_leaf_add_strv (leaf, "effects", decision->effects);
  redress_audit_leaf_add_time (leaf, "effect_at", decision->effect_at);
  if (decision->group != NULL)
    redress_audit_leaf_add_string (leaf, "group", decision->group);
  if (decision->group != NULL && incident != NULL)
    redress_audit_leaf_add_int (leaf, "incident", incident->id);
}

static gboolean
record (RedressCommandRun *run, const RedressEvaluation *evaluation, GError **error)
{
  RedressSummary *summary = run->change.row->ticket->summary;
  g_autoptr (RedressDecision) decision = make_decision (run, evaluation);
  gboolean needs_second, is_beyond_day;
  g_autoptr (GError) failure = NULL;

  if (!redress_day_ceiling_check (run->connection, run->policy, summary, decision, &is_beyond_day,
                                  error))
    return FALSE;
  needs_second =
      is_beyond_day || redress_evaluation_needs_second (evaluation, run->policy, decision->amount);

  /* The wall: whatever was checked before, a round has one decision. */
  if (!redress_decision_table_insert (run->connection, summary->id, summary->rev, decision,
                                      &failure))
    {
      if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
        return redress_command_refuse (run, 409, "already_decided",
                                       "This round of the ticket is decided", NULL);
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  if (!redress_ticket_change_move (
          &run->change, needs_second ? REDRESS_TRIGGER_DECIDE_FOUR_EYES : REDRESS_TRIGGER_DECIDE,
          error))
    return FALSE;

  redress_ticket_change_free_claim (&run->change);
  redress_ticket_change_set_badge (&run->change, REDRESS_BADGE_NEW_EVIDENCE, FALSE);
  redress_ticket_change_mark_failed (&run->change, FALSE);
  /* What waits for a second person is not the platform's to carry out. */
  if (!needs_second && (!redress_webhook_tell_decision (&run->change, decision, error) ||
                        !redress_audit_mark_overturned (run->connection, run->change.row->ticket,
                                                        decision->verdict, error)))
    return FALSE;
  fill_leaf (run, evaluation, decision, needs_second, is_beyond_day);
  run->answer->decision = g_steal_pointer (&decision);
  return TRUE;
}

/**
 * redress_command_decide:
 * @run: a command of the holder who saw the ticket as it is
 *
 * Evaluates the policy, and records the decision if it allows the verdict.
 */
gboolean
redress_command_decide (RedressCommandRun *run, GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;
  g_autoptr (RedressEvaluation) evaluation = NULL;

  if ((ticket->summary->badges & REDRESS_BADGE_SUPERVISOR) != 0 &&
      !redress_role_may (run->account->role, REDRESS_ACTION_DECIDE_SUPERVISOR))
    return redress_command_refuse (run, 403, "supervisor_only",
                                   "A supervisor has to decide this ticket", NULL);
  if (ticket->summary->state != REDRESS_STATE_OPEN)
    return redress_command_refuse (run, 409, "state_changed", "The ticket is in another state",
                                   NULL);
  if (!redress_ticket_parts_load (run->connection, ticket, REDRESS_PARTS_OF_RULES, error))
    return FALSE;

  evaluation = redress_policy_evaluate (run->policy, ticket, run->now);
  redress_masking_apply (ticket, run->policy);
  if (!redress_decision_saw_the_same (run, evaluation))
    return redress_command_refuse (run, 409, "seen_differs",
                                   "The agent saw something else than the server has", NULL);
  if (!redress_decision_check (run, evaluation))
    return FALSE;

  return record (run, evaluation, error);
}
