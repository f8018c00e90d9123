/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/messages.h"

#include <string.h>

#include "core/error.h"
#include "wire/json.h"
#include "wire/sample.h"
#include "wire/shape.h"

typedef struct
{
  const char *file;
  gpointer (*from_json) (JsonObject *object, GError **error);
  JsonNode *(*to_json) (gpointer self);
  void (*free) (gpointer self);
} Noun;

#define NOUN(Type, name, destroy)                                                                  \
  static gpointer name##_from_json (JsonObject *object, GError **error)                            \
  {                                                                                                \
    return redress_##name##_from_json (object, error);                                             \
  }                                                                                                \
  static JsonNode *name##_to_json (gpointer self) { return redress_##name##_to_json (self); }      \
  static void name##_free (gpointer self) { destroy ((Type *)self); }

NOUN (RedressAccount, account, redress_account_free)
NOUN (RedressAnswer, answer, redress_answer_free)
NOUN (RedressChangePage, change_page, redress_change_page_free)
NOUN (RedressClaim, claim, redress_claim_free)
NOUN (RedressDecision, decision, redress_decision_free)
NOUN (RedressEvent, event, redress_event_free)
NOUN (RedressEvidence, evidence, redress_evidence_free)
NOUN (RedressFact, fact, redress_fact_free)
NOUN (RedressProblem, problem, redress_problem_free)
NOUN (RedressSession, session, redress_session_free)
NOUN (RedressSummary, summary, g_object_unref)
NOUN (RedressTicket, ticket, g_object_unref)

static gpointer
command_from_json (JsonObject *object, GError **error)
{
  return redress_command_from_json (object, error);
}

static JsonNode *
command_to_json (gpointer self)
{
  g_autoptr (GBytes) bytes = redress_command_to_bytes (self);

  return redress_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             &redress_json_limits_request, NULL);
}

static void
command_free (gpointer self)
{
  redress_command_free (self);
}

/* Each file holds every member its noun can have. */
static const Noun nouns[] = {
  { "account", account_from_json, account_to_json, account_free },
  { "answer", answer_from_json, answer_to_json, answer_free },
  { "change-page", change_page_from_json, change_page_to_json, change_page_free },
  { "claim", claim_from_json, claim_to_json, claim_free },
  { "command", command_from_json, command_to_json, command_free },
  { "decision", decision_from_json, decision_to_json, decision_free },
  { "event", event_from_json, event_to_json, event_free },
  { "evidence", evidence_from_json, evidence_to_json, evidence_free },
  { "fact", fact_from_json, fact_to_json, fact_free },
  { "fact-masked", fact_from_json, fact_to_json, fact_free },
  { "fact-time", fact_from_json, fact_to_json, fact_free },
  { "problem", problem_from_json, problem_to_json, problem_free },
  { "session", session_from_json, session_to_json, session_free },
  { "summary", summary_from_json, summary_to_json, summary_free },
  { "ticket", ticket_from_json, ticket_to_json, ticket_free },
};

/* NULL with an error, or what the noun makes of it written again. */
static char *
read_and_write (const Noun *noun, JsonNode *root, GError **error)
{
  g_autoptr (JsonNode) written = NULL;
  gpointer self = noun->from_json (json_node_get_object (root), error);

  if (self == NULL)
    return NULL;

  written = noun->to_json (self);
  noun->free (self);
  return redress_json_to_string (written);
}

static void
test_round_trip (gconstpointer data)
{
  const Noun *noun = data;
  g_autoptr (JsonNode) root = redress_test_sample (noun->file);
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = redress_json_to_string (root);
  g_autofree char *got = read_and_write (noun, root, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, wanted);
}

/* One JSON value of each kind; none of them is right for an enumeration, time or digest. */
static const char *const intruders[] = { "null", "true", "12345678", "'\\u0001 ?'", "[]", "{}" };

static const char *
get_kind (JsonNode *node)
{
  if (!JSON_NODE_HOLDS_VALUE (node))
    return json_node_type_name (node);

  return g_type_name (json_node_get_value_type (node));
}

/* A wrong kind must be an error; the right kind may be one, too. Neither may crash. */
static void
try (const Noun *noun, JsonNode *root, gboolean must_fail, const char *what)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *written = read_and_write (noun, root, &error);

  g_assert_true ((written == NULL) == (error != NULL));
  if (must_fail && written != NULL)
    g_error ("%s: taken: %s", noun->file, what);
  if (error == NULL)
    return;

  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (strchr (error->message, ':'));
}

/* The value of a fact may be of any kind; what is right depends on the other members. */
static gboolean
is_value_of_fact (JsonObject *object, const char *name)
{
  return g_str_equal (name, "value") && json_object_has_member (object, "name");
}

static void
intrude (const Noun *noun, JsonNode *root, JsonObject *object, const char *name)
{
  g_autoptr (JsonNode) right = json_node_copy (json_object_get_member (object, name));

  for (gsize i = 0; i < G_N_ELEMENTS (intruders); i++)
    {
      JsonNode *wrong = redress_test_json (intruders[i]);
      gboolean must_fail =
          !g_str_equal (get_kind (wrong), get_kind (right)) && !is_value_of_fact (object, name);
      g_autofree char *what = g_strdup_printf ("%s as %s", intruders[i], name);

      json_object_set_member (object, name, wrong);
      try (noun, root, must_fail, what);
    }

  json_object_remove_member (object, name);
  try (noun, root, FALSE, name);
  json_object_set_member (object, name, json_node_copy (right));
}

