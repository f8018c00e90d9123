/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "core/evaluation.h"
#include "core/permission.h"
#include "server/decision-checks.h"
#include "server/decision-table.h"
#include "server/masking.h"
#include "server/ticket-parts.h"
#include "server/webhook/event.h"

/*
 * The second person (K17, T9): looks at the same case, and approves the decision that waits or
 * sends it back. What changes meanwhile voids the decision, so there is nothing to merge.
 */

static RedressDecision *
load_pending (RedressCommandRun *run, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  g_autoptr (RedressDecision) decision = NULL;
  g_autoptr (GError) failure = NULL;

  if (summary->state != REDRESS_STATE_SECOND_APPROVAL)
    {
      redress_command_refuse (run, 409, "state_changed", "No decision waits for a second approval",
                              NULL);
      return NULL;
    }

  decision = redress_decision_table_get (run->connection, summary->id, summary->round, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (decision == NULL)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT,
                 "ticket %" G_GINT64_FORMAT " waits for a second approval of nothing", summary->id);
  return g_steal_pointer (&decision);
}

/* Nobody approves what they decided, or work on, or decided before an appeal; no role is exempt. */
static gboolean
check_person (RedressCommandRun *run, const RedressDecision *decision)
{
  const RedressClaim *claim = run->change.row->ticket->summary->claim;

  if (!redress_role_may (run->account->role, REDRESS_ACTION_APPROVE_SECOND))
    return redress_command_refuse (run, 403, "forbidden", "This role may not do that", NULL);
  if (g_strcmp0 (decision->actor, run->account->id) == 0 ||
      (claim != NULL && g_str_equal (claim->holder, run->account->id)))
    return redress_command_refuse (run, 403, "same_person",
                                   "Somebody else has to approve this decision", NULL);
  if (run->command->offline)
    return redress_command_refuse (run, 422, "offline_not_allowed",
                                   "A second approval needs the live state", "body.offline");
  return TRUE;
}

static void
fill_leaf (RedressCommandRun *run, const RedressDecision *decision)
{
  RedressAuditLeaf *leaf = run->leaf;

  redress_audit_leaf_add_int (leaf, "round", decision->round);
  redress_audit_leaf_add_string (leaf, "verdict", redress_verdict_to_string (decision->verdict));
  redress_audit_leaf_add_amount (leaf, "amount", decision->amount);
  redress_audit_leaf_add_string (leaf, "decided_by", decision->actor);
  redress_audit_leaf_add_string (leaf, "decision_command", decision->command_id);
  redress_audit_leaf_add_string (leaf, "flow", redress_policy_get_flow (run->policy));
  redress_audit_leaf_add_int (leaf, "policy_version", redress_policy_get_version (run->policy));
  redress_audit_leaf_add_string (leaf, "seen_digest", run->command->seen_digest);
}

/* The second person sees the case as it is, or approves nothing. */
static gboolean
check_seen (RedressCommandRun *run, GError **error)
{
  RedressTicket *ticket = run->change.row->ticket;
  g_autoptr (RedressEvaluation) evaluation = NULL;

  if (!redress_ticket_parts_load (run->connection, ticket, REDRESS_PARTS_OF_RULES, error))
    return FALSE;

  evaluation = redress_policy_evaluate (run->policy, ticket, run->now);
  redress_masking_apply (ticket, run->policy);
  return redress_decision_saw_the_same (run, evaluation) ||
         redress_command_refuse (run, 409, "seen_differs",
                                 "The second person saw something else than the server has", NULL);
}

/**
 * redress_command_approve_second:
 * @run: a command of a second person who saw the ticket as it is
 *
 * The decision stands, and its effects go out.
 */
gboolean
redress_command_approve_second (RedressCommandRun *run, GError **error)
{
  const RedressSummary *summary = run->change.row->ticket->summary;
  g_autoptr (RedressDecision) decision = load_pending (run, error);

  if (decision == NULL || !check_person (run, decision) || !check_seen (run, error))
    return FALSE;
  if (!redress_ticket_change_move (&run->change, REDRESS_TRIGGER_APPROVE_SECOND, error))
    return FALSE;

  decision->approved_by = g_strdup (run->account->id);
  decision->effect_at =
      run->now + redress_policy_get_limit (run->policy, "grace_seconds", 0) * REDRESS_SECOND;
  fill_leaf (run, decision);
  redress_audit_leaf_add_strv (run->leaf, "effects", decision->effects);
  redress_audit_leaf_add_time (run->leaf, "effect_at", decision->effect_at);
  return redress_decision_table_approve (run->connection, summary->id, decision, error) &&
         redress_webhook_tell_decision (&run->change, decision, error) &&
         redress_audit_mark_overturned (run->connection, run->change.row->ticket, decision->verdict,
                                        error) &&
         redress_command_keep_note (run, error);
}

/**
 * redress_command_refuse_second:
 * @run: a command of a second person, with a note
 *
 * The decision is void; the ticket is open again, in the next round.
 */
gboolean
redress_command_refuse_second (RedressCommandRun *run, GError **error)
{
  g_autoptr (RedressDecision) decision = load_pending (run, error);

  if (decision == NULL || !check_person (run, decision))
    return FALSE;
  if (run->command->note == NULL || run->command->note[0] == '\0')
    return redress_command_refuse (run, 422, "note_required", "Whoever decided has to know why",
                                   "body.note");

  fill_leaf (run, decision);
  return redress_ticket_change_move (&run->change, REDRESS_TRIGGER_REFUSE_SECOND, error) &&
         redress_command_keep_note (run, error);
}
