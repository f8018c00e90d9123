/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/session-table.h"
#include "server/sign-in-table.h"

#include <string.h>

/* Accounts as they come in over HTTP, at a time that the test moves. */

#define WRONG "{\"name\":\"chen\",\"password\":\"wrong wrong\"}"
#define RIGHT "{\"name\":\"chen\",\"password\":\"" FIXTURE_PASSWORD "\"}"

static Reply *
sign_in (Fixture *fixture, const char *body)
{
  return fixture_call (fixture, "POST", "/v1/sessions", NULL, NULL, body);
}

static guint
ask_me (Fixture *fixture, const char *token)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/me", token, NULL, NULL);

  return reply->status;
}

static void
add_user (Fixture *fixture, const char *name)
{
  g_autofree char *id = fixture_admin (fixture, FIXTURE_PASSWORD "\n", REDRESS_EXIT_GOOD, "user",
                                       "add", name, "--role", "agent", "--scopes", "kameng",
                                       "--display-name", "Chen 晨", "--password-stdin", NULL);

  g_assert_true (g_str_has_prefix (id, "a-"));
}

static void
test_good (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) reply = NULL, me = NULL, upper = NULL;
  g_autoptr (JsonObject) session = NULL, account = NULL;

  add_user (fixture, "chen");
  reply = sign_in (fixture, RIGHT);
  g_assert_cmpuint (reply->status, ==, 201);
  session = reply_get_object (reply);
  g_assert_cmpstr (json_object_get_string_member (session, "server_time"), ==,
                   "2026-09-28T01:30:00.000000Z");
  g_assert_cmpstr (json_object_get_string_member (session, "access_until"), ==,
                   "2026-09-28T01:40:00.000000Z");
  me = fixture_call (fixture, "GET", "/v1/me",
                     json_object_get_string_member (session, "access_token"), NULL, NULL);
  account = reply_get_object (me);
  g_assert_cmpstr (json_object_get_string_member (account, "display_name"), ==, "Chen 晨");
  g_assert_cmpstr (json_object_get_string_member (account, "role"), ==, "agent");
  /* Names are typed as people type them. */
  upper = sign_in (fixture, "{\"name\":\"CHEN\",\"password\":\"" FIXTURE_PASSWORD "\"}");
  g_assert_cmpuint (upper->status, ==, 201);
}

static void
test_bad (void)
{
  static const struct
  {
    const char *body;
    guint status;
    const char *code;
  } cases[] = {
    { WRONG, 401, "sign_in_failed" },
    { "{\"name\":\"nobody\",\"password\":\"" FIXTURE_PASSWORD "\"}", 401, "sign_in_failed" },
    { "{\"name\":\"chen\",\"password\":\"\"}", 401, "sign_in_failed" },
    { "{\"code\":\"nothing\"}", 401, "sign_in_failed" },
    { "{}", 400, "invalid" },
    { "{\"name\":\"chen\"}", 400, "invalid" },
    { "{\"password\":\"x\"}", 400, "invalid" },
    { "{\"name\":\"chen\",\"password\":\"x\",\"code\":\"y\"}", 400, "invalid" },
    { "{\"name\":1,\"password\":\"x\"}", 400, "invalid" },
    { "{\"name\":\"chen\",\"password\":null}", 400, "invalid" },
    { "{\"name\":\"'; drop table account; --\",\"password\":\"x\"}", 401, "sign_in_failed" },
  };
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *name = g_strnfill (65, 'x'), *password = g_strnfill (1025, 'x');
  g_autofree char *long_name = g_strdup_printf ("{\"name\":\"%s\",\"password\":\"x\"}", name);
  g_autofree char *long_one = g_strdup_printf ("{\"name\":\"x\",\"password\":\"%s\"}", password);
  g_autoptr (Reply) first = NULL, second = NULL;

  add_user (fixture, "chen");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = sign_in (fixture, cases[i].body);

      reply_assert_problem (reply, cases[i].status, cases[i].code);
    }
  first = sign_in (fixture, long_name);
  second = sign_in (fixture, long_one);
  g_assert_cmpuint (first->status / 100, ==, 4);
  g_assert_cmpuint (second->status / 100, ==, 4);
}

