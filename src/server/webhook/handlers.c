/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/webhook/handlers.h"

#include "server/access.h"
#include "server/webhook/control.h"
#include "wire/json.h"

#define LONGEST_WHY_BYTES 1000
#define MOST_EVENTS 50

static JsonNode *
take_node (JsonObject *object)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, object);
  return node;
}

/* The path and the query of an address may hold a secret. */
static char *
get_host (const RedressWebhookEndpoint *endpoint)
{
  g_autoptr (GUri) uri = g_uri_parse (endpoint->url, G_URI_FLAGS_NONE, NULL);

  return g_strdup (uri != NULL ? g_uri_get_host (uri) : "");
}

static JsonObject *
describe_endpoint (const RedressWebhookEndpoint *endpoint)
{
  gboolean stopped = endpoint->stopped_at != REDRESS_TIME_UNKNOWN;
  JsonObject *object = json_object_new ();
  g_autofree char *host = get_host (endpoint);

  json_object_set_string_member (object, "platform", endpoint->platform);
  json_object_set_string_member (object, "host", host);
  json_object_set_string_member (object, "state", stopped ? "stopped" : "running");
  json_object_set_int_member (object, "waiting", endpoint->n_waiting);
  json_object_set_int_member (object, "dead", endpoint->n_dead);
  if (stopped)
    {
      redress_json_set_time (object, "stopped_at", endpoint->stopped_at);
      redress_json_set_string (object, "stopped_by", endpoint->stopped_by);
      redress_json_set_string (object, "stopped_why", endpoint->stopped_why);
    }
  return object;
}

static const char *
get_state (const RedressWebhookEvent *event)
{
  if (event->sent_at != REDRESS_TIME_UNKNOWN)
    return "sent";
  if (event->dead_at != REDRESS_TIME_UNKNOWN)
    return "dead";
  return "waiting";
}

static JsonObject *
describe_event (const RedressWebhookEvent *event)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, "id", event->id);
  json_object_set_string_member (object, "name", event->name);
  json_object_set_string_member (object, "platform", event->platform);
  if (event->ticket != 0)
    json_object_set_int_member (object, "ticket", event->ticket);
  redress_json_set_string (object, "external_id", event->external_id);
  json_object_set_string_member (object, "type", event->type);
  json_object_set_string_member (object, "state", get_state (event));
  json_object_set_int_member (object, "attempts", event->attempts);
  redress_json_set_time (object, "made_at", event->made_at);
  redress_json_set_time (object, "leaves_at", event->leaves_at);
  redress_json_set_time (object, "next_at", event->next_at);
  redress_json_set_time (object, "tried_at", event->tried_at);
  if (event->status != 0)
    json_object_set_int_member (object, "status", event->status);
  redress_json_set_string (object, "silence", event->silence);
  redress_json_set_string (object, "words", event->words);
  return object;
}

static gboolean
add_events (
    RedressRequest *request, const char *platform, gboolean dead, JsonArray *array, GError **error)
{
  g_autoptr (GPtrArray) events = redress_webhook_event_table_list (
      redress_server_get_connection (request->server), platform, dead, MOST_EVENTS, error);

  for (guint i = 0; events != NULL && i < events->len; i++)
    json_array_add_object_element (array, describe_event (g_ptr_array_index (events, i)));
  return events != NULL;
}

static gboolean
describe_all (RedressRequest *request,
              JsonArray *platforms,
              JsonArray *events,
              JsonArray *dead,
              GError **error)
{
  g_autoptr (GPtrArray) endpoints =
      redress_webhook_endpoint_table_list (redress_server_get_connection (request->server), error);

  for (guint i = 0; endpoints != NULL && i < endpoints->len; i++)
    {
      const RedressWebhookEndpoint *endpoint = g_ptr_array_index (endpoints, i);

      if (!redress_account_has_scope (request->account, endpoint->platform))
        continue;
      json_array_add_object_element (platforms, describe_endpoint (endpoint));
      if (!add_events (request, endpoint->platform, FALSE, events, error) ||
          !add_events (request, endpoint->platform, TRUE, dead, error))
        return FALSE;
    }
  return endpoints != NULL;
}

