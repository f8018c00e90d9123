/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/policy-codec.h"

#include "wire/codec.h"
#include "wire/policy-lines.h"

/* What this program can read. A file that uses more says a higher number. */
#define LANGUAGE 1

/* Five flows have files of 50 KiB; ten times as much is a mistake. */
static const RedressJsonLimits limits_of_files = {
  .bytes = 512 * 1024,
  .depth = 16,
  .tokens = 100000,
};

static gboolean
parse_unit (const char *text, guint *value)
{
  RedressUnit unit;

  if (!redress_unit_from_string (text, &unit))
    return FALSE;

  *value = unit;
  return TRUE;
}

static gboolean
parse_offline_class (const char *text, guint *value)
{
  if (!g_str_equal (text, "allowed") && !g_str_equal (text, "forbidden"))
    return FALSE;

  *value = g_str_equal (text, "allowed") ? REDRESS_OFFLINE_ALLOWED : REDRESS_OFFLINE_FORBIDDEN;
  return TRUE;
}

static void
read_offline (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  static const char *const known[] = { "class", "max_amount", NULL };
  JsonObject *offline = redress_policy_read_object (reader, object, "offline", TRUE);
  guint class = REDRESS_OFFLINE_FORBIDDEN;
  gint64 amount = 0;

  if (offline == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "offline");
  redress_policy_reader_allow (reader, offline, known);
  redress_policy_read_word (reader, offline, "class", TRUE, parse_offline_class, &class);
  redress_policy_read_int (reader, offline, "max_amount", TRUE, 0, REDRESS_INTEGER_MAX, &amount);
  policy->offline_class = class;
  redress_policy_set_limit (policy, "offline_max_amount", amount);
}

static void
read_rounding (RedressPolicyReader *reader, JsonObject *limits, RedressPolicy *policy)
{
  g_autofree char *word = NULL;

  redress_policy_read_string (reader, limits, "points_rounding", TRUE, &word);
  if (g_strcmp0 (word, "half_up") == 0)
    redress_policy_set_limit (policy, "points_rounding", REDRESS_ROUNDING_HALF_UP);
  else if (g_strcmp0 (word, "floor") == 0)
    redress_policy_set_limit (policy, "points_rounding", REDRESS_ROUNDING_FLOOR);
  else
    redress_policy_reader_complain (reader, "points_rounding", "must be floor or half_up");
}

static void
read_limits (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  JsonObject *limits = redress_policy_read_object (reader, object, "limits", TRUE);
  JsonObjectIter iter;
  const char *name;

  if (limits == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "limits");
  json_object_iter_init_ordered (&iter, limits);
  while (json_object_iter_next_ordered (&iter, &name, NULL))
    {
      gint64 number = -1;

      if (g_str_equal (name, "points_rounding"))
        {
          read_rounding (reader, limits, policy);
          continue;
        }

      redress_policy_read_int (reader, limits, name, TRUE, 0, REDRESS_INTEGER_MAX, &number);
      if (number >= 0)
        redress_policy_set_limit (policy, name, number);
    }
}

/* Effect -> the one that undoes it. */
static void
read_reversals (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  JsonObject *reversals = redress_policy_read_object (reader, object, "reversals", FALSE);
  JsonObjectIter iter;
  const char *effect;

  if (reversals == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "reversals");
  json_object_iter_init_ordered (&iter, reversals);
  while (json_object_iter_next_ordered (&iter, &effect, NULL))
    {
      g_autofree char *reversal = NULL;

      redress_policy_read_string (reader, reversals, effect, TRUE, &reversal);
      if (reversal != NULL)
        redress_policy_set_reversal (policy, effect, reversal);
    }
}

static void
read_race (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  static const char *const known[] = { "label", "ships_at", NULL };
  JsonObject *race = redress_policy_read_object (reader, object, "race", FALSE);

  if (race == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "race");
  redress_policy_reader_allow (reader, race, known);
  policy->race = g_new0 (RedressPolicyRace, 1);
  redress_policy_read_string (reader, race, "label", TRUE, &policy->race->label);
  redress_policy_read_strv (reader, race, "ships_at", &policy->race->ships_at);
}

