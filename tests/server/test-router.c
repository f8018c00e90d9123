/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/byte-range.h"
#include "server/router.h"

#include <string.h>

static void
handle_nothing (RedressRequest *request, RedressResponse *response)
{
}

static const RedressRoute routes[] = {
  { "GET", "/a/{x}", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_nothing },
  { "POST", "/a/{x}", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, handle_nothing },
  { "GET", "/a/current", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_nothing },
  { "GET", "/a/{x}/b/{y}", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_nothing },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

typedef struct
{
  const char *method;
  const char *uri;
  RedressRouting routing;
  int route;          /* index in routes, where it is found */
  const char *result; /* captures joined by |, or the allowed methods */
} FindCase;

static const FindCase find_cases[] = {
  { "GET", "/a/1", REDRESS_ROUTING_FOUND, 0, "1" },
  { "POST", "/a/1?x=/a", REDRESS_ROUTING_FOUND, 1, "1" },
  { "GET", "/a/current", REDRESS_ROUTING_FOUND, 2, "" },
  { "POST", "/a/current", REDRESS_ROUTING_FOUND, 1, "current" },
  { "GET", "/a/1/b/%E4%B8%AD", REDRESS_ROUTING_FOUND, 3, "1|中" },
  { "GET", "/a/x%2Fy", REDRESS_ROUTING_FOUND, 0, "x/y" },
  { "GET", "/a/..%2f..", REDRESS_ROUTING_FOUND, 0, "../.." },
  { "GET", "/a/a+b", REDRESS_ROUTING_FOUND, 0, "a+b" },
  { "PUT", "/a/1", REDRESS_ROUTING_NO_METHOD, -1, "GET, POST" },
  { "get", "/a/1", REDRESS_ROUTING_NO_METHOD, -1, "GET, POST" },
  { "GET", "/a/", REDRESS_ROUTING_NO_PATH, -1, NULL },
  { "GET", "/a", REDRESS_ROUTING_NO_PATH, -1, NULL },
  { "GET", "/a/1/", REDRESS_ROUTING_NO_PATH, -1, NULL },
  { "GET", "//a/1", REDRESS_ROUTING_NO_PATH, -1, NULL },
  { "GET", "/A/1", REDRESS_ROUTING_NO_PATH, -1, NULL },
  { "GET", "", REDRESS_ROUTING_MALFORMED, -1, NULL },
  { "GET", "http://host/a/1", REDRESS_ROUTING_MALFORMED, -1, NULL },
  { "GET", "*", REDRESS_ROUTING_MALFORMED, -1, NULL },
  { "GET", "/a/%zz", REDRESS_ROUTING_MALFORMED, -1, NULL },
  { "GET", "/a/%00", REDRESS_ROUTING_MALFORMED, -1, NULL },
  { "GET", "/a/%ff", REDRESS_ROUTING_MALFORMED, -1, NULL },
};

static void
test_find (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (find_cases); i++)
    {
      const FindCase *expected = &find_cases[i];
      const RedressRoute *route = NULL;
      g_auto (GStrv) captures = NULL;
      g_autofree char *allow = NULL, *joined = NULL;
      RedressRouting routing =
          redress_router_find (&table, expected->method, expected->uri, &route, &captures, &allow);

      g_test_message ("%s %s", expected->method, expected->uri);
      g_assert_cmpint (routing, ==, expected->routing);
      if (routing == REDRESS_ROUTING_NO_METHOD)
        g_assert_cmpstr (allow, ==, expected->result);
      if (routing != REDRESS_ROUTING_FOUND)
        continue;
      g_assert_true (route == &routes[expected->route]);
      joined = g_strjoinv ("|", captures);
      g_assert_cmpstr (joined, ==, expected->result);
    }
}

