/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"
#include "server/sessions.h"

#include <string.h>
#include <unistd.h>

/* What the edge lets through and what it refuses, over real sockets. */

static int n_runs;

static void
handle_count (RedressRequest *request, RedressResponse *response)
{
  g_atomic_int_inc (&n_runs);
  redress_response_bytes (response, 200, "text/plain", g_bytes_new_static ("ok", 2));
}

static void
handle_echo (RedressRequest *request, RedressResponse *response)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = redress_request_parse_body (request, &error);

  g_atomic_int_inc (&n_runs);
  if (node != NULL)
    redress_response_json (response, 200, node);
  else
    redress_response_error (response, error);
}

static void
handle_silence (RedressRequest *request, RedressResponse *response)
{
}

static const RedressRoute routes[] = {
  { "POST", "/v1/sessions", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, redress_handle_sign_in },
  { "GET", "/v1/count", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_count },
  { "POST", "/v1/echo", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, handle_echo },
  { "GET", "/v1/silence", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_silence },
  { "GET", "/v1/secret", REDRESS_ACCESS_ACCOUNT, REDRESS_BODY_NONE, handle_count },
  { "GET", "/local", REDRESS_ACCESS_LOOPBACK, REDRESS_BODY_NONE, handle_count },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

#define START "GET /v1/count HTTP/1.1\r\n"
#define POST                                                                                       \
  "POST /v1/echo HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\nContent-Type: application/json\r\n"

/* Everything a proxy and a server may read in two ways. */
static void
test_framing (void)
{
  static const struct
  {
    const char *request;
    guint status;
    const char *code; /* NULL: in the words of libmicrohttpd */
  } cases[] = {
    { START "Redress-Protocol: 1\r\n\r\n", 400, "host_count" },
    { START "Host: a\r\nHost: b\r\nRedress-Protocol: 1\r\n\r\n", 400, "host_count" },
    { START "Host: a\r\nHost: a\r\nRedress-Protocol: 1\r\n\r\n", 400, "host_count" },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n",
      400, "length_and_encoding" },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400,
      "length_count" },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}", 400, NULL },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0x2\r\n\r\n{}", 400, NULL },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400,
      "encoding_unknown" },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n{}", 400,
      "encoding_unknown" },
    { "POST /v1/echo HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\nTransfer-Encoding: "
      "chunked\r\n\r\n"
      "2\r\n{}\r\n0\r\n\r\n",
      411, "length_required" },
    { START "Host: a\r\nRedress-Protocol: 1\r\nUpgrade: h2c\r\n\r\n", 400, "no_upgrade" },
    { START "Host: a\r\nRedress-Protocol: 1\r\nX-Name: \xff\xfe\r\n\r\n", 400, "header_malformed" },
    { START "Host: a\r\nRedress-Protocol: 1\r\nContent-Length: 2\r\n\r\n{}", 400,
      "body_unexpected" },
  };
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply = fixture_raw (fixture, cases[i].request, -1);

      g_test_message ("case %u", i);
      if (cases[i].code != NULL)
        reply_assert_refused (reply, cases[i].status, cases[i].code);
      else
        g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
  g_assert_cmpint (g_atomic_int_get (&n_runs), ==, 0);
}

/* The second request hides in the body of the first; it must never be served. */
static void
test_smuggling (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  const char *smuggle = "POST /v1/echo HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n"
                        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "0\r\n\r\n"
                        "GET /v1/count HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n\r\n";
  int fd = fixture_connect (fixture);
  g_autoptr (Reply) reply = NULL;

  g_atomic_int_set (&n_runs, 0);
  fixture_write (fd, smuggle, -1);
  reply = fixture_read (fd);
  reply_assert_refused (reply, 400, "length_and_encoding");
  g_assert_cmpstr (reply_get (reply, "connection"), ==, "close");
  g_assert_true (fixture_is_closed (fd));
  close (fd);
  g_assert_cmpint (g_atomic_int_get (&n_runs), ==, 0);
}