static char **
dup_names (JsonObject *object)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonObjectIter iter;
  const char *name;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, NULL))
    g_strv_builder_add (builder, name);
  return g_strv_builder_end (builder);
}

static void visit (const Noun *noun, JsonNode *root, JsonNode *node);

static void
visit_array (const Noun *noun, JsonNode *root, JsonArray *array)
{
  guint length = json_array_get_length (array);

  for (guint i = 0; i < length; i++)
    visit (noun, root, json_array_get_element (array, i));

  json_array_add_array_element (array, json_array_new ());
  try (noun, root, TRUE, "element of a wrong kind");
  json_array_remove_element (array, length);
}

static void
visit_object (const Noun *noun, JsonNode *root, JsonObject *object)
{
  g_auto (GStrv) names = dup_names (object);

  for (guint i = 0; names[i] != NULL; i++)
    {
      intrude (noun, root, object, names[i]);
      visit (noun, root, json_object_get_member (object, names[i]));
    }
}

static void
visit (const Noun *noun, JsonNode *root, JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    visit_array (noun, root, json_node_get_array (node));
  else if (JSON_NODE_HOLDS_OBJECT (node))
    visit_object (noun, root, json_node_get_object (node));
}

static void
test_wrong_kinds (gconstpointer data)
{
  g_autoptr (JsonNode) root = redress_test_sample (((const Noun *)data)->file);

  visit (data, root, root);
  try (data, root, FALSE, "nothing is left behind");
}

static void
add_strangers (JsonNode *node)
{
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        add_strangers (json_array_get_element (array, i));
    }
  else if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObject *object = json_node_get_object (node);
      g_auto (GStrv) names = dup_names (object);

      for (guint i = 0; names[i] != NULL; i++)
        add_strangers (json_object_get_member (object, names[i]));
      json_object_set_string_member (object, "from_a_newer_version", "x");
    }
}

static void
test_unknown_members (gconstpointer data)
{
  const Noun *noun = data;
  g_autoptr (JsonNode) root = redress_test_sample (noun->file);
  g_autoptr (GError) error = NULL;
  g_autofree char *wanted = redress_json_to_string (root);
  g_autofree char *got = NULL;

  add_strangers (root);
  got = read_and_write (noun, root, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (got, ==, wanted);
}

/* An empty object must be refused or read; either way without a crash. */
static void
test_empty (gconstpointer data)
{
  g_autoptr (JsonNode) root = redress_test_json ("{}");

  try (data, root, TRUE, "{}");
}

static const struct
{
  const char *file;
  const RedressShape *shape;
} shapes[] = {
  { "account", &redress_account_shape },   { "claim", &redress_claim_shape },
  { "decision", &redress_decision_shape }, { "event", &redress_event_shape },
  { "evidence", &redress_evidence_shape }, { "fact", &redress_fact_shape },
  { "fact-masked", &redress_fact_shape },  { "fact-time", &redress_fact_shape },
  { "problem", &redress_problem_shape },   { "summary", &redress_summary_shape },
};

/* A text without a tree is the same text, of a struct that is full and of one that is empty. */
static void
assert_appended (const RedressShape *shape, gconstpointer self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (JsonNode) tree = redress_shape_to_json (shape, self);
  g_autofree char *wanted = redress_json_to_string (tree);

  redress_shape_append (shape, text, self);
  g_assert_cmpstr (text->str, ==, wanted);
}

static void
test_append (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const RedressShape *shape = shapes[i].shape;
      g_autoptr (JsonNode) root = redress_test_sample (shapes[i].file);
      gpointer full = redress_shape_from_json (shape, json_node_get_object (root), NULL);
      gpointer empty = shape->create ();

      g_assert_nonnull (full);
      assert_appended (shape, full);
      assert_appended (shape, empty);
      shape->destroy (full);
      shape->destroy (empty);
    }
}

static void
test_append_page (void)
{
  g_autoptr (JsonNode) root = redress_test_sample ("change-page");
  g_autoptr (RedressChangePage) page =
      redress_change_page_from_json (json_node_get_object (root), NULL);
  g_autofree char *wanted = redress_json_to_string (root);
  g_autoptr (GBytes) got = redress_change_page_to_bytes (page);

  g_assert_cmpmem (g_bytes_get_data (got, NULL), g_bytes_get_size (got), wanted, strlen (wanted));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (nouns); i++)
    {
      g_autofree char *round_trip = g_strdup_printf ("/codec/%s/round-trip", nouns[i].file);
      g_autofree char *wrong_kinds = g_strdup_printf ("/codec/%s/wrong-kinds", nouns[i].file);
      g_autofree char *unknown = g_strdup_printf ("/codec/%s/unknown-members", nouns[i].file);
      g_autofree char *empty = g_strdup_printf ("/codec/%s/empty", nouns[i].file);

      g_test_add_data_func (round_trip, &nouns[i], test_round_trip);
      g_test_add_data_func (wrong_kinds, &nouns[i], test_wrong_kinds);
      g_test_add_data_func (unknown, &nouns[i], test_unknown_members);
      g_test_add_data_func (empty, &nouns[i], test_empty);
    }
  g_test_add_func ("/codec/append", test_append);
  g_test_add_func ("/codec/append-page", test_append_page);
  return g_test_run ();
}
