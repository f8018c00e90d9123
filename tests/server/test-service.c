/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/control.h"
#include "server/health.h"
#include "server/policy-table.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

/* The data folder, the control socket, policies and health of a whole server. */

static char *
source_path (const char *first, const char *second, const char *third)
{
  return g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), first, second, third, NULL);
}

/* A file and the folders above it. */
static char *
write_file (RedressTestFolder *folder, const char *name, const char *text)
{
  g_autofree char *path = redress_test_folder_build (folder, name);
  g_autofree char *parent = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  return redress_test_folder_write (folder, name, text, -1);
}

static RedressServer *
open_with (RedressTestFolder *folder, const char *policies, RedressClock *clock, GError **error)
{
  g_autofree char *data = redress_test_folder_build (folder, "data");
  g_autofree char *real = source_path ("data", "policies", NULL);
  RedressServerOptions options = { .data_dir = data,
                                   .policies_dir = policies != NULL ? policies : real,
                                   .clock = clock };

  return redress_server_open (&options, error);
}

static void
test_url (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *data = fixture_get_data_dir (fixture);
  g_autofree char *path = g_build_filename (data, "url", NULL);
  g_autofree char *control = g_build_filename (data, "control.sock", NULL);
  g_autofree char *expected = g_strdup_printf ("http://127.0.0.1:%u\n", fixture->port);
  g_autofree char *line = NULL;
  GStatBuf info;

  g_assert_true (g_file_get_contents (path, &line, NULL, NULL));
  g_assert_cmpstr (line, ==, expected);
  g_assert_cmpint (g_stat (control, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (data, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_clear_pointer (&fixture->service, redress_service_stop);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (control, G_FILE_TEST_EXISTS));
}

static void
test_lock (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (RedressServer) second = NULL, third = NULL;
  g_autoptr (GError) error = NULL;

  second = open_with (fixture->folder, NULL, fixture->clock, &error);
  g_assert_null (second);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  g_clear_error (&error);
  g_clear_pointer (&fixture->service, redress_service_stop);
  third = open_with (fixture->folder, NULL, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_nonnull (third);
}

static void
test_foreign_database (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = write_file (folder, "data/redress.db", "no database");
  g_autoptr (RedressServer) server = NULL;
  g_autoptr (GError) error = NULL;

  server = open_with (folder, NULL, NULL, &error);
  g_assert_null (server);
  g_assert_nonnull (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_read_only_folder (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *path = redress_test_folder_write (folder, "data", "a file", -1);
  g_autoptr (RedressServer) server = NULL;
  g_autoptr (GError) error = NULL;

  server = open_with (folder, NULL, NULL, &error);
  g_assert_null (server);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Asks as `redress-server user` does. */
static int
ask (Fixture *fixture, const char *const *words, const char *input, char **output, char **complaint)
{
  g_autofree char *data = fixture_get_data_dir (fixture);
  g_autoptr (GSocketConnection) connection = redress_control_connect (data);
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_nonnull (connection);
  g_assert_true (
      redress_control_ask (connection, words, input, &status, output, complaint, &error));
  g_assert_no_error (error);
  return status;
}

static void
test_control (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  const char *add[] = { "user",     "add",    "chen",           "--role", "agent",
                        "--scopes", "kameng", "--display-name", "陈",     "--password-stdin",
                        NULL };
  const char *list[] = { "user", "list", NULL };
  const char *odd[] = { "dance", NULL };
  g_autofree char *output = NULL, *complaint = NULL, *rows = NULL, *nothing = NULL, *empty = NULL;
  g_autofree char *why = NULL, *data = fixture_get_data_dir (fixture);

  g_assert_cmpint (ask (fixture, add, FIXTURE_PASSWORD "\n", &output, &complaint), ==, 0);
  g_assert_cmpstr (output, ==, "a-1\n");
  g_assert_cmpstr (complaint, ==, "");
  g_assert_cmpint (ask (fixture, list, NULL, &rows, &nothing), ==, 0);
  g_assert_cmpstr (rows, ==, "a-1\tchen\tagent\tkameng\tenabled\t陈\n");
  g_assert_cmpint (ask (fixture, odd, NULL, &empty, &why), ==, REDRESS_EXIT_USAGE);
  g_assert_nonnull (strstr (why, "dance"));
  g_clear_pointer (&fixture->service, redress_service_stop);
  g_assert_null (redress_control_connect (data));
}

/* Whatever comes in, the server goes on. */
static void
test_control_garbage (void)
{
  static const char *const lines[] = {
    "", "\n", "x\n", "[]\n", "{}\n", "{\"arguments\":1}\n", "{\"arguments\":[]}\n"
  };
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *data = fixture_get_data_dir (fixture);
  const char *list[] = { "user", "list", NULL };
  g_autofree char *output = NULL, *complaint = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GSocketConnection) connection = redress_control_connect (data);
      GOutputStream *stream = g_io_stream_get_output_stream (G_IO_STREAM (connection));

      g_output_stream_write_all (stream, lines[i], strlen (lines[i]), NULL, NULL, NULL);
    }
  g_assert_cmpint (ask (fixture, list, NULL, &output, &complaint), ==, 0);
}

static void
test_user_misuse (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  static const char *const words[][7] = {
    { "user" },
    { "user", "add" },
    { "user", "add", "Chen", "--role", "agent" },
    { "user", "add", "1chen", "--role", "agent" },
    { "user", "add", "chen" },
    { "user", "add", "chen", "--role", "king" },
    { "user", "add", "chen", "--role", "connector" },
    { "user", "add", "chen", "--role", "agent", "--scopes", "nowhere" },
    { "user", "add", "chen", "--role", "agent", "--password-stdin" },
    { "user", "add", "chen", "wang", "--role", "agent" },
    { "user", "list", "chen" },
    { "user", "dance", "chen" },
    { "user", "add", "chen", "--nothing" },
    { "key" },
    { "key", "add" },
    { "key", "add", "nowhere" },
    { "key", "revoke", "1" },
    { "policy", "dance" },
  };
  g_autofree char *missing = NULL, *gone = NULL, *rows = NULL, *short_one = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *output = NULL;

      g_test_message ("%s %s %s", words[i][0], words[i][1], words[i][2]);
      output =
          fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, words[i][0], words[i][1], words[i][2],
                         words[i][3], words[i][4], words[i][5], words[i][6], NULL);
    }
  missing = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "user", "disable", "nobody", NULL);
  gone = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "key", "revoke", "k-9", NULL);
  short_one = fixture_admin (fixture, "short\n", REDRESS_EXIT_USAGE, "user", "add", "chen",
                             "--role", "agent", "--password-stdin", NULL);
  rows = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "list", NULL);
  g_assert_cmpstr (rows, ==, "");
}

