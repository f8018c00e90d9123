/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/refund-chase.h"

#include <string.h>

#include "server/decision-table.h"
#include "server/ticket-create.h"
#include "wire/json.h"

/*
 * A refund that does not arrive in its window (K18, T10) is chased by a ticket of its own (K19),
 * which opens by itself: nobody has to complain first. While a refund is on its way, the wake time
 * of its ticket is the end of the window.
 */

#define SUFFIX "-refund"
#define DUE_AT "refund.due_at"

/**
 * redress_refund_chase_plan:
 * @change: a change of a ticket whose refund was sent
 * @policy: the policy that judges it
 * @sent: when
 *
 * Does nothing where the policy has no clock for the payment method, or opens no tickets by it.
 */
void
redress_refund_chase_plan (RedressTicketChange *change, RedressPolicy *policy, RedressTime sent)
{
  RedressTicket *ticket = change->row->ticket;
  const RedressPolicyClock *clock =
      redress_policy_find_refund_clock (policy, ticket->order.payment_method);
  g_autoptr (RedressDeadline) deadline = NULL;

  if (clock == NULL || clock->ground == NULL)
    return;

  deadline = redress_policy_clock_compute (
      clock, sent, redress_server_get_calendar (change->server), NULL, NULL);
  if (deadline != NULL)
    change->row->wake_at = deadline->due;
}

static void
add_time (RedressTicket *chase, RedressPolicy *policy, const char *name, RedressTime time)
{
  RedressFact *fact;

  if (redress_policy_find_fact (policy, name) == NULL)
    return;

  fact = redress_fact_new (name, "system", chase->summary->opened_at);
  fact->value.type = REDRESS_VALUE_TIME;
  fact->value.time = time;
  g_ptr_array_add (chase->facts, fact);
}

static void
copy_customer (RedressTicket *chase, RedressTicket *ticket)
{
  chase->customer.ref = g_strdup (ticket->customer.ref);
  chase->customer.display_name = g_strdup (ticket->customer.display_name);
  chase->customer.tier = g_strdup (ticket->customer.tier);
  chase->customer.language = g_strdup (redress_ticket_get_language (ticket));
  chase->customer.cancels_90d = ticket->customer.cancels_90d;
  chase->summary->customer_ref = g_strdup (ticket->summary->customer_ref);
  chase->summary->customer_name = g_strdup (ticket->summary->customer_name);
}

static gboolean
copy_order (RedressTicket *chase, const RedressTicket *ticket, GError **error)
{
  g_autoptr (JsonNode) order = redress_order_to_json (&ticket->order);

  return redress_order_from_json (json_node_get_object (order), &chase->order, error);
}

static RedressTicket *
make_chase (RedressTicketChange *change,
            RedressPolicy *policy,
            const RedressPolicyClock *clock,
            GError **error)
{
  RedressTicket *ticket = change->row->ticket;
  const RedressSummary *summary = ticket->summary;
  g_autoptr (RedressTicket) chase = redress_ticket_new ();
  g_autoptr (RedressDecision) decision =
      redress_decision_table_get (change->connection, summary->id, summary->round, error);

  if (decision == NULL || !copy_order (chase, ticket, error))
    return NULL;

  copy_customer (chase, ticket);
  chase->previous_ticket = summary->id;
  chase->summary->platform = g_strdup (summary->platform);
  chase->summary->flow = g_strdup (summary->flow);
  chase->summary->kind = REDRESS_KIND_REFUND_CHASE;
  chase->summary->external_id = g_strconcat (summary->external_id, SUFFIX, NULL);
  chase->summary->order_no = g_strdup (summary->order_no);
  chase->summary->title = g_strdup (summary->title);
  chase->summary->opened_at = change->now;
  chase->summary->amount = decision->amount;
  chase->summary->reason_code = g_strdup (clock->ground);
  add_time (chase, policy, DUE_AT, change->row->wake_at);
  redress_ticket_seal (chase);
  return g_steal_pointer (&chase);
}

static gboolean
is_there (RedressTicketChange *change, const char *external_id)
{
  g_autoptr (RedressTicketRow) row = redress_ticket_table_find (
      change->connection, change->row->ticket->summary->platform, external_id, NULL);

  return row != NULL;
}

/**
 * redress_refund_chase_open:
 * @change: a change of a ticket whose refund should have arrived by now
 *
 * Opens a ticket for the policy in force today, at most one for each ticket. The ticket itself
 * stays as it is.
 */
gboolean
redress_refund_chase_open (RedressTicketChange *change, GError **error)
{
  const RedressTicket *ticket = change->row->ticket;
  RedressPolicy *policy =
      redress_server_get_policy_at (change->server, ticket->summary->flow, change->now);
  const RedressPolicyClock *clock =
      policy != NULL ? redress_policy_find_refund_clock (policy, ticket->order.payment_method)
                     : NULL;
  g_autofree char *external_id = g_strconcat (ticket->summary->external_id, SUFFIX, NULL);
  g_autofree char *fingerprint = redress_sha256_hex (external_id, strlen (external_id));
  RedressTicketOrigin origin = { .fingerprint = fingerprint, .now = change->now };
  g_autoptr (RedressTicket) chase = NULL;

  if (clock == NULL || clock->ground == NULL || is_there (change, external_id))
    return TRUE;

  chase = make_chase (change, policy, clock, error);
  return chase != NULL && redress_ticket_create (change->server, chase, policy, &origin, error);
}
