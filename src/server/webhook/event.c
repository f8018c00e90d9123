/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/event.h"

#include "core/appeal.h"
#include "server/command-checks.h"
#include "server/token.h"
#include "server/webhook/event-table.h"
#include "server/webhook/test-decision.h"
#include "wire/shape.h"
#include "wire/json.h"

/* What happened to one ticket. @data says it; the ticket and the time are added. */
typedef struct
{
  RedressSqlConnection *connection;
  const RedressSummary *summary;
  const char *type;
  RedressTime now;
  RedressTime leaves_at;
} Happening;

static Happening
happening (RedressTicketChange *change, const char *type)
{
  const RedressSummary *summary = change->row->ticket->summary;

  return (Happening){ .connection = change->connection,
                      .summary = summary,
                      .type = type,
                      .now = change->now,
                      .leaves_at = change->now };
}

static JsonObject *
describe_ticket (const RedressSummary *summary)
{
  JsonObject *object = json_object_new ();
  g_autofree char *id = redress_ticket_format_id (summary->id);

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "external_id", summary->external_id);
  json_object_set_string_member (object, "flow", summary->flow);
  json_object_set_string_member (object, "kind", redress_kind_to_string (summary->kind));
  json_object_set_string_member (object, "order_no", summary->order_no);
  json_object_set_string_member (object, "state", redress_state_to_string (summary->state));
  json_object_set_int_member (object, "round", summary->round);
  return object;
}

/* The bytes that are signed and sent, the same at each try. */
static char *
write_body (const Happening *what, JsonObject *data)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *body = json_object_new ();

  json_object_set_string_member (body, "type", what->type);
  redress_json_set_time (body, "timestamp", what->now);
  json_object_set_object_member (data, "ticket", describe_ticket (what->summary));
  json_object_set_object_member (body, "data", data);
  json_node_take_object (node, body);
  return redress_json_to_string (node);
}

static gboolean
tell (const Happening *what, JsonObject *data, GError **error)
{
  g_autoptr (RedressWebhookEvent) event = g_new0 (RedressWebhookEvent, 1);

  event->name = redress_token_new ("msg");
  event->platform = g_strdup (what->summary->platform);
  event->ticket = what->summary->id;
  event->type = g_strdup (what->type);
  event->body = write_body (what, data);
  event->made_at = what->now;
  event->leaves_at = what->leaves_at;
  return redress_webhook_event_table_insert (what->connection, event, error);
}

/* Notes and reasons of the house stay in the house. */
static JsonObject *
describe_decision (const RedressDecision *decision)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "round", decision->round);
  json_object_set_string_member (object, "command_id", decision->command_id);
  json_object_set_string_member (object, "verdict", redress_verdict_to_string (decision->verdict));
  redress_json_set_string (object, "reason_code", decision->reason_code);
  json_object_set_member (object, "amount", redress_amount_to_json (decision->amount));
  redress_json_set_string (object, "message", decision->message);
  redress_json_set_string (object, "message_language", decision->message_language);
  redress_json_set_strv (object, "effects", decision->effects);
  redress_json_set_time (object, "decided_at", decision->decided_at);
  redress_json_set_time (object, "effect_at", decision->effect_at);
  return object;
}

/* An appeal that was right: what was decided first does not stand any more. */
static gboolean
tell_reversed (RedressTicketChange *change, const RedressDecision *by, GError **error)
{
  RedressTicket *appeal = change->row->ticket;
  g_autoptr (RedressTicketRow) first = NULL;
  Happening what = happening (change, "decision.reversed");
  JsonObject *data, *reversed_by;
  g_autofree char *id = redress_ticket_format_id (appeal->summary->id);

  first = redress_ticket_table_load (change->connection, appeal->previous_ticket, error);
  if (first == NULL)
    return FALSE;

  what.summary = first->ticket->summary;
  what.leaves_at = by->effect_at;
  data = json_object_new ();
  json_object_set_object_member (data, "decision", describe_decision (appeal->previous_decision));
  reversed_by = json_object_new ();
  json_object_set_string_member (reversed_by, "ticket", id);
  json_object_set_string_member (reversed_by, "external_id", appeal->summary->external_id);
  json_object_set_string_member (reversed_by, "command_id", by->command_id);
  json_object_set_object_member (data, "reversed_by", reversed_by);
  return tell (&what, data, error);
}

