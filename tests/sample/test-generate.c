/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/evaluation.h"
#include "core/timestamp.h"
#include "sample/generate.h"
#include "sample/intake.h"
#include "wire/codec.h"
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
test_names (void)
{
  for (guint64 index = 0; index < MANY; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressTicket *ticket = made->ticket;
      JsonObject *policy = load_policy (ticket->summary->flow);

      g_test_message ("%u %s", (guint)index, made->plot);
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
        assert_label (policy, "event",
                      ((RedressEvent *)g_ptr_array_index (ticket->events, i))->code);
      for (guint i = 0; i < made->pieces->len; i++)
        assert_piece (policy, g_ptr_array_index (made->pieces, i));
    }
}

static RedressPolicy *
load_rules (const char *flow)
{
  static GHashTable *rules = NULL;
  RedressPolicy *policy;

  if (rules == NULL)
    rules = g_hash_table_new (g_str_hash, g_str_equal);
  policy = g_hash_table_lookup (rules, flow);
  if (policy == NULL)
    {
      g_autofree char *name = g_strconcat (flow, ".json", NULL);
      g_autofree char *path =
          g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", "policies", name, NULL);
      g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
      g_autoptr (GBytes) bytes = g_mapped_file_get_bytes (file);
      g_autoptr (GError) error = NULL;

      policy = redress_policy_from_bytes (bytes, &error);
      g_assert_no_error (error);
      g_hash_table_insert (rules, g_strdup (flow), policy);
    }
  return policy;
}

static RedressVerdict
judge (RedressCase *made)
{
  RedressTicket *ticket = made->ticket;
  g_autoptr (RedressEvaluation) evaluation = NULL;

  for (guint i = 0; i < made->pieces->len; i++)
    {
      RedressEvidence *evidence = redress_evidence_new ();

      evidence->slot = g_strdup (((RedressPiece *)g_ptr_array_index (made->pieces, i))->slot);
      g_ptr_array_add (ticket->evidence, evidence);
    }
  evaluation = redress_policy_evaluate (load_rules (ticket->summary->flow), ticket, NOW);
  return evaluation->recommended;
}

/* The real rules read a plot as it was meant, and every verdict comes up in a small demo. */
static void
test_verdicts (void)
{
  guint seen[REDRESS_N_VERDICTS] = { 0 };

  for (guint64 index = 0; index < MANY; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressVerdict verdict = judge (made);

      g_test_message ("%u %s", (guint)index, made->plot);
      if (*made->ticket->reason_full != '\0')
        g_assert_cmpstr (redress_verdict_to_string (verdict), ==,
                         redress_verdict_to_string (made->verdict));
      if (index < 130)
        seen[verdict]++;
    }
  for (guint verdict = REDRESS_VERDICT_APPROVE; verdict < REDRESS_N_VERDICTS; verdict++)
    {
      g_test_message ("%s: %u", redress_verdict_to_string (verdict), seen[verdict]);
      g_assert_cmpuint (seen[verdict], >, 0);
    }
}

/* No event and no picture is younger than now, and a fact is named once. */
static void
test_times (void)
{
  for (guint64 index = 0; index < MANY; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressTicket *ticket = made->ticket;

      g_test_message ("%u %s", (guint)index, made->plot);
      g_assert_cmpint (ticket->summary->opened_at, <, NOW);
      g_assert_cmpint (ticket->order.placed_at, <, ticket->summary->opened_at);
      for (guint i = 0; i < ticket->events->len; i++)
        {
          RedressEvent *event = g_ptr_array_index (ticket->events, i);

          g_test_message ("%s", event->code);
          g_assert_cmpint (event->at, <=, NOW);
          g_assert_cmpint (event->at, >=, ticket->order.placed_at);
        }
      for (guint i = 0; i < made->pieces->len; i++)
        g_assert_cmpint (((RedressPiece *)g_ptr_array_index (made->pieces, i))->captured_at, <=,
                         NOW);
      for (guint i = 1; i < ticket->facts->len; i++)
        {
          RedressFact *before = g_ptr_array_index (ticket->facts, i - 1);
          RedressFact *fact = g_ptr_array_index (ticket->facts, i);

          g_assert_cmpstr (before->name, !=, fact->name);
        }
    }
}

static void
test_same_seed_same_ticket (void)
{
  for (guint64 index = 0; index < 40; index++)
    {
      g_autoptr (RedressCase) one = redress_sample_generate (SEED, index, NOW);
      g_autoptr (RedressCase) two = redress_sample_generate (SEED, index, NOW);
      g_autoptr (RedressCase) other = redress_sample_generate (SEED + 1, index, NOW);
      g_autoptr (GBytes) first = redress_case_to_body (one);
      g_autoptr (GBytes) second = redress_case_to_body (two);
      g_autoptr (GBytes) third = redress_case_to_body (other);

      g_assert_true (g_bytes_equal (first, second));
      g_assert_false (g_bytes_equal (first, third));
      g_assert_cmpuint (one->pieces->len, ==, two->pieces->len);
      for (guint i = 0; i < one->pieces->len && index < 6; i++)
        {
          g_autoptr (GBytes) a = redress_piece_get_bytes (g_ptr_array_index (one->pieces, i));
          g_autoptr (GBytes) b = redress_piece_get_bytes (g_ptr_array_index (two->pieces, i));

          g_assert_true (g_bytes_equal (a, b));
        }
    }
}

static void
assert_time_member (JsonObject *object, const char *name)
{
  RedressTime time;
  g_autoptr (GError) error = NULL;

  g_assert_true (redress_json_read_time (object, name, TRUE, &time, &error));
  g_assert_no_error (error);
}

