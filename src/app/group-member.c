/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/group-member.h"

#include "config.h"

#include "app/decision-check.h"
#include "app/format.h"
#include "app/labels.h"
#include "core/permission.h"

#include <glib/gi18n.h>

RedressGroupMember *
redress_group_member_new (gint64 ticket)
{
  RedressGroupMember *self = g_new0 (RedressGroupMember, 1);

  self->ticket = ticket;
  return self;
}

void
redress_group_member_free (RedressGroupMember *self)
{
  g_clear_object (&self->open);
  g_free (self->why);
  g_free (self->command_id);
  g_free (self);
}

static char *
format_taken (const RedressClaim *claim)
{
  /* Translators: %s is a colleague */
  return g_strdup_printf (_ ("%s works on it"), claim->holder_name);
}

static gboolean
is_above (RedressOpenCase *open)
{
  return (open->data->summary->badges & REDRESS_BADGE_SUPERVISOR) != 0 && open->account != NULL &&
         !redress_role_may (open->account->role, REDRESS_ACTION_DECIDE_SUPERVISOR);
}

static char *
find_missing_proof (const RedressEvaluation *evaluation, RedressPolicy *policy)
{
  const RedressSlot *slot;

  if (evaluation->missing_slots == NULL || evaluation->missing_slots[0] == NULL)
    return NULL;
  slot = redress_policy_find_slot (policy, evaluation->missing_slots[0]);
  return g_strdup_printf (_ ("Proof is missing: %s"),
                          slot != NULL ? redress_text_get (&slot->label, redress_language ())
                                       : evaluation->missing_slots[0]);
}

static gboolean
needs_second (RedressCase *data)
{
  RedressVerdict verdict = data->evaluation->recommended;
  RedressAmount amount = { 0 };

  if (redress_decision_has_amount (verdict) &&
      !redress_evaluation_get_amount (data->evaluation, data->policy, data->ticket, verdict,
                                      &amount))
    return TRUE;
  return redress_evaluation_needs_second (data->evaluation, data->policy, amount);
}

/* What its rules say. */
static char *
find_obstacle_of_rules (RedressCase *data)
{
  if (data->ticket == NULL || data->policy == NULL || data->evaluation == NULL ||
      data->ticket->summary->version != data->summary->version)
    return g_strdup (_ ("Its details did not come"));
  if (needs_second (data))
    return g_strdup (_ ("A second person has to approve it"));
  if (!redress_verdict_is_final (data->evaluation->recommended))
    return g_strdup_printf (
        _ ("The rules recommend: %s"),
        redress_verdict_get_label (data->evaluation->recommended, data->summary->kind));
  return find_missing_proof (data->evaluation, data->policy);
}

char *
redress_group_member_find_obstacle (const RedressGroupMember *self, gboolean has_claim)
{
  RedressCase *data = self->open->data;
  const RedressClaim *foreign = redress_open_case_get_foreign_claim (self->open);

  if (data->summary->state != REDRESS_STATE_OPEN)
    return g_strdup (redress_state_get_label (data->summary->state));
  if (data->outbox_entry != NULL)
    return g_strdup (_ ("Something is recorded for it already"));
  if (foreign != NULL)
    return format_taken (foreign);
  if (is_above (self->open))
    return g_strdup (_ ("A supervisor has to decide it"));
  if (has_claim && !redress_open_case_is_mine (self->open))
    return g_strdup (_ ("It is not yours any more"));
  return has_claim ? find_obstacle_of_rules (data) : NULL;
}

const char *
redress_group_member_get_reason (const RedressGroupMember *self)
{
  const RedressRule *rule = self->open->data->evaluation->deciding;

  return rule != NULL ? rule->reason : NULL;
}

char *
redress_group_member_find_difference (const RedressGroupMember *self, RedressVerdict verdict)
{
  const RedressEvaluation *evaluation = self->open->data->evaluation;

  if (verdict == REDRESS_VERDICT_NONE || evaluation->recommended == verdict)
    return NULL;
  return g_strdup_printf (
      _ ("The rules recommend: %s"),
      redress_verdict_get_label (evaluation->recommended, self->open->data->summary->kind));
}

RedressDraft *
redress_group_member_make_draft (const RedressGroupMember *self,
                                 RedressVerdict verdict,
                                 const char *reason_code,
                                 const char *note)
{
  RedressDraft *draft = redress_draft_new (self->ticket);

  draft->verdict = verdict;
  draft->reason_code = g_strdup (reason_code);
  draft->note = g_strdup (note);
  return draft;
}
