/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "core/policy-build.h"
#include "wire/rule-case.h"

/* Every rule of every shipped policy, by the tables in tests/policies/rules: tickets that match,
 * tickets that do not, tickets of which nobody knows, and the words for each in both languages.
 * The tables say in short words what a ticket is; wire/rule-case.h explains them. */

static const char *const flows[] = {
  "rail12306-order", "rail12306-redemption", "cainiao-return", "kameng-virtual", "btepai-order",
};

static const char *const outcomes[] = { "no_match", "match", "unknown" };

static const char *
get_text (JsonObject *row, const char *member)
{
  return json_object_get_string_member_with_default (row, member, NULL);
}

static JsonArray *
get_rows (RedressTestRules *rules, const char *member)
{
  return json_object_get_array_member (json_node_get_object (rules->root), member);
}

static const RedressFinding *
find_finding (const RedressEvaluation *evaluation, const char *rule)
{
  for (guint i = 0; i < evaluation->findings->len; i++)
    {
      const RedressFinding *finding = g_ptr_array_index (evaluation->findings, i);

      if (g_str_equal (finding->rule->id, rule))
        return finding;
    }

  return NULL;
}

static gboolean
is_expected (JsonObject *row, const RedressEvaluation *evaluation, const RedressFinding *finding)
{
  const char *verdict = get_text (row, "verdict");

  if (!g_str_equal (outcomes[finding->outcome], get_text (row, "outcome")))
    return FALSE;

  return verdict == NULL ||
         (evaluation->deciding == finding->rule &&
          g_str_equal (redress_verdict_to_string (evaluation->recommended), verdict));
}

/* Each finding has its actual values, its reason, and what would change it. */
static void
check_finding (const RedressFinding *finding)
{
  gboolean unknown = finding->outcome == REDRESS_OUTCOME_UNKNOWN;

  g_assert_cmpuint (finding->facts->len, >, 0);
  g_assert_cmpint (g_strv_length (finding->missing) > 0, ==, unknown);
  g_assert_cmpint (g_strv_length (finding->blamed) > 0, ==, !unknown);
}

static void
check_row (RedressTestRules *rules, JsonObject *row, guint index)
{
  RedressRule *rule =
      (RedressRule *)redress_policy_find_rule (rules->policy, get_text (row, "rule"));
  gboolean enabled = rule != NULL && rule->enabled;
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, get_text (row, "ticket"));
  g_autoptr (RedressEvaluation) evaluation = NULL;
  g_autofree char *en = NULL;
  g_autofree char *zh = NULL;
  const RedressFinding *finding;

  g_assert_nonnull (rule);
  /* What ships switched off has to be right on the day somebody switches it on. */
  rule->enabled = TRUE;
  evaluation = redress_policy_evaluate (rules->policy, ticket, REDRESS_TEST_ZERO);
  rule->enabled = enabled;

  finding = find_finding (evaluation, rule->id);
  if (finding == NULL)
    g_error ("%s with \"%s\" is not evaluated", rule->id, get_text (row, "ticket"));

  check_finding (finding);
  en = redress_finding_explain (finding, rules->policy, "en");
  zh = redress_finding_explain (finding, rules->policy, "zh_CN");
  if (is_expected (row, evaluation, finding) && g_str_equal (en, get_text (row, "en")) &&
      g_str_equal (zh, get_text (row, "zh_CN")))
    return;

  g_test_message ("%s with \"%s\": %s, %s decides for %s\n  en: %s\n  zh_CN: %s", rule->id,
                  get_text (row, "ticket"), outcomes[finding->outcome],
                  evaluation->deciding != NULL ? evaluation->deciding->id : "nothing",
                  redress_verdict_to_string (evaluation->recommended), en, zh);
  g_test_fail ();
}

static gboolean
has_row (JsonArray *rows, const char *rule, const char *outcome)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      if (g_str_equal (get_text (row, "rule"), rule) &&
          g_str_equal (get_text (row, "outcome"), outcome))
        return TRUE;
    }

  return FALSE;
}

/* The ids of docs/domain.md 9. */
static gboolean
is_one_of_the_forty (const char *rule)
{
  static char *domain = NULL;
  g_autofree char *row = g_strdup_printf ("\n| %s |", rule);

  if (domain == NULL)
    {
      g_autofree char *path =
          g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "docs", "domain.md", NULL);

      g_assert_true (g_file_get_contents (path, &domain, NULL, NULL));
    }

  return strstr (domain, row) != NULL;
}

static void
check_covered (RedressTestRules *rules, JsonArray *rows, const RedressRule *rule)
{
  JsonObject *root = json_node_get_object (rules->root);
  JsonObject *never = json_object_has_member (root, "never_unknown")
                          ? json_object_get_object_member (root, "never_unknown")
                          : NULL;
  gboolean excused = never != NULL && json_object_has_member (never, rule->id);

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    {
      if (has_row (rows, rule->id, outcomes[i]))
        continue;
      if (i == REDRESS_OUTCOME_UNKNOWN && excused && !is_one_of_the_forty (rule->id))
        continue;
      g_test_message ("%s: no ticket with the outcome %s", rule->id, outcomes[i]);
      g_test_fail ();
    }
}

static void
test_each_rule (gconstpointer data)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load (data);
  JsonArray *rows = get_rows (rules, "rules");
  GPtrArray *all = redress_policy_get_rules (rules->policy);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    check_row (rules, json_array_get_object_element (rows, i), i);
  for (guint i = 0; i < all->len; i++)
    check_covered (rules, rows, g_ptr_array_index (all, i));
}

/* What whole tickets come to, and what that sets off. */
static void
test_tickets (gconstpointer data)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load (data);
  JsonArray *rows = get_rows (rules, "tickets");

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      redress_test_rules_expect (rules, get_text (row, "ticket"), get_text (row, "comes_to"),
                                 get_text (row, "effects"));
    }
}

int
main (int argc, char **argv)
{
  /* Messages of failed rows are in Chinese too. */
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (flows); i++)
    {
      g_autofree char *each = g_strdup_printf ("/rules/%s/each-rule", flows[i]);
      g_autofree char *tickets = g_strdup_printf ("/rules/%s/tickets", flows[i]);

      g_test_add_data_func (each, flows[i], test_each_rule);
      g_test_add_data_func (tickets, flows[i], test_tickets);
    }
  return g_test_run ();
}
