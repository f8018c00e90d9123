/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/new-ticket.h"

#include "wire/codec.h"
#include "wire/json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What platforms hand in: tickets, facts and events. What is taken can be told to desks. */
static void
check_ticket (JsonObject *object)
{
  g_auto (RedressNewTicket) ticket = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  g_assert_true (redress_new_ticket_read (object, &ticket, &error) == (error == NULL));
  if (error != NULL)
    return;
  node = redress_ticket_to_json (ticket.ticket);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
}

static void
check_parts (JsonObject *object)
{
  g_autoptr (GError) of_facts = NULL, of_events = NULL;
  g_autoptr (GPtrArray) facts = redress_read_facts (object, TRUE, &of_facts);
  g_autoptr (GPtrArray) events = redress_read_events (object, TRUE, &of_events);

  g_assert_true ((facts == NULL) == (of_facts != NULL));
  g_assert_true ((events == NULL) == (of_events != NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (JsonNode) node =
      redress_json_parse ((const char *)data, size, &redress_json_limits_request, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return 0;
  check_ticket (json_node_get_object (node));
  check_parts (json_node_get_object (node));
  return 0;
}
