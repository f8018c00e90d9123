/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

/* A refund that does not arrive in its window is chased by a ticket that opens by itself. */

#define EFFECTS "/v1/platforms/kameng/tickets/R-1/effects"
#define EFFECT(name, at) "{\"name\":\"" name "\",\"state\":\"done\",\"at\":\"" at "\"}"

static void
report (RedressLoop *loop, const char *effects)
{
  g_autofree char *body = g_strdup_printf ("{\"round\":1,\"effects\":[%s]}", effects);
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_intake (loop->backend, "POST", EFFECTS, body);

  redress_test_answer_expect (answer, 200);
}

static void
approve_and_refund (RedressLoop *loop)
{
  g_autoptr (RedressCommand) decision = NULL;

  redress_loop_claim (loop);
  decision = redress_loop_decision (loop, REDRESS_VERDICT_APPROVE);
  redress_loop_expect_applied (loop, loop->agent, decision);
  report (loop, EFFECT ("revoke_secret", "2026-11-22T03:00:30Z") "," EFFECT (
                    "refund_source", "2026-11-22T03:01:00Z"));
}

/* Lets time go by; tokens do not live as long. */
static RedressTicket *
wait_and_fetch (RedressLoop *loop, gint64 time)
{
  redress_test_backend_advance (loop->backend, time);
  redress_loop_sign_in_again (loop);
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

static void
test_opens_by_itself (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) early = NULL;
  g_autoptr (RedressTicket) late = NULL;
  g_autoptr (RedressTicket) later = NULL;
  g_autoptr (RedressTicket) chase = NULL;
  const RedressRelatedTicket *related;

  approve_and_refund (loop);
  early = wait_and_fetch (loop, 70 * REDRESS_HOUR);
  g_assert_cmpuint (early->related->len, ==, 0);
  late = wait_and_fetch (loop, 4 * REDRESS_HOUR);
  g_assert_cmpuint (late->related->len, ==, 1);
  related = g_ptr_array_index (late->related, 0);
  g_assert_cmpint (related->kind, ==, REDRESS_KIND_REFUND_CHASE);
  g_assert_cmpstr (related->external_id, ==, "R-1-refund");
  /* The decision stands, and nothing that it rests on has changed. */
  g_assert_cmpint (late->summary->state, ==, REDRESS_STATE_EFFECTED);
  g_assert_cmpint (late->summary->version, ==, early->summary->version);
  later = wait_and_fetch (loop, 100 * REDRESS_HOUR);
  g_assert_cmpuint (later->related->len, ==, 1);

  chase = redress_test_backend_fetch (loop->backend, loop->agent, related->ticket);
  g_assert_cmpint (chase->previous_ticket, ==, loop->ticket);
  g_assert_cmpint (chase->previous_decision->verdict, ==, REDRESS_VERDICT_APPROVE);
  g_assert_cmpint (chase->summary->amount.value, ==, 32800);
  g_assert_cmpstr (chase->summary->order_no, ==, "88-R-1");
  g_assert_cmpstr (chase->order.payment_method, ==, "wechat");
  g_assert_cmpint (chase->summary->state, ==, REDRESS_STATE_OPEN);
}

static void
test_arrived_in_time (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = NULL;

  approve_and_refund (loop);
  report (loop, EFFECT ("refund_settled", "2026-11-22T04:00:00Z"));
  ticket = wait_and_fetch (loop, 100 * REDRESS_HOUR);
  g_assert_cmpint (ticket->summary->state, ==, REDRESS_STATE_CLOSED);
  g_assert_cmpuint (ticket->related->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add ("/server/refund-chase/" path, RedressLoop, NULL, redress_loop_set_up, func,          \
              redress_loop_tear_down)
  ADD ("opens-by-itself", test_opens_by_itself);
  ADD ("arrived-in-time", test_arrived_in_time);
  return g_test_run ();
}
