/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/policy-codec.h"

static gboolean
parse_good_when (const char *text, guint *value)
{
  static const char *const words[] = { "match", "no_match", "neither" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i], text))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}

static gboolean
add_scalar (RedressCondition *test, JsonNode *node)
{
  RedressValue value = REDRESS_VALUE_INIT;
  GType type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;

  if (type == G_TYPE_STRING)
    redress_value_set_text (&value, json_node_get_string (node));
  else if (type == G_TYPE_INT64)
    redress_value_set_integer (&value, json_node_get_int (node));
  else if (type == G_TYPE_BOOLEAN)
    redress_value_set_boolean (&value, json_node_get_boolean (node));
  else
    return FALSE;

  g_array_append_val (test->operands, value);
  return TRUE;
}

static gboolean
add_list (RedressCondition *test, JsonArray *list)
{
  for (guint i = 0; i < json_array_get_length (list); i++)
    if (!add_scalar (test, json_array_get_element (list, i)))
      return FALSE;

  return json_array_get_length (list) > 0;
}

static gboolean
read_operand (RedressCondition *test, JsonNode *node)
{
  JsonObject *object;
  JsonNode *name;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return add_list (test, json_node_get_array (node));

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return add_scalar (test, node);

  object = json_node_get_object (node);
  name = json_object_get_member (object, "fact");
  if (json_object_get_size (object) != 1 || name == NULL || !JSON_NODE_HOLDS_VALUE (name) ||
      json_node_get_value_type (name) != G_TYPE_STRING)
    return FALSE;

  test->other = json_node_dup_string (name);
  return TRUE;
}

static const char *
get_word (JsonArray *parts, guint index)
{
  JsonNode *node = json_array_get_element (parts, index);

  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static RedressCondition *
read_test (RedressPolicyReader *reader, JsonArray *parts, const char *path)
{
  g_autoptr (RedressCondition) test = redress_condition_new (REDRESS_CONDITION_TEST);
  guint length = json_array_get_length (parts);
  RedressValue yes = { REDRESS_VALUE_BOOLEAN, { TRUE } };

  test->path = g_strdup (path);
  if (length < 2 || length > 3 || get_word (parts, 0) == NULL || get_word (parts, 1) == NULL)
    {
      redress_policy_reader_complain (reader, path, "must be [fact, operation, operand]");
      return NULL;
    }

  test->name = g_strdup (get_word (parts, 0));
  if (!redress_test_from_string (get_word (parts, 1), &test->test))
    {
      g_autofree char *what = g_strdup_printf ("there is no operation \"%s\"", get_word (parts, 1));

      redress_policy_reader_complain (reader, path, what);
      return NULL;
    }

  if (length == 2 && test->test >= REDRESS_TEST_EXISTS)
    g_array_append_val (test->operands, yes);
  else if (length == 2 || !read_operand (test, json_array_get_element (parts, 2)))
    {
      redress_policy_reader_complain (
          reader, path, "the operand must be a value, a list of values or {\"fact\": name}");
      return NULL;
    }

  return g_steal_pointer (&test);
}

static const struct
{
  const char *word;
  RedressConditionKind kind;
} groups[] = {
  { "all", REDRESS_CONDITION_ALL },
  { "any", REDRESS_CONDITION_ANY },
  { "none", REDRESS_CONDITION_NONE },
};

static RedressCondition *
read_members (RedressPolicyReader *reader,
              JsonArray *members,
              RedressConditionKind kind,
              const char *path)
{
  g_autoptr (RedressCondition) group = redress_condition_new (kind);

  group->path = g_strdup (path);
  for (guint i = 0; i < json_array_get_length (members); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s[%u]", path, i);
      RedressCondition *child =
          redress_condition_read (reader, json_array_get_element (members, i), inner);

      if (child == NULL)
        return NULL;
      g_ptr_array_add (group->children, child);
    }

  return g_steal_pointer (&group);
}

/**
 * redress_condition_read:
 * @path: where the condition stands, for messages
 *
 * Returns: (transfer full) (nullable): the condition; %NULL after a complaint
 */
RedressCondition *
redress_condition_read (RedressPolicyReader *reader, JsonNode *node, const char *path)
{
  JsonObject *object;

  if (JSON_NODE_HOLDS_ARRAY (node))
    return read_test (reader, json_node_get_array (node), path);

  object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  for (guint i = 0; object != NULL && i < G_N_ELEMENTS (groups); i++)
    {
      JsonNode *members = json_object_get_member (object, groups[i].word);
      g_autofree char *inner = g_strdup_printf ("%s.%s", path, groups[i].word);

      if (members != NULL && JSON_NODE_HOLDS_ARRAY (members) && json_object_get_size (object) == 1)
        return read_members (reader, json_node_get_array (members), groups[i].kind, inner);
    }

  redress_policy_reader_complain (reader, path,
                                  "must be a test, or an object with one of all, any, none");
  return NULL;
}

static void
read_verdicts (RedressPolicyReader *reader, JsonObject *object, RedressRule *rule)
{
  g_auto (GStrv) words = NULL;
  guint count = 0;

  redress_policy_read_strv (reader, object, "verdicts", &words);
  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      RedressVerdict verdict;

      if (!redress_verdict_from_string (*word, &verdict) || verdict == REDRESS_VERDICT_NONE ||
          (rule->verdicts & REDRESS_VERDICT_BIT (verdict)) != 0)
        {
          g_autofree char *what = g_strdup_printf ("\"%s\" is none, or twice", *word);

          redress_policy_reader_complain (reader, "verdicts", what);
          continue;
        }

      rule->verdicts |= REDRESS_VERDICT_BIT (verdict);
      rule->order[count++] = verdict;
    }

  rule->recommended = rule->order[0];
}

