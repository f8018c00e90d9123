/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/intake-handlers.h"

#include "server/answer-facts.h"
#include "server/event-table.h"
#include "server/fact-check.h"
#include "server/fact-table.h"
#include "server/intake-run.h"
#include "server/new-ticket.h"

#define MAX_EVENTS_OF_TICKET 5000

/* Not a fact of the policy but the order itself, so that its state at the request and its state
 * now stay two things. */
#define ORDER_STATE "order.state"

static gboolean
check_facts (RedressIntake *intake, GPtrArray *facts, RedressPolicy *policy)
{
  for (guint i = 0; i < facts->len; i++)
    {
      RedressFact *fact = g_ptr_array_index (facts, i);
      g_autoptr (GError) error = NULL;

      if (fact->as_of == REDRESS_TIME_UNKNOWN)
        fact->as_of = intake->request->now;
      if (g_str_equal (fact->name, ORDER_STATE) && fact->value.type != REDRESS_VALUE_TEXT)
        return redress_intake_refuse (intake, 422, "fact_invalid",
                                      "The body is not what the policy wants", ORDER_STATE);
      if (!g_str_equal (fact->name, ORDER_STATE) && !redress_fact_check (policy, fact, &error))
        return redress_intake_refuse_error (intake, "fact_invalid", error);
    }
  return TRUE;
}

static gboolean
set_order_state (RedressTicketChange *change, const RedressFact *fact, GError **error)
{
  RedressOrder *order = &change->row->ticket->order;

  if (g_strcmp0 (order->state, fact->value.text) == 0 && order->state_as_of == fact->as_of)
    return TRUE;

  g_free (order->state);
  order->state = g_strdup (fact->value.text);
  order->state_as_of = fact->as_of;
  redress_ticket_change_touch (change);
  return redress_ticket_table_update_order (change->connection, change->row, error);
}

static gboolean
set_fact (RedressTicketChange *change, const RedressFact *fact, GError **error)
{
  gboolean changed = FALSE;

  if (g_str_equal (fact->name, ORDER_STATE))
    return set_order_state (change, fact, error);
  if (!redress_fact_table_set (change->connection, change->row->ticket->summary->id, fact, &changed,
                               error))
    return FALSE;
  if (!changed)
    return TRUE;

  redress_ticket_change_touch (change);
  return fact->value.type == REDRESS_VALUE_UNKNOWN ||
         redress_answer_facts_receive_fact (change, fact->name, error);
}

static char **
list_names (GPtrArray *facts)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < facts->len; i++)
    g_strv_builder_add (builder, ((RedressFact *)g_ptr_array_index (facts, i))->name);
  return g_strv_builder_end (builder);
}

/* Telling the same again changes nothing, so nobody's decision is in vain for it. */
static gboolean
finish (RedressIntake *intake,
        RedressTicketChange *change,
        RedressPolicy *policy,
        const char *action,
        char *const *names,
        GError **error)
{
  RedressSummary *summary = change->row->ticket->summary;
  g_autoptr (RedressAuditLeaf) leaf = NULL;

  if (summary->version == change->version_before)
    {
      summary->rev--;
      redress_intake_answer_summary (intake, 200, summary);
      return TRUE;
    }

  leaf = redress_audit_leaf_new (intake->platform, action, intake->request->account,
                                 intake->request->now);
  redress_audit_leaf_add_strv (leaf, "names", names);
  return redress_intake_finish_change (intake, change, policy, leaf, error);
}

static gboolean
update_facts (RedressIntake *intake, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_autoptr (GPtrArray) facts = NULL;
  g_autoptr (GError) failure = NULL;
  g_auto (GStrv) names = NULL;
  RedressPolicy *policy = NULL;

  facts = redress_read_facts (intake->body, TRUE, &failure);
  if (facts == NULL)
    return redress_intake_refuse_error (intake, "invalid", failure);
  if (!redress_intake_begin_change (intake, &change, &policy, error) ||
      !check_facts (intake, facts, policy))
    return FALSE;

  for (guint i = 0; i < facts->len; i++)
    {
      if (!set_fact (&change, g_ptr_array_index (facts, i), error))
        return FALSE;
    }
  names = list_names (facts);
  return redress_answer_facts_settle (&change, error) &&
         finish (intake, &change, policy, "facts", names, error);
}

static gboolean
add_events (RedressIntake *intake, GError **error)
{
  g_auto (RedressTicketChange) change = { 0 };
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GError) failure = NULL;
  RedressPolicy *policy = NULL;
  gint64 id, count = 0;

  events = redress_read_events (intake->body, TRUE, &failure);
  if (events == NULL)
    return redress_intake_refuse_error (intake, "invalid", failure);
  if (!redress_intake_begin_change (intake, &change, &policy, error))
    return FALSE;

  id = change.row->ticket->summary->id;
  if (!redress_event_table_count (intake->connection, id, &count, error))
    return FALSE;
  if (count + events->len > MAX_EVENTS_OF_TICKET)
    return redress_intake_refuse (intake, 422, "too_many_events",
                                  "The timeline of the ticket is full", NULL);

  for (guint i = 0; i < events->len; i++)
    {
      gboolean added = FALSE;

      if (!redress_event_table_add (intake->connection, id, g_ptr_array_index (events, i), &added,
                                    error))
        return FALSE;
      if (added)
        redress_ticket_change_touch (&change);
    }
  return finish (intake, &change, policy, "timeline", NULL, error);
}

/**
 * redress_handle_update_facts:
 * @request: PATCH /v1/platforms/{platform}/tickets/{external_id}/facts
 * @response: (out): the answer
 */
void
redress_handle_update_facts (RedressRequest *request, RedressResponse *response)
{
  redress_intake_run (request, response, update_facts);
}

/**
 * redress_handle_add_events:
 * @request: POST /v1/platforms/{platform}/tickets/{external_id}/timeline
 * @response: (out): the answer
 */
void
redress_handle_add_events (RedressRequest *request, RedressResponse *response)
{
  redress_intake_run (request, response, add_events);
}
