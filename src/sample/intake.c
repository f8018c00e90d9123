/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample/intake.h"

#include <string.h>

#include "core/timestamp.h"
#include "wire/codec.h"
#include "wire/json.h"

static void
add_amount (JsonObject *object, const char *name, RedressAmount amount)
{
  JsonObject *value = json_object_new ();

  json_object_set_int_member (value, "value", amount.value);
  json_object_set_string_member (value, "unit",
                                 amount.unit == REDRESS_UNIT_POINTS ? "points" : "fen");
  json_object_set_object_member (object, name, value);
}

static void
add_customer (JsonObject *body, const RedressCustomer *customer)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "ref", customer->ref);
  json_object_set_string_member (object, "display_name", customer->display_name);
  redress_json_set_string (object, "tier", customer->tier);
  redress_json_set_string (object, "language", customer->language);
  json_object_set_int_member (object, "cancels_90d", customer->cancels_90d);
  json_object_set_object_member (body, "customer", object);
}

static void
add_reason (JsonObject *body, RedressTicket *ticket)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "code", ticket->summary->reason_code);
  redress_json_set_string (object, "text", ticket->reason_full);
  redress_json_set_string (object, "language", ticket->reason_language);
  json_object_set_object_member (body, "reason", object);
}

static void
add_facts_and_events (JsonObject *body, RedressTicket *ticket)
{
  JsonArray *facts = json_array_new ();
  JsonArray *events = json_array_new ();

  for (guint i = 0; i < ticket->facts->len; i++)
    json_array_add_element (facts, redress_fact_to_json (g_ptr_array_index (ticket->facts, i)));
  for (guint i = 0; i < ticket->events->len; i++)
    json_array_add_element (events, redress_event_to_json (g_ptr_array_index (ticket->events, i)));
  json_object_set_array_member (body, "facts", facts);
  json_object_set_array_member (body, "events", events);
}

/**
 * redress_case_to_body:
 *
 * Returns: (transfer full): what a platform sends to hand in this ticket
 */
GBytes *
redress_case_to_body (RedressCase *self)
{
  RedressTicket *ticket = self->ticket;
  RedressSummary *summary = ticket->summary;
  JsonObject *body = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  char *text;

  json_node_take_object (node, body);
  json_object_set_string_member (body, "flow", summary->flow);
  json_object_set_string_member (body, "kind", redress_kind_to_string (summary->kind));
  json_object_set_string_member (body, "external_id", summary->external_id);
  json_object_set_string_member (body, "order_no", summary->order_no);
  redress_json_set_time (body, "opened_at", summary->opened_at);
  json_object_set_string_member (body, "title", summary->title);
  add_amount (body, "amount", summary->amount);
  add_customer (body, &ticket->customer);
  add_reason (body, ticket);
  json_object_set_member (body, "order", redress_order_to_json (&ticket->order));
  add_facts_and_events (body, ticket);
  redress_json_set_string (body, "previous_external_id", self->previous_external_id);
  redress_json_set_strv (body, "labels", summary->labels);
  text = redress_json_to_string (node);
  return g_bytes_new_take (text, strlen (text));
}
