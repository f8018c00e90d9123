/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/request.h"

#include "core/error.h"

#include <gio/gio.h>

static char *
get_text (RedressResponse *response)
{
  gsize size;
  const char *data = g_bytes_get_data (response->body, &size);

  return g_strndup (data, size);
}

static void
test_kinds (void)
{
  g_auto (RedressResponse) response = { 0 };
  g_autofree char *text = NULL;

  redress_response_init (&response);
  redress_response_json (&response, 201, json_from_string ("{\"a\":1}", NULL));
  g_assert_cmpuint (response.status, ==, 201);
  g_assert_cmpstr (response.media_type, ==, "application/json");
  text = get_text (&response);
  g_assert_cmpstr (text, ==, "{\"a\":1}");

  /* The last word counts. */
  redress_response_file (&response, 200, "image/png", g_strdup ("/x"));
  g_assert_cmpstr (response.body_path, ==, "/x");
  g_assert_null (response.body);
  redress_response_empty (&response, 204);
  g_assert_cmpuint (response.status, ==, 204);
  g_assert_null (response.body_path);
  g_assert_null (response.media_type);
  redress_response_bytes (&response, 200, "text/plain", g_bytes_new_static ("x", 1));
  g_assert_cmpstr (response.media_type, ==, "text/plain");
}

static void
test_headers (void)
{
  g_auto (RedressResponse) response = { 0 };

  redress_response_init (&response);
  redress_response_set_header (&response, "X", "1");
  redress_response_set_header (&response, "X", "2");
  redress_response_set_etag (&response, "abc");
  g_assert_cmpstr (g_hash_table_lookup (response.headers, "X"), ==, "2");
  g_assert_cmpstr (g_hash_table_lookup (response.headers, "ETag"), ==, "\"abc\"");
}

static void
test_problem (void)
{
  g_auto (RedressResponse) response = { 0 };
  g_autofree char *text = NULL;

  redress_response_init (&response);
  redress_response_problem (&response, 429, "slow_down", "Slow down", "a bit");
  text = get_text (&response);
  g_assert_cmpstr (text, ==,
                   "{\"code\":\"slow_down\",\"detail\":\"a bit\",\"status\":429,"
                   "\"title\":\"Slow down\"}");
  g_assert_cmpstr (g_hash_table_lookup (response.headers, "Retry-After"), ==, "1");
  redress_response_problem (&response, 401, "sign_in", "Sign in", NULL);
  g_assert_cmpstr (g_hash_table_lookup (response.headers, "WWW-Authenticate"), ==, "Bearer");
}

static void
test_errors (void)
{
  static const struct
  {
    RedressError code;
    guint status;
  } cases[] = {
    { REDRESS_ERROR_INVALID, 400 },     { REDRESS_ERROR_TOO_LARGE, 413 },
    { REDRESS_ERROR_NOT_FOUND, 404 },   { REDRESS_ERROR_FORBIDDEN, 403 },
    { REDRESS_ERROR_CONFLICT, 409 },    { REDRESS_ERROR_RETRY, 503 },
    { REDRESS_ERROR_CORRUPT, 500 },     { REDRESS_ERROR_TOO_NEW, 500 },
    { REDRESS_ERROR_UNAVAILABLE, 503 }, { REDRESS_ERROR_SIGN_IN, 401 },
    { REDRESS_ERROR_OVERFLOW, 400 },    { REDRESS_ERROR_NO_SPACE, 507 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (RedressResponse) response = { 0 };
      g_autoptr (GError) error = g_error_new (REDRESS_ERROR, cases[i].code, "the /secret/path");
      g_autofree char *text = NULL;

      redress_response_init (&response);
      redress_response_error (&response, error);
      g_assert_cmpuint (response.status, ==, cases[i].status);
      text = get_text (&response);
      /* The server's own trouble is for its log. */
      g_assert_cmpint (strstr (text, "secret") != NULL, ==, cases[i].status < 500);
      g_assert_cmpstr (response.cause, ==, cases[i].status < 500 ? NULL : "the /secret/path");
    }
}

static void
test_foreign_error (void)
{
  g_auto (RedressResponse) response = { 0 };
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");

  redress_response_init (&response);
  redress_response_error (&response, error);
  g_assert_cmpuint (response.status, ==, 500);
}

static GHashTable *
new_table (const char *name, const char *value)
{
  GHashTable *self = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (self, (gpointer)name, (gpointer)value);
  return self;
}

static void
test_request (void)
{
  char *captures[] = { (char *)"one", (char *)"two", NULL };
  g_autoptr (GHashTable) query = new_table ("limit", "17");
  g_autoptr (GHashTable) headers = new_table ("etag", "x");
  RedressRequest request = { .captures = captures, .query = query, .headers = headers };
  g_autoptr (GError) error = NULL;
  gint64 value = 3;

  g_assert_cmpstr (redress_request_get_capture (&request, 1), ==, "two");
  g_assert_null (redress_request_get_capture (&request, 2));
  g_assert_cmpstr (redress_request_get_header (&request, "etag"), ==, "x");
  g_assert_null (redress_request_get_header (&request, "other"));
  g_assert_cmpstr (redress_request_get_query (&request, "limit"), ==, "17");
  g_assert_true (redress_request_read_query_int (&request, "other", 1, 9, &value, &error));
  g_assert_cmpint (value, ==, 3);
  g_assert_true (redress_request_read_query_int (&request, "limit", 1, 17, &value, &error));
  g_assert_cmpint (value, ==, 17);
  g_assert_false (redress_request_read_query_int (&request, "limit", 1, 16, &value, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_cmpint (value, ==, 17);
}

static void
test_bodies (void)
{
  static const char *const bad[] = {
    "", "null", "[]", "\"x\"", "{\"a\":1,}", "{} {}", "{\"a\":1e5}"
  };
  RedressRequest request = { .body = "{\"a\":1}", .body_length = 7 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  node = redress_request_parse_body (&request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (json_node_get_object (node), "a"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      request.body = bad[i];
      request.body_length = strlen (bad[i]);
      g_assert_null (redress_request_parse_body (&request, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_clear_error (&error);
    }
  request.body = NULL;
  request.body_length = 0;
  g_assert_null (redress_request_parse_body (&request, &error));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/response/kinds", test_kinds);
  g_test_add_func ("/response/headers", test_headers);
  g_test_add_func ("/response/problem", test_problem);
  g_test_add_func ("/response/errors", test_errors);
  g_test_add_func ("/response/foreign-error", test_foreign_error);
  g_test_add_func ("/request/parts", test_request);
  g_test_add_func ("/request/bodies", test_bodies);
  return g_test_run ();
}
