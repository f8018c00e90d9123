/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

/* How often news come to who asks for them again and again. */

#define SECONDS 2
/* Five a second, one at the beginning, and one more that the end may cut. */
#define MOST (5 * SECONDS + 2)

/* There is always something new. */
static void
handle_news (RedressRequest *request, RedressResponse *response)
{
  redress_response_bytes (response, 200, "text/plain", g_bytes_new_static ("news", 4));
  response->may_rest = TRUE;
  response->park_until = request->received_at + 20 * REDRESS_SECOND;
}

static const RedressRoute routes[] = {
  { "GET", "/v1/news", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_news },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

static void
move_feed (gpointer data)
{
  redress_server_feed_moved (data, "kameng");
}

static void
assert_news (Fixture *fixture)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/news", NULL, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body->str, ==, "news");
}

/* Whoever was woken and is here again before the next may be woken waits for that. */
static void
test_moving_feed (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  gint64 end = g_get_monotonic_time () + SECONDS * G_TIME_SPAN_SECOND;
  guint n_answers = 0;

  while (g_get_monotonic_time () < end)
    {
      redress_jobs_run_database (redress_service_get_jobs (fixture->service), move_feed,
                                 redress_service_get_server (fixture->service));
      assert_news (fixture);
      n_answers++;
    }
  g_assert_cmpuint (n_answers, >=, 2);
  g_assert_cmpuint (n_answers, <=, MOST);
}

/* Nothing waits where no feed moves. */
static void
test_quiet_feed (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  gint64 begin = g_get_monotonic_time ();

  for (guint i = 0; i < 200; i++)
    assert_news (fixture);
  /* At the pace of a feed that moves it would take 40 s. */
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_TIME_SPAN_SECOND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge-pace/moving-feed", test_moving_feed);
  g_test_add_func ("/edge-pace/quiet-feed", test_quiet_feed);
  return g_test_run ();
}
