/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/badges.h"

#include "core/evaluation.h"

#define COMPUTED                                                                                   \
  (REDRESS_BADGE_RACE | REDRESS_BADGE_COMPLAINT | REDRESS_BADGE_ONLINE_ONLY |                      \
   REDRESS_BADGE_FOUR_EYES)

/* @unknown_too: an overlay that nobody can settle is taken as one that holds. */
static gboolean
has_overlay (const RedressEvaluation *evaluation, const char *effect, gboolean unknown_too)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);
      const char *const *effects = (const char *const *)finding->rule->effects;

      if (finding->rule->phase == 4 && effects != NULL && g_strv_contains (effects, effect) &&
          (finding->outcome == REDRESS_OUTCOME_MATCH ||
           (unknown_too && finding->outcome == REDRESS_OUTCOME_UNKNOWN)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_true (RedressTicket *ticket, const char *name)
{
  const RedressFact *fact = redress_ticket_find_fact (ticket, name);

  return fact != NULL && fact->value.type == REDRESS_VALUE_BOOLEAN && fact->value.boolean;
}

/**
 * redress_badges_update:
 * @ticket: a ticket with all that rules look at
 * @policy: the policy that judges it
 * @now: the time
 *
 * Sets the badges and the race that the ticket has from now on.
 */
void
redress_badges_update (RedressTicket *ticket, RedressPolicy *policy, RedressTime now)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, now);
  RedressSummary *summary = ticket->summary;
  guint badges = summary->badges & ~(guint)COMPUTED;

  redress_race_free (summary->race);
  summary->race = redress_policy_find_race (policy, ticket, evaluation, now);
  if (summary->race != NULL || has_overlay (evaluation, "race", FALSE))
    badges |= REDRESS_BADGE_RACE;
  if (is_true (ticket, "complaint.announced"))
    badges |= REDRESS_BADGE_COMPLAINT;
  if (evaluation->four_eyes)
    badges |= REDRESS_BADGE_FOUR_EYES;
  if (redress_policy_get_offline_class (policy) == REDRESS_OFFLINE_FORBIDDEN ||
      has_overlay (evaluation, "online_only", TRUE))
    badges |= REDRESS_BADGE_ONLINE_ONLY;
  summary->badges = badges;
}
