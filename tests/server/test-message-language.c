/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include <string.h>

#include "wire/json.h"

/* In which language a customer is told, and that the decision and the log say so. */

/* @language: that the platform says its customer reads, as JSON */
static RedressTestAnswer *
hand_in (RedressLoop *loop, const char *language)
{
  g_autofree char *good = redress_test_new_ticket ("kameng-virtual", "R-2");
  g_autofree char *member = g_strdup_printf ("\"customer\":{\"language\":%s,", language);
  g_autoptr (GString) body = g_string_new (good);

  g_assert_cmpuint (g_string_replace (body, "\"customer\":{", member, 1), ==, 1);
  return redress_test_backend_intake (loop->backend, "POST", "/v1/platforms/kameng/tickets",
                                      body->str);
}

static void
create (RedressLoop *loop, const char *language)
{
  g_autoptr (RedressTestAnswer) answer = hand_in (loop, language);

  redress_test_answer_expect (answer, 201);
  loop->ticket = json_object_get_int_member (json_node_get_object (answer->json), "id");
}

static void
test_bad_tag (RedressLoop *loop, gconstpointer data)
{
  static const char *const others[] = {
    "\"zh_CN\"", "\"\"", "\"English please\"", "7", "\"en-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd\"",
  };

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (RedressTestAnswer) answer = hand_in (loop, others[i]);

      g_test_message ("%s", others[i]);
      redress_test_answer_expect_problem (answer, 422, "invalid");
      g_assert_nonnull (strstr (redress_test_answer_get (answer, "detail"), "customer.language"));
    }
}

static RedressCommand *
decide (RedressLoop *loop)
{
  redress_loop_claim (loop);
  return redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
}

static void
expect_told (RedressLoop *loop, const char *message, const char *language)
{
  g_autoptr (RedressTicket) ticket =
      redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  const RedressDecision *decision;

  g_assert_cmpuint (ticket->decisions->len, ==, 1);
  decision = g_ptr_array_index (ticket->decisions, 0);
  g_assert_cmpstr (decision->message, ==, message);
  g_assert_cmpstr (decision->message_language, ==, language);
}

typedef struct
{
  RedressTestBackend *backend;
  const char *action;
  char *language; /* (owned) */
} Look;

static void
read_leaf (gpointer data)
{
  Look *look = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      redress_test_backend_get_connection (look->backend),
      "select leaf from audit_leaf where action = $1 order by idx desc", &error);
  g_autoptr (JsonNode) leaf = NULL;
  const char *text;

  g_assert_no_error (error);
  redress_sql_statement_bind_text (statement, 1, look->action);
  g_assert_cmpint (redress_sql_statement_step (statement, &error), ==, REDRESS_SQL_ROW);
  text = redress_sql_statement_get_text (statement, 0);
  leaf = redress_json_parse (text, strlen (text), &redress_json_limits_response, &error);
  g_assert_no_error (error);
  redress_json_read_string (json_node_get_object (leaf), "message_language", FALSE, 0,
                            &look->language, &error);
  g_assert_no_error (error);
}

static void
expect_leaf (RedressLoop *loop, const char *action, const char *language)
{
  Look look = { loop->backend, action, NULL };

  redress_test_backend_run (loop->backend, read_leaf, &look);
  g_assert_cmpstr (look.language, ==, language);
  g_free (look.language);
}

/* The platform says it: whatever the reason is written in. */
static void
test_customers_own (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) command = NULL;

  create (loop, "\"en-GB\"");
  command = decide (loop);
  redress_loop_expect_applied (loop, loop->agent, command);
  expect_told (loop, "We approve.", "en");
  expect_leaf (loop, "decide", "en");
}

/* No policy has words in it: the reason was written in Chinese. */
static void
test_other_language (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) command = NULL;

  create (loop, "\"fr\"");
  command = decide (loop);
  redress_loop_expect_applied (loop, loop->agent, command);
  expect_told (loop, "我们同意。", "zh-CN");
}

static void
test_as_the_agent_says (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) command = decide (loop);

  command->message_language = g_strdup ("en");
  redress_loop_expect_applied (loop, loop->agent, command);
  expect_told (loop, "We approve.", "en");
  expect_leaf (loop, "decide", "en");
}

static void
test_own_words (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) command = decide (loop);

  command->message = g_strdup ("Dear customer");
  command->message_language = g_strdup ("en");
  redress_loop_expect_applied (loop, loop->agent, command);
  expect_told (loop, "Dear customer", "en");
}

static void
test_refused (RedressLoop *loop, gconstpointer data)
{
  static const char *const others[] = { "fr", "zh_CN", "en-GB", "", "中文" };
  g_autoptr (RedressCommand) command = decide (loop);

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_free (command->message_language);
      command->message_language = g_strdup (others[i]);
      redress_loop_renew_id (loop, command);
      redress_loop_expect_refused (loop, command, 422, "language_unknown");
    }
}

static void
test_question (RedressLoop *loop, gconstpointer data)
{
  const char *names[] = { "claim.amount", NULL };
  g_autoptr (RedressCommand) ask = NULL;

  create (loop, "\"en\"");
  ask = redress_loop_command (loop, REDRESS_COMMAND_NEED_INFO);
  redress_loop_claim (loop);
  ask->base_version = 1;
  ask->claim_token = 1;
  ask->ask = g_strdup ("customer");
  ask->fact_names = g_strdupv ((char **)names);
  ask->message_language = g_strdup ("tlh");
  redress_loop_expect_refused (loop, ask, 422, "language_unknown");
  g_clear_pointer (&ask->message_language, g_free);
  redress_loop_renew_id (loop, ask);
  redress_loop_expect_applied (loop, loop->agent, ask);
  expect_leaf (loop, "need_info", "en");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define TEST(path, func)                                                                           \
  g_test_add (path, RedressLoop, NULL, redress_loop_set_up, func, redress_loop_tear_down)
  TEST ("/message-language/bad-tag", test_bad_tag);
  TEST ("/message-language/customers-own", test_customers_own);
  TEST ("/message-language/other-language", test_other_language);
  TEST ("/message-language/as-the-agent-says", test_as_the_agent_says);
  TEST ("/message-language/own-words", test_own_words);
  TEST ("/message-language/refused", test_refused);
  TEST ("/message-language/question", test_question);
#undef TEST
  return g_test_run ();
}
