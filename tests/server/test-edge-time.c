/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/sessions.h"

#include <string.h>
#include <unistd.h>

/* Times, numbers of connections, and requests that wait. */

static int n_polls;    /* (atomic): runs of handle_poll() */
static int n_computed; /* (atomic) */

static void
answer_text (RedressResponse *response, const char *text)
{
  redress_response_bytes (response, 200, "text/plain", g_bytes_new (text, strlen (text)));
}

/* Waits for the second run, or for `ms` milliseconds. */
static void
handle_poll (RedressRequest *request, RedressResponse *response)
{
  gint64 ms = 20000;
  g_autoptr (GError) error = NULL;

  redress_request_read_query_int (request, "ms", 0, 100000, &ms, &error);
  g_assert_no_error (error);
  if (!request->may_park)
    {
      answer_text (response, "over");
      return;
    }
  if (g_atomic_int_add (&n_polls, 1) >= 1 && ms == 20000)
    {
      answer_text (response, "moved");
      return;
    }
  response->park = TRUE;
  response->park_until = request->received_at + ms * 1000;
}

/* Never content with what it sees. */
static void
handle_insatiable (RedressRequest *request, RedressResponse *response)
{
  g_atomic_int_inc (&n_polls);
  if (!request->may_park)
    answer_text (response, "over");
  response->park = request->may_park;
  response->park_until = request->received_at + 20 * REDRESS_SECOND;
}

static void
compute (gpointer data)
{
  g_atomic_int_inc (&n_computed);
  *(int *)data += 41;
}

static void
handle_compute (RedressRequest *request, RedressResponse *response)
{
  g_autofree char *text = NULL;

  if (request->computed == NULL)
    {
      response->compute = compute;
      response->compute_data = g_new (int, 1);
      *(int *)response->compute_data = 1;
      response->compute_free = g_free;
      return;
    }
  text = g_strdup_printf ("%d", *(int *)request->computed);
  answer_text (response, text);
}

static void
handle_echo (RedressRequest *request, RedressResponse *response)
{
  answer_text (response, request->body);
}

static const RedressRoute routes[] = {
  { "POST", "/v1/sessions", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, redress_handle_sign_in },
  { "GET", "/v1/poll", REDRESS_ACCESS_ACCOUNT, REDRESS_BODY_NONE, handle_poll },
  { "GET", "/v1/insatiable", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_insatiable },
  { "GET", "/v1/compute", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_compute },
  { "POST", "/v1/echo", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, handle_echo },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

#define HEAD " HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n"

static RedressEdgeLimits
short_limits (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;

  limits.header_ms = 100;
  limits.body_ms = 100;
  return limits;
}

/* The connection stays open and says nothing, or not enough. */
static void
test_slow_headers (void)
{
  RedressEdgeLimits limits = short_limits ();
  g_autoptr (Fixture) fixture = fixture_new (&limits, &table);
  const char *beginnings[] = { "", "GET /v1", "GET /v1/compute HTTP/1.1\r\nHost: a\r\nX: " };

  for (guint i = 0; i < G_N_ELEMENTS (beginnings); i++)
    {
      int fd = fixture_connect (fixture);
      g_autoptr (Reply) reply = NULL;

      fixture_write (fd, beginnings[i], -1);
      reply = fixture_read (fd);
      reply_assert_problem (reply, 408, "too_slow");
      g_assert_true (fixture_is_closed (fd));
      close (fd);
    }
}

/* A byte now and then keeps no connection alive. */
static void
test_dribbled_headers (void)
{
  RedressEdgeLimits limits = short_limits ();
  g_autoptr (Fixture) fixture = fixture_new (&limits, &table);
  int fd = fixture_connect (fixture);
  g_autoptr (Reply) reply = NULL;
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  fixture_write (fd, "GET /v1/compute HTTP/1.1\r\nX: ", -1);
  while (!fixture_can_read (fd, 10) && g_get_monotonic_time () < end)
    fixture_write (fd, "a", 1);
  reply = fixture_read (fd);
  reply_assert_problem (reply, 408, "too_slow");
  close (fd);
}

static void
test_slow_body (void)
{
  RedressEdgeLimits limits = short_limits ();
  g_autoptr (Fixture) fixture = fixture_new (&limits, &table);
  int fd = fixture_connect (fixture);
  g_autoptr (Reply) reply = NULL;

  fixture_write (
      fd, "POST /v1/echo" HEAD "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
      -1);
  reply = fixture_read (fd);
  reply_assert_problem (reply, 408, "too_slow");
  g_assert_true (fixture_is_closed (fd));
  close (fd);
}

/* The second request of a connection has the same time as the first; without one it is closed. */
static void
test_kept_connection (void)
{
  RedressEdgeLimits limits = short_limits ();
  g_autoptr (Fixture) fixture = fixture_new (&limits, &table);
  int fd = fixture_connect (fixture);
  g_autoptr (Reply) first = NULL, second = NULL;

  fixture_write (fd, "GET /v1/compute" HEAD "\r\n", -1);
  first = fixture_read (fd);
  g_assert_cmpuint (first->status, ==, 200);
  fixture_write (fd, "GET /v1/compute HTTP/1.1\r\nHost: a\r\n", -1);
  second = fixture_read (fd);
  reply_assert_problem (second, 408, "too_slow");
  close (fd);
}

static void
test_idle_connection (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) reply = NULL;
  int fd;

  limits.idle_ms = 50;
  fixture = fixture_new (&limits, &table);
  fd = fixture_connect (fixture);
  fixture_write (fd, "GET /v1/compute" HEAD "\r\n", -1);
  reply = fixture_read (fd);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_true (fixture_is_closed (fd));
  close (fd);
}

