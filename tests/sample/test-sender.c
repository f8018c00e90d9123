/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <libsoup/soup.h>

#include "sample/keys.h"
#include "sample/sender.h"
#include "support/folder.h"
#include "support/spin.h"
#include "wire/json.h"

#define NOW (G_GINT64_CONSTANT (1794896280) * REDRESS_SECOND)

/* Read by the leak sanitizer. SoupServer of libsoup 3.2 loses its listener and the socket of each
 * connection, whatever is done with it. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:soup_server_listen\nleak:g_socket_accept\n";
}

/* A server that takes what the intake takes and remembers it. */
typedef struct
{
  SoupServer *server;
  char *url;
  GHashTable *keys;
  GHashTable *tickets; /* (element-type utf8 utf8): Idempotency-Key by external_id */
  guint files;
  guint requests;
  guint fail_first; /* so many requests are answered with 503 */
  guint status;     /* 0: as it should be */
} Fixture;

static void
take_ticket (Fixture *self, SoupServerMessage *message, const char *key)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node =
      redress_json_parse (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                          &redress_json_limits_request, &error);
  const char *id;

  g_assert_no_error (error);
  id = json_object_get_string_member (json_node_get_object (node), "external_id");
  soup_server_message_set_status (message, g_hash_table_contains (self->tickets, id) ? 200 : 201,
                                  NULL);
  g_hash_table_insert (self->tickets, g_strdup (id), g_strdup (key));
}

static void
take_file (Fixture *self, SoupServerMessage *message, SoupMessageHeaders *headers)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *digest =
      redress_sha256_hex (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));

  g_assert_cmpstr (soup_message_headers_get_one (headers, "Redress-Sha256"), ==, digest);
  g_assert_nonnull (soup_message_headers_get_one (headers, "Redress-Slot"));
  g_assert_nonnull (soup_message_headers_get_one (headers, "Redress-Holder"));
  g_assert_nonnull (soup_message_headers_get_one (headers, "Redress-Sensitivity"));
  g_assert_nonnull (soup_message_headers_get_one (headers, "Redress-Captured-At"));
  g_assert_cmpint (soup_message_headers_get_content_length (headers), ==,
                   (goffset)g_bytes_get_size (bytes));
  self->files++;
  soup_server_message_set_status (message, 201, NULL);
}

static void
handle_cb (SoupServer *server,
           SoupServerMessage *message,
           const char *path,
           GHashTable *query,
           gpointer data)
{
  Fixture *self = data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  self->requests++;
  g_assert_cmpstr (soup_message_headers_get_one (headers, "Redress-Protocol"), ==, "1");
  g_assert_true (
      g_str_has_prefix (soup_message_headers_get_one (headers, "Authorization"), "Bearer key-of-"));
  if (self->requests <= self->fail_first)
    soup_server_message_set_status (message, 503, NULL);
  else if (self->status != 0)
    {
      static const char problem[] =
          "{\"type\":\"about:blank\",\"status\":422,\"code\":\"some_code\",\"title\":\"t\"}";

      soup_server_message_set_status (message, self->status, NULL);
      soup_server_message_set_response (message, "application/problem+json", SOUP_MEMORY_STATIC,
                                        problem, sizeof problem - 1);
    }
  else if (g_str_has_suffix (path, "/evidence"))
    take_file (self, message, headers);
  else
    take_ticket (self, message, soup_message_headers_get_one (headers, "Idempotency-Key"));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const platforms[] = { "kameng", "rail12306", "cainiao", "btepai" };
  g_autoptr (GError) error = NULL;
  GSList *uris;

  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, handle_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);
  self->url = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify)g_uri_unref);
  self->tickets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < G_N_ELEMENTS (platforms); i++)
    g_hash_table_insert (self->keys, g_strdup (platforms[i]),
                         g_strconcat ("key-of-", platforms[i], NULL));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  soup_server_disconnect (self->server);
  g_object_unref (self->server);
  g_hash_table_unref (self->tickets);
  g_hash_table_unref (self->keys);
  g_free (self->url);
}

