/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/canned-server.h"
#include "core/error.h"
#include "support/folder.h"
#include "support/spin.h"
#include "sync/sync.h"

#include <string.h>

#define SESSION                                                                                    \
  "{\"access_token\":\"ra_x\",\"access_until\":\"2099-01-01T00:00:00.000000Z\","                   \
  "\"refresh_token\":\"rr_x\",\"refresh_until\":\"2099-01-01T00:00:00.000000Z\","                  \
  "\"server_time\":\"2026-11-22T00:00:00.000000Z\",\"account\":{\"id\":\"a-1\",\"name\":"          \
  "\"agent\",\"display_name\":\"Agent\",\"role\":\"agent\",\"scopes\":[\"kameng\"],"               \
  "\"grants_version\":1}}"
#define EMPTY_PAGE                                                                                 \
  "{\"changes\":[],\"next\":\"c1\",\"more\":false,\"epoch\":\"e\","                                \
  "\"server_time\":\"2026-11-22T00:00:00.000000Z\",\"grants_version\":1}"

typedef struct
{
  RedressTestFolder *folder;
  RedressSync *sync;
  RedressCannedServer *server;
  GBytes *sign_in;  /* what POST /v1/sessions answers; NULL closes */
  gint page;        /* (atomic) index into pages */
  GPtrArray *pages; /* (element-type GBytes): answers of the feed in order; the last repeats */
} Fixture;

