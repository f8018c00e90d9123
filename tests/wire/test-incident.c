/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/incident.h"
#include "wire/codec.h"
#include "wire/rule-case.h"

/* What makes tickets alike, as the shipped policy of re-checks says it. */

static void
expect_values (RedressTestRules *rules, const char *changes, const char *expected)
{
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, changes);
  g_auto (GStrv) values = redress_incident_spec_get_values (
      redress_policy_find_incident (rules->policy, "payment"), ticket);

  if (expected == NULL)
    g_assert_null (values);
  else
    {
      g_assert_cmpuint (g_strv_length (values), ==, 1);
      g_assert_cmpstr (values[0], ==, expected);
    }
}

static void
test_values (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");
  g_autofree char *words = g_strnfill (201, 'x');
  g_autofree char *wordy = g_strconcat ("attempts.last_code=", words, NULL);

  expect_values (rules, "attempts.last_code=E2", "E2");
  expect_values (rules, "attempts.last_code=?", NULL);
  expect_values (rules, "attempts.last_code=E2 kind=appeal", NULL);
  expect_values (rules, wordy, NULL);
  g_assert_null (redress_policy_find_incident (rules->policy, "nothing"));
  g_assert_cmpuint (redress_policy_get_incidents (rules->policy)->len, ==, 1);
}

static void
test_words (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");
  g_autoptr (RedressIncident) incident = redress_incident_new ();
  g_autoptr (RedressIncident) copy = NULL;
  g_autofree char *english = NULL;
  g_autofree char *chinese = NULL;
  g_autofree char *unknown = NULL;

  incident->name = g_strdup ("payment");
  incident->values = g_strsplit ("E2", "\n", -1);
  copy = redress_incident_copy (incident);
  english = redress_policy_describe_incident (rules->policy, copy, "en");
  chinese = redress_policy_describe_incident (rules->policy, copy, "zh_CN");
  g_assert_cmpstr (english, ==, "Payment fails: E2");
  g_assert_cmpstr (chinese, ==, "支付失败：E2");
  g_free (incident->name);
  incident->name = g_strdup ("of a newer policy");
  unknown = redress_policy_describe_incident (rules->policy, incident, "en");
  g_assert_cmpstr (unknown, ==, "E2");
  g_assert_null (redress_incident_copy (NULL));
}

static void
test_wire (void)
{
  g_autoptr (RedressTestRules) rules = redress_test_rules_load ("rail12306-redemption");
  g_autoptr (RedressTicket) ticket = redress_test_rules_ticket (rules, "");
  RedressSummary *summary = ticket->summary;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressSummary) read = NULL;
  g_autoptr (GError) error = NULL;

  g_free (summary->platform);
  summary->platform = g_strdup ("rail12306");
  g_free (summary->flow);
  summary->flow = g_strdup ("rail12306-redemption");
  g_free (summary->external_id);
  summary->external_id = g_strdup ("R-1");
  summary->id = summary->rev = summary->version = 1;
  summary->incident = redress_incident_new ();
  summary->incident->id = 7;
  summary->incident->name = g_strdup ("payment");
  summary->incident->values = g_strsplit ("E2", "\n", -1);
  summary->incident->since = summary->opened_at;
  summary->badges = REDRESS_BADGE_INCIDENT;
  node = redress_summary_to_json (summary);
  read = redress_summary_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);
  g_assert_cmpint (read->incident->id, ==, 7);
  g_assert_cmpstr (read->incident->name, ==, "payment");
  g_assert_cmpstr (read->incident->values[0], ==, "E2");
  g_assert_cmpint (read->incident->since, ==, summary->opened_at);
  g_assert_cmpuint (read->badges, ==, REDRESS_BADGE_INCIDENT);

  json_object_set_int_member (
      json_object_get_object_member (json_node_get_object (node), "incident"), "id", 0);
  g_assert_null (redress_summary_from_json (json_node_get_object (node), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

/* The id that decisions of one go share has one form. */
static void
test_group (void)
{
  static const char group[] = "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
  g_autoptr (RedressCommand) command = redress_command_new (REDRESS_COMMAND_DECIDE, 42);
  g_autoptr (RedressCommand) copy = NULL;
  g_autoptr (RedressCommand) read = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;
  JsonObject *body;

  command->command_id = g_strdup (group);
  command->group = g_strdup (group);
  copy = redress_command_copy (command);
  bytes = redress_command_to_bytes (copy);
  node = redress_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                             &redress_json_limits_request, NULL);
  read = redress_command_from_json (json_node_get_object (node), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (read->group, ==, group);

  body = json_object_get_object_member (json_node_get_object (node), "body");
  json_object_set_string_member (body, "group", "eighteen");
  g_assert_null (redress_command_from_json (json_node_get_object (node), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (g_strrstr (error->message, "group"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/incident/values", test_values);
  g_test_add_func ("/wire/incident/words", test_words);
  g_test_add_func ("/wire/incident/wire", test_wire);
  g_test_add_func ("/wire/incident/group", test_group);
  return g_test_run ();
}