static void
test_pipelining (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  const char *two = START "Host: a\r\nRedress-Protocol: 1\r\n\r\n" POST "Content-Length: 7\r\n\r\n"
                          "{\"a\":1}";
  int fd = fixture_connect (fixture);
  g_autoptr (Reply) first = NULL, second = NULL;

  /* Both in one write, both answered in order on the one connection. */
  fixture_write (fd, two, -1);
  first = fixture_read (fd);
  g_assert_cmpuint (first->status, ==, 200);
  second = fixture_read (fd);
  g_assert_cmpuint (second->status, ==, 200);
  g_assert_cmpstr (second->body->str, ==, "{\"a\":1}");
  close (fd);
}

static void
test_routes (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) unknown = fixture_call (fixture, "GET", "/v1/nothing", NULL, NULL, NULL);
  g_autoptr (Reply) method = fixture_call (fixture, "DELETE", "/v1/count", NULL, NULL, NULL);
  g_autoptr (Reply) head = fixture_call (fixture, "PUT", "/v1/echo", NULL, NULL, "{}");
  g_autoptr (Reply) path = fixture_call (fixture, "GET", "/v1/count?a=%ff", NULL, NULL, NULL);
  g_autoptr (Reply) silence = fixture_call (fixture, "GET", "/v1/silence", NULL, NULL, NULL);
  g_autoptr (Reply) good = fixture_call (fixture, "GET", "/v1/count?a=1", NULL, NULL, NULL);

  reply_assert_problem (unknown, 404, "no_such_operation");
  reply_assert_problem (method, 405, "method_not_allowed");
  g_assert_cmpstr (reply_get (method, "allow"), ==, "GET");
  reply_assert_problem (head, 405, "method_not_allowed");
  reply_assert_problem (path, 400, "query_malformed");
  reply_assert_problem (silence, 500, "internal");
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpstr (reply_get (good, "content-type"), ==, "text/plain");
  g_assert_cmpstr (reply_get (good, "cache-control"), ==, "no-store");
  g_assert_cmpstr (reply_get (good, "x-content-type-options"), ==, "nosniff");
  g_assert_cmpuint (strlen (reply_get (good, "redress-request-id")), ==, 16);
}

static void
test_protocol (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) none = fixture_raw (fixture, START "Host: a\r\n\r\n", -1);
  g_autoptr (Reply) other =
      fixture_raw (fixture, START "Host: a\r\nRedress-Protocol: 2\r\n\r\n", -1);
  g_autoptr (Reply) outside = fixture_raw (fixture, "GET /local HTTP/1.1\r\nHost: a\r\n\r\n", -1);

  reply_assert_problem (none, 400, "protocol_missing");
  reply_assert_problem (other, 426, "protocol_unsupported");
  g_assert_cmpuint (outside->status, ==, 200);
}

/* A desk that is too old empties its outbox, and does nothing else. */
static void
test_protocol_too_old (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autoptr (Reply) feed = NULL;
  g_autoptr (Reply) me = NULL;
  g_autoptr (Reply) commands = NULL;

  limits.protocol = REDRESS_PROTOCOL + 1;
  fixture = fixture_new (&limits, NULL);
  feed = fixture_raw (fixture, "GET /v1/changes HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n\r\n",
                      -1);
  me = fixture_raw (fixture, "GET /v1/me HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n\r\n", -1);
  commands = fixture_raw (fixture,
                          "POST /v1/commands HTTP/1.1\r\nHost: a\r\nRedress-Protocol: 1\r\n"
                          "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                          -1);
  reply_assert_problem (feed, 426, "protocol_too_old");
  g_assert_cmpuint (me->status, ==, 401);
  g_assert_cmpuint (commands->status, ==, 401);
}

static void
test_bodies (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) missing = fixture_raw (fixture, POST "\r\n", -1);
  g_autoptr (Reply) type =
      fixture_call (fixture, "POST", "/v1/echo", NULL, "Content-Type: text/xml\r\n", "{}");
  g_autoptr (Reply) charset = fixture_call (
      fixture, "POST", "/v1/echo", NULL, "Content-Type: application/json; charset=utf-8\r\n", "{}");
  g_autoptr (Reply) empty = fixture_raw (fixture, POST "Content-Length: 0\r\n\r\n", -1);
  g_autoptr (Reply) cut = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, "{\"a\":");
  g_autoptr (Reply) twice =
      fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, "{\"a\":1,\"a\":2}");
  g_autoptr (Reply) array = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, "[1]");
  g_autoptr (Reply) number =
      fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, "{\"a\":99999999999999999999}");
  g_autofree char *nested = g_strdup_printf ("{\"a\":%s%s}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
                                             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]");
  g_autoptr (Reply) deep = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, nested);

  reply_assert_problem (missing, 411, "length_required");
  reply_assert_problem (type, 415, "media_type");
  g_assert_cmpuint (charset->status, ==, 200);
  reply_assert_problem (empty, 400, "invalid");
  reply_assert_problem (cut, 400, "invalid");
  reply_assert_problem (twice, 400, "invalid");
  reply_assert_problem (array, 400, "invalid");
  g_assert_cmpuint (number->status, ==, 400);
  g_assert_cmpuint (deep->status, /* depth is a limit of the gate */ >=, 400);
  g_assert_cmpuint (deep->status, <, 500);
}