static void
test_user_twice (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *first = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "user", "add", "chen",
                                          "--role", "agent", NULL);
  g_autofree char *second = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "user", "add", "chen",
                                           "--role", "agent", NULL);

  g_assert_cmpstr (first, ==, "a-1\n");
  g_assert_cmpstr (second, ==, "");
}

static void
test_keys (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *key =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "add", "kameng", NULL);
  g_autofree char *rows = NULL, *revoked = NULL, *after = NULL;

  g_assert_true (g_str_has_prefix (key, "rk_"));
  rows = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "list", NULL);
  g_assert_cmpstr (rows, ==, "k-1\tkameng\t2026-09-28T01:30:00.000000Z\tgood\n");
  revoked = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "revoke", "k-1", NULL);
  after = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "key", "list", NULL);
  g_assert_nonnull (strstr (after, "\trevoked\n"));
}

/* A supervisor answers for a peak, and nobody else. */
static void
test_peaks (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *agent = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *supervisor = fixture_sign_in (fixture, "zhou", REDRESS_ROLE_SUPERVISOR);
  g_autofree char *none = NULL, *nobody = NULL, *wrong = NULL, *past = NULL, *good = NULL;
  g_autofree char *list = NULL, *ended = NULL, *again = NULL, *odd = NULL;

  none = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "peak", "declare", "kameng-virtual",
                        "--until", "2026-09-28T20:00:00+08:00", "--by", "chen", NULL);
  nobody = fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, "peak", "declare", "kameng-virtual",
                          "--until", "2026-09-28T20:00:00+08:00", NULL);
  wrong = fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, "peak", "declare", "kameng-virtual",
                         "--until", "tonight", "--by", "zhou", NULL);
  past = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "peak", "declare", "kameng-virtual",
                        "--until", "2026-09-27T20:00:00+08:00", "--by", "zhou", NULL);
  good = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "peak", "declare", "kameng-virtual",
                        "--until", "2026-09-28T20:00:00+08:00", "--by", "zhou", "--note", "国庆",
                        NULL);
  g_assert_cmpstr (good, ==, "1\t0 tickets\n");
  list = fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "peak", "list", NULL);
  g_assert_cmpstr (list, ==,
                   "1\tkameng-virtual\t2026-09-28T01:30:00.000000Z\t"
                   "2026-09-28T12:00:00.000000Z\tzhou\tgood\t国庆\n");
  ended =
      fixture_admin (fixture, NULL, REDRESS_EXIT_GOOD, "peak", "cancel", "1", "--by", "zhou", NULL);
  again = fixture_admin (fixture, NULL, REDRESS_EXIT_BAD, "peak", "end", "1", "--by", "zhou", NULL);
  odd = fixture_admin (fixture, NULL, REDRESS_EXIT_USAGE, "peak", "praise", "1", NULL);
}

