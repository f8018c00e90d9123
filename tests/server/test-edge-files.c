/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/fixture.h"

#include "server/edge-upload.h"
#include "server/sessions.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Files up and down. */

#define CONTENTS "0123456789abcdef"

static char *kept_path; /* where uploads are renamed to; NULL: they are dropped */

static void
handle_upload (RedressRequest *request, RedressResponse *response)
{
  g_autofree char *text =
      g_strdup_printf ("%s %" G_GINT64_FORMAT, request->body_sha256, request->body_file_size);

  g_assert_true (g_file_test (request->body_file, G_FILE_TEST_IS_REGULAR));
  if (kept_path != NULL)
    g_assert_cmpint (g_rename (request->body_file, kept_path), ==, 0);
  redress_response_bytes (response, 201, "text/plain", g_bytes_new (text, strlen (text)));
}

static void
handle_download (RedressRequest *request, RedressResponse *response)
{
  g_autofree char *path = g_build_filename (redress_server_get_data_dir (request->server),
                                            redress_request_get_capture (request, 0), NULL);

  redress_response_file (response, 200, "image/png", g_steal_pointer (&path));
  redress_response_set_etag (response, "tag");
}

static const RedressRoute routes[] = {
  { "POST", "/v1/sessions", REDRESS_ACCESS_ANYONE, REDRESS_BODY_JSON, redress_handle_sign_in },
  { "POST", "/v1/up", REDRESS_ACCESS_ACCOUNT, REDRESS_BODY_FILE, handle_upload },
  { "GET", "/v1/down/{name}", REDRESS_ACCESS_ANYONE, REDRESS_BODY_NONE, handle_download },
};
static const RedressRouteTable table = { routes, G_N_ELEMENTS (routes) };