/* A body just over the limit is read and dropped, so the client gets to read the answer. */
static void
test_large_bodies (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *fill = g_strnfill (256 * 1024, 'x');
  g_autofree char *over = g_strdup_printf ("{\"a\":\"%s\"}", fill);
  g_autofree char *fits = g_strdup_printf ("{\"a\":\"%.*s\"}", 256 * 1024 - 8, fill);
  g_autoptr (Reply) refused = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, over);
  g_autoptr (Reply) taken = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, fits);
  g_autoptr (Reply) huge =
      fixture_raw (fixture, POST "Content-Length: 99999999999\r\n\r\n{\"a\":", -1);
  g_autoptr (Reply) expecting =
      fixture_raw (fixture, POST "Expect: 100-continue\r\nContent-Length: 300000\r\n\r\n", -1);

  reply_assert_problem (refused, 413, "body_too_large");
  g_assert_cmpuint (taken->status, ==, 200);
  g_assert_cmpuint (taken->body->len, ==, strlen (fits));
  reply_assert_problem (huge, 413, "body_too_large");
  reply_assert_problem (expecting, 413, "body_too_large");
}

static guint
echo (Fixture *fixture, const char *body)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "POST", "/v1/echo", NULL, NULL, body);

  if (reply->status == 503)
    {
      reply_assert_problem (reply, 503, "busy");
      g_assert_nonnull (reply_get (reply, "retry-after"));
    }
  return reply->status;
}

static void
echo_until (Fixture *fixture, const char *body, guint status)
{
  gint64 end = g_get_monotonic_time () + 5 * G_TIME_SPAN_SECOND;

  while (echo (fixture, body) != status)
    g_assert_cmpint (g_get_monotonic_time (), <, end);
}

/* What is sent slowly takes from the others no more than the space for large bodies. */
static void
test_held_bodies (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autofree char *fill = g_strnfill (20 * 1024, 'x');
  g_autofree char *large = g_strdup_printf ("{\"a\":\"%s\"}", fill);
  g_autofree char *begun = g_strdup_printf (POST "Content-Length: 25000\r\n\r\n{\"a\":\"%s", fill);
  g_autoptr (Fixture) fixture = NULL;
  int fd;

  limits.large_bytes = 30 * 1024;
  fixture = fixture_new (&limits, &table);
  g_assert_cmpuint (echo (fixture, large), ==, 200);
  fd = fixture_connect (fixture);
  fixture_write (fd, begun, -1);
  echo_until (fixture, large, 503);
  g_assert_cmpuint (echo (fixture, "{\"a\":1}"), ==, 200);
  close (fd);
  echo_until (fixture, large, 200);
}

