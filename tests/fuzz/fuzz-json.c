/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "wire/messages.h"

#include "wire/json.h"

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* What the gate lets through, json-glib's parser must read as the same value. */
static void
compare_with_json_glib (JsonNode *node, const char *data, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, data, (gssize)size, &error);
  g_assert_no_error (error);
  g_assert_true (json_node_equal (json_parser_get_root (parser), node));
}

/* The canonical form is good JSON, means the same and is its own canonical form. */
static void
check_canonical (JsonNode *node)
{
  g_autofree char *text = redress_json_to_string (node);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) back =
      redress_json_parse (text, strlen (text), &redress_json_limits_response, &error);
  g_autofree char *again = NULL;

  g_assert_no_error (error);
  g_assert_true (json_node_equal (node, back));
  again = redress_json_to_string (back);
  g_assert_cmpstr (again, ==, text);
}

/* What a codec reads it must be able to write, and then read as the same again. */
#define CHECK_NOUN(Type, noun)                                                                     \
  static void check_##noun (JsonObject *object)                                                    \
  {                                                                                                \
    g_autoptr (GError) error = NULL;                                                               \
    g_autoptr (Type) self = redress_##noun##_from_json (object, &error);                           \
    g_autoptr (Type) back = NULL;                                                                  \
    g_autoptr (JsonNode) node = NULL;                                                              \
    g_autoptr (JsonNode) again = NULL;                                                             \
                                                                                                   \
    g_assert_true ((self == NULL) == (error != NULL));                                             \
    if (self == NULL)                                                                              \
      return;                                                                                      \
    node = redress_##noun##_to_json (self);                                                        \
    back = redress_##noun##_from_json (json_node_get_object (node), &error);                       \
    g_assert_no_error (error);                                                                     \
    again = redress_##noun##_to_json (back);                                                       \
    g_assert_true (json_node_equal (node, again));                                                 \
    check_canonical (node);                                                                        \
  }

CHECK_NOUN (RedressAccount, account)
CHECK_NOUN (RedressAnswer, answer)
CHECK_NOUN (RedressChangePage, change_page)
CHECK_NOUN (RedressDecision, decision)
CHECK_NOUN (RedressEvidence, evidence)
CHECK_NOUN (RedressFact, fact)
CHECK_NOUN (RedressProblem, problem)
CHECK_NOUN (RedressSession, session)
CHECK_NOUN (RedressSummary, summary)
CHECK_NOUN (RedressTicket, ticket)

static void
check_command (JsonObject *object)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressCommand) command = redress_command_from_json (object, &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_true ((command == NULL) == (error != NULL));
  if (command == NULL)
    return;

  bytes = redress_command_to_bytes (command);
  g_assert_true (redress_json_check (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                     &redress_json_limits_response, NULL));
}

static void (*const checks[]) (JsonObject *object) = {
  check_account, check_answer,  check_change_page, check_decision, check_evidence, check_fact,
  check_problem, check_session, check_summary,     check_ticket,   check_command,
};

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      redress_json_parse ((const char *)data, size, &redress_json_limits_request, &error);

  g_assert_true ((node == NULL) == (error != NULL));
  if (node == NULL)
    return 0;

  compare_with_json_glib (node, (const char *)data, size);
  check_canonical (node);
  for (gsize i = 0; JSON_NODE_HOLDS_OBJECT (node) && i < G_N_ELEMENTS (checks); i++)
    checks[i](json_node_get_object (node));

  return 0;
}
