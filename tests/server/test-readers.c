/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"
#include "server/hold.h"
#include "server/readers.h"

/* What only reads is done beside what writes, over connections that cannot write. */

static GMutex lock;
static GCond cond;
static guint n_inside;
static guint n_looks;

/* Answered only when two are inside at one moment. */
static void
handle_meet (RedressRequest *request, RedressResponse *response)
{
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;
  gboolean have_met;

  g_mutex_lock (&lock);
  n_inside++;
  g_cond_broadcast (&cond);
  while (n_inside < 2 && g_cond_wait_until (&cond, &lock, end))
    continue;
  have_met = n_inside >= 2;
  g_mutex_unlock (&lock);
  redress_response_bytes (response, 200, "text/plain",
                          g_bytes_new_static (have_met ? "met" : "alone", have_met ? 3 : 5));
}

/* Tries to write. */
static void
handle_write (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;

  if (redress_sql_connection_run (redress_server_get_connection (request->server),
                                  "update feed_epoch set epoch = 'mine'", &error))
    redress_response_empty (response, 204);
  else
    redress_response_problem (response, 409, "conflict", error->message, NULL);
}

/* A feed moves after the first look and before the poll waits. */
static void
handle_look (RedressRequest *request, RedressResponse *response)
{
  if (n_looks++ == 0)
    redress_server_feed_moved (request->server, "kameng");
  response->park = n_looks == 1;
  response->park_until = request->received_at + 20 * REDRESS_SECOND;
  if (!response->park)
    redress_response_bytes (
        response, 200, "text/plain",
        g_bytes_new_static (request->may_park ? "woken" : "overdue", request->may_park ? 5 : 7));
}

static const RedressRoute routes[] = {
  { "GET", "/v1/meet", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_meet, .reads = TRUE },
  { "GET", "/v1/write", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_write, .reads = TRUE },
  { "GET", "/v1/look", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_look, .reads = TRUE },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

/* Desks read while somebody writes. */
static void
test_beside_writer (void)
{
  static const struct
  {
    const char *path;
    guint status;
  } asked[] = {
    { "/v1/changes", 200 },  { "/v1/search?q=abc", 200 },      { "/v1/tickets/T-1", 404 },
    { "/v1/policies", 200 }, { "/v1/policies/nosuch/1", 404 },
  };
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Hold) hold = hold_new (redress_service_get_jobs (fixture->service));

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      g_autoptr (Reply) reply = fixture_call (fixture, "GET", asked[i].path, token, NULL, NULL);

      g_assert_cmpuint (reply->status, ==, asked[i].status);
    }
}

static gpointer
ask_to_meet (gpointer fixture)
{
  return fixture_call (fixture, "GET", "/v1/meet", NULL, NULL, NULL);
}

static void
test_several_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  GThread *other = g_thread_new ("meet", ask_to_meet, fixture);
  g_autoptr (Reply) first = ask_to_meet (fixture);
  g_autoptr (Reply) second = g_thread_join (other);

  g_assert_cmpstr (first->body->str, ==, "met");
  g_assert_cmpstr (second->body->str, ==, "met");
}

static void
test_cannot_write (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/write", NULL, NULL, NULL);

  reply_assert_problem (reply, 409, "conflict");
}

static void
test_missed_move (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/look", NULL, NULL, NULL);

  g_assert_cmpstr (reply->body->str, ==, "woken");
}

/* Without readers the database thread does it. */
static void
count (gpointer data)
{
  g_atomic_int_inc ((int *)data);
}

static void
test_none (void)
{
  RedressJobs *jobs = redress_jobs_new (1);
  int n_done = 0;

  redress_jobs_push_read (jobs, count, &n_done);
  g_assert_cmpuint (redress_jobs_count_read (jobs), ==, 0);
  redress_jobs_free (jobs);
  g_assert_cmpint (g_atomic_int_get (&n_done), ==, 1);
}

static void
test_no_database (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_readers_new ("/nowhere/redress.db", 2, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/readers/beside-writer", test_beside_writer);
  g_test_add_func ("/readers/several-at-once", test_several_at_once);
  g_test_add_func ("/readers/cannot-write", test_cannot_write);
  g_test_add_func ("/readers/missed-move", test_missed_move);
  g_test_add_func ("/readers/none", test_none);
  g_test_add_func ("/readers/no-database", test_no_database);
  return g_test_run ();
}