/* The server is in this process, too. */
static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Half a request and the end of its connection, which often come together. */
static void
test_hung_up (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *fill = g_strnfill (100 * 1024, 'x');
  g_autofree char *half = g_strconcat (POST "Content-Length: 250000\r\n\r\n", fill, NULL);
  guint before = count_descriptors ();
  gint64 end;
  int fds[100];

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = fixture_connect (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fixture_write (fds[i], half, -1);
      close (fds[i]);
    }
  end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  while (count_descriptors () > before)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_thread_yield ();
    }
}

static void
test_large_headers (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *fill = g_strnfill (64 * 1024, 'x');
  g_autofree char *fits = g_strdup_printf ("X: %.*s\r\n", 15 * 1024, fill);
  g_autofree char *over = g_strdup_printf ("X: %.*s\r\n", 17 * 1024, fill);
  g_autofree char *far_over = g_strdup_printf ("X: %s\r\n", fill);
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (Reply) good = fixture_call (fixture, "GET", "/v1/count", NULL, fits, NULL);
  g_autoptr (Reply) bad = fixture_call (fixture, "GET", "/v1/count", NULL, over, NULL);
  g_autoptr (Reply) worse = fixture_call (fixture, "GET", "/v1/count", NULL, far_over, NULL);
  g_autoptr (Reply) lines = NULL;

  for (guint i = 0; i < 1200; i++)
    g_string_append_printf (many, "X%u: abcdef\r\n", i);
  lines = fixture_call (fixture, "GET", "/v1/count", NULL, many->str, NULL);
  g_assert_cmpuint (good->status, ==, 200);
  reply_assert_problem (bad, 431, "headers_too_large");
  g_assert_cmpuint (worse->status, ==, 431);
  g_assert_cmpuint (lines->status, ==, 431);
}

static void
test_credentials (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) none = fixture_call (fixture, "GET", "/v1/secret", NULL, NULL, NULL);
  g_autoptr (Reply) wrong = fixture_call (fixture, "GET", "/v1/secret", "ra_wrong", NULL, NULL);
  g_autoptr (Reply) basic =
      fixture_call (fixture, "GET", "/v1/secret", NULL, "Authorization: Basic YTpi\r\n", NULL);
  g_autoptr (Reply) good = fixture_call (fixture, "GET", "/v1/secret", token, NULL, NULL);

  reply_assert_problem (none, 401, "sign_in_required");
  g_assert_cmpstr (reply_get (none, "www-authenticate"), ==, "Bearer");
  reply_assert_problem (wrong, 401, "sign_in_required");
  reply_assert_problem (basic, 401, "sign_in_required");
  g_assert_cmpuint (good->status, ==, 200);
  g_assert_cmpstr (reply_get (good, "redress-grants-version"), ==, "1");
}

/* Behind a proxy every peer is on this machine; the proxy says who it speaks for. */
static void
test_locality (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autoptr (Reply) here = fixture_call (fixture, "GET", "/local", NULL, NULL, NULL);
  g_autoptr (Reply) there =
      fixture_call (fixture, "GET", "/local", NULL, "X-Forwarded-For: 192.0.2.1\r\n", NULL);

  g_assert_cmpuint (here->status, ==, 200);
  reply_assert_problem (there, 404, "no_such_operation");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge/framing", test_framing);
  g_test_add_func ("/edge/smuggling", test_smuggling);
  g_test_add_func ("/edge/pipelining", test_pipelining);
  g_test_add_func ("/edge/routes", test_routes);
  g_test_add_func ("/edge/protocol", test_protocol);
  g_test_add_func ("/edge/protocol-too-old", test_protocol_too_old);
  g_test_add_func ("/edge/bodies", test_bodies);
  g_test_add_func ("/edge/large-bodies", test_large_bodies);
  g_test_add_func ("/edge/held-bodies", test_held_bodies);
  g_test_add_func ("/edge/hung-up", test_hung_up);
  g_test_add_func ("/edge/large-headers", test_large_headers);
  g_test_add_func ("/edge/credentials", test_credentials);
  g_test_add_func ("/edge/locality", test_locality);
  return g_test_run ();
}