static RedressSendPlan
make_plan (Fixture *self, guint count)
{
  const RedressSendPlan plan = { .server = self->url,
                                 .keys = self->keys,
                                 .seed = 1,
                                 .count = count,
                                 .with_evidence = 3,
                                 .jobs = 3,
                                 .now = NOW };

  return plan;
}

static RedressSendTally *
send (const RedressSendPlan *plan, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_sample_send_async (plan, NULL, NULL, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "all tickets");
  return redress_sample_send_finish (result, error);
}

static void
test_sends (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 20);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSendTally) tally = send (&plan, &error);
  g_autoptr (RedressSendTally) again = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (tally->tickets, ==, 20);
  g_assert_cmpuint (tally->known, ==, 0);
  g_assert_cmpuint (tally->refused, ==, 0);
  g_assert_cmpuint (tally->files, ==, self->files);
  g_assert_cmpuint (self->files, >=, 6);
  g_assert_cmpuint (g_hash_table_size (self->tickets), ==, 20);

  again = send (&plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (again->known, ==, 20);
  g_assert_cmpuint (again->tickets, ==, 0);
}

static void
test_part (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 2);
  g_autoptr (RedressSendTally) tally = NULL;

  plan.first = 100;
  plan.rate = 1000;
  plan.with_evidence = 0;
  tally = send (&plan, NULL);
  g_assert_cmpuint (tally->tickets, ==, 2);
  g_assert_cmpuint (tally->files, ==, 0);
}

static void
test_nothing (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 0);
  g_autoptr (RedressSendTally) tally = send (&plan, NULL);

  g_assert_cmpuint (tally->tickets, ==, 0);
  g_assert_cmpuint (self->requests, ==, 0);
}

/* A busy server is asked again, with the same key. */
static void
test_retries (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSendTally) tally = NULL;

  plan.with_evidence = 0;
  self->fail_first = 2;
  tally = send (&plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tally->tickets, ==, 1);
  g_assert_cmpuint (self->requests, ==, 3);
}

static void
test_refused (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressSendTally) tally = NULL;

  self->status = 422;
  tally = send (&plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tally->refused, ==, 4);
  g_test_message ("%s", tally->first_problem);
  g_assert_nonnull (strstr (tally->first_problem, "422 some_code"));
}

static void
test_stops (Fixture *self, gconstpointer data)
{
  RedressSendPlan plan = make_plan (self, 4);
  g_autoptr (GError) wrong_key = NULL;
  g_autoptr (GError) no_key = NULL;

  self->status = 401;
  g_assert_null (send (&plan, &wrong_key));
  g_assert_error (wrong_key, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN);

  g_hash_table_remove_all (self->keys);
  g_assert_null (send (&plan, &no_key));
  g_assert_error (no_key, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_keys (void)
{
  g_autoptr (RedressTestFolder) folder = redress_test_folder_new ();
  g_autofree char *good = redress_test_folder_write (
      folder, "good", "# made by dev\nkameng abc\n\nrail12306 d-e_f\n", -1);
  g_autofree char *bad = redress_test_folder_write (folder, "bad", "kameng\n", -1);
  g_autofree char *people =
      redress_test_folder_write (folder, "people", "agent2 s3cret agent\n", -1);
  g_autofree char *password = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) keys = redress_keys_load (good, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (g_hash_table_lookup (keys, "kameng"), ==, "abc");
  g_assert_cmpstr (g_hash_table_lookup (keys, "rail12306"), ==, "d-e_f");
  g_assert_null (redress_keys_load (bad, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_clear_error (&error);
  password = redress_keys_find (people, "agent2", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (password, ==, "s3cret");
  g_assert_null (redress_keys_find (people, "nobody", &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (redress_keys_load ("/nowhere", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

#define ADD(path, function)                                                                        \
  g_test_add ("/sample/sender/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sample/keys", test_keys);
  ADD ("sends", test_sends);
  ADD ("part", test_part);
  ADD ("nothing", test_nothing);
  ADD ("retries", test_retries);
  ADD ("refused", test_refused);
  ADD ("stops", test_stops);
  return g_test_run ();
}