/* Copies the policies of the tests into a folder that the test may change. */
static char *
copy_policies (RedressTestFolder *folder, const char *version, const char *more)
{
  g_autofree char *from = source_path ("tests/server/data", "policies", "kameng-virtual.json");
  g_autofree char *calendar_from =
      source_path ("tests/server/data", "calendars", "china-2026.json");
  g_autofree char *text = NULL, *calendar = NULL, *marked = NULL, *one = NULL, *two = NULL;
  g_autoptr (GString) changed = NULL;

  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_get_contents (calendar_from, &calendar, NULL, NULL));
  changed = g_string_new (text);
  marked = g_strdup_printf ("\"version\": %s", version);
  g_string_replace (changed, "\"version\": 3", marked, 1);
  g_string_append (changed, more);
  one = write_file (folder, "rules/policies/kameng.json", changed->str);
  two = write_file (folder, "rules/calendars/china.json", calendar);
  return redress_test_folder_build (folder, "rules/policies");
}

static void
test_policy_versions (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (RedressClock) clock = redress_clock_new_manual (FIXTURE_NOW);
  g_autofree char *policies = copy_policies (folder, "3", "");
  g_autoptr (GError) error = NULL;
  RedressServer *server = open_with (folder, policies, clock, &error);
  g_autoptr (RedressServer) newer = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (redress_server_get_policies (server)->len, ==, 1);
  g_assert_cmpint (
      redress_policy_get_version (redress_server_get_policy (server, "kameng-virtual", 0)), ==, 3);
  g_assert_null (redress_server_get_policy (server, "kameng-virtual", 4));
  g_assert_null (redress_server_get_policy (server, "nothing", 0));
  redress_server_close (server);

  redress_clock_advance (clock, REDRESS_HOUR);
  again = copy_policies (folder, "4", "\n");
  newer = open_with (folder, policies, clock, &error);
  g_assert_no_error (error);
  g_assert_cmpint (
      redress_policy_get_version (redress_server_get_policy (newer, "kameng-virtual", 0)), ==, 4);
  g_assert_nonnull (redress_server_get_policy (newer, "kameng-virtual", 3));
  /* The version that was in force when a ticket was opened judges it. */
  g_assert_cmpint (redress_policy_get_version (redress_server_get_policy_at (
                       newer, "kameng-virtual", FIXTURE_NOW + REDRESS_HOUR - 1)),
                   ==, 3);
  g_assert_cmpint (redress_policy_get_version (redress_server_get_policy_at (
                       newer, "kameng-virtual", FIXTURE_NOW + REDRESS_HOUR)),
                   ==, 4);
  g_assert_cmpint (
      redress_policy_get_version (redress_server_get_policy_at (newer, "kameng-virtual", 0)), ==,
      3);
  g_assert_null (redress_server_get_policy_at (newer, "nothing", 0));
  g_assert_cmpuint (
      redress_policy_store_get_versions (redress_server_get_policy_store (newer))->len, ==, 2);
  g_assert_true (redress_policy_table_get_bytes (redress_server_get_connection (newer),
                                                 "kameng-virtual", 3, NULL, &bytes, &error));
  g_assert_nonnull (bytes);
}

/* The same version with other contents: somebody forgot to count. */
static void
test_policy_changed (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = copy_policies (folder, "3", "");
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  RedressServer *server = open_with (folder, policies, NULL, &error);

  g_assert_no_error (error);
  redress_server_close (server);
  again = copy_policies (folder, "3", "\n");
  server = open_with (folder, policies, NULL, &error);
  g_assert_null (server);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "kameng.json"));
}

