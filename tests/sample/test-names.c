/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "sample/generate.h"
#include "wire/json.h"

/* Tue 17 Nov 2026, 14:18 in Shanghai. */
#define NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)
#define SEED 1
#define MANY 1500

/* A policy file as it stands, since labels are asked for by the code, not listed by it. */
static JsonObject *
load_policy (const char *flow)
{
  static GHashTable *policies = NULL;
  JsonNode *node;

  if (policies == NULL)
    policies = g_hash_table_new (g_str_hash, g_str_equal);
  node = g_hash_table_lookup (policies, flow);
  if (node == NULL)
    {
      g_autofree char *name = g_strconcat (flow, ".json", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", name, NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_file_get_contents (path, &text, NULL, &error);
      g_assert_no_error (error);
      node = redress_json_parse (text, strlen (text), &redress_json_limits_response, &error);
      g_assert_no_error (error);
      g_hash_table_insert (policies, g_strdup (flow), node);
    }
  return json_node_get_object (node);
}

/* (nullable): the object of @list whose member @key is @value */
static JsonObject *
find (JsonObject *policy, const char *list, const char *key, const char *value)
{
  JsonArray *array = json_object_get_array_member (policy, list);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *object = json_array_get_object_element (array, i);

      if (g_strcmp0 (json_object_get_string_member (object, key), value) == 0)
        return object;
    }
  g_test_message ("%s: no %s with %s %s", json_object_get_string_member (policy, "flow"), list, key,
                  value);
  return NULL;
}

static void
assert_label (JsonObject *policy, const char *group, const char *code)
{
  JsonObject *labels = json_object_get_object_member (policy, "labels");

  g_test_message ("%s %s", group, code);
  g_assert_true (json_object_has_member (json_object_get_object_member (labels, group), code));
}

static void
assert_fact (JsonObject *policy, const RedressFact *fact)
{
  static const char *const types[] = { "unknown", "boolean", "integer", "time", "text", "masked" };
  JsonObject *spec = find (policy, "facts", "name", fact->name);
  const char *type;

  g_assert_nonnull (spec);
  type = json_object_get_string_member (spec, "type");
  g_test_message ("%s", fact->name);
  if (fact->value.type != REDRESS_VALUE_UNKNOWN)
    g_assert_cmpstr (types[fact->value.type], ==, type);
  if (g_str_equal (type, "time"))
    g_assert_cmpstr (fact->unit, ==, "time");
  else
    g_assert_cmpstr (fact->unit, ==,
                     json_object_get_string_member_with_default (spec, "unit", NULL));
  g_assert_cmpstr (fact->source, ==, json_object_get_string_member (spec, "source"));
  if (json_object_has_member (spec, "values") && fact->value.type == REDRESS_VALUE_TEXT)
    g_assert_true (
        json_object_has_member (json_object_get_object_member (spec, "values"), fact->value.text));
}

static void
assert_piece (JsonObject *policy, const RedressPiece *piece)
{
  JsonObject *slot = find (policy, "slots", "id", piece->slot);

  g_assert_nonnull (slot);
  g_assert_cmpstr (piece->holder, ==, json_object_get_string_member (slot, "holder"));
  g_assert_cmpstr (redress_sensitivity_to_string (piece->sensitivity), ==,
                   json_object_get_string_member (slot, "sensitivity"));
}

/* Every name a sample uses is declared by the policy of its flow. */
static void
assert_names (RedressCase *made)
{
  RedressTicket *ticket = made->ticket;
  JsonObject *policy = load_policy (ticket->summary->flow);

  g_assert_cmpstr (ticket->summary->platform, ==,
                   json_object_get_string_member (policy, "platform"));
  g_assert_nonnull (find (policy, "grounds", "code", ticket->summary->reason_code));
  assert_label (policy, "order_state", ticket->order.state);
  assert_label (policy, "order_state", ticket->order.state_at_request);
  assert_label (policy, "payment_method", ticket->order.payment_method);
  assert_label (policy, "tier", ticket->customer.tier);
  for (guint i = 0; i < ticket->facts->len; i++)
    assert_fact (policy, g_ptr_array_index (ticket->facts, i));
  for (guint i = 0; i < ticket->events->len; i++)
    assert_label (policy, "event", ((RedressEvent *)g_ptr_array_index (ticket->events, i))->code);
  for (guint i = 0; i < made->pieces->len; i++)
    assert_piece (policy, g_ptr_array_index (made->pieces, i));
}