/**
 * redress_handle_list_webhooks:
 * @request: GET /v1/webhooks
 * @response: (out): the platforms that are told, the newest events of each, and what was given up
 */
void
redress_handle_list_webhooks (RedressRequest *request, RedressResponse *response)
{
  JsonArray *platforms, *events, *dead;
  JsonObject *object;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (!redress_access_check_role (request, REDRESS_ACTION_CONNECTORS, response))
    return;
  platforms = json_array_new ();
  events = json_array_new ();
  dead = json_array_new ();
  object = json_object_new ();
  json_object_set_array_member (object, "platforms", platforms);
  json_object_set_array_member (object, "events", events);
  json_object_set_array_member (object, "dead", dead);
  node = take_node (object);
  if (describe_all (request, platforms, events, dead, &error))
    redress_response_json (response, 200, g_steal_pointer (&node));
  else
    redress_response_error (response, error);
}

static void
answer (RedressRequest *request,
        const RedressWebhookCall *call,
        gboolean done,
        const GError *error,
        RedressResponse *response)
{
  if (error != NULL)
    redress_response_error (response, error);
  else if (!done)
    redress_response_problem (response, call->status, call->code, call->title, NULL);
  else
    redress_handle_list_webhooks (request, response);
}

static RedressWebhookCall
begin (RedressRequest *request)
{
  return (RedressWebhookCall){ .server = request->server,
                               .actor = request->account,
                               .now = request->now,
                               .platform = redress_request_get_capture (request, 0) };
}

/**
 * redress_handle_stop_webhooks:
 * @request: POST /v1/webhooks/{platform}/stop, with why
 * @response: (out): as of GET /v1/webhooks
 */
void
redress_handle_stop_webhooks (RedressRequest *request, RedressResponse *response)
{
  RedressWebhookCall call = begin (request);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = redress_request_parse_body (request, &error);
  g_autofree char *why = NULL;
  gboolean done = FALSE;

  if (body != NULL && redress_json_read_string (json_node_get_object (body), "why", TRUE,
                                                LONGEST_WHY_BYTES, &why, &error))
    {
      call.why = why;
      done = redress_webhook_stop (&call, &error);
    }
  answer (request, &call, done, error, response);
}

/**
 * redress_handle_start_webhooks:
 * @request: POST /v1/webhooks/{platform}/start
 * @response: (out): as of GET /v1/webhooks
 */
void
redress_handle_start_webhooks (RedressRequest *request, RedressResponse *response)
{
  RedressWebhookCall call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done = redress_webhook_start (&call, &error);

  answer (request, &call, done, error, response);
}

/**
 * redress_handle_test_webhooks:
 * @request: POST /v1/webhooks/{platform}/test
 * @response: (out): as of GET /v1/webhooks
 */
void
redress_handle_test_webhooks (RedressRequest *request, RedressResponse *response)
{
  RedressWebhookCall call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done = redress_webhook_test (&call, &error);

  answer (request, &call, done, error, response);
}

/**
 * redress_handle_resend_webhooks:
 * @request: POST /v1/webhooks/{platform}/resend
 * @response: (out): as of GET /v1/webhooks
 */
void
redress_handle_resend_webhooks (RedressRequest *request, RedressResponse *response)
{
  RedressWebhookCall call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done = redress_webhook_resend_all (&call, &error);

  answer (request, &call, done, error, response);
}

/**
 * redress_handle_resend_webhook:
 * @request: POST /v1/webhook-events/{id}/resend
 * @response: (out): as of GET /v1/webhooks
 */
void
redress_handle_resend_webhook (RedressRequest *request, RedressResponse *response)
{
  RedressWebhookCall call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done;

  g_ascii_string_to_signed (call.platform, 10, 1, REDRESS_INTEGER_MAX, &call.event, NULL);
  call.platform = NULL;
  done = redress_webhook_resend (&call, &error);
  answer (request, &call, done, error, response);
}
