/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/peak.h"

#include "server/access.h"
#include "server/peak-table.h"
#include "wire/codec.h"
#include "wire/json.h"

#define LONGEST_CODE 64
#define LONGEST_NOTE_BYTES 1000

static void
answer (RedressPeakCall *call, gboolean done, const GError *error, RedressResponse *response)
{
  JsonNode *node;

  if (error != NULL)
    redress_response_error (response, error);
  else if (!done)
    redress_response_problem (response, call->status, call->code, call->title, NULL);
  else
    {
      node = redress_peak_to_json (call->peak);
      json_object_set_int_member (json_node_get_object (node), "tickets", call->n_tickets);
      redress_response_json (response, 200, node);
    }
}

static RedressPeakCall
begin (RedressRequest *request)
{
  RedressPeakCall call = { .server = request->server,
                           .actor = request->account,
                           .now = request->now };

  return call;
}

static gboolean
read_peak (RedressRequest *request, RedressPeak *peak, GError **error)
{
  g_autoptr (JsonNode) body = redress_request_parse_body (request, error);
  JsonObject *object = body != NULL ? json_node_get_object (body) : NULL;

  peak->from = request->now;
  return object != NULL &&
         redress_json_read_string (object, "flow", TRUE, LONGEST_CODE, &peak->flow, error) &&
         redress_json_read_time (object, "from", FALSE, &peak->from, error) &&
         redress_json_read_time (object, "until", TRUE, &peak->until, error) &&
         redress_json_read_int (object, "extra_hours", FALSE, 1, REDRESS_INTEGER_MAX,
                                &peak->extra_hours, error) &&
         redress_json_read_string (object, "note", FALSE, LONGEST_NOTE_BYTES, &peak->note, error);
}

/**
 * redress_handle_declare_peak:
 * @request: POST /v1/peaks
 * @response: (out): the peak
 */
void
redress_handle_declare_peak (RedressRequest *request, RedressResponse *response)
{
  g_auto (RedressPeakCall) call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done;

  call.peak = redress_peak_new ();
  done = read_peak (request, call.peak, &error) && redress_peak_declare (&call, &error);
  answer (&call, done, error, response);
}

static gint64
get_id (RedressRequest *request)
{
  gint64 id;

  return g_ascii_string_to_signed (redress_request_get_capture (request, 0), 10, 1,
                                   REDRESS_INTEGER_MAX, &id, NULL)
             ? id
             : 0;
}

/**
 * redress_handle_end_peak:
 * @request: POST /v1/peaks/{id}/end
 * @response: (out): the peak
 */
void
redress_handle_end_peak (RedressRequest *request, RedressResponse *response)
{
  g_auto (RedressPeakCall) call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done = redress_peak_end (&call, get_id (request), &error);

  answer (&call, done, error, response);
}

/**
 * redress_handle_cancel_peak:
 * @request: POST /v1/peaks/{id}/cancel
 * @response: (out): the peak
 */
void
redress_handle_cancel_peak (RedressRequest *request, RedressResponse *response)
{
  g_auto (RedressPeakCall) call = begin (request);
  g_autoptr (GError) error = NULL;
  gboolean done = redress_peak_cancel (&call, get_id (request), &error);

  answer (&call, done, error, response);
}

static gboolean
may_see (RedressRequest *request, const RedressPeak *peak)
{
  RedressPolicy *policy = redress_server_get_policy (request->server, peak->flow, 0);

  return policy != NULL &&
         redress_account_has_scope (request->account, redress_policy_get_platform (policy));
}

/**
 * redress_handle_list_peaks:
 * @request: GET /v1/peaks
 * @response: (out): the newest peaks of the account's platforms
 */
void
redress_handle_list_peaks (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) peaks = NULL;
  JsonNode *node;
  JsonObject *object;
  JsonArray *array;

  if (!redress_access_check_role (request, REDRESS_ACTION_READ_TICKET, response))
    return;
  peaks = redress_peak_table_list (redress_server_get_connection (request->server), &error);
  if (peaks == NULL)
    {
      redress_response_error (response, error);
      return;
    }

  node = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  array = json_array_new ();
  for (guint i = 0; i < peaks->len; i++)
    if (may_see (request, g_ptr_array_index (peaks, i)))
      json_array_add_element (array, redress_peak_to_json (g_ptr_array_index (peaks, i)));
  json_object_set_array_member (object, "peaks", array);
  json_node_take_object (node, object);
  redress_response_json (response, 200, node);
}