static void
test_names (void)
{
  for (guint64 index = 0; index < MANY; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);

      g_test_message ("%u %s", (guint)index, made->plot);
      assert_names (made);
    }
}

/* Tickets that somebody has decided before: of people who come back, and days old. */
static void
test_past (void)
{
  guint decided = 0;

  for (guint64 index = 0; index < 200; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate_past (SEED, index, NOW);
      RedressSummary *summary = made->ticket->summary;

      g_test_message ("%u %s", (guint)index, made->plot);
      if (redress_verdict_is_final (made->verdict))
        decided += summary->opened_at < NOW - REDRESS_DAY;
      else
        g_assert_cmpint (summary->opened_at, >, NOW - 10 * REDRESS_DAY);
      g_assert_true (g_pattern_match_simple ("*-c-48??", summary->customer_ref));
      assert_names (made);
    }
  g_assert_cmpuint (decided, >, 100);
}

/* The request behind an appeal: older, and of the same order. */
static void
test_originals (void)
{
  guint count = 0;

  for (guint64 index = 0; index < 600; index++)
    {
      g_autoptr (RedressCase) appeal = redress_sample_generate (SEED, index, NOW);
      g_autoptr (RedressCase) first = redress_sample_generate_original (SEED, index, NOW);

      if (appeal->ticket->summary->kind != REDRESS_KIND_APPEAL)
        {
          g_assert_null (first);
          g_assert_null (appeal->previous_external_id);
          continue;
        }
      g_test_message ("%u %s", (guint)index, appeal->plot);
      assert_names (first);
      g_assert_cmpstr (first->ticket->summary->external_id, ==, appeal->previous_external_id);
      g_assert_cmpstr (first->ticket->order.number, ==, appeal->ticket->order.number);
      g_assert_cmpint (first->ticket->summary->kind, ==, REDRESS_KIND_REVIEW);
      g_assert_cmpint (first->ticket->summary->opened_at, <, appeal->ticket->summary->opened_at);
      count++;
    }
  g_assert_cmpuint (count, >, 20);
}

static JsonObject *
find_clock (JsonObject *policy, const char *kind)
{
  JsonArray *clocks = json_object_get_array_member (policy, "clocks");

  for (guint i = 0; i < json_array_get_length (clocks); i++)
    {
      JsonObject *clock = json_array_get_object_element (clocks, i);

      if (g_str_equal (json_object_get_string_member (clock, "purpose"), "ticket") &&
          g_str_equal (json_object_get_string_member (clock, "kind"), kind))
        return clock;
    }
  g_assert_not_reached ();
}

static void
test_clocks_agree (void)
{
  for (guint i = 0; i < redress_sample_n_clocks; i++)
    {
      const RedressSampleClock *clock = &redress_sample_clocks[i];
      JsonObject *theirs =
          find_clock (load_policy (clock->flow), redress_kind_to_string (clock->kind));

      g_test_message ("%s %s", clock->flow, redress_kind_to_string (clock->kind));
      g_assert_cmpint (json_object_get_int_member (theirs, "amount"), ==, clock->amount);
      g_assert_cmpstr (json_object_get_string_member (theirs, "unit"), ==,
                       clock->working_days ? "working_days" : "natural_hours");
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/names/of-today", test_names);
  g_test_add_func ("/sample/names/of-the-past", test_past);
  g_test_add_func ("/sample/names/of-originals", test_originals);
  g_test_add_func ("/sample/schedule/clocks-agree", test_clocks_agree);
  return g_test_run ();
}
