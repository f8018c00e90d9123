/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/colleague.h"

#include "core/clock.h"
#include "core/error.h"
#include "sample/delivery.h"
#include "sample/generate.h"
#include "sample/opinion.h"
#include "sample/talk.h"
#include "wire/json.h"

/* Of so many decisions one still waits for the platform to carry it out. */
#define PENDING_EVERY 4

typedef struct
{
  const RedressColleaguePlan *plan;
  RedressTalk *talk;
  GHashTable *policies; /* (element-type utf8 RedressPolicy), by flow */
  guint done;
} Colleague;

static const char *
get_key (Colleague *self, RedressCase *made)
{
  return g_hash_table_lookup (self->plan->keys, made->ticket->summary->platform);
}

static RedressSummary *
read_summary (GBytes *answer, GError **error)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                          &redress_json_limits_response, error);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return redress_summary_from_json (json_node_get_object (node), error);
  g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "The answer is no ticket");
  return NULL;
}

/* (transfer full): the ticket as the server has it, with its files if it still takes any. The
 * answer to the same request of an earlier run is as old as that run, so the server is asked. */
static RedressTicket *
hand_in (Colleague *self, RedressCase *made, GError **error)
{
  const char *server = self->plan->server;
  const char *key = get_key (self, made);
  g_autoptr (SoupMessage) message = redress_delivery_ticket (server, key, made);
  g_autoptr (GBytes) answer = redress_talk_send_sync (self->talk, message, error);
  g_autoptr (RedressSummary) summary = answer != NULL ? read_summary (answer, error) : NULL;
  g_autoptr (RedressTicket) ticket =
      summary != NULL ? redress_talk_get_ticket_sync (self->talk, summary->id, error) : NULL;

  if (ticket == NULL || ticket->summary->state != REDRESS_STATE_OPEN)
    return g_steal_pointer (&ticket);
  for (guint i = 0; i < made->pieces->len; i++)
    {
      g_autoptr (SoupMessage) piece =
          redress_delivery_piece (server, key, made, g_ptr_array_index (made->pieces, i));
      g_autoptr (GBytes) kept = redress_talk_send_sync (self->talk, piece, error);

      if (kept == NULL)
        return NULL;
    }
  return g_steal_pointer (&ticket);
}

static RedressPolicy *
find_policy (Colleague *self, RedressTicket *ticket, GError **error)
{
  const char *flow = ticket->summary->flow;
  RedressPolicy *policy = g_hash_table_lookup (self->policies, flow);

  if (policy != NULL && redress_policy_get_version (policy) == ticket->policy_version)
    return policy;
  policy = redress_talk_get_policy_sync (self->talk, flow, ticket->policy_version, error);
  if (policy != NULL)
    g_hash_table_insert (self->policies, g_strdup (flow), policy);
  return policy;
}

/* (transfer full): the claim on the ticket */
static RedressAnswer *
claim (Colleague *self, gint64 id, GError **error)
{
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_CLAIM, id);
  g_autoptr (RedressAnswer) answer = NULL;

  command->command_id = redress_command_id_new (redress_clock_now (redress_clock_get_system ()));
  answer = redress_talk_command_sync (self->talk, command, error);
  if (answer != NULL && answer->claim == NULL)
    {
      g_set_error_literal (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                           "The ticket was not given");
      return NULL;
    }
  return g_steal_pointer (&answer);
}

static gboolean
report_effects (Colleague *self, RedressCase *made, const RedressDecision *decision, GError **error)
{
  RedressTime now = redress_clock_now (redress_clock_get_system ());
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (decision == NULL || decision->effects == NULL || decision->effects[0] == NULL ||
      self->done % PENDING_EVERY == 0)
    return TRUE;
  message = redress_delivery_effects (self->plan->server, get_key (self, made), made,
                                      decision->round, decision->effects, now);
  answer = redress_talk_send_sync (self->talk, message, error);
  return answer != NULL;
}

/* Claims the ticket, does what the rules recommend, and reports it as carried out. */
static gboolean
decide (Colleague *self, RedressCase *made, gint64 id, gboolean refuse, GError **error)
{
  g_autoptr (RedressAnswer) claimed = claim (self, id, error);
  g_autoptr (RedressTicket) ticket =
      claimed != NULL ? redress_talk_get_ticket_sync (self->talk, id, error) : NULL;
  RedressPolicy *policy = ticket != NULL ? find_policy (self, ticket, error) : NULL;
  g_autoptr (RedressCommand) command = NULL;
  g_autoptr (RedressAnswer) answer = NULL;

  if (policy == NULL)
    return FALSE;
  command = redress_opinion_form (ticket, policy, refuse,
                                  redress_clock_now (redress_clock_get_system ()));
  command->claim_token = claimed->claim->token;
  answer = redress_talk_command_sync (self->talk, command, error);
  if (answer == NULL)
    return FALSE;
  self->done++;
  /* A second approval has to come first. */
  return answer->state != REDRESS_STATE_DECIDED ||
         report_effects (self, made, answer->decision, error);
}

/* @made: (nullable) (transfer full): nothing to do for %NULL, and for what an earlier run did */
static gboolean
settle (Colleague *self, RedressCase *made, gboolean refuse, GError **error)
{
  g_autoptr (RedressCase) owned = made;
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (GError) failure = NULL;

  if (made == NULL)
    return TRUE;
  ticket = hand_in (self, made, &failure);
  if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
    return TRUE;
  if (ticket != NULL && (ticket->summary->state != REDRESS_STATE_OPEN ||
                         decide (self, made, ticket->summary->id, refuse, &failure)))
    return TRUE;
  g_propagate_prefixed_error (error, g_steal_pointer (&failure), "%s: ", made->plot);
  return FALSE;
}

static gboolean
decide_originals (Colleague *self, GError **error)
{
  const RedressColleaguePlan *plan = self->plan;

  for (guint64 i = plan->first; i < plan->first + plan->count; i++)
    if (!settle (self, redress_sample_generate_original (plan->seed, i, plan->now), TRUE, error))
      return FALSE;
  return TRUE;
}

static gboolean
decide_past (Colleague *self, GError **error)
{
  const RedressColleaguePlan *plan = self->plan;

  for (guint64 i = 0; i < plan->past; i++)
    if (!settle (self, redress_sample_generate_past (plan->seed, i, plan->now), FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
work (const RedressColleaguePlan *plan,
      gboolean (*decide_all) (Colleague *self, GError **error),
      guint *done,
      GError **error)
{
  Colleague self = { .plan = plan };
  gboolean good;

  self.talk = redress_talk_new (plan->server);
  self.policies =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)redress_policy_unref);
  good = redress_talk_sign_in_sync (self.talk, plan->name, plan->password, error) &&
         decide_all (&self, error);
  g_hash_table_unref (self.policies);
  redress_talk_free (self.talk);
  *done = self.done;
  return good;
}

/**
 * redress_colleague_decide_originals_sync:
 * @done: (out): how many tickets were settled
 *
 * Returns: %FALSE with an error if the server did not play along
 */
gboolean
redress_colleague_decide_originals_sync (const RedressColleaguePlan *plan,
                                         guint *done,
                                         GError **error)
{
  return work (plan, decide_originals, done, error);
}

/**
 * redress_colleague_decide_past_sync:
 * @done: (out): how many tickets were settled
 *
 * Returns: %FALSE with an error if the server did not play along
 */
gboolean
redress_colleague_decide_past_sync (const RedressColleaguePlan *plan, guint *done, GError **error)
{
  return work (plan, decide_past, done, error);
}