static void
test_connections (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) good = NULL, full = NULL, again = NULL;
  int fds[3];

  limits.connections = 3;
  fixture = fixture_new (&limits, &table);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = fixture_connect (fixture);
  fixture_write (fds[2], "GET /v1/compute" HEAD "\r\n", -1);
  good = fixture_read (fds[2]);
  g_assert_cmpuint (good->status, ==, 200);
  full = fixture_call (fixture, "GET", "/v1/compute", NULL, NULL, NULL);
  reply_assert_problem (full, 429, "too_many_connections");
  g_assert_nonnull (reply_get (full, "retry-after"));
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  /* The server notices the three that hung up before it answers to a newer one. */
  do
    {
      g_clear_pointer (&again, reply_free);
      again = fixture_call (fixture, "GET", "/v1/compute", NULL, NULL, NULL);
    }
  while (again->status == 429);
  g_assert_cmpuint (again->status, ==, 200);
}

static void
test_compute (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/compute", NULL, NULL, NULL);

  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpstr (reply->body->str, ==, "42");
}

static int
begin_poll (Fixture *fixture, const char *path, const char *token)
{
  int fd = fixture_connect (fixture);
  g_autofree char *text =
      g_strdup_printf ("GET %s" HEAD "Authorization: Bearer %s\r\n\r\n", path, token);

  fixture_write (fd, text, -1);
  return fd;
}

static void
wait_for_polls (int n)
{
  while (g_atomic_int_get (&n_polls) < n)
    g_thread_yield ();
}

static void
move_feed (gpointer data)
{
  redress_server_feed_moved (data, "kameng");
}

static void
move_other_feed (gpointer data)
{
  redress_server_feed_moved (data, "nowhere");
}

static void
on_database (Fixture *fixture, RedressJobFunc func)
{
  redress_jobs_run_database (redress_service_get_jobs (fixture->service), func,
                             redress_service_get_server (fixture->service));
}

static void
test_poll_moved (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) reply = NULL;
  int fd;

  g_atomic_int_set (&n_polls, 0);
  fd = begin_poll (fixture, "/v1/poll", token);
  wait_for_polls (1);
  on_database (fixture, move_other_feed);
  g_assert_false (fixture_can_read (fd, 20));
  on_database (fixture, move_feed);
  reply = fixture_read (fd);
  g_assert_cmpstr (reply->body->str, ==, "moved");
  close (fd);
}

static void
test_poll_over (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) reply = NULL;
  int fd = begin_poll (fixture, "/v1/poll?ms=30", token);

  reply = fixture_read (fd);
  g_assert_cmpstr (reply->body->str, ==, "over");
  close (fd);
}

/* However long a handler wants to wait, the edge ends it. */
static void
test_poll_limit (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) reply = NULL;

  limits.park_ms = 30;
  fixture = fixture_new (&limits, &table);
  reply = fixture_call (fixture, "GET", "/v1/insatiable", NULL, NULL, NULL);
  g_assert_cmpstr (reply->body->str, ==, "over");
}

/* A feed that moves a thousand times wakes a poll a few times. */
static void
test_poll_pace (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) reply = NULL;
  int fd;

  limits.park_ms = 1000;
  fixture = fixture_new (&limits, &table);
  g_atomic_int_set (&n_polls, 0);
  fd = begin_poll (fixture, "/v1/insatiable", "none");
  wait_for_polls (1);
  while (!fixture_can_read (fd, 0))
    on_database (fixture, move_feed);
  reply = fixture_read (fd);
  g_assert_cmpstr (reply->body->str, ==, "over");
  /* One run at the start, one at the end, and at most one each 200 ms between them. */
  g_assert_cmpint (g_atomic_int_get (&n_polls), >=, 4);
  g_assert_cmpint (g_atomic_int_get (&n_polls), <=, 8);
  close (fd);
}

