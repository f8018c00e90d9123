/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

#include "postgres/outage.h"

#include <string.h>

/* A PostgreSQL that stands still while its kernel answers for it. */

static RedressTestAnswer *
send_one (RedressLoop *loop, const RedressCommand *command)
{
  return redress_test_backend_send_commands (loop->backend, loop->agent, &command, 1);
}

/* For as long as what was lost is made anew. */
static RedressTestAnswer *
send_until_answered (RedressLoop *loop, const RedressCommand *command)
{
  RedressTestAnswer *answer = send_one (loop, command);

  while (answer->status == 503)
    {
      redress_test_answer_free (answer);
      answer = send_one (loop, command);
    }
  redress_test_answer_expect (answer, 200);
  return answer;
}

/* Nobody is held longer than a desk waits for its claim, and what was decided counts once. */
static void
test_frozen (void)
{
  RedressLoop loop = { 0 };
  g_autoptr (RedressCommand) decide = NULL;
  g_autoptr (RedressTestAnswer) refused = NULL, ready = NULL, answer = NULL, again = NULL;
  gint64 began;

  if (g_getenv ("REDRESS_TEST_DATABASE") == NULL)
    {
      g_test_skip ("runs with PostgreSQL");
      return;
    }
  redress_loop_set_up (&loop, NULL);
  redress_loop_claim (&loop);
  decide = redress_loop_decision (&loop, REDRESS_VERDICT_APPROVE);
  began = g_get_monotonic_time ();
  outage_freeze ();
  refused = send_one (&loop, decide);
  ready = redress_test_backend_get (loop.backend, NULL, "/readyz");
  outage_thaw ();
  /* What a desk waits for an answer. */
  g_assert_cmpint (g_get_monotonic_time () - began, <, 30 * G_USEC_PER_SEC);
  redress_test_answer_expect (refused, 503);
  redress_test_answer_expect (ready, 503);
  answer = send_until_answered (&loop, decide);
  g_assert_nonnull (strstr (answer->body, "\"decision\":{"));
  again = send_one (&loop, decide);
  redress_test_answer_expect (again, 200);
  g_assert_cmpstr (again->body, ==, answer->body);
  redress_loop_tear_down (&loop, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/frozen", test_frozen);
  return g_test_run ();
}
