/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/badges.h"

#include "core/evaluation.h"

#define COMPUTED                                                                                   \
  (REDRESS_BADGE_RACE | REDRESS_BADGE_COMPLAINT | REDRESS_BADGE_ONLINE_ONLY |                      \
   REDRESS_BADGE_FOUR_EYES)

/* The way of an order until it is with the customer, in the words that all flows share. */
static const char *const way_of_an_order[] = {
  "payment_failing", "not_fulfilled", "fulfilling", "dispatched_undelivered", "delivered",
};

/* -1: not on this way, such as a cancelled order. */
static int
find_place (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (way_of_an_order); i++)
    {
      if (g_strcmp0 (state, way_of_an_order[i]) == 0)
        return (int)i;
    }
  return -1;
}

/* The order went on after the customer had asked to stop it. */
static gboolean
is_race (const RedressOrder *order)
{
  int at_request = find_place (order->state_at_request);

  return at_request >= 0 && find_place (order->state) > at_request;
}

static gboolean
is_true (RedressTicket *ticket, const char *name)
{
  const RedressFact *fact = redress_ticket_find_fact (ticket, name);

  return fact != NULL && fact->value.type == REDRESS_VALUE_BOOLEAN && fact->value.boolean;
}

/**
 * redress_badges_compute:
 * @ticket: a ticket with all that rules look at
 * @policy: the policy that judges it
 * @now: the time
 *
 * Returns: the badges the ticket has from now on
 */
guint
redress_badges_compute (RedressTicket *ticket, RedressPolicy *policy, RedressTime now)
{
  g_autoptr (RedressEvaluation) evaluation = redress_policy_evaluate (policy, ticket, now);
  const char *const *effects = (const char *const *)evaluation->effects;
  guint badges = ticket->summary->badges & ~(guint)COMPUTED;

  if (is_race (&ticket->order))
    badges |= REDRESS_BADGE_RACE;
  if (is_true (ticket, "complaint.announced"))
    badges |= REDRESS_BADGE_COMPLAINT;
  if (evaluation->four_eyes)
    badges |= REDRESS_BADGE_FOUR_EYES;
  if (redress_policy_get_offline_class (policy) == REDRESS_OFFLINE_FORBIDDEN ||
      (effects != NULL && g_strv_contains (effects, "online_only")))
    badges |= REDRESS_BADGE_ONLINE_ONLY;
  return badges;
}
