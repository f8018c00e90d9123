/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/rules.h"

#include "core/error.h"
#include "server/policy-store.h"
#include "server/server-private.h"
#include "wire/json.h"

static JsonObject *
version_to_json (const RedressPolicyVersion *version)
{
  JsonObject *object = json_object_new ();

  redress_json_set_string (object, "flow", version->flow);
  redress_json_set_string (object, "platform", version->platform);
  json_object_set_int_member (object, "version", version->version);
  redress_json_set_string (object, "sha256", version->sha256);
  redress_json_set_time (object, "in_force_from", version->in_force_from);
  return object;
}

/**
 * redress_handle_list_policies:
 * @request: a request
 * @response: where the answer goes
 *
 * Lists every version of every policy.
 */
void
redress_handle_list_policies (RedressRequest *request, RedressResponse *response)
{
  GPtrArray *versions = redress_policy_store_get_versions (request->server->policies);
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < versions->len; i++)
    json_array_add_object_element (array, version_to_json (g_ptr_array_index (versions, i)));
  json_object_set_array_member (object, "policies", array);
  json_node_take_object (node, object);
  redress_response_json (response, 200, node);
}

/**
 * redress_handle_get_policy:
 * @request: a request for a flow and a version
 * @response: where the answer goes
 *
 * Answers with the bytes of a policy file.
 */
void
redress_handle_get_policy (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version;

  if (!g_ascii_string_to_signed (redress_request_get_capture (request, 1), 10, 1,
                                 REDRESS_INTEGER_MAX, &version, NULL))
    redress_response_problem (response, 404, "not_found", "There is no such thing", NULL);
  else if (!redress_policy_table_get_bytes (redress_server_get_connection (request->server),
                                            redress_request_get_capture (request, 0), version,
                                            &sha256, &bytes, &error))
    redress_response_error (response, error);
  else if (bytes == NULL)
    redress_response_problem (response, 404, "not_found", "There is no such thing", NULL);
  else
    {
      redress_response_bytes (response, 200, "application/json", g_steal_pointer (&bytes));
      redress_response_set_etag (response, sha256);
    }
}

/**
 * redress_handle_calendars:
 * @request: a request
 * @response: where the answer goes
 *
 * Answers with the calendar files.
 */
void
redress_handle_calendars (RedressRequest *request, RedressResponse *response)
{
  GBytes *bytes = redress_calendars_get_json (request->server->calendars);
  g_autofree char *tag = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  redress_response_bytes (response, 200, "application/json", g_bytes_ref (bytes));
  redress_response_set_etag (response, tag);
}
