/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/proof/proof-handlers.h"

#include "core/error.h"
#include "core/permission.h"
#include "server/access.h"
#include "server/proof/checkpoint-table.h"
#include "server/proof/tree.h"
#include "server/server.h"
#include "server/trail-handlers.h"
#include "wire/json.h"

static gboolean
check_log (RedressRequest *request, RedressResponse *response)
{
  if (!redress_access_check_role (request, REDRESS_ACTION_READ_AUDIT, response))
    return FALSE;
  if (redress_trail_has_log (request->account, redress_request_get_capture (request, 0)))
    return TRUE;
  redress_access_answer_not_found (response);
  return FALSE;
}

static JsonObject *
head_to_json (const RedressSignedHead *head)
{
  JsonObject *object = json_object_new ();

  redress_json_set_string (object, "log", head->log);
  json_object_set_int_member (object, "size", (gint64)head->size);
  redress_json_set_string (object, "note", head->note);
  redress_json_set_string (object, "key", head->key);
  redress_json_set_time (object, "at", head->at);
  return object;
}

/**
 * redress_handle_get_checkpoint:
 * @request: GET /v1/audit/{log}/checkpoint
 * @response: (out): what was signed of the log last
 */
void
redress_handle_get_checkpoint (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (RedressSignedHead) head = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;

  if (!check_log (request, response))
    return;
  if (!redress_checkpoint_table_find (redress_server_get_connection (request->server),
                                      redress_request_get_capture (request, 0), &head, &error))
    {
      redress_response_error (response, error);
      return;
    }
  if (head == NULL)
    {
      redress_access_answer_not_found (response);
      return;
    }
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, head_to_json (head));
  redress_response_json (response, 200, node);
}

/**
 * redress_handle_list_checkpoints:
 * @request: GET /v1/audit
 * @response: (out): what was signed last of each log that is there for this account
 */
void
redress_handle_list_checkpoints (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GPtrArray) heads = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *node;
  JsonObject *object;
  JsonArray *array;

  if (!redress_access_check_role (request, REDRESS_ACTION_READ_AUDIT, response))
    return;
  heads = redress_checkpoint_table_list (redress_server_get_connection (request->server), &error);
  if (heads == NULL)
    {
      redress_response_error (response, error);
      return;
    }
  object = json_object_new ();
  array = json_array_new ();
  for (guint i = 0; i < heads->len; i++)
    if (redress_trail_has_log (request->account, ((RedressSignedHead *)heads->pdata[i])->log))
      json_array_add_object_element (array, head_to_json (heads->pdata[i]));
  json_object_set_array_member (object, "logs", array);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  redress_response_json (response, 200, node);
}

/**
 * Asked:
 * @index: of an entry; -1: not asked for
 * @from: how many entries the log had; -1: not asked for
 * @size: how many it has
 */
typedef struct
{
  gint64 index;
  gint64 from;
  gint64 size;
} Asked;

static gboolean
read_asked (const RedressRequest *request, const RedressTree *tree, Asked *asked, GError **error)
{
  guint64 size = 0;

  *asked = (Asked){ -1, -1, -1 };
  if (!redress_request_read_query_int (request, "size", 0, REDRESS_INTEGER_MAX, &asked->size,
                                       error) ||
      !redress_request_read_query_int (request, "index", 0, REDRESS_INTEGER_MAX, &asked->index,
                                       error) ||
      !redress_request_read_query_int (request, "from", 0, REDRESS_INTEGER_MAX, &asked->from,
                                       error) ||
      !redress_tree_get_size (tree, &size, error))
    return FALSE;
  if (asked->size < 0 || (asked->index < 0) == (asked->from < 0))
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                   "size is needed, and either index or from");
      return FALSE;
    }
  if (asked->size <= (gint64)size && asked->from <= asked->size && asked->index < asked->size)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
               "the log does not have so many entries");
  return FALSE;
}

static JsonNode *
proof_to_json (const GArray *proof)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < proof->len; i++)
    {
      g_autofree char *hash = redress_hash_format (&g_array_index (proof, RedressHash, i));

      json_array_add_string_element (array, hash);
    }
  json_object_set_array_member (object, "proof", array);
  json_node_take_object (node, object);
  return node;
}

/**
 * redress_handle_get_proof:
 * @request: GET /v1/audit/{log}/proof
 * @response: (out): that an entry is in the log, or that the log only grew
 */
void
redress_handle_get_proof (RedressRequest *request, RedressResponse *response)
{
  RedressTree tree = { redress_server_get_connection (request->server),
                       redress_request_get_capture (request, 0) };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) proof = NULL;
  Asked asked;

  if (!check_log (request, response))
    return;
  if (read_asked (request, &tree, &asked, &error))
    proof = asked.index >= 0 ? redress_tree_prove_inclusion (&tree, (guint64)asked.index,
                                                             (guint64)asked.size, &error)
                             : redress_tree_prove_consistency (&tree, (guint64)asked.from,
                                                               (guint64)asked.size, &error);
  if (proof != NULL)
    redress_response_json (response, 200, proof_to_json (proof));
  else
    redress_response_error (response, error);
}
