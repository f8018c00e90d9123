/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/witness-answers.h"

#include <string.h>

#include "wire/codec.h"
#include "wire/json.h"

/* As the server says in its contract. */
#define MAX_LOGS 100
#define MAX_NAME 200
#define MAX_NOTE (1024 * 1024)

static void
head_free (gpointer data)
{
  RedressWitnessHead *self = data;

  g_free (self->log);
  g_free (self->note);
  g_free (self->key);
  g_free (self);
}

/* (nullable): the object of a good reply */
static JsonNode *
read_object (const RedressReply *reply)
{
  gsize length;
  const char *data;
  g_autoptr (JsonNode) node = NULL;

  if (reply == NULL || reply->status != 200)
    return NULL;
  data = g_bytes_get_data (reply->body, &length);
  node = redress_json_parse (data, length, &redress_json_limits_response, NULL);
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static gboolean
read_head (JsonNode *element, RedressWitnessHead *head)
{
  JsonObject *object;
  gint64 size = 0;

  if (!JSON_NODE_HOLDS_OBJECT (element))
    return FALSE;
  object = json_node_get_object (element);
  if (!redress_json_read_string (object, "log", TRUE, MAX_NAME, &head->log, NULL) ||
      !redress_json_read_int (object, "size", TRUE, 0, REDRESS_INTEGER_MAX, &size, NULL) ||
      !redress_json_read_string (object, "note", TRUE, MAX_NOTE, &head->note, NULL) ||
      !redress_json_read_string (object, "key", TRUE, MAX_NAME * 2, &head->key, NULL))
    return FALSE;
  head->size = (guint64)size;
  return TRUE;
}

/**
 * redress_witness_read_heads:
 * @reply: (nullable): to GET /v1/audit
 *
 * Returns: (transfer full) (nullable) (element-type RedressWitnessHead): what is said of each log
 */
GPtrArray *
redress_witness_read_heads (const RedressReply *reply)
{
  g_autoptr (JsonNode) node = read_object (reply);
  g_autoptr (GPtrArray) heads = g_ptr_array_new_with_free_func (head_free);
  JsonArray *array = NULL;

  if (node == NULL ||
      !redress_json_read_array (json_node_get_object (node), "logs", TRUE, MAX_LOGS, &array, NULL))
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      RedressWitnessHead *head = g_new0 (RedressWitnessHead, 1);

      g_ptr_array_add (heads, head);
      if (!read_head (json_array_get_element (array, i), head))
        return NULL;
    }
  return g_steal_pointer (&heads);
}

/**
 * redress_witness_read_proof:
 * @reply: (nullable): to GET /v1/audit/{log}/proof
 *
 * Returns: (transfer full) (nullable) (element-type RedressHash): the proof
 */
GArray *
redress_witness_read_proof (const RedressReply *reply)
{
  g_autoptr (JsonNode) node = read_object (reply);
  g_autoptr (GArray) proof = g_array_new (FALSE, FALSE, sizeof (RedressHash));
  g_auto (GStrv) hashes = NULL;

  if (node == NULL || !redress_json_read_strv (json_node_get_object (node), "proof", TRUE,
                                               REDRESS_PROOF_MAX, &hashes, NULL))
    return NULL;
  for (guint i = 0; hashes[i] != NULL; i++)
    {
      RedressHash hash;

      if (!redress_hash_parse (hashes[i], &hash))
        return NULL;
      g_array_append_val (proof, hash);
    }
  return g_steal_pointer (&proof);
}

/* (nullable) (transfer full): a value as it stands in canonical JSON */
static char *
dup_member (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return NULL;
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_dup_string (node)
             : redress_json_to_string (node);
}

static gboolean
says (JsonObject *object, const char *name, const char *wanted)
{
  g_autofree char *said = dup_member (object, name);

  return wanted == NULL || g_strcmp0 (said, wanted) == 0;
}

static gboolean
is_of_command (const char *leaf, const RedressOwnEntry *own)
{
  g_autoptr (JsonNode) node =
      redress_json_parse (leaf, strlen (leaf), &redress_json_limits_response, NULL);
  JsonObject *object;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  object = json_node_get_object (node);
  return says (object, "command_id", own->command_id) && says (object, "verdict", own->verdict) &&
         says (object, "amount", own->amount);
}

/**
 * redress_witness_read_entry:
 * @reply: (nullable): to GET /v1/audit/{log}/entries for one entry
 * @own: what has to stand there
 *
 * Returns: (transfer full) (nullable): its bytes; %NULL where it is not that entry, or says
 *   something else than what was sent
 */
char *
redress_witness_read_entry (const RedressReply *reply, const RedressOwnEntry *own)
{
  g_autoptr (JsonNode) node = read_object (reply);
  g_autoptr (RedressTrailPage) page =
      node != NULL ? redress_trail_page_from_json (json_node_get_object (node), NULL) : NULL;
  const RedressTrailEntry *entry;

  if (page == NULL || page->entries->len == 0)
    return NULL;
  entry = page->entries->pdata[0];
  return entry->index == own->index && is_of_command (entry->leaf, own) ? g_strdup (entry->leaf)
                                                                        : NULL;
}

/**
 * redress_witness_expect:
 * @command: as it was sent
 * @answer: what the server said of it
 *
 * Returns: (transfer full) (nullable): what has to stand in the log now; %NULL where nothing has
 */
RedressOwnEntry *
redress_witness_expect (GBytes *command, const RedressAnswer *answer)
{
  gsize length;
  const char *data = g_bytes_get_data (command, &length);
  g_autoptr (JsonNode) node = NULL;
  JsonObject *body = NULL;
  RedressOwnEntry *own;

  if (answer->status != 200 || answer->audit_index < 0 || answer->platform == NULL)
    return NULL;
  node = redress_json_parse (data, length, &redress_json_limits_request, NULL);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return NULL;
  own = g_new0 (RedressOwnEntry, 1);
  own->log = g_strdup (answer->platform);
  own->index = answer->audit_index;
  own->command_id = g_strdup (answer->command_id);
  if (redress_json_read_object (json_node_get_object (node), "body", FALSE, &body, NULL) &&
      body != NULL)
    {
      own->verdict = dup_member (body, "verdict");
      own->amount = dup_member (body, "amount");
    }
  own->bad_since = REDRESS_TIME_UNKNOWN;
  return own;
}