static void
test_policy_broken (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = copy_policies (folder, "3", "x");
  g_autofree char *missing = redress_test_folder_build (folder, "missing");
  g_autoptr (GError) error = NULL;

  g_assert_null (open_with (folder, policies, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (open_with (folder, missing, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

static void
test_policy_handlers (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autoptr (Reply) list = fixture_call (fixture, "GET", "/v1/policies", token, NULL, NULL);
  g_autoptr (Reply) one =
      fixture_call (fixture, "GET", "/v1/policies/kameng-virtual/3", token, NULL, NULL);
  g_autoptr (Reply) none =
      fixture_call (fixture, "GET", "/v1/policies/kameng-virtual/99", token, NULL, NULL);
  g_autoptr (Reply) odd =
      fixture_call (fixture, "GET", "/v1/policies/kameng-virtual/-1", token, NULL, NULL);
  g_autoptr (Reply) calendars = fixture_call (fixture, "GET", "/v1/calendars", token, NULL, NULL);
  g_autoptr (JsonObject) object = reply_get_object (list);
  g_autofree char *path = source_path ("data", "policies", "kameng-virtual.json");
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (object, "policies")), >=,
                    5);
  g_assert_cmpstr (one->body->str, ==, text);
  reply_assert_problem (none, 404, "not_found");
  reply_assert_problem (odd, 404, "not_found");
  g_assert_cmpuint (calendars->status, ==, 200);
}

static void
test_health (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (Reply) health = fixture_raw (fixture, "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  g_autoptr (Reply) ready = fixture_raw (fixture, "GET /readyz HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  g_autoptr (Reply) metrics = fixture_raw (fixture, "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", -1);
  g_autoptr (JsonObject) object = reply_get_object (ready);

  g_assert_cmpstr (health->body->str, ==, "{\"status\":\"ok\"}");
  g_assert_cmpuint (ready->status, ==, 200);
  g_assert_true (json_object_get_boolean_member (object, "ready"));
  g_assert_nonnull (strstr (metrics->body->str, "redress_requests_total{method=\"GET\","
                                                "route=\"/healthz\",status=\"200\"} 1\n"));
  g_assert_nonnull (strstr (metrics->body->str, "\nredress_requests_under_way 1\n"));
  g_assert_nonnull (strstr (metrics->body->str, "\nredress_requests_waiting 0\n"));
}

/* Without policies a server cannot judge: it says so and serves all the same. */
static void
test_not_ready (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *policies = copy_policies (folder, "3", "");
  g_autofree char *file = g_build_filename (policies, "kameng.json", NULL);
  g_autoptr (RedressServer) server = NULL;
  g_autoptr (GPtrArray) checks = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_unlink (file), ==, 0);
  server = open_with (folder, policies, NULL, &error);
  g_assert_no_error (error);
  checks = redress_health_check (server);
  g_assert_cmpuint (checks->len, ==, 3);
  g_assert_true (((RedressCheck *)checks->pdata[0])->ok);
  g_assert_false (((RedressCheck *)checks->pdata[1])->ok);
  g_assert_true (((RedressCheck *)checks->pdata[1])->needed);
}

static void
set_flag (RedressServer *server, gpointer data)
{
  g_atomic_int_set ((int *)data, 1);
}

static void
count_free (gpointer data)
{
  g_atomic_int_add ((int *)data, 2);
}

static void
test_run_later (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, NULL);
  g_autoptr (RedressServer) alone = NULL;
  g_autoptr (GError) error = NULL;
  int flag = 0;

  redress_server_run_later (redress_service_get_server (fixture->service), set_flag, &flag,
                            count_free);
  while (g_atomic_int_get (&flag) != 3)
    g_thread_yield ();
  g_clear_pointer (&fixture->service, redress_service_stop);
  alone = open_with (fixture->folder, NULL, NULL, &error);
  flag = 0;
  /* Nothing serves: the data is freed and that is all. */
  redress_server_run_later (alone, set_flag, &flag, count_free);
  g_assert_cmpint (flag, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/service/url", test_url);
  g_test_add_func ("/service/lock", test_lock);
  g_test_add_func ("/service/foreign-database", test_foreign_database);
  g_test_add_func ("/service/read-only-folder", test_read_only_folder);
  g_test_add_func ("/service/run-later", test_run_later);
  g_test_add_func ("/control/ask", test_control);
  g_test_add_func ("/control/garbage", test_control_garbage);
  g_test_add_func ("/admin/misuse", test_user_misuse);
  g_test_add_func ("/admin/user-twice", test_user_twice);
  g_test_add_func ("/admin/keys", test_keys);
  g_test_add_func ("/admin/peaks", test_peaks);
  g_test_add_func ("/policies/versions", test_policy_versions);
  g_test_add_func ("/policies/changed", test_policy_changed);
  g_test_add_func ("/policies/broken", test_policy_broken);
  g_test_add_func ("/policies/handlers", test_policy_handlers);
  g_test_add_func ("/health/answers", test_health);
  g_test_add_func ("/health/not-ready", test_not_ready);
  return g_test_run ();
}
