/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"
#include "wire/hand-in.h"
#include "wire/json.h"

/* What was recorded on a computer without a way to the server. */

static char *
read_key (RedressLoop *loop, const char *token)
{
  g_autoptr (RedressTestAnswer) me = redress_test_backend_get (loop->backend, token, "/v1/me");

  redress_test_answer_expect (me, 200);
  return g_strdup (json_object_get_string_member (json_node_get_object (me->json), "hand_in_key"));
}

static RedressTestAnswer *
bring (RedressLoop *loop, const char *token, const char *sealed)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };
  g_autofree char *body = g_strdup_printf ("{\"sealed\":\"%s\"}", sealed);

  return redress_test_backend_send (loop->backend, token, "POST", "/v1/hand-ins", body, -1,
                                    headers);
}

static char *
seal (RedressLoop *loop, const char *account, const RedressCommand *command)
{
  g_autofree char *text = read_key (loop, loop->agent);
  g_autoptr (GBytes) key = redress_hand_in_key_from_string (text);
  g_autoptr (GPtrArray) commands = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);

  g_ptr_array_add (commands, redress_command_to_bytes (command));
  return redress_hand_in_seal (key, account, commands, NULL);
}

static RedressCommand *
record (RedressLoop *loop)
{
  redress_loop_claim (loop);
  return redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
}

/* The first answer stands, whichever way the command comes again. */
static void
test_once (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decision = record (loop);
  g_autofree char *sealed = seal (loop, "a-1", decision);
  g_autoptr (RedressTestAnswer) first = bring (loop, loop->agent, sealed);
  g_autoptr (RedressTestAnswer) second = bring (loop, loop->agent, sealed);
  g_autoptr (RedressAnswer) sent = redress_loop_send (loop, loop->agent, decision);
  g_autofree char *first_text = NULL;
  g_autofree char *second_text = NULL;

  redress_test_answer_expect (first, 200);
  first_text = redress_json_to_string (first->json);
  second_text = redress_json_to_string (second->json);
  g_assert_cmpstr (first_text, ==, second_text);
  g_assert_cmpuint (sent->status, ==, 200);
  g_assert_cmpint (sent->ticket, ==, loop->ticket);
}

/* Anybody can seal, and name anybody. */
static void
test_somebody_elses (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decision = record (loop);
  g_autofree char *sealed = seal (loop, "a-1", decision);
  g_autoptr (RedressTestAnswer) answer = bring (loop, loop->rival, sealed);

  redress_test_answer_expect_problem (answer, 403, "other_account");
  redress_loop_expect_applied (loop, loop->agent, decision);
}

static void
test_changed (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressCommand) decision = record (loop);
  g_autofree char *sealed = seal (loop, "a-1", decision);
  g_autoptr (RedressTestAnswer) nothing = bring (loop, loop->agent, "");
  g_autoptr (RedressTestAnswer) answer = NULL;

  sealed[100] = sealed[100] == 'A' ? 'B' : 'A';
  answer = bring (loop, loop->agent, sealed);
  redress_test_answer_expect_problem (answer, 422, "not_sealed_for_us");
  redress_test_answer_expect_problem (nothing, 422, "not_sealed_for_us");
  redress_loop_expect_applied (loop, loop->agent, decision);
}

/* A sign-in tells the key, too: a desk that is offline has it by then. */
static void
test_key (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *first = read_key (loop, loop->agent);
  g_autofree char *second = read_key (loop, loop->rival);

  g_assert_cmpuint (strlen (first), ==, 64);
  g_assert_cmpstr (first, ==, second);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/hand-in/" path, RedressLoop, NULL, redress_loop_set_up, func,               \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("once", test_once);
  ADD ("somebody-elses", test_somebody_elses);
  ADD ("changed", test_changed);
  ADD ("key", test_key);
  return g_test_run ();
}
