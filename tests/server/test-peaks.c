/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/timestamp.h"
#include "server/loop.h"

/* Peaks, and the clocks they touch. */

static const char *const kameng[] = { "kameng", NULL };

static char *
add_supervisor (RedressLoop *loop)
{
  return redress_test_backend_add_account (loop->backend, "supervisor", REDRESS_ROLE_SUPERVISOR,
                                           kameng);
}

/* @more: further members of the body. */
static RedressTestAnswer *
declare (
    RedressLoop *loop, const char *token, gint64 from_hours, gint64 until_hours, const char *more)
{
  const char *headers[] = { "Content-Type", "application/json", NULL };
  RedressTime now = redress_clock_now (loop->backend->clock);
  g_autofree char *from = redress_timestamp_format (now + from_hours * REDRESS_HOUR);
  g_autofree char *until = redress_timestamp_format (now + until_hours * REDRESS_HOUR);
  g_autofree char *body = g_strdup_printf (
      "{\"flow\":\"kameng-virtual\",\"from\":\"%s\",\"until\":\"%s\"%s}", from, until, more);

  return redress_test_backend_send (loop->backend, token, "POST", "/v1/peaks", body, -1, headers);
}

static void
change (RedressLoop *loop, const char *token, const char *path, guint status)
{
  g_autoptr (RedressTestAnswer) answer =
      redress_test_backend_send (loop->backend, token, "POST", path, NULL, 0, NULL);

  redress_test_answer_expect (answer, status);
}

/* @marked: whether a peak is said to have stretched it. */
static gint64
get_due_hours (RedressLoop *loop, gint64 id, gboolean marked)
{
  g_autoptr (RedressTicket) ticket = NULL;
  gint64 hours = redress_loop_get_due_hours (loop, id, &ticket);

  g_assert_true (((ticket->summary->badges & REDRESS_BADGE_PEAK) != 0) == marked);
  return hours;
}

static void
test_stretches (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressTestAnswer) peak = NULL;
  g_autoptr (RedressTicket) ticket = NULL;
  const RedressPeak *told;
  gint64 later;

  g_assert_cmpint (get_due_hours (loop, loop->ticket, FALSE), ==, 24);
  peak = declare (loop, supervisor, 0, 6, ",\"note\":\"国庆\"");
  redress_test_answer_expect (peak, 200);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (peak->json), "tickets"), ==,
                   1);
  g_assert_cmpint (get_due_hours (loop, loop->ticket, TRUE), ==, 36);
  ticket = redress_test_backend_fetch (loop->backend, loop->agent, loop->ticket);
  g_assert_cmpint (ticket->summary->version, ==, 1);
  g_assert_cmpint (ticket->summary->rev, ==, 2);
  told = g_ptr_array_index (ticket->peaks, 0);
  g_assert_cmpstr (told->actor_name, !=, "");
  g_assert_cmpstr (told->note, ==, "国庆");
  /* One that comes while it lasts is stretched at once. */
  later = redress_test_backend_create_ticket (loop->backend, "KM-later");
  g_assert_cmpint (get_due_hours (loop, later, TRUE), ==, 36);
  redress_test_backend_check_trail (loop->backend);
}

static void
test_cancel (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressTestAnswer) peak = declare (loop, supervisor, 0, 6, ",\"extra_hours\":5");

  redress_test_answer_expect (peak, 200);
  g_assert_cmpint (get_due_hours (loop, loop->ticket, TRUE), ==, 29);
  change (loop, loop->agent, "/v1/peaks/1/cancel", 403);
  change (loop, supervisor, "/v1/peaks/2/cancel", 404);
  change (loop, supervisor, "/v1/peaks/1/cancel", 200);
  g_assert_cmpint (get_due_hours (loop, loop->ticket, FALSE), ==, 24);
  change (loop, supervisor, "/v1/peaks/1/cancel", 409);
}

/* A ticket that is opened at this moment. */
static gint64
create_now (RedressLoop *loop, const char *external_id)
{
  g_autofree char *text = redress_test_new_ticket ("kameng-virtual", external_id);
  g_autoptr (GString) body = g_string_new (text);
  g_autofree char *now = redress_timestamp_format (redress_clock_now (loop->backend->clock));
  g_autoptr (RedressTestAnswer) answer = NULL;

  g_string_replace (body, "2026-11-22T02:30:00Z", now, 1);
  answer = redress_test_backend_intake (loop->backend, "POST", "/v1/platforms/kameng/tickets",
                                        body->str);
  redress_test_answer_expect (answer, 201);
  return json_object_get_int_member (json_node_get_object (answer->json), "id");
}

/* Who came under it stays under it. */
static void
test_end (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressTestAnswer) peak = declare (loop, supervisor, 0, 6, "");
  gint64 later;

  redress_test_answer_expect (peak, 200);
  redress_test_backend_advance (loop->backend, REDRESS_MINUTE);
  change (loop, supervisor, "/v1/peaks/1/end", 200);
  g_assert_cmpint (get_due_hours (loop, loop->ticket, TRUE), ==, 36);
  redress_test_backend_advance (loop->backend, REDRESS_HOUR);
  redress_loop_sign_in_again (loop);
  later = create_now (loop, "KM-later");
  g_assert_cmpint (get_due_hours (loop, later, FALSE), ==, 24);
}

static void
test_refused (RedressLoop *loop, gconstpointer data)
{
  g_autofree char *supervisor = add_supervisor (loop);
  g_autoptr (RedressTestAnswer) agent = declare (loop, loop->agent, 0, 6, "");
  g_autoptr (RedressTestAnswer) backwards = declare (loop, supervisor, 6, 1, "");
  g_autoptr (RedressTestAnswer) past = declare (loop, supervisor, -20, -1, "");
  g_autoptr (RedressTestAnswer) early = declare (loop, supervisor, -30, 1, "");
  g_autoptr (RedressTestAnswer) endless = declare (loop, supervisor, 0, 24 * 31, "");
  g_autoptr (RedressTestAnswer) much = declare (loop, supervisor, 0, 6, ",\"extra_hours\":13");
  g_autoptr (RedressTestAnswer) none = declare (loop, supervisor, 0, 6, ",\"extra_hours\":0");
  g_autoptr (RedressTestAnswer) first = declare (loop, supervisor, 0, 6, "");
  g_autoptr (RedressTestAnswer) second = declare (loop, supervisor, 5, 9, "");
  g_autoptr (RedressTestAnswer) third = declare (loop, supervisor, 6, 9, "");

  redress_test_answer_expect_problem (agent, 403, "forbidden");
  redress_test_answer_expect_problem (backwards, 422, "times_invalid");
  redress_test_answer_expect_problem (past, 422, "times_invalid");
  redress_test_answer_expect_problem (early, 422, "times_invalid");
  redress_test_answer_expect_problem (endless, 422, "times_invalid");
  redress_test_answer_expect_problem (much, 422, "extra_hours_invalid");
  redress_test_answer_expect (none, 400);
  redress_test_answer_expect (first, 200);
  redress_test_answer_expect_problem (second, 409, "peak_overlaps");
  redress_test_answer_expect (third, 200);
}

#define ADD(name, func)                                                                            \
  g_test_add ("/server/peaks/" name, RedressLoop, NULL, redress_loop_set_up, func,                 \
              redress_loop_tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("stretches", test_stretches);
  ADD ("cancel", test_cancel);
  ADD ("end", test_end);
  ADD ("refused", test_refused);
  return g_test_run ();
}
