/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/rule-case.h"

#include <string.h>

#include "core/timestamp.h"

GBytes *
redress_test_load_data (const char *folder, const char *name)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  char *contents = NULL;
  gsize length = 0;

  g_assert_nonnull (g_getenv ("REDRESS_SOURCE_DIR"));
  path = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "data", folder, name, NULL);
  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (contents, length);
}

JsonNode *
redress_test_load_json (const char *path)
{
  g_autofree char *file = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "tests", path, NULL);
  g_autofree char *contents = NULL;
  gsize length = 0;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  g_file_get_contents (file, &contents, &length, &error);
  g_assert_no_error (error);
  root = redress_json_parse (contents, length, &redress_json_limits_response, &error);
  g_assert_no_error (error);
  return root;
}

RedressPolicy *
redress_test_load_policy (const char *flow)
{
  g_autofree char *name = g_strconcat (flow, ".json", NULL);
  g_autoptr (GBytes) bytes = redress_test_load_data ("policies", name);
  g_autoptr (GError) error = NULL;
  RedressPolicy *policy = redress_policy_from_bytes (bytes, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (redress_policy_get_flow (policy), ==, flow);

  return policy;
}

static gint64
to_number (const char *text)
{
  gint64 number = 0;

  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL))
    g_error ("\"%s\" is no number", text);

  return number;
}

static RedressTime
to_time (const char *text)
{
  RedressTime time;

  if (redress_timestamp_parse (text, &time, NULL))
    return time;

  return REDRESS_TEST_ZERO + to_number (text) * REDRESS_SECOND;
}

static void
set_value (RedressValue *value, RedressFactType type, const char *text)
{
  switch (type)
    {
    case REDRESS_FACT_BOOLEAN:
      g_assert_true (g_str_equal (text, "true") || g_str_equal (text, "false"));
      redress_value_set_boolean (value, g_str_equal (text, "true"));
      break;
    case REDRESS_FACT_INTEGER:
      redress_value_set_integer (value, to_number (text));
      break;
    case REDRESS_FACT_TIME:
      redress_value_set_time (value, to_time (text));
      break;
    case REDRESS_FACT_TEXT:
      redress_value_set_text (value, text);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* Two answers of the same time, apart by a bar, contradict each other. */
static void
add_fact (RedressTicket *ticket, RedressPolicy *policy, const char *name, const char *text)
{
  const RedressFactSpec *spec = redress_policy_find_fact (policy, name);
  gboolean is_answer = g_str_has_prefix (name, "answer.");
  g_auto (GStrv) answers = g_strsplit (text, "|", -1);

  if (spec == NULL && !is_answer)
    g_error ("the policy has no fact \"%s\"", name);

  for (char **answer = answers; *answer != NULL; answer++)
    {
      RedressFact *fact = redress_fact_new (name, "platform", REDRESS_TEST_ZERO);

      set_value (&fact->value, is_answer ? REDRESS_FACT_TEXT : spec->type, *answer);
      g_ptr_array_add (ticket->facts, fact);
    }
}

static gboolean
set_order (RedressOrder *order, const char *name, const char *text)
{
  if (g_str_equal (name, "number"))
    order->number = g_strdup (text);
  else if (g_str_equal (name, "state"))
    order->state = g_strdup (text);
  else if (g_str_equal (name, "at"))
    order->state_at_request = g_strdup (text);
  else if (g_str_equal (name, "paid"))
    order->paid.value = to_number (text);
  else if (g_str_equal (name, "paid_unit"))
    g_assert_true (redress_unit_from_string (text, &order->paid.unit));
  else if (g_str_equal (name, "method"))
    order->payment_method = g_strdup (text);
  else if (g_str_equal (name, "placed"))
    order->placed_at = to_time (text);
  else if (g_str_equal (name, "requested"))
    order->requested_at = to_time (text);
  else
    return FALSE;

  return TRUE;
}

static gboolean
set_summary (RedressTicket *ticket, const char *name, const char *text)
{
  RedressSummary *summary = ticket->summary;

  if (g_str_equal (name, "kind"))
    g_assert_true (redress_kind_from_string (text, &summary->kind));
  else if (g_str_equal (name, "level"))
    summary->badges |= g_str_equal (text, "supervisor") ? REDRESS_BADGE_SUPERVISOR : 0;
  else if (g_str_equal (name, "reason"))
    summary->reason_code = g_strdup (text);
  else if (g_str_equal (name, "text"))
    ticket->reason_full = g_strdup (text);
  else if (g_str_equal (name, "amount"))
    summary->amount.value = to_number (text);
  else if (g_str_equal (name, "amount_unit"))
    g_assert_true (redress_unit_from_string (text, &summary->amount.unit));
  else if (g_str_equal (name, "opened"))
    summary->opened_at = to_time (text);
  else if (g_str_equal (name, "first"))
    {
      ticket->previous_decision = redress_decision_new ();
      ticket->previous_decision->recorded_at = to_time (text);
    }
  else if (g_str_equal (name, "cancels"))
    ticket->customer.cancels_90d = to_number (text);
  else
    return FALSE;

  return TRUE;
}

static void
set_word (RedressTicket *ticket, RedressPolicy *policy, const char *name, const char *text)
{
  if (*name == '+')
    {
      RedressEvidence *evidence = redress_evidence_new ();

      g_assert_nonnull (redress_policy_find_slot (policy, name + 1));
      evidence->slot = g_strdup (name + 1);
      g_ptr_array_add (ticket->evidence, evidence);
    }
  else if (!g_str_equal (text, "?") && !set_summary (ticket, name, text) &&
           !set_order (&ticket->order, name, text))
    add_fact (ticket, policy, name, text);
}

static void
collect_words (GHashTable *words, const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \n", -1);

  for (char **part = parts; *part != NULL; part++)
    {
      char *equals = strchr (*part, '=');

      if (**part == '-')
        {
          g_autofree char *slot = g_strconcat ("+", *part + 1, NULL);

          g_hash_table_remove (words, slot);
        }
      else if (equals != NULL)
        g_hash_table_insert (words, g_strndup (*part, (gsize)(equals - *part)),
                             g_strdup (equals + 1));
      else if (**part != '\0')
        g_hash_table_insert (words, g_strdup (*part), g_strdup (""));
    }
}

RedressTicket *
redress_test_ticket (RedressPolicy *policy, const char *base, const char *changes)
{
  g_autoptr (GHashTable) words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  RedressTicket *ticket = redress_ticket_new ();
  GHashTableIter iter;
  gpointer name, text;

  collect_words (words, base);
  collect_words (words, changes);
  ticket->summary->amount.unit = redress_policy_get_unit (policy);
  ticket->order.paid.unit = redress_policy_get_unit (policy);
  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, &name, &text))
    set_word (ticket, policy, name, text);
  redress_ticket_seal (ticket);

  return ticket;
}