/* A poll ends when the session of its account ends. */
static void
test_poll_signed_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) reply = NULL;
  g_autofree char *output = NULL;
  int fd;

  g_atomic_int_set (&n_polls, 0);
  fd = begin_poll (fixture, "/v1/poll", token);
  wait_for_polls (1);
  output = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "disable", "chen", NULL);
  on_database (fixture, move_feed);
  reply = fixture_read (fd);
  reply_assert_problem (reply, 401, "sign_in_required");
  close (fd);
}

static void
test_per_account (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autofree char *token = NULL, *other = NULL;
  g_autoptr (Reply) refused = NULL, moved = NULL, good = NULL, of_other = NULL;
  int fds[3];

  limits.per_account = G_N_ELEMENTS (fds);
  fixture = fixture_new (&limits, &table);
  token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  other = fixture_sign_in (fixture, "wang", REDRESS_ROLE_AGENT);
  g_atomic_int_set (&n_polls, -10);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = begin_poll (fixture, "/v1/poll", token);
  wait_for_polls (-10 + (int)G_N_ELEMENTS (fds));
  refused = fixture_call (fixture, "GET", "/v1/poll?ms=1", token, NULL, NULL);
  reply_assert_problem (refused, 429, "too_many_requests");
  of_other = fixture_call (fixture, "GET", "/v1/poll?ms=1", other, NULL, NULL);
  g_assert_cmpuint (of_other->status, ==, 200);
  g_atomic_int_set (&n_polls, 1);
  on_database (fixture, move_feed);
  moved = fixture_read (fds[0]);
  g_assert_cmpstr (moved->body->str, ==, "moved");
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  do
    {
      g_clear_pointer (&good, reply_free);
      good = fixture_call (fixture, "GET", "/v1/poll?ms=1", token, NULL, NULL);
    }
  while (good->status == 429);
  g_assert_cmpuint (good->status, ==, 200);
}

/* A client that hangs up while it waits harms nobody. */
static void
test_poll_abandoned (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) reply = NULL;
  int fd;

  g_atomic_int_set (&n_polls, 0);
  fd = begin_poll (fixture, "/v1/poll", token);
  wait_for_polls (1);
  close (fd);
  on_database (fixture, move_feed);
  reply = fixture_call (fixture, "GET", "/v1/compute", NULL, NULL, NULL);
  g_assert_cmpuint (reply->status, ==, 200);
}

/* The end: who waits is told to come again, who is being served gets the answer. */
static void
test_drain (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) waiting = NULL, sending = NULL;
  g_autoptr (GThread) thread = NULL;
  int poll, post;

  g_atomic_int_set (&n_polls, 0);
  poll = begin_poll (fixture, "/v1/insatiable", token);
  wait_for_polls (1);
  post = fixture_connect (fixture);
  fixture_write (post,
                 "POST /v1/echo" HEAD "Expect: 100-continue\r\n"
                 "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n",
                 -1);
  sending = fixture_read (post);
  g_assert_cmpuint (sending->status, ==, 100);
  g_clear_pointer (&sending, reply_free);
  thread = g_thread_new ("stop", (GThreadFunc)(void (*) (void))redress_service_stop,
                         g_steal_pointer (&fixture->service));
  waiting = fixture_read (poll);
  reply_assert_problem (waiting, 503, "shutting_down");
  g_assert_nonnull (reply_get (waiting, "retry-after"));
  fixture_write (post, "{}", 2);
  sending = fixture_read (post);
  g_assert_cmpuint (sending->status, ==, 200);
  g_assert_cmpstr (reply_get (sending, "connection"), ==, "close");
  g_thread_join (g_steal_pointer (&thread));
  close (poll);
  close (post);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge-time/slow-headers", test_slow_headers);
  g_test_add_func ("/edge-time/dribbled-headers", test_dribbled_headers);
  g_test_add_func ("/edge-time/slow-body", test_slow_body);
  g_test_add_func ("/edge-time/kept-connection", test_kept_connection);
  g_test_add_func ("/edge-time/idle-connection", test_idle_connection);
  g_test_add_func ("/edge-time/connections", test_connections);
  g_test_add_func ("/edge-time/compute", test_compute);
  g_test_add_func ("/edge-time/poll-moved", test_poll_moved);
  g_test_add_func ("/edge-time/poll-over", test_poll_over);
  g_test_add_func ("/edge-time/poll-limit", test_poll_limit);
  g_test_add_func ("/edge-time/poll-pace", test_poll_pace);
  g_test_add_func ("/edge-time/poll-signed-out", test_poll_signed_out);
  g_test_add_func ("/edge-time/per-account", test_per_account);
  g_test_add_func ("/edge-time/poll-abandoned", test_poll_abandoned);
  g_test_add_func ("/edge-time/drain", test_drain);
  return g_test_run ();
}
