/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include <glib/gstdio.h>
#include <string.h>

/* Calendars that an administrator adds while the server runs. */

static const char year_2027[] =
    "{\"calendar\":\"china\",\"year\":2027,\"zone\":\"Asia/Shanghai\",\"source\":{\"en\":\"made "
    "up\",\"zh_CN\":\"虚构\"},\"holidays\":[{\"code\":\"new_year\",\"name\":{\"en\":\"New Year\","
    "\"zh_CN\":\"元旦\"},\"from\":\"2027-01-01\",\"to\":\"2027-01-03\"}]}";

static char *
put_file (Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *data = fixture_get_data_dir (fixture);
  g_autofree char *folder = g_build_filename (data, "calendars", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static guint
count_served (Fixture *fixture, const char *token)
{
  g_autoptr (Reply) reply = fixture_call (fixture, "GET", "/v1/calendars", token, NULL, NULL);
  g_autoptr (JsonObject) object = reply_get_object (reply);

  return json_array_get_length (json_object_get_array_member (object, "calendars"));
}

static void
test_add (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *before =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "calendar", "list", NULL);
  guint served = count_served (fixture, token);
  g_autofree char *path = put_file (fixture, "china-2027.json", year_2027);
  g_autofree char *line = g_strdup_printf ("2027\t%s\tgood\n", path);
  g_autofree char *after = NULL, *again = NULL;

  g_assert_null (strstr (before, "2027"));
  after = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "calendar", "reload", NULL);
  g_assert_nonnull (strstr (after, line));
  g_assert_cmpuint (count_served (fixture, token), ==, served + 1);

  fixture_restart (fixture);
  again = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "calendar", "list", NULL);
  g_assert_cmpstr (again, ==, after);
}

/* A mistake of the administrator leaves one file out and nothing else. */
static void
test_broken (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  guint served = count_served (fixture, token);
  g_autofree char *good = put_file (fixture, "china-2027.json", year_2027);
  g_autofree char *bad = put_file (fixture, "china-2028.json",
                                   "{\"calendar\":\"china\",\"year\":2028,\"holidays\":[{\"code\":"
                                   "\"x\",\"name\":{\"en\":\"X\",\"zh_CN\":\"X\"},\"from\":"
                                   "\"2028-02-30\",\"to\":\"2028-03-01\"}]}");
  g_autofree char *list = NULL, *ready = NULL;
  g_autoptr (Reply) reply = NULL;

  list = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "calendar", "reload", NULL);
  g_assert_nonnull (strstr (list, "china-2028.json: calendar: from: must be a date"));
  g_assert_cmpuint (count_served (fixture, token), ==, served + 1);

  fixture_restart (fixture);
  reply = fixture_raw (fixture, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_nonnull (strstr (reply->body->str, "a file is left out"));
}

/* The administrator's file for a year stands before the installed one. */
static void
test_in_place_of (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  guint served = count_served (fixture, token);
  g_autofree char *path =
      put_file (fixture, "amended.json", "{\"calendar\":\"china\",\"year\":2026,\"holidays\":[]}");
  g_autofree char *list =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "calendar", "reload", NULL);

  g_assert_true (g_str_has_prefix (list, "2026\t"));
  g_assert_nonnull (strstr (list, "amended.json\tgood\n"));
  g_assert_nonnull (strstr (list, "china-2026.json\tanother file stands for this year\n"));
  g_assert_cmpuint (count_served (fixture, token), ==, served);
}

static void
test_misuse (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *output =
      fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, "calendar", "burn", NULL);

  g_assert_cmpstr (output, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/calendars/add", test_add);
  g_test_add_func ("/calendars/broken", test_broken);
  g_test_add_func ("/calendars/in-place-of", test_in_place_of);
  g_test_add_func ("/calendars/misuse", test_misuse);
  return g_test_run ();
}