static void
test_lock_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) locked = NULL, still = NULL, other = NULL, again = NULL, open = NULL;

  add_user (fixture, "chen");
  add_user (fixture, "wang");
  for (guint i = 0; i < REDRESS_FREE_FAILURES; i++)
    {
      g_autoptr (Reply) reply = sign_in (fixture, WRONG);

      reply_assert_problem (reply, 401, "sign_in_failed");
    }
  locked = sign_in (fixture, RIGHT);
  reply_assert_problem (locked, 429, "locked_out");
  g_assert_cmpstr (reply_get (locked, "retry-after"), ==, "30");
  other = sign_in (fixture, "{\"name\":\"wang\",\"password\":\"" FIXTURE_PASSWORD "\"}");
  g_assert_cmpuint (other->status, ==, 201);

  redress_clock_advance (fixture->clock, 29 * REDRESS_SECOND);
  still = sign_in (fixture, RIGHT);
  reply_assert_problem (still, 429, "locked_out");
  /* A restart forgives nothing. */
  fixture_restart (fixture);
  redress_clock_advance (fixture->clock, REDRESS_SECOND);
  again = sign_in (fixture, WRONG);
  reply_assert_problem (again, 401, "sign_in_failed");
  g_clear_pointer (&locked, reply_free);
  locked = sign_in (fixture, RIGHT);
  g_assert_cmpstr (reply_get (locked, "retry-after"), ==, "60");
  redress_clock_advance (fixture->clock, REDRESS_MINUTE);
  open = sign_in (fixture, RIGHT);
  g_assert_cmpuint (open->status, ==, 201);
}

/* A name that is not there behaves like one that is. */
static void
test_lock_out_nobody (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) locked = NULL;

  for (guint i = 0; i < REDRESS_FREE_FAILURES; i++)
    {
      g_autoptr (Reply) reply = sign_in (fixture, WRONG);

      reply_assert_problem (reply, 401, "sign_in_failed");
    }
  locked = sign_in (fixture, WRONG);
  reply_assert_problem (locked, 429, "locked_out");
}

static void
test_expiry (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);

  redress_clock_advance (fixture->clock, REDRESS_ACCESS_LIFE - 1);
  g_assert_cmpuint (ask_me (fixture, token), ==, 200);
  redress_clock_advance (fixture->clock, 1);
  g_assert_cmpuint (ask_me (fixture, token), ==, 401);
}

static char *
get_member (Reply *reply, const char *name)
{
  g_autoptr (JsonObject) object = reply_get_object (reply);

  return g_strdup (json_object_get_string_member (object, name));
}

static Reply *
refresh (Fixture *fixture, const char *token)
{
  g_autofree char *body = g_strdup_printf ("{\"refresh_token\":\"%s\"}", token);

  return fixture_call (fixture, "POST", "/v1/sessions/refresh", NULL, NULL, body);
}

static void
test_refresh_reused (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) session = NULL, pair = NULL, lost = NULL, stolen = NULL, after = NULL;
  g_autofree char *first = NULL, *second = NULL, *access = NULL;

  add_user (fixture, "chen");
  session = sign_in (fixture, RIGHT);
  first = get_member (session, "refresh_token");
  pair = refresh (fixture, first);
  g_assert_cmpuint (pair->status, ==, 200);
  second = get_member (pair, "refresh_token");
  access = get_member (pair, "access_token");
  g_assert_cmpuint (ask_me (fixture, access), ==, 200);

  redress_clock_advance (fixture->clock, REDRESS_REFRESH_GRACE);
  lost = refresh (fixture, first);
  g_assert_cmpuint (lost->status, ==, 200);
  redress_clock_advance (fixture->clock, 1);
  stolen = refresh (fixture, first);
  reply_assert_problem (stolen, 401, "refresh_reused");
  g_assert_cmpuint (ask_me (fixture, access), ==, 401);
  after = refresh (fixture, second);
  reply_assert_problem (after, 401, "sign_in_required");
}

static void
test_refresh_bad (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) unknown = refresh (fixture, "rr_x");
  g_autoptr (Reply) none = fixture_call (fixture, "POST", "/v1/sessions/refresh", NULL, NULL, "{}");

  reply_assert_problem (unknown, 401, "sign_in_required");
  reply_assert_problem (none, 400, "invalid");
}

