/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"
#include "server/hold.h"

/* The edge while the database thread does not come to anything. */

static int n_polls;

/* Never content with what it sees. */
static void
handle_poll (RedressRequest *request, RedressResponse *response)
{
  g_atomic_int_inc (&n_polls);
  response->park = TRUE;
  response->park_until = request->received_at + 20 * REDRESS_SECOND;
}

static const RedressRoute routes[] = {
  { "GET", "/v1/poll", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_poll },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

/* Comes after what waited for the database. */
static void
do_nothing (gpointer data)
{
}

/* A database that does not answer keeps no poll beyond its time, and what it would have answered
 * later hurts nobody. */
static void
test_poll_stuck (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) stuck = NULL;
  Hold *hold;
  int fd;

  limits.park_ms = 500;
  limits.late_ms = 50;
  fixture = fixture_new (&limits, &table);
  g_atomic_int_set (&n_polls, 0);
  fd = fixture_connect (fixture);
  fixture_write (fd, "GET /v1/poll HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n\r\n", -1);
  while (g_atomic_int_get (&n_polls) < 1)
    g_thread_yield ();
  hold = hold_new (redress_service_get_jobs (fixture->service));
  stuck = fixture_read (fd);
  reply_assert_problem (stuck, 503, "try_again");
  close (fd);
  hold_free (hold);
  redress_jobs_run_database (redress_service_get_jobs (fixture->service), do_nothing, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_polls), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge-stuck/poll", test_poll_stuck);
  return g_test_run ();
}