/* The body holds to the limits of the intake, whatever the ticket is like. */
static void
test_body (void)
{
  for (guint64 index = 0; index < 400; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      g_autoptr (GBytes) body = redress_case_to_body (made);
      g_autoptr (GError) error = NULL;
      gsize length;
      const char *data = g_bytes_get_data (body, &length);
      g_autoptr (JsonNode) node =
          redress_json_parse (data, length, &redress_json_limits_request, &error);
      JsonObject *object;

      g_assert_no_error (error);
      object = json_node_get_object (node);
      g_assert_cmpstr (json_object_get_string_member (object, "flow"), ==,
                       made->ticket->summary->flow);
      assert_time_member (object, "opened_at");
      assert_time_member (json_object_get_object_member (object, "order"), "placed_at");
      g_assert_cmpint (g_utf8_strlen (made->ticket->reason_full, -1), <=, 10000);
      g_assert_cmpint (made->pieces->len, <=, 40);
    }
}

static guint
count_with (const char *what, guint64 from, guint64 to)
{
  guint count = 0;

  for (guint64 index = from; index < to; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      RedressSummary *summary = made->ticket->summary;
      const char *text = made->ticket->reason_full;

      count += g_str_equal (what, "nothing") && summary->amount.value == 0;
      count +=
          g_str_equal (what, "huge") && summary->amount.value == G_GINT64_CONSTANT (1000000000000);
      count += g_str_equal (what, "long") && strlen (text) > 4000;
      count += g_str_equal (what, "emoji") && strstr (text, "😡") != NULL;
      count += g_str_equal (what, "arabic") && strstr (text, "لم") != NULL;
      count += g_str_equal (what, "silent") && *text == '\0';
      for (guint i = 0; i < made->pieces->len; i++)
        count += g_str_equal (what, "flawed") &&
                 ((RedressPiece *)g_ptr_array_index (made->pieces, i))->flaw != REDRESS_FLAW_NONE;
    }
  return count;
}

/* A demo of 130 tickets has each awkward case, a million have few of them. */
static void
test_oddities (void)
{
  static const char *const all[] = { "nothing", "huge", "long", "emoji", "arabic", "silent" };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      guint count = count_with (all[i], 0, 128);

      g_test_message ("%s", all[i]);
      g_assert_cmpuint (count, ==, 1);
    }
  g_assert_cmpuint (count_with ("flawed", 0, 128), ==, 2);
}

static GBytes *
take_receipt (guint64 index)
{
  g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);

  for (guint i = 0; i < made->pieces->len; i++)
    if (g_str_equal (((RedressPiece *)g_ptr_array_index (made->pieces, i))->slot, "payment_record"))
      return redress_piece_get_bytes (g_ptr_array_index (made->pieces, i));
  g_assert_not_reached ();
}

static void
test_receipt_used_again (void)
{
  g_autoptr (GBytes) first = take_receipt (20);
  g_autoptr (GBytes) again = take_receipt (60);

  g_assert_true (g_bytes_equal (first, again));
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

static void
test_opened_for (void)
{
  const RedressSampleClock hours = { "x", REDRESS_KIND_REVIEW, 24, FALSE };
  const RedressSampleClock days = { "x", REDRESS_KIND_APPEAL, 5, TRUE };

  g_assert_cmpint (redress_sample_opened_for (&hours, NOW), ==, NOW - 24 * REDRESS_HOUR);
  /* From Tuesday over one weekend to the Tuesday before. */
  g_assert_cmpint (redress_sample_opened_for (&days, NOW), ==, NOW - 7 * REDRESS_DAY);
  /* Nothing is due on a Saturday: it moves to Monday first. */
  g_assert_cmpint (redress_sample_opened_for (&days, NOW + 4 * REDRESS_DAY), ==, NOW - REDRESS_DAY);
}

/* Some are late and some soon, most are calm. */
static void
test_due (void)
{
  guint late = 0;
  guint soon = 0;

  for (guint64 index = 0; index < 128; index++)
    {
      g_autoptr (RedressCase) made = redress_sample_generate (SEED, index, NOW);
      const RedressSampleClock *clock = NULL;
      RedressTime left;

      for (guint i = 0; i < redress_sample_n_clocks; i++)
        if (redress_sample_clocks[i].kind == made->ticket->summary->kind &&
            g_str_equal (redress_sample_clocks[i].flow, made->ticket->summary->flow))
          clock = &redress_sample_clocks[i];
      left = made->ticket->summary->opened_at - redress_sample_opened_for (clock, NOW);
      late += left <= 0;
      soon += left > 0 && left < 4 * REDRESS_HOUR;
    }
  g_assert_cmpuint (late, >=, 3);
  g_assert_cmpuint (late, <=, 6);
  g_assert_cmpuint (soon, >=, 8);
  g_assert_cmpuint (soon, <=, 24);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/generate/names", test_names);
  g_test_add_func ("/sample/generate/verdicts", test_verdicts);
  g_test_add_func ("/sample/generate/times", test_times);
  g_test_add_func ("/sample/generate/same-seed-same-ticket", test_same_seed_same_ticket);
  g_test_add_func ("/sample/generate/body", test_body);
  g_test_add_func ("/sample/generate/oddities", test_oddities);
  g_test_add_func ("/sample/generate/receipt-used-again", test_receipt_used_again);
  g_test_add_func ("/sample/generate/due", test_due);
  g_test_add_func ("/sample/schedule/clocks-agree", test_clocks_agree);
  g_test_add_func ("/sample/schedule/opened-for", test_opened_for);
  return g_test_run ();
}