static GBytes *
answer (const char *method, const char *path, const char *body, gpointer user_data)
{
  Fixture *f = user_data;

  if (g_str_has_prefix (path, "/v1/sessions"))
    return f->sign_in != NULL ? g_bytes_ref (f->sign_in) : NULL;
  if (g_str_has_prefix (path, "/v1/changes"))
    {
      guint at = (guint)g_atomic_int_add (&f->page, 1);
      GBytes *bytes = g_ptr_array_index (f->pages, MIN (at, f->pages->len - 1));

      return g_bytes_get_size (bytes) > 0 ? g_bytes_ref (bytes) : NULL;
    }
  return redress_canned_json (404, "{}");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autofree char *cache = NULL, *state = NULL;

  f->folder = redress_test_folder_new ();
  state = redress_test_folder_build (f->folder, "data");
  cache = redress_test_folder_build (f->folder, "cache");
  f->pages = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  f->sync = redress_sync_new (redress_clock_get_system (), state, cache);
  f->server = redress_canned_server_new (answer, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  redress_sync_shutdown (f->sync);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  redress_test_await_finalized (f->sync, "the end of the desk");
  redress_canned_server_free (f->server);
  g_clear_pointer (&f->sign_in, g_bytes_unref);
  g_ptr_array_unref (f->pages);
  redress_test_folder_free (f->folder);
}

static void
take (GBytes **where, GBytes *bytes)
{
  g_clear_pointer (where, g_bytes_unref);
  *where = bytes;
}

static gboolean
sign_in (Fixture *f, const char *url, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_sync_sign_in_async (f->sync, url, "agent", "secret", NULL, redress_test_keep_result,
                              &pending);
  result = redress_test_await_result (&pending, "signing in");
  return redress_sync_sign_in_finish (f->sync, result, error);
}

static GBytes *
raw (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static char *
deep (void)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');
  return g_string_free (text, FALSE);
}

static void
test_bad_addresses (Fixture *f, gconstpointer data)
{
  static const char *const urls[] = {
    "", "desk", "ftp://desk.example", "http://", "http:///x", "javascript:1", "http://[::1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", urls[i]);
      g_assert_false (sign_in (f, urls[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
    }
}

/* Nothing may leave in plain, but to this computer itself. */
static void
test_http_to_another_computer (Fixture *f, gconstpointer data)
{
  static const char *const urls[] = { "http://desk.example", "http://192.0.2.1:8080/",
                                      "HTTP://localhost.example", "http://[2001:db8::1]" };
  static const char *const here[] = { "http://localhost:1", "http://127.8.9.1:1",
                                      "http://[::1]:1" };

  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sign_in (f, urls[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "https://"));
    }
  for (guint i = 0; i < G_N_ELEMENTS (here); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (sign_in (f, here[i], &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
    }
}

/* A server may live below a folder of a host. */
static void
test_base_path (Fixture *f, gconstpointer data)
{
  static const char *const ends[] = { "/desk/one", "/desk/one/", "/desk/one//" };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autofree char *url = g_strconcat (redress_canned_server_get_url (f->server), ends[i], NULL);

      g_assert_false (sign_in (f, url, NULL));
      g_assert_cmpuint (redress_canned_server_count (f->server, "/desk/one/v1/sessions"), ==,
                        i + 1);
    }
}

static void
test_nobody_there (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (sign_in (f, "http://127.0.0.1:1", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

static void
test_tls_on_a_plain_port (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *url = g_strconcat ("https", redress_canned_server_get_url (f->server) + 4, NULL);

  take (&f->sign_in, redress_canned_json (201, SESSION));
  g_assert_false (sign_in (f, url, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
}

static void
test_sign_in_answers (Fixture *f, gconstpointer data)
{
  g_autofree char *depth = deep ();
  const struct
  {
    GBytes *bytes; /* (owned) */
    RedressError code;
    const char *what;
  } rows[] = {
    { NULL, REDRESS_ERROR_UNAVAILABLE, "closed without an answer" },
    { raw ("hello\r\n\r\n"), REDRESS_ERROR_UNAVAILABLE, "no HTTP" },
    { raw ("HTTP/1.1 201 X\r\nContent-Length: 900\r\n\r\n{\"access_token\":"),
      REDRESS_ERROR_UNAVAILABLE, "cut" },
    { redress_canned_json (201, "<html>"), REDRESS_ERROR_INVALID, "not JSON" },
    { redress_canned_json (201, depth), REDRESS_ERROR_INVALID, "too deep" },
    { redress_canned_json (201, "[]"), REDRESS_ERROR_INVALID, "no object" },
    { redress_canned_json (201, "{\"access_token\":5}"), REDRESS_ERROR_INVALID, "wrong type" },
    { redress_canned_json (201, "{\"a\":1,\"a\":2}"), REDRESS_ERROR_INVALID, "duplicate key" },
    { redress_canned_json (201, "{\"a\":99999999999999999999}"), REDRESS_ERROR_INVALID,
      "huge number" },
    { redress_canned_json (200, "{}"), REDRESS_ERROR_INVALID, "empty" },
    { redress_canned_json (302, "{}"), REDRESS_ERROR_INVALID, "redirect" },
    { redress_canned_json (401, "{}"), REDRESS_ERROR_FORBIDDEN, "wrong password" },
    { redress_canned_json (404, "not a problem"), REDRESS_ERROR_INVALID, "something else" },
    { redress_canned_json (426, "{}"), REDRESS_ERROR_TOO_NEW, "another version" },
    { redress_canned_json (429, "{}"), REDRESS_ERROR_RETRY, "locked out" },
    { redress_canned_json (500, "{}"), REDRESS_ERROR_UNAVAILABLE, "server problem" },
    { raw ("HTTP/1.1 201 X\r\nContent-Length: 99999999999\r\n\r\n"), REDRESS_ERROR_UNAVAILABLE,
      "a length that never comes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", rows[i].what);
      take (&f->sign_in, rows[i].bytes);
      g_assert_false (sign_in (f, redress_canned_server_get_url (f->server), &error));
      g_assert_error (error, REDRESS_ERROR, (int)rows[i].code);
      g_assert_cmpint (strlen (error->message), >, 5);
      g_assert_null (redress_sync_get_store (f->sync));
    }
}

static void
test_answer_too_large (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gsize length = 9 * 1024 * 1024;
  g_autofree char *body = g_malloc (length + 1);

  memset (body, ' ', length);
  body[length] = '\0';
  take (&f->sign_in, redress_canned_json (201, body));
  g_assert_false (sign_in (f, redress_canned_server_get_url (f->server), &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE);
}

static gboolean
has_status (gpointer data)
{
  Fixture *f = ((gpointer *)data)[0];

  return redress_sync_get_status (f->sync) ==
         (RedressSyncStatus)GPOINTER_TO_INT (((gpointer *)data)[1]);
}

static void
await_status (Fixture *f, RedressSyncStatus status, const char *what)
{
  gpointer data[] = { f, GINT_TO_POINTER (status) };

  redress_test_spin_until (has_status, data, what);
}

/* Each bad page makes the desk offline with a reason, changes nothing, and a good page heals it. */
static void
test_bad_pages (Fixture *f, gconstpointer data)
{
  static const char *const bad[] = {
    "HTTP/1.1 200 X\r\nContent-Length: 500\r\n\r\n{\"changes\":[",
    "HTTP/1.1 200 X\r\nContent-Length: 4\r\n\r\nnope",
    "HTTP/1.1 200 X\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 503 X\r\nContent-Length: 0\r\n\r\n",
    "",
  };
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (f->pages, redress_canned_json (200, EMPTY_PAGE));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_ptr_array_add (f->pages, raw (bad[i]));
      g_ptr_array_add (f->pages, redress_canned_json (200, EMPTY_PAGE));
    }
  take (&f->sign_in, redress_canned_json (201, SESSION));
  g_assert_true (sign_in (f, redress_canned_server_get_url (f->server), &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *trouble = NULL;

      await_status (f, REDRESS_SYNC_OFFLINE, "the bad page");
      g_object_get (f->sync, "trouble", &trouble, NULL);
      g_assert_nonnull (trouble);
      redress_sync_wake (f->sync);
      await_status (f, REDRESS_SYNC_ONLINE, "the good page after it");
    }
}

static void
test_end_of_session (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (f->pages, redress_canned_json (401, "{}"));
  take (&f->sign_in, redress_canned_json (201, SESSION));
  g_assert_true (sign_in (f, redress_canned_server_get_url (f->server), &error));
  /* The refresh goes to the same place, which now refuses. */
  take (&f->sign_in, redress_canned_json (401, "{}"));
  await_status (f, REDRESS_SYNC_SIGN_IN_AGAIN, "the refused refresh");
  g_assert_nonnull (redress_sync_get_store (f->sync));
}

static void
test_second_desk_on_one_home (Fixture *f, gconstpointer data)
{
  g_autofree char *state = redress_test_folder_build (f->folder, "data");
  g_autofree char *cache = redress_test_folder_build (f->folder, "cache");
  g_autoptr (RedressSync) second = NULL;
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) first_result = NULL, result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_resume_async (f->sync, NULL, redress_test_keep_result, &pending);
  first_result = redress_test_await_result (&pending, "the first desk");
  g_assert_false (redress_sync_resume_finish (f->sync, first_result, NULL));
  second = redress_sync_new (redress_clock_get_system (), state, cache);
  redress_sync_resume_async (second, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the second desk");
  g_assert_false (redress_sync_resume_finish (second, result, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT);
  redress_sync_shutdown (second);
}

/* Its thread may not have begun yet. */
static void
test_closed_at_once (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u", i);
      g_autofree char *home = redress_test_folder_build (f->folder, name);
      RedressSync *sync = redress_sync_new (redress_clock_get_system (), home, home);

      redress_sync_shutdown (sync);
      g_assert_finalize_object (sync);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/sync/hostile/bad-addresses", test_bad_addresses);
  ADD ("/sync/hostile/http-to-another-computer", test_http_to_another_computer);
  ADD ("/sync/hostile/base-path", test_base_path);
  ADD ("/sync/hostile/nobody-there", test_nobody_there);
  ADD ("/sync/hostile/tls-on-a-plain-port", test_tls_on_a_plain_port);
  ADD ("/sync/hostile/sign-in-answers", test_sign_in_answers);
  ADD ("/sync/hostile/answer-too-large", test_answer_too_large);
  ADD ("/sync/hostile/bad-pages", test_bad_pages);
  ADD ("/sync/hostile/end-of-session", test_end_of_session);
  ADD ("/sync/hostile/second-desk-on-one-home", test_second_desk_on_one_home);
  ADD ("/sync/hostile/closed-at-once", test_closed_at_once);
  return g_test_run ();
}