/**
 * redress_webhook_tell_decision:
 * @change: the ticket, with what its rules need
 * @decision: one that stands from now on
 *
 * The platform carries it out once it is told; it is told when the time of grace is over. For an
 * appeal that overturns the first decision it is told of that too, with the first ticket.
 */
gboolean
redress_webhook_tell_decision (RedressTicketChange *change,
                               const RedressDecision *decision,
                               GError **error)
{
  RedressTicket *ticket = change->row->ticket;
  Happening what = happening (change, "decision.effective");
  JsonObject *data = json_object_new ();

  what.leaves_at = decision->effect_at;
  json_object_set_object_member (data, "decision", describe_decision (decision));
  return tell (&what, data, error) &&
         (ticket->previous_decision == NULL ||
          !redress_appeal_is_overturned_by (ticket, decision->verdict) ||
          tell_reversed (change, decision, error));
}

/**
 * redress_webhook_tell_asked:
 * @run: a question that was asked
 * @effects: (nullable): what it sets off
 */
gboolean
redress_webhook_tell_asked (RedressCommandRun *run, char *const *effects, GError **error)
{
  const RedressCommand *command = run->command;
  Happening what = happening (&run->change, "info.requested");
  JsonObject *data = json_object_new ();

  json_object_set_string_member (data, "command_id", command->command_id);
  json_object_set_string_member (data, "ask", command->ask);
  redress_json_set_strv (data, "slots", command->slots);
  redress_json_set_strv (data, "facts", command->fact_names);
  redress_json_set_string (data, "message", command->message);
  redress_json_set_string (data, "message_language", redress_command_get_language (run));
  redress_json_set_time (data, "until", run->change.row->wake_at);
  redress_json_set_strv (data, "effects", effects);
  return tell (&what, data, error);
}

/**
 * redress_webhook_tell_effects:
 * @run: an interim verdict, such as a hold
 * @verdict: which
 * @effects: what it sets off; nobody is told where that is nothing
 */
gboolean
redress_webhook_tell_effects (RedressCommandRun *run,
                              RedressVerdict verdict,
                              char *const *effects,
                              GError **error)
{
  Happening what = happening (&run->change, "effects.requested");
  JsonObject *data;

  if (effects == NULL || effects[0] == NULL)
    return TRUE;

  data = json_object_new ();
  json_object_set_string_member (data, "command_id", run->command->command_id);
  json_object_set_string_member (data, "verdict", redress_verdict_to_string (verdict));
  redress_json_set_strv (data, "effects", effects);
  redress_json_set_time (data, "until", run->change.row->wake_at);
  return tell (&what, data, error);
}

/**
 * redress_webhook_tell_closed:
 * @change: a ticket that is closed from now on
 */
gboolean
redress_webhook_tell_closed (RedressTicketChange *change, GError **error)
{
  Happening what = happening (change, "ticket.closed");
  JsonObject *data = json_object_new ();

  redress_json_set_time (data, "closed_at", change->row->ticket->summary->closed_at);
  return tell (&what, data, error);
}

/**
 * redress_webhook_tell_test:
 * @connection: a connection in a transaction
 * @policy: of a flow of the platform
 * @now: the time
 * @error: return location
 *
 * Tells the platform a decision that nobody made of a ticket that there is not. It is marked as a
 * test, and there is nothing to carry out.
 *
 * Returns: whether it was written
 */
gboolean
redress_webhook_tell_test (RedressSqlConnection *connection,
                           RedressPolicy *policy,
                           RedressTime now,
                           GError **error)
{
  g_autoptr (RedressSummary) ticket = redress_test_decision_make_ticket (policy, now);
  g_autoptr (RedressDecision) decision = redress_test_decision_make (policy, now);
  JsonObject *data = json_object_new ();
  Happening what = {
    .connection = connection, .summary = ticket, .type = "test.sent", .now = now, .leaves_at = now
  };

  json_object_set_boolean_member (data, "test", TRUE);
  json_object_set_object_member (data, "decision", describe_decision (decision));
  return tell (&what, data, error);
}