static void
read_line (RedressPolicyReader *reader, JsonObject *object, guint index, gpointer data)
{
  static const char *const known[] = { "value", "label", "formula", NULL };
  RedressCalculator *calculator = data;
  RedressCalculatorLine *line = g_new0 (RedressCalculatorLine, 1);

  g_ptr_array_add (calculator->lines, line);
  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_string (reader, object, "value", TRUE, &line->value);
  redress_policy_read_text (reader, object, "label", TRUE, &line->label);
  redress_policy_read_text (reader, object, "formula", TRUE, &line->formula);
}

static void
read_calculator (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  static const char *const known[] = { "title", "inputs", "lines", NULL };
  JsonObject *calculator = redress_policy_read_object (reader, object, "calculator", FALSE);

  if (calculator == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "calculator");
  redress_policy_reader_allow (reader, calculator, known);
  policy->calculator = redress_calculator_new ();
  redress_policy_read_text (reader, calculator, "title", TRUE, &policy->calculator->title);
  redress_policy_read_strv (reader, calculator, "inputs", &policy->calculator->inputs);
  redress_policy_read_items (reader, calculator, "lines", TRUE, read_line, policy->calculator);
}

static void
read_codes (RedressPolicyReader *reader,
            const char *group,
            JsonObject *codes,
            RedressPolicy *policy)
{
  g_autofree char *place = g_strconcat ("labels.", group, NULL);
  JsonObjectIter iter;
  const char *code;

  redress_policy_reader_enter (reader, "policy", 0, place);
  json_object_iter_init_ordered (&iter, codes);
  while (json_object_iter_next_ordered (&iter, &code, NULL))
    {
      RedressText text = { 0 };

      redress_policy_read_text (reader, codes, code, TRUE, &text);
      redress_policy_set_code_label (policy, group, code, text.en, text.zh_CN);
      redress_text_clear (&text);
    }
}

static void
read_labels (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  static const char *const groups[] = { "order_state", "payment_method", "tier", "event",
                                        "effect",      "holder",         NULL };
  JsonObject *labels = redress_policy_read_object (reader, object, "labels", TRUE);

  if (labels == NULL)
    return;

  redress_policy_reader_enter (reader, "policy", 0, "labels");
  redress_policy_reader_allow (reader, labels, groups);
  for (const char *const *group = groups; *group != NULL; group++)
    {
      JsonObject *codes;

      redress_policy_reader_enter (reader, "policy", 0, "labels");
      codes = redress_policy_read_object (reader, labels, *group, TRUE);
      if (codes != NULL)
        read_codes (reader, *group, codes, policy);
    }
}

static void
read_head (RedressPolicyReader *reader, JsonObject *object, RedressPolicy *policy)
{
  static const char *const known[] = {
    "$schema",        "flow",        "platform", "version",    "valid_from", "title",
    "platform_title", "tile",        "unit",     "offline",    "limits",     "facts",
    "derived",        "slots",       "grounds",  "reasons",    "clocks",     "labels",
    "templates",      "comparisons", "rules",    "language",   "legal",      "reversals",
    "refunds",        "incidents",   "race",     "calculator", NULL,
  };
  g_autoptr (GError) error = NULL;
  guint unit = REDRESS_UNIT_FEN;

  redress_policy_reader_allow (reader, object, known);
  redress_policy_read_string (reader, object, "flow", TRUE, &policy->flow);
  redress_policy_read_string (reader, object, "platform", TRUE, &policy->platform);
  redress_policy_read_int (reader, object, "version", TRUE, 1, REDRESS_INTEGER_MAX,
                           &policy->version);
  if (!redress_json_read_time (object, "valid_from", FALSE, &policy->valid_from, &error))
    redress_policy_reader_complain (reader, NULL, error->message);
  redress_policy_read_text (reader, object, "title", TRUE, &policy->title);
  redress_policy_read_text (reader, object, "platform_title", TRUE, &policy->platform_title);
  redress_policy_read_string (reader, object, "tile", TRUE, &policy->tile);
  if (policy->tile != NULL && g_utf8_strlen (policy->tile, -1) > 2)
    redress_policy_reader_complain (reader, "tile", "has room for two letters");
  redress_policy_read_word (reader, object, "unit", FALSE, parse_unit, &unit);
  policy->unit = unit;
}

