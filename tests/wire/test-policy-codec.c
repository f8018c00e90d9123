/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/rule-case.h"
#include "wire/sample.h"

/* A whole policy, as small as it can be; the marks are replaced by the tests. */
static const char *const small =
    "{'flow': 'f', 'platform': 'p', 'version': 3, 'tile': 'P',"
    " 'title': {'en': 'F', 'zh_CN': '流程'}, 'platform_title': {'en': 'P', 'zh_CN': '平台'},"
    " 'offline': {'class': 'allowed', 'max_amount': 50000},"
    " 'limits': {'grace_seconds': 60, 'points_rounding': 'half_up'},"
    " 'facts': [{'name': 'a', 'type': 'boolean', 'source': 'platform',"
    "   'label': {'en': 'A', 'zh_CN': '甲'}, 'help': {'en': 'A', 'zh_CN': '甲'}},"
    "  {'name': 't', 'type': 'time', 'source': 'platform',"
    "   'label': {'en': 'T', 'zh_CN': '时'}, 'help': {'en': 'T', 'zh_CN': '时'}},"
    "  {'name': 'i', 'type': 'integer', 'unit': 'fen', 'source': 'platform',"
    "   'label': {'en': 'I', 'zh_CN': '数'}, 'help': {'en': 'I', 'zh_CN': '数'}}],"
    " 'derived': [{'name': 'd', 'type': 'integer', 'unit': 'fen', 'expr': ['mul', 'i', 2],"
    "   'label': {'en': 'D', 'zh_CN': '倍'}}],"
    " 'slots': [{'id': 'log', 'holder': 'platform', 'sensitivity': 'low',"
    "   'label': {'en': 'Log', 'zh_CN': '日志'}}],"
    " 'grounds': [{'code': 'g', 'label': {'en': 'G', 'zh_CN': '理由'}}],"
    " 'reasons': [{'code': 'r', 'verdicts': ['approve', 'escalate'],"
    "   'label': {'en': 'R', 'zh_CN': '原因'}}],"
    " 'comparisons': [{'id': 'c', 'claim': 't', 'log': 't', 'tolerance': 60,"
    "   'label': {'en': 'C', 'zh_CN': '比'}}],"
    " 'clocks': [{'name': 'review', 'purpose': 'ticket', 'kind': 'review', 'amount': 24,"
    "   'unit': 'natural_hours', 'from': 'opened', 'soon_minutes': 240,"
    "   'label': {'en': '24 h', 'zh_CN': '24 小时'}}],"
    " 'templates': [{'verdict': 'approve', 'text': {'en': 'Yes', 'zh_CN': '好'}}],"
    " 'labels': {'order_state': {}, 'payment_method': {}, 'tier': {}, 'event': {},"
    "   'effect': {'refund': {'en': 'Refund', 'zh_CN': '退款'}},"
    "   'holder': {'platform': {'en': 'platform', 'zh_CN': '平台'}}},"
    " 'rules': [{'id': 'R-1', 'phase': 3, 'good_when': 'match', 'kinds': ['review'],"
    "   'when': {'all': [['a', 'eq', true], ['d', 'ge', {'fact': 'limit.grace_seconds'}],"
    "     ['log', 'has_slot'], ['i', 'in', [5, 6]]]},"
    "   'verdicts': ['approve', 'escalate'], 'reason': 'r', 'needs': ['log'],"
    "   'effects': ['refund'], 'cites': ['K9'],"
    "   'title': {'en': 'Good', 'zh_CN': '好'}, 'why': {'en': '{i}', 'zh_CN': '{i}'}}]}";

/* @from is replaced by @to once; both with ' for ". */
static GBytes *
spoil (const char *from, const char *to)
{
  g_autoptr (GString) text = g_string_new (small);

  if (from != NULL)
    {
      g_assert_nonnull (strstr (small, from));
      g_string_replace (text, from, to, 1);
    }
  g_string_replace (text, "'", "\"", 0);

  return g_string_free_to_bytes (g_steal_pointer (&text));
}

static void
test_good (void)
{
  g_autoptr (GBytes) bytes = spoil (NULL, NULL);
  g_auto (GStrv) mistakes = redress_policy_lint (bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, &error);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
  const RedressRule *rule;

  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (mistakes), ==, 0);
  g_assert_cmpstr (redress_policy_get_sha256 (policy), ==, sha256);
  g_assert_cmpint (redress_policy_get_version (policy), ==, 3);
  g_assert_cmpint (redress_policy_get_limit (policy, "offline_max_amount", 0), ==, 50000);
  g_assert_cmpint (redress_policy_get_limit (policy, "points_rounding", 0), ==, 1);

  rule = redress_policy_find_rule (policy, "R-1");
  g_assert_true (rule->enabled);
  g_assert_cmpint (rule->recommended, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpint (rule->order[1], ==, REDRESS_VERDICT_ESCALATE);
  g_assert_cmpint (rule->order[2], ==, REDRESS_VERDICT_NONE);
  g_assert_cmphex (rule->kinds, ==, 1u << REDRESS_KIND_REVIEW);
  g_assert_cmpstr (rule->effects[0], ==, "refund");
  g_assert_cmpstr (rule->effects_of[REDRESS_VERDICT_APPROVE][0], ==, "refund");
  g_assert_cmpstr (rule->needs[0], ==, "log");
  /* Times differ in microseconds, files say seconds. */
  g_assert_cmpint (
      ((RedressComparison *)redress_policy_get_comparisons (policy)->pdata[0])->tolerance, ==,
      60 * REDRESS_SECOND);
}

