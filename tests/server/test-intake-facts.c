/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/loop.h"

/* Facts that platforms send of a ticket they handed in. */

#define FACTS "/v1/platforms/kameng/tickets/R-1/facts"

static RedressTestAnswer *
send (RedressLoop *loop, const char *body)
{
  return redress_test_backend_intake (loop->backend, "PATCH", FACTS, body);
}

static RedressTicket *
send_well (RedressLoop *loop, const char *body)
{
  g_autoptr (RedressTestAnswer) answer = send (loop, body);
  redress_test_answer_expect (answer, 200);
  return redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
}

static void
test_facts (RedressLoop *loop, gconstpointer data)
{
  const char *body = "{\"facts\":[{\"name\":\"claim.amount\",\"value\":32800,\"unit\":\"fen\","
                     "\"source\":\"customer\",\"as_of\":\"2026-11-22T02:40:00Z\"},"
                     "{\"name\":\"platform.requested_at\",\"value\":\"2026-11-22T02:00:00+08:00\","
                     "\"unit\":\"time\",\"source\":\"platform\",\"as_of\":"
                     "\"2026-11-22T02:40:00Z\"}]}";
  g_autoptr (RedressTicket) once = NULL;
  g_autoptr (RedressTicket) twice = NULL;

  once = send_well (loop, body);
  g_assert_cmpint (once->summary->version, ==, 2);
  g_assert_cmpint (once->summary->rev, ==, 2);
  g_assert_cmpuint (once->facts->len, ==, 4);
  g_assert_cmpint (redress_ticket_find_fact (once, "platform.requested_at")->value.type, ==,
                   REDRESS_VALUE_TIME);
  /* Told again under another key: nothing is new, so nobody's decision is in vain. */
  twice = send_well (loop, body);
  g_assert_cmpint (twice->summary->version, ==, 2);
  g_assert_cmpint (twice->summary->rev, ==, 2);
}

/* Where a fact was read comes with it, goes to the desk, and is a change of its own. */
static void
test_fact_places (RedressLoop *loop, gconstpointer data)
{
#define PLACE "\"evidence\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\""
  static const char before[] =
      "{\"facts\":[{\"name\":\"claim.amount\",\"value\":32800,\"unit\":\"fen\","
      "\"source\":\"customer\",\"as_of\":\"2026-11-22T02:40:00Z\"";
  static const struct
  {
    const char *place;
    gint64 version;
    guint entries;
  } rows[] = {
    { "", 2, 0 },
    { "," PLACE ",\"entries\":[2,5]", 3, 2 },
    { "," PLACE ",\"entries\":[2,5]", 3, 2 },
    { "," PLACE ",\"entries\":[2]", 4, 1 },
    { "," PLACE, 5, 0 },
    { "", 6, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *body = g_strconcat (before, rows[i].place, "}]}", NULL);
      g_autoptr (RedressTicket) ticket = NULL;
      const RedressFact *fact;

      g_test_message ("%s", rows[i].place);
      ticket = send_well (loop, body);
      fact = redress_ticket_find_fact (ticket, "claim.amount");
      g_assert_cmpint (ticket->summary->version, ==, rows[i].version);
      g_assert_cmpuint (redress_fact_count_entries (fact), ==, rows[i].entries);
      g_assert_cmpint (fact->evidence != NULL, ==, *rows[i].place != '\0');
    }
}

static void
test_bad_facts (RedressLoop *loop, gconstpointer data)
{
  static const struct
  {
    const char *fact;
    const char *code;
  } cases[] = {
    { "{\"name\":\"claim.amount\",\"value\":\"1\",\"unit\":\"fen\"}", "fact_invalid" },
    { "{\"name\":\"claim.amount\",\"value\":1}", "fact_invalid" },
    { "{\"name\":\"claim.amount\",\"value\":1,\"unit\":\"points\"}", "fact_invalid" },
    { "{\"name\":\"claim.amount\",\"value\":1.5,\"unit\":\"fen\"}", NULL },
    { "{\"name\":\"platform.requested_at\",\"value\":\"soon\"}", "fact_invalid" },
    { "{\"name\":\"item.category\",\"value\":\"spaceship\"}", "fact_invalid" },
    { "{\"name\":\"order.paid\",\"value\":1}", "fact_invalid" },
    { "{\"name\":\"order.state\",\"value\":null}", "fact_invalid" },
    { "{\"name\":\"answer.channel_log\",\"value\":\"provided\"}", "fact_invalid" },
    { "{\"name\":\"answer.passport\",\"value\":\"not_provided\"}", "fact_invalid" },
    { "{\"name\":\"claim.amount\"}", "invalid" },
    { "{\"name\":\"claim.amount\",\"value\":1,\"unit\":\"fen\",\"entries\":[1]}", "invalid" },
    { "{\"name\":\"claim.amount\",\"value\":1,\"unit\":\"fen\",\"evidence\":\"x\"}", "invalid" },
    { "7", "invalid" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"facts\":[%s]}", cases[i].fact);
      g_autoptr (RedressTestAnswer) answer = send (loop, body);

      g_test_message ("%s", cases[i].fact);
      /* What is no JSON of ours does not come as far as the policy. */
      if (cases[i].code == NULL)
        redress_test_answer_expect (answer, 400);
      else
        redress_test_answer_expect_problem (answer, 422, cases[i].code);
    }
  {
    g_autoptr (RedressTicket) ticket =
        redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);

    g_assert_cmpint (ticket->summary->rev, ==, 1);
  }
}

static void
test_order_state (RedressLoop *loop, gconstpointer data)
{
  g_autoptr (RedressTicket) ticket = NULL;

  ticket = send_well (
      loop, "{\"facts\":[{\"name\":\"order.state\",\"value\":\"not_fulfilled\",\"source\":"
            "\"platform\",\"as_of\":\"2026-11-22T02:50:00Z\"}]}");
  g_assert_cmpstr (ticket->order.state, ==, "not_fulfilled");
  g_assert_cmpstr (ticket->order.state_at_request, ==, "not_fulfilled");
  g_assert_cmpint (ticket->order.state_as_of, !=, REDRESS_TIME_UNKNOWN);
  g_assert_cmpuint (ticket->summary->badges & REDRESS_BADGE_RACE, ==, 0);
  g_assert_cmpint (ticket->summary->version, ==, 2);
}

#define ADD(path, func)                                                                            \
  g_test_add ("/server/intake-facts/" path, RedressLoop, NULL, redress_loop_set_up, func,          \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("facts", test_facts);
  ADD ("places", test_fact_places);
  ADD ("bad-facts", test_bad_facts);
  ADD ("order-state", test_order_state);
  return g_test_run ();
}