static void
test_code (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *line = NULL, *body = NULL, *late_line = NULL, *late_body = NULL;
  g_autoptr (Reply) far = NULL, good = NULL, twice = NULL, late = NULL;

  add_user (fixture, "chen");
  line = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "code", "chen", NULL);
  body = g_strdup_printf ("{\"code\":\"%s\"}", g_strchomp (line));
  far =
      fixture_call (fixture, "POST", "/v1/sessions", NULL, "X-Forwarded-For: 192.0.2.1\r\n", body);
  reply_assert_problem (far, 403, "loopback_only");
  good = sign_in (fixture, body);
  g_assert_cmpuint (good->status, ==, 201);
  twice = sign_in (fixture, body);
  reply_assert_problem (twice, 401, "sign_in_failed");

  late_line = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "code", "chen", NULL);
  late_body = g_strdup_printf ("{\"code\":\"%s\"}", g_strchomp (late_line));
  redress_clock_advance (fixture->clock, REDRESS_CODE_LIFE);
  late = sign_in (fixture, late_body);
  reply_assert_problem (late, 401, "sign_in_failed");
}

static void
test_disabled (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) refused = NULL, back = NULL;
  g_autofree char *off = NULL, *on = NULL, *code = NULL;

  off = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "disable", "chen", NULL);
  g_assert_cmpuint (ask_me (fixture, token), ==, 401);
  refused = sign_in (fixture, RIGHT);
  reply_assert_problem (refused, 401, "sign_in_failed");
  code = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "user", "code", "chen", NULL);
  on = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "enable", "chen", NULL);
  back = sign_in (fixture, RIGHT);
  g_assert_cmpuint (back->status, ==, 201);
}

static void
test_new_password (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *output = fixture_admin (fixture, "another one\n", REDRESS_EXIT_GOOD, "user",
                                           "passwd", "chen", "--password-stdin", NULL);
  g_autoptr (Reply) old = sign_in (fixture, RIGHT);
  g_autoptr (Reply) new = sign_in (fixture, "{\"name\":\"chen\",\"password\":\"another one\"}");

  g_assert_cmpuint (ask_me (fixture, token), ==, 401);
  reply_assert_problem (old, 401, "sign_in_failed");
  g_assert_cmpuint (new->status, ==, 201);
}

static void
test_grants (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *output = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "grant",
                                           "chen", "--scopes", "kameng", NULL);
  g_autoptr (Reply) me = fixture_call (fixture, "GET", "/v1/me", token, NULL, NULL);
  g_autoptr (JsonObject) account = reply_get_object (me);

  g_assert_cmpstr (reply_get (me, "redress-grants-version"), ==, "2");
  g_assert_cmpint (json_object_get_int_member (account, "grants_version"), ==, 2);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (account, "scopes")), ==,
                    1);
}

static void
test_sign_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) out =
      fixture_call (fixture, "DELETE", "/v1/sessions/current", token, NULL, NULL);

  g_assert_cmpuint (out->status, ==, 204);
  g_assert_cmpuint (out->body->len, ==, 0);
  g_assert_cmpuint (ask_me (fixture, token), ==, 401);
}

/* Many at once: no failure is lost between the comparisons. */
static gpointer
try_wrong (gpointer data)
{
  g_autoptr (Reply) reply = sign_in (data, WRONG);

  return GUINT_TO_POINTER (reply->status);
}

static void
test_parallel_tries (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  GThread *threads[12];
  guint n_failed = 0;

  add_user (fixture, "chen");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("try", try_wrong, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    n_failed += GPOINTER_TO_UINT (g_thread_join (threads[i])) == 401;
  g_assert_cmpuint (n_failed, ==, REDRESS_FREE_FAILURES);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sign-in/good", test_good);
  g_test_add_func ("/sign-in/bad", test_bad);
  g_test_add_func ("/sign-in/lock-out", test_lock_out);
  g_test_add_func ("/sign-in/lock-out-nobody", test_lock_out_nobody);
  g_test_add_func ("/sign-in/expiry", test_expiry);
  g_test_add_func ("/sign-in/refresh-reused", test_refresh_reused);
  g_test_add_func ("/sign-in/refresh-bad", test_refresh_bad);
  g_test_add_func ("/sign-in/code", test_code);
  g_test_add_func ("/sign-in/disabled", test_disabled);
  g_test_add_func ("/sign-in/new-password", test_new_password);
  g_test_add_func ("/sign-in/grants", test_grants);
  g_test_add_func ("/sign-in/sign-out", test_sign_out);
  g_test_add_func ("/sign-in/parallel-tries", test_parallel_tries);
  return g_test_run ();
}
