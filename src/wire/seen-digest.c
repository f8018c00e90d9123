/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/codec.h"

#include <string.h>

#include "core/timestamp.h"
#include "wire/json.h"
#include "wire/shape.h"
#include "wire/utf16-order.h"

/* In the order of RedressOutcome. */
static const char *const outcome_words[] = { "no_match", "match", "unknown" };

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text != NULL ? text : "");
}

static JsonNode *
time_node (RedressTime time)
{
  g_autofree char *text = NULL;

  if (time == REDRESS_TIME_UNKNOWN)
    return json_node_init_null (json_node_alloc ());

  text = redress_timestamp_format (time);
  return string_node (text);
}

/* (transfer full): one row of a sorted array; the sort key stands first. */
static JsonArray *
row_new (JsonNode *first, JsonNode *second)
{
  JsonArray *row = json_array_new ();

  json_array_add_element (row, first);
  json_array_add_element (row, second);
  return row;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  JsonArray *row_a = *(JsonArray *const *)a;
  JsonArray *row_b = *(JsonArray *const *)b;

  return redress_utf16_compare (json_array_get_string_element (row_a, 0),
                                json_array_get_string_element (row_b, 0));
}

/* Rows with one key (two pieces in a slot) are ordered by what stands in them, so that the
 * order in which they came does not matter. */
static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  JsonArray *row_a = *(JsonArray *const *)a;
  JsonArray *row_b = *(JsonArray *const *)b;
  int order = compare_rows (a, b);

  return order != 0 ? order
                    : redress_utf16_compare (json_array_get_string_element (row_a, 1),
                                             json_array_get_string_element (row_b, 1));
}

static void
set_rows (JsonObject *object, const char *name, GPtrArray *rows, GCompareFunc compare)
{
  JsonArray *array = json_array_sized_new (rows->len);

  g_ptr_array_sort (rows, compare);
  for (guint i = 0; i < rows->len; i++)
    json_array_add_array_element (array, json_array_ref (g_ptr_array_index (rows, i)));
  json_object_set_array_member (object, name, array);
}

static GPtrArray *
rows_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)json_array_unref);
}

static void
set_facts (JsonObject *object, GPtrArray *facts)
{
  g_autoptr (GPtrArray) rows = rows_new ();

  for (guint i = 0; i < facts->len; i++)
    {
      const RedressFact *fact = g_ptr_array_index (facts, i);
      JsonArray *row = row_new (string_node (fact->name), redress_value_to_json (&fact->value));

      json_array_add_element (row, time_node (fact->as_of));
      g_ptr_array_add (rows, row);
    }
  set_rows (object, "facts", rows, compare_rows);
}

static void
set_evidence (JsonObject *object, GPtrArray *evidence)
{
  g_autoptr (GPtrArray) rows = rows_new ();

  for (guint i = 0; i < evidence->len; i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (evidence, i);

      g_ptr_array_add (rows, row_new (string_node (piece->slot), string_node (piece->sha256)));
    }
  set_rows (object, "evidence", rows, compare_pieces);
}

static void
set_findings (JsonObject *object, GPtrArray *findings)
{
  g_autoptr (GPtrArray) rows = rows_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (findings, i);

      g_ptr_array_add (rows, row_new (string_node (finding->rule->id),
                                      string_node (outcome_words[finding->outcome])));
    }
  set_rows (object, "findings", rows, compare_rows);
}

/**
 * redress_seen_digest:
 * @ticket: as the agent saw it, with masked values masked
 * @policy: the policy that judged it
 * @evaluation: what the policy said
 *
 * Says in one digest what a decision rests on. Desk and server compute it apart; the server
 * refuses a decision whose digest differs from its own.
 *
 * Returns: (transfer full): 64 lower-case hex digits
 */
char *
redress_seen_digest (RedressTicket *ticket,
                     RedressPolicy *policy,
                     const RedressEvaluation *evaluation)
{
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();

  json_node_init (node, JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  json_object_set_int_member (object, "v", 1);
  json_object_set_int_member (object, "ticket", ticket->summary->id);
  json_object_set_int_member (object, "version", ticket->summary->version);
  json_object_set_int_member (object, "round", ticket->summary->round);
  json_object_set_string_member (object, "policy_sha256", redress_policy_get_sha256 (policy));
  set_facts (object, ticket->facts);
  set_evidence (object, ticket->evidence);
  set_findings (object, evaluation->findings);

  text = redress_json_to_string (node);
  return redress_sha256_hex (text, strlen (text));
}