static char *
describe (const RedressEvaluation *evaluation)
{
  g_autofree char *otherwise =
      evaluation->otherwise != NULL ? g_strdup_printf (" (%s)", evaluation->otherwise->id) : NULL;

  return g_strconcat (evaluation->deciding != NULL ? evaluation->deciding->id : "none", " ",
                      redress_verdict_to_string (evaluation->recommended),
                      evaluation->four_eyes ? " four_eyes" : "", otherwise, NULL);
}

RedressTestRules *
redress_test_rules_load (const char *flow)
{
  RedressTestRules *self = g_new0 (RedressTestRules, 1);
  g_autofree char *path = g_strdup_printf ("policies/rules/%s.json", flow);

  self->policy = redress_test_load_policy (flow);
  self->root = redress_test_load_json (path);
  return self;
}

void
redress_test_rules_free (RedressTestRules *self)
{
  redress_policy_unref (self->policy);
  json_node_unref (self->root);
  g_free (self);
}

/* Puts the words of each set in the place of its $NAME. */
static char *
expand (JsonObject *sets, const char *words)
{
  g_autoptr (GString) text = g_string_new (words);
  JsonObjectIter iter;
  const char *name;
  JsonNode *set;

  json_object_iter_init_ordered (&iter, sets);
  while (json_object_iter_next_ordered (&iter, &name, &set))
    {
      g_autofree char *blank = g_strconcat ("$", name, NULL);

      g_string_replace (text, blank, json_node_get_string (set), 0);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

RedressTicket *
redress_test_rules_ticket (RedressTestRules *self, const char *changes)
{
  JsonObject *root = json_node_get_object (self->root);
  g_autofree char *words = expand (json_object_get_object_member (root, "sets"), changes);

  return redress_test_ticket (self->policy, json_object_get_string_member (root, "base"), words);
}

void
redress_test_rules_expect (RedressTestRules *self,
                           const char *changes,
                           const char *expected,
                           const char *effects)
{
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (self, changes);
  g_autoptr (RedressEvaluation) evaluation =
      redress_policy_evaluate (self->policy, ticket, REDRESS_TEST_ZERO);
  g_autofree char *found = describe (evaluation);
  g_autofree char *set_off = g_strjoinv (" ", evaluation->effects);

  g_test_message ("%s", changes);
  g_assert_cmpstr (found, ==, expected);
  if (effects != NULL)
    g_assert_cmpstr (set_off, ==, effects);
}