static guint
count_uploads (Fixture *fixture)
{
  g_autofree char *data = fixture_get_data_dir (fixture);
  g_autofree char *folder = g_build_filename (data, "tmp", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* The file goes when the answer has gone, which the client may notice first. */
static void
wait_for_no_uploads (Fixture *fixture)
{
  while (count_uploads (fixture) > 0)
    g_thread_yield ();
}

static void
test_upload (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *large = g_strnfill (3 * 1024 * 1024, 'x');
  g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, large, -1);
  g_autofree char *expected = g_strdup_printf ("%s %d", digest, 3 * 1024 * 1024);
  g_autofree char *stored = NULL;
  g_autoptr (Reply) dropped = NULL, kept = NULL;
  gsize length;

  dropped = fixture_call (fixture, "POST", "/v1/up", token, "Content-Type: image/png\r\n", large);
  g_assert_cmpuint (dropped->status, ==, 201);
  g_assert_cmpstr (dropped->body->str, ==, expected);
  wait_for_no_uploads (fixture);

  kept_path = redress_test_folder_build (fixture->folder, "kept");
  kept = fixture_call (fixture, "POST", "/v1/up", token, "Content-Type: image/png\r\n", large);
  g_assert_cmpuint (kept->status, ==, 201);
  g_assert_true (g_file_get_contents (kept_path, &stored, &length, NULL));
  g_assert_cmpuint (length, ==, strlen (large));
  g_assert_cmpstr (stored, ==, large);
  wait_for_no_uploads (fixture);
  g_clear_pointer (&kept_path, g_free);
}

static void
test_upload_refused (void)
{
  RedressEdgeLimits limits = redress_edge_limits_default;
  g_autoptr (Fixture) fixture = NULL;
  g_autofree char *token = NULL;
  g_autofree char *large = g_strnfill (2000, 'x');
  g_autoptr (Reply) over = NULL, missing = NULL, chunked = NULL, wrong = NULL, empty = NULL;

  limits.file_bytes = 1000;
  fixture = fixture_new (&limits, &table);
  token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  over = fixture_call (fixture, "POST", "/v1/up", token, "Content-Type: image/png\r\n", large);
  reply_assert_problem (over, 413, "body_too_large");
  missing = fixture_call (fixture, "POST", "/v1/up", token, NULL, NULL);
  reply_assert_problem (missing, 411, "length_required");
  chunked = fixture_call (fixture, "POST", "/v1/up", token, "Transfer-Encoding: chunked\r\n", NULL);
  reply_assert_problem (chunked, 411, "length_required");
  /* The body of somebody unknown is not taken, but the answer still arrives. */
  wrong = fixture_call (fixture, "POST", "/v1/up", "ra_wrong", NULL, "x");
  reply_assert_problem (wrong, 401, "sign_in_required");
  empty = fixture_call (fixture, "POST", "/v1/up", token, NULL, "");
  g_assert_cmpuint (empty->status, ==, 201);
  wait_for_no_uploads (fixture);
}

/* The rest never comes. */
static void
test_upload_abandoned (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *token = fixture_sign_in (fixture, "chen", REDRESS_ROLE_AGENT);
  g_autofree char *head = g_strdup_printf ("POST /v1/up HTTP/1.1\r\nHost: a\r\n"
                                           "Redress-Protocol: 1\r\nAuthorization: Bearer %s\r\n"
                                           "Content-Length: 1000\r\n\r\nabc",
                                           token);
  int fd = fixture_connect (fixture);

  fixture_write (fd, head, -1);
  while (count_uploads (fixture) == 0)
    g_thread_yield ();
  close (fd);
  wait_for_no_uploads (fixture);
}

/* A crash in the middle leaves a file; the next start removes it and nothing else. */
static void
test_upload_left_over (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *left = redress_test_folder_write (fixture->folder, "data/tmp/upload-1", "a", 1);
  g_autofree char *other = redress_test_folder_write (fixture->folder, "data/tmp/other", "a", 1);

  fixture_restart (fixture);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_upload_nowhere (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *missing = redress_test_folder_build (folder, "missing");
  g_autoptr (GError) error = NULL;

  g_assert_null (redress_upload_new (missing, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

/* A limit on the size of files stands for a full disk. */
static void
test_upload_disk_full (void)
{
  const struct rlimit small = { 1000, RLIM_INFINITY };
  const struct rlimit large = { RLIM_INFINITY, RLIM_INFINITY };
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (RedressUpload) upload =
      redress_upload_new (redress_test_folder_get_path (folder), NULL);
  g_autofree char *data = g_strnfill (2000, 'x');
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (redress_upload_append (upload, data, strlen (data), &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &large), ==, 0);
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
  g_clear_error (&error);
  /* Space that comes back meanwhile does not make a whole file of it. */
  g_assert_false (redress_upload_append (upload, "a", 1, &error));
  g_clear_error (&error);
  g_assert_false (redress_upload_finish (upload, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NO_SPACE);
}

static void
test_upload_by_hand (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressUpload) upload =
      redress_upload_new (redress_test_folder_get_path (folder), &error);
  g_autofree char *path = NULL;

  g_assert_no_error (error);
  path = g_strdup (redress_upload_get_path (upload));
  g_assert_true (redress_upload_append (upload, "ab", 2, &error));
  g_assert_true (redress_upload_append (upload, "c", 1, &error));
  g_assert_true (redress_upload_finish (upload, &error));
  g_assert_cmpint (redress_upload_get_size (upload), ==, 3);
  g_assert_cmpstr (redress_upload_get_sha256 (upload), ==,
                   "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  g_clear_pointer (&upload, redress_upload_free);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_download (void)
{
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *path =
      redress_test_folder_write (fixture->folder, "data/file", CONTENTS, strlen (CONTENTS));
  g_autoptr (Reply) whole = fixture_call (fixture, "GET", "/v1/down/file", NULL, NULL, NULL);
  g_autoptr (Reply) same = fixture_call (fixture, "GET", "/v1/down/file", NULL,
                                         "If-None-Match: \"x\", \"tag\"\r\n", NULL);
  g_autoptr (Reply) other =
      fixture_call (fixture, "GET", "/v1/down/file", NULL, "If-None-Match: \"other\"\r\n", NULL);
  g_autoptr (Reply) gone = fixture_call (fixture, "GET", "/v1/down/gone", NULL, NULL, NULL);

  g_assert_cmpuint (whole->status, ==, 200);
  g_assert_cmpstr (whole->body->str, ==, CONTENTS);
  g_assert_cmpstr (reply_get (whole, "content-type"), ==, "image/png");
  g_assert_cmpstr (reply_get (whole, "etag"), ==, "\"tag\"");
  g_assert_cmpstr (reply_get (whole, "accept-ranges"), ==, "bytes");
  g_assert_cmpstr (reply_get (whole, "cache-control"), ==, "private, no-cache");
  g_assert_cmpuint (same->status, ==, 304);
  g_assert_cmpuint (same->body->len, ==, 0);
  g_assert_cmpuint (other->status, ==, 200);
  reply_assert_problem (gone, 500, "stored_data_damaged");
  g_assert_null (reply_get (gone, "etag"));
}

static void
test_ranges (void)
{
  static const struct
  {
    const char *headers;
    guint status;
    const char *body;
    const char *content_range;
  } cases[] = {
    { "Range: bytes=0-3\r\n", 206, "0123", "bytes 0-3/16" },
    { "Range: bytes=10-\r\n", 206, "abcdef", "bytes 10-15/16" },
    { "Range: bytes=-2\r\n", 206, "ef", "bytes 14-15/16" },
    { "Range: bytes=12-99\r\n", 206, "cdef", "bytes 12-15/16" },
    { "Range: bytes=0-3\r\nIf-Range: \"tag\"\r\n", 206, "0123", "bytes 0-3/16" },
    { "Range: bytes=0-3\r\nIf-Range: \"old\"\r\n", 200, CONTENTS, NULL },
    { "Range: bytes=0-1,4-5\r\n", 200, CONTENTS, NULL },
    { "Range: lines=1-2\r\n", 200, CONTENTS, NULL },
    { "Range: bytes=5-3\r\n", 200, CONTENTS, NULL },
    { "Range: bytes=99999999999999999999-\r\n", 200, CONTENTS, NULL },
    { "Range: bytes=16-\r\n", 416, NULL, "bytes */16" },
    { "Range: bytes=-0\r\n", 416, NULL, "bytes */16" },
  };
  g_autoptr (Fixture) fixture = fixture_new (NULL, &table);
  g_autofree char *path =
      redress_test_folder_write (fixture->folder, "data/file", CONTENTS, strlen (CONTENTS));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (Reply) reply =
          fixture_call (fixture, "GET", "/v1/down/file", NULL, cases[i].headers, NULL);

      g_test_message ("%s", cases[i].headers);
      if (cases[i].status == 416)
        reply_assert_problem (reply, 416, "range_outside");
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_cmpstr (reply_get (reply, "content-range"), ==, cases[i].content_range);
      if (cases[i].body != NULL)
        g_assert_cmpstr (reply->body->str, ==, cases[i].body);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edge-files/upload", test_upload);
  g_test_add_func ("/edge-files/upload-refused", test_upload_refused);
  g_test_add_func ("/edge-files/upload-abandoned", test_upload_abandoned);
  g_test_add_func ("/edge-files/upload-left-over", test_upload_left_over);
  g_test_add_func ("/edge-files/upload-nowhere", test_upload_nowhere);
  g_test_add_func ("/edge-files/upload-disk-full", test_upload_disk_full);
  g_test_add_func ("/edge-files/upload-by-hand", test_upload_by_hand);
  g_test_add_func ("/edge-files/download", test_download);
  g_test_add_func ("/edge-files/ranges", test_ranges);
  return g_test_run ();
}