static void
read_effects_of (RedressPolicyReader *reader, JsonObject *effects, RedressRule *rule)
{
  JsonObjectIter iter;
  const char *word;

  json_object_iter_init_ordered (&iter, effects);
  while (json_object_iter_next_ordered (&iter, &word, NULL))
    {
      RedressVerdict verdict;

      if (redress_verdict_from_string (word, &verdict) && verdict != REDRESS_VERDICT_NONE)
        redress_policy_read_strv (reader, effects, word, &rule->effects_of[verdict]);
      else
        redress_policy_reader_complain (reader, "effects", "there is no such verdict");
    }
}

/* A list belongs to the recommended verdict; an object says which verdict has which effects. */
static void
read_effects (RedressPolicyReader *reader, JsonObject *object, RedressRule *rule)
{
  JsonNode *effects = json_object_get_member (object, "effects");
  char **recommended = NULL;

  if (effects != NULL && JSON_NODE_HOLDS_OBJECT (effects))
    read_effects_of (reader, json_node_get_object (effects), rule);
  else
    redress_policy_read_strv (reader, object, "effects", &recommended);

  if (recommended != NULL && rule->recommended != REDRESS_VERDICT_NONE)
    rule->effects_of[rule->recommended] = g_strdupv (recommended);
  if (recommended == NULL && rule->effects_of[rule->recommended] != NULL)
    recommended = g_strdupv (rule->effects_of[rule->recommended]);
  rule->effects = recommended != NULL ? recommended : g_new0 (char *, 1);
}

/**
 * redress_policy_read_kinds:
 * @kinds: (inout): gets a bit for each kind
 *
 * Reads the optional member "kinds" of a rule or a message.
 */
void
redress_policy_read_kinds (RedressPolicyReader *reader, JsonObject *object, guint *kinds)
{
  g_auto (GStrv) words = NULL;

  redress_policy_read_strv (reader, object, "kinds", &words);
  for (char **word = words; word != NULL && *word != NULL; word++)
    {
      RedressKind kind;

      if (redress_kind_from_string (*word, &kind))
        *kinds |= 1u << kind;
      else
        redress_policy_reader_complain (reader, "kinds", "there is no such kind");
    }
}

static void
read_words (RedressPolicyReader *reader, JsonObject *object, RedressRule *rule)
{
  redress_policy_read_string (reader, object, "reason", FALSE, &rule->reason);
  redress_policy_read_string (reader, object, "amount", FALSE, &rule->amount);
  redress_policy_read_strv (reader, object, "needs", &rule->needs);
  redress_policy_read_strv (reader, object, "cites", &rule->cites);
  redress_policy_read_text (reader, object, "title", TRUE, &rule->title);
  redress_policy_read_text (reader, object, "why", TRUE, &rule->why);
  redress_policy_read_text (reader, object, "why_not", FALSE, &rule->why_not);
  redress_policy_read_text (reader, object, "why_unknown", FALSE, &rule->why_unknown);
}

static void
read_rule (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = {
    "id",    "phase",   "enabled", "kinds", "when", "verdicts", "good_when",   "reason", "amount",
    "needs", "effects", "cites",   "title", "why",  "why_not",  "why_unknown", NULL,
  };
  RedressPolicy *policy = data;
  g_autoptr (RedressRule) rule = redress_rule_new ();
  gint64 phase = 3;
  guint good_when = REDRESS_GOOD_WHEN_NEITHER;

  redress_policy_reader_enter (reader, "", index, NULL);
  redress_policy_read_string (reader, object, "id", TRUE, &rule->id);
  if (rule->id == NULL)
    return;

  redress_policy_reader_enter (reader, "", index, rule->id);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_int (reader, object, "phase", TRUE, 1, 4, &phase);
  redress_policy_read_bool (reader, object, "enabled", &rule->enabled);
  redress_policy_read_word (reader, object, "good_when", TRUE, parse_good_when, &good_when);
  rule->phase = (int)phase;
  rule->good_when = good_when;
  redress_policy_read_kinds (reader, object, &rule->kinds);
  read_verdicts (reader, object, rule);
  read_effects (reader, object, rule);
  read_words (reader, object, rule);

  if (json_object_has_member (object, "when"))
    rule->when = redress_condition_read (reader, json_object_get_member (object, "when"), "when");
  else
    redress_policy_reader_complain (reader, "when", "is missing");
  if (rule->when != NULL)
    g_ptr_array_add (policy->rules, g_steal_pointer (&rule));
}

/**
 * redress_policy_read_rules:
 *
 * Reads the rules of a policy file.
 */
void
redress_policy_read_rules (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  redress_policy_read_items (reader, object, "rules", TRUE, read_rule, policy);
}