static RedressPolicy *
read_policy (JsonObject *object, GPtrArray *mistakes)
{
  g_auto (RedressPolicyReader) reader = { .mistakes = mistakes };
  RedressPolicy *policy = redress_policy_new ();

  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_head (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_offline (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_limits (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_reversals (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  redress_policy_read_strv (&reader, object, "refunds", &policy->refunds);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_race (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_calculator (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  read_labels (&reader, object, policy);
  redress_policy_reader_enter (&reader, "policy", 0, "file");
  redress_policy_read_parts (&reader, object, policy);
  redress_policy_read_rules (&reader, object, policy);

  redress_policy_compile (policy, mistakes);
  redress_policy_check (policy, mistakes);

  return policy;
}

/* Of a file that is newer than the program only this is said: all else that looks wrong with it
 * may well be right. */
static gboolean
knows_language (JsonObject *object, GPtrArray *mistakes)
{
  gint64 language = LANGUAGE;
  g_autoptr (GError) error = NULL;

  if (!redress_json_read_int (object, "language", FALSE, 1, REDRESS_INTEGER_MAX, &language, &error))
    redress_policy_complain (mistakes, "policy file: %s", error->message);
  else if (language > LANGUAGE)
    redress_policy_complain (mistakes,
                             "policy file: language: %" G_GINT64_FORMAT
                             " is newer than this program, which reads %d",
                             language, LANGUAGE);

  return language <= LANGUAGE;
}

/* NULL if the file is no JSON object, or newer than the program. */
static RedressPolicy *
parse_root (JsonNode *root, GPtrArray *mistakes)
{
  if (!JSON_NODE_HOLDS_OBJECT (root))
    {
      redress_policy_complain (mistakes, "policy file: must be an object");
      return NULL;
    }

  return knows_language (json_node_get_object (root), mistakes)
             ? read_policy (json_node_get_object (root), mistakes)
             : NULL;
}

/* @sentences gets the mistakes with their lines. */
static RedressPolicy *
parse (GBytes *bytes, char ***sentences)
{
  g_autoptr (GPtrArray) mistakes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  RedressPolicy *policy = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  root = redress_json_parse (data, length, &limits_of_files, &error);
  if (root == NULL)
    redress_policy_complain (mistakes, "policy file: %s", error->message);
  else
    policy = parse_root (root, mistakes);

  if (policy != NULL)
    policy->sha256 = redress_sha256_hex (data, length);
  *sentences = redress_policy_add_lines (mistakes, bytes, root);

  return policy;
}

/**
 * redress_policy_from_bytes:
 * @bytes: a policy file
 *
 * Reads a policy and makes it ready for use. A file with any mistake is refused; use
 * redress_policy_lint() to see all of them.
 *
 * Returns: (transfer full): the policy; %REDRESS_ERROR_INVALID with the first mistake
 */
RedressPolicy *
redress_policy_from_bytes (GBytes *bytes, GError **error)
{
  g_auto (GStrv) mistakes = NULL;
  g_autoptr (RedressPolicy) policy = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  policy = parse (bytes, &mistakes);
  if (mistakes[0] == NULL)
    return g_steal_pointer (&policy);

  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "line %s%s", mistakes[0],
               mistakes[1] != NULL ? " (and more)" : "");
  return NULL;
}

/**
 * redress_policy_lint:
 * @bytes: a policy file
 *
 * Finds every mistake of a policy file: members that are missing or of the wrong type,
 * translations that are missing, facts that do not exist, comparisons that are impossible,
 * rules that can never match.
 *
 * Returns: (transfer full) (array zero-terminated=1): a sentence for each, naming the line, the
 *   rule or other thing, and its member: "12: R-KM-4: when.all[1]: no such fact ..."; empty if
 *   the file is good
 */
char **
redress_policy_lint (GBytes *bytes)
{
  g_autoptr (RedressPolicy) policy = NULL;
  char **mistakes = NULL;

  g_return_val_if_fail (bytes != NULL, NULL);

  policy = parse (bytes, &mistakes);

  return mistakes;
}