static void
assert_lint (const char *from, const char *to, const char *mistake)
{
  g_autoptr (GBytes) bytes = spoil (from, to);
  g_auto (GStrv) mistakes = redress_policy_lint (bytes);
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  for (char **text = mistakes; *text != NULL; text++)
    {
      g_test_message ("%s", *text);
      found = found || strstr (*text, mistake) != NULL;
    }
  g_assert_true (found);

  /* What the linter finds is never loaded. */
  g_assert_null (redress_policy_from_bytes (bytes, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static const struct
{
  const char *from, *to, *mistake;
} mistakes_of_files[] = {
  /* Members */
  { "'flow': 'f', ", "", "policy file: flow: is missing" },
  { "'version': 3", "'version': '3'", "policy file: version" },
  { "'version': 3", "'version': 0", "policy file: version" },
  { "'version': 3", "'version': 3, 'versoin': 4", "versoin: there is no such member" },
  { "'tile': 'P'", "'tile': 'PLATFORM'", "tile: has room for two letters" },
  { "'rules': [", "'rule': [", "rules: is missing" },
  { "'phase': 3", "'phase': 5", "R-1: phase" },
  { "'phase': 3", "'phase': 3, 'enabeld': false", "R-1: enabeld: there is no such member" },
  { "'good_when': 'match'", "'good_when': 'always'", "R-1: good_when: there is no \"always\"" },
  { "'kinds': ['review']", "'kinds': ['revue']", "R-1: kinds: there is no such kind" },
  { "'verdicts': ['approve', 'escalate'], 'reason'", "'verdicts': ['aprove'], 'reason'",
    "R-1: verdicts: \"aprove\" is none" },
  { "'verdicts': ['approve', 'escalate'], 'reason'", "'verdicts': ['approve', 'approve'], 'reason'",
    "R-1: verdicts" },
  { "'max_amount': 50000", "'max_amount': -1", "policy offline: max_amount" },
  { "'grace_seconds': 60", "'grace_seconds': 1.5", "policy file: JSON" },
  { "'half_up'", "'banker'", "points_rounding: must be floor or half_up" },
  { "'type': 'time'", "'type': 'date'", "fact t: type: there is no \"date\"" },
  { "'name': 't', ", "", "facts[1]: name: is missing" },
  { "'facts': [", "'facts': ['a', ", "facts[0]: must be an object" },
  { "'amount': 24", "'amount': 0", "clock review: amount" },
  { "'amount': 24", "'amount': 'weeks'", "clock review: amount: must be a limit" },
  { "'amount': 24", "'amount': 24, 'least': 24", "clock review: least: is not below amount" },
  { "'amount': 24", "'amount': 24, 'least': 0", "clock review: least" },
  { "'amount': 24", "'amount': 24, 'pauses': ['open']", "clock review: pauses: must be held" },
  { "'amount': 24", "'amount': 24, 'peak_hours': 0", "clock review: peak_hours" },
  { "'unit': 'natural_hours'", "'unit': 'weeks'", "clock review: unit" },
  { "'tier': {}, ", "", "labels: tier: is missing" },

  /* Translations */
  { "'zh_CN': '流程'", "'zh_CN': ''", "title.zh_CN: the translation is missing" },
  { "'title': {'en': 'Good', 'zh_CN': '好'}", "'title': {'en': 'Good'}",
    "R-1: title.zh_CN: the translation is missing" },
  { "'en': 'Refund', ", "", "policy labels.effect: refund.en: the translation is missing" },
  { "'en': 'Log', 'zh_CN': '日志'", "'en': 'Log', 'zh_CN': '日志', 'fr': 'Journal'",
    "slot log: fr" },

  /* Conditions */
  { "['a', 'eq', true]", "['b', 'eq', true]", "R-1: when.all[0]: no such fact \"b\"" },
  { "['a', 'eq', true]", "['a', 'is', true]", "R-1: when.all[0]: there is no operation \"is\"" },
  { "['a', 'eq', true]", "['a', 'eq']", "R-1: when.all[0]: the operand" },
  { "['a', 'eq', true]", "['a', 'eq', null]", "R-1: when.all[0]: the operand" },
  { "['a', 'eq', true]", "['a']", "R-1: when.all[0]: must be [fact, operation, operand]" },
  { "['a', 'eq', true]", "['a', 'eq', true, 1]", "R-1: when.all[0]: must be" },
  { "['a', 'eq', true]", "[1, 'eq', true]", "R-1: when.all[0]: must be" },
  { "['a', 'eq', true]", "7", "R-1: when.all[0]: must be a test" },
  { "['a', 'eq', true]", "{'some': []}", "R-1: when.all[0]: must be a test" },
  { "['a', 'eq', true]", "{'any': [['a', 'lt', 5]]}",
    "R-1: when.all[0].any[0]: \"a\" lt: impossible comparison" },
  { "{'fact': 'limit.grace_seconds'}", "{'fact': 'a'}",
    "R-1: when.all[1]: \"d\" ge: impossible comparison" },
  { "{'fact': 'limit.grace_seconds'}", "{'fact': 7}", "R-1: when.all[1]: the operand" },
  { "[5, 6]", "[]", "R-1: when.all[3]: the operand" },
  { "[5, 6]", "[5, [6]]", "R-1: when.all[3]: the operand" },
  { "['i', 'in', [5, 6]]", "['i', 'lt', 5], ['i', 'gt', 5]", "R-1: can never match: when.all" },
  { "'when': {", "'whenn': {", "R-1: when: is missing" },

  /* Derived facts */
  { "['mul', 'i', 2]", "['pow', 'i', 2]", "derived d: expr[0]: there is no such operation" },
  { "['mul', 'i', 2]", "['mul', 'i']", "derived d: expr: mul takes two operands" },
  { "['mul', 'i', 2]", "['mul', 'i', true]", "derived d: expr[2]: must be the name" },
  { "['mul', 'i', 2]", "'i * 2'", "derived d: expr: must be a list" },
  { "['mul', 'i', 2]", "[['mul'], 'i', 2]", "derived d: expr[0]" },

  /* What stands elsewhere */
  { "'reason': 'r'", "'reason': 'q'", "R-1: reason: no such reason \"q\"" },
  { "'needs': ['log']", "'needs': ['photo']", "R-1: needs: no such slot \"photo\"" },
  { "'effects': ['refund']", "'effects': {'aprove': ['refund']}",
    "R-1: effects: there is no such verdict" },
  { "'{i}', 'zh_CN'", "'{j}', 'zh_CN'", "R-1: why: no such fact \"j\"" },
  { "'text': {'en': 'Yes'", "'text': {'en': 'Within 3 days'",
    "templates[0] (approve): text: a message never promises" },
};

static void
test_mistakes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (mistakes_of_files); i++)
    {
      g_test_message ("%s", mistakes_of_files[i].to);
      assert_lint (mistakes_of_files[i].from, mistakes_of_files[i].to,
                   mistakes_of_files[i].mistake);
    }
}

/* All at once, not one after the other. */
static void
test_every_mistake_is_named (void)
{
  g_autoptr (GBytes) first = spoil ("'version': 3", "'version': 0");
  g_autofree char *text = g_strndup (g_bytes_get_data (first, NULL), g_bytes_get_size (first));
  g_autoptr (GString) more = g_string_new (text);
  g_autoptr (GBytes) bytes = NULL;
  g_auto (GStrv) mistakes = NULL;

  g_string_replace (more, "\"reason\": \"r\"", "\"reason\": \"q\"", 1);
  g_string_replace (more, "[\"a\", \"eq\", true]", "[\"b\", \"eq\", true]", 1);
  bytes = g_bytes_new (more->str, more->len);
  mistakes = redress_policy_lint (bytes);
  g_assert_cmpuint (g_strv_length (mistakes), ==, 3);
}

static void
test_not_a_policy (void)
{
  static const char *const texts[] = { "", "[]", "{", "null", "{}", "{\"rules\": 1}", "\xff" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_auto (GStrv) mistakes = redress_policy_lint (bytes);
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (g_strv_length (mistakes), >, 0);
      g_assert_null (redress_policy_from_bytes (bytes, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

static void
test_effects_by_verdict (void)
{
  g_autoptr (GBytes) bytes =
      spoil ("'effects': ['refund']", "'effects': {'escalate': ['refund'], 'approve': []}");
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressPolicy) policy = redress_policy_from_bytes (bytes, &error);
  const RedressRule *rule;

  g_assert_no_error (error);
  rule = redress_policy_find_rule (policy, "R-1");
  g_assert_cmpuint (g_strv_length (rule->effects), ==, 0);
  g_assert_cmpstr (rule->effects_of[REDRESS_VERDICT_ESCALATE][0], ==, "refund");
}

/* Cut anywhere, a file is refused, and nothing breaks. */
static void
test_cut_files (void)
{
  g_autoptr (GBytes) bytes = spoil (NULL, NULL);
  gsize length = g_bytes_get_size (bytes);

  for (gsize cut = 0; cut + 1 < length; cut += 17)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (bytes, 0, cut);
      g_auto (GStrv) mistakes = redress_policy_lint (part);

      g_assert_cmpuint (g_strv_length (mistakes), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/policy-codec/good", test_good);
  g_test_add_func ("/policy-codec/mistakes", test_mistakes);
  g_test_add_func ("/policy-codec/every-mistake-is-named", test_every_mistake_is_named);
  g_test_add_func ("/policy-codec/not-a-policy", test_not_a_policy);
  g_test_add_func ("/policy-codec/effects-by-verdict", test_effects_by_verdict);
  g_test_add_func ("/policy-codec/cut-files", test_cut_files);
  return g_test_run ();
}