static void
test_find_long (void)
{
  g_autofree char *fits = g_strnfill (512, 'x');
  g_autofree char *fits_uri = g_strconcat ("/a/", fits, NULL);
  g_autofree char *over_uri = g_strconcat (fits_uri, "x", NULL);
  g_autofree char *many = g_strnfill (10000, '/');
  const RedressRoute *route = NULL;
  g_auto (GStrv) captures = NULL, none = NULL;
  g_autofree char *allow = NULL;

  g_assert_cmpint (redress_router_find (&table, "GET", fits_uri, &route, &captures, &allow), ==,
                   REDRESS_ROUTING_FOUND);
  g_assert_cmpint (redress_router_find (&table, "GET", over_uri, &route, &none, &allow), ==,
                   REDRESS_ROUTING_MALFORMED);
  g_assert_cmpint (redress_router_find (&table, "GET", many, &route, &none, &allow), ==,
                   REDRESS_ROUTING_NO_PATH);
}

/* The table of the server has each operation once. */
static void
test_table (void)
{
  for (guint i = 0; i < redress_routes.n_routes; i++)
    for (guint j = i + 1; j < redress_routes.n_routes; j++)
      g_assert_false (
          g_str_equal (redress_routes.routes[i].method, redress_routes.routes[j].method) &&
          g_str_equal (redress_routes.routes[i].pattern, redress_routes.routes[j].pattern));
}

static void
test_query (void)
{
  g_autoptr (GHashTable) query = redress_router_parse_query ("/x?a=1&b=&c&d=%E4%B8%AD+x&&");
  g_autoptr (GHashTable) none = redress_router_parse_query ("/x");
  g_autoptr (GString) many = g_string_new ("/x?");

  g_assert_cmpuint (g_hash_table_size (query), ==, 4);
  g_assert_cmpstr (g_hash_table_lookup (query, "a"), ==, "1");
  g_assert_cmpstr (g_hash_table_lookup (query, "b"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (query, "c"), ==, "");
  g_assert_cmpstr (g_hash_table_lookup (query, "d"), ==, "中 x");
  g_assert_cmpuint (g_hash_table_size (none), ==, 0);
  g_assert_null (redress_router_parse_query ("/x?a=1&a=2"));
  g_assert_null (redress_router_parse_query ("/x?a=%f"));
  g_assert_null (redress_router_parse_query ("/x?a=%00"));
  g_assert_null (redress_router_parse_query ("/x?%ff=1"));
  for (guint i = 0; i < 33; i++)
    g_string_append_printf (many, "a%u=1&", i);
  g_assert_null (redress_router_parse_query (many->str));
}

static void
test_byte_range (void)
{
  static const struct
  {
    const char *header;
    gint64 size;
    RedressByteRange range;
    gint64 start;
    gint64 length;
  } cases[] = {
    { NULL, 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes=0-0", 10, REDRESS_BYTE_RANGE_PART, 0, 1 },
    { "bytes=9-", 10, REDRESS_BYTE_RANGE_PART, 9, 1 },
    { "bytes=0-9223372036854775807", 10, REDRESS_BYTE_RANGE_PART, 0, 10 },
    { "bytes=-99", 10, REDRESS_BYTE_RANGE_PART, 0, 10 },
    { "bytes=10-", 10, REDRESS_BYTE_RANGE_OUTSIDE, 0, 0 },
    { "bytes=0-", 0, REDRESS_BYTE_RANGE_OUTSIDE, 0, 0 },
    { "bytes=-5", 0, REDRESS_BYTE_RANGE_OUTSIDE, 0, 0 },
    { "bytes=", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes=-", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes=1", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes= 1-2", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes=+1-2", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "bytes=1-2-3", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
    { "Bytes=1-2", 10, REDRESS_BYTE_RANGE_WHOLE, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 start = 0, length = 0;

      g_test_message ("%s", cases[i].header);
      g_assert_cmpint (redress_byte_range_parse (cases[i].header, cases[i].size, &start, &length),
                       ==, cases[i].range);
      g_assert_cmpint (start, ==, cases[i].start);
      g_assert_cmpint (length, ==, cases[i].length);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/router/find", test_find);
  g_test_add_func ("/router/find-long", test_find_long);
  g_test_add_func ("/router/table", test_table);
  g_test_add_func ("/router/query", test_query);
  g_test_add_func ("/byte-range/parse", test_byte_range);
  return g_test_run ();
}
