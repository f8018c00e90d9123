/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench/measure.h"
#include "store/feed-store.h"
#include "store/store-fixture.h"
#include "support/spin.h"
#include "sync/headless-desk.h"
#include "sync/http.h"
#include "wire/json.h"
#include "wire/messages.h"

#include <stdlib.h>
#include <string.h>

/* A desk that has nothing reads all open tickets of a server: once as a desk does it, and once in
 * the same steps one by one, each with its time.
 *
 * first-sync SERVER NAME PASSWORD HOME */

typedef struct
{
  RedressHttp *http;
  RedressTestStore disk;
  gint64 transfer; /* from the request to the last byte, the server's work among it */
  gint64 json;
  gint64 store;
  guint n_pages;
  guint n_changes;
  gsize n_bytes;
} Steps;

static G_NORETURN void
give_up (const GError *error)
{
  g_printerr ("first-sync: %s\n", error != NULL ? error->message : "an answer that is no page");
  exit (1);
}

static RedressReply *
call (Steps *self, const RedressCall *call)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  RedressReply *reply;

  redress_http_send_async (self->http, call, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "an answer");
  reply = redress_http_send_finish (result, &error);
  if (reply == NULL || reply->status >= 300)
    give_up (error);
  return reply;
}

static JsonNode *
parse (const RedressReply *reply)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *data = g_bytes_get_data (reply->body, &length);
  JsonNode *node = redress_json_parse (data, length, &redress_json_limits_response, &error);

  if (node == NULL)
    give_up (error);
  return node;
}

static void
sign_in (Steps *self, const char *name, const char *password)
{
  g_autofree char *text = g_strdup_printf ("{\"name\":\"%s\",\"password\":\"%s\"}", name, password);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr (RedressReply) reply =
      call (self, &(RedressCall){ .method = "POST", .path = "/v1/sessions", .body = body });
  g_autoptr (JsonNode) node = parse (reply);
  g_autoptr (RedressSession) session =
      redress_session_from_json (json_node_get_object (node), NULL);

  if (session == NULL)
    give_up (NULL);
  redress_http_set_token (self->http, session->access_token);
}

/* Returns whether there is another. */
static gboolean
read_page (Steps *self)
{
  g_autofree char *cursor = redress_store_get_cursor_sync (self->disk.store, NULL);
  g_autofree char *escaped = cursor != NULL ? g_uri_escape_string (cursor, NULL, FALSE) : NULL;
  g_autofree char *path = g_strconcat ("/v1/changes?limit=500&wait=0",
                                       escaped != NULL ? "&cursor=" : NULL, escaped, NULL);
  RedressSpan begin = redress_span_begin ();
  g_autoptr (RedressReply) reply = call (self, &(RedressCall){ .method = "GET", .path = path });
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (RedressChangePage) page = NULL;
  g_autoptr (GError) error = NULL;

  self->transfer += redress_span_end (begin).wall;
  begin = redress_span_begin ();
  node = parse (reply);
  page = redress_change_page_from_json (json_node_get_object (node), &error);
  if (page == NULL)
    give_up (error);
  self->json += redress_span_end (begin).wall;
  begin = redress_span_begin ();
  if (!redress_store_apply_page_sync (self->disk.store, cursor, page, &error))
    give_up (error);
  self->store += redress_span_end (begin).wall;
  self->n_pages++;
  self->n_changes += page->changes->len;
  self->n_bytes += g_bytes_get_size (reply->body);
  return page->more;
}

static void
run_steps (const char *server, const char *name, const char *password)
{
  g_autoptr (GError) error = NULL;
  Steps steps = { .http = redress_http_new (server, &error) };

  if (steps.http == NULL)
    give_up (error);
  redress_test_store_set_up (&steps.disk, NULL);
  sign_in (&steps, name, password);
  while (read_page (&steps))
    ;
  redress_bench_report ("transfer", steps.transfer);
  redress_bench_report ("json", steps.json);
  redress_bench_report ("store", steps.store);
  redress_bench_report ("pages", steps.n_pages);
  redress_bench_report ("changes", steps.n_changes);
  redress_bench_report ("bytes", (gint64)steps.n_bytes);
  redress_test_store_tear_down (&steps.disk, NULL);
  redress_http_free (steps.http);
}

static void
run_desk (const char *server, const char *name, const char *password, const char *home)
{
  RedressHeadlessDesk desk = { NULL };
  RedressSpan begin;

  redress_headless_desk_open (&desk, home);
  begin = redress_span_begin ();
  redress_headless_desk_sign_in (&desk, server, name, password);
  redress_bench_report ("desk", redress_span_end (begin).wall);
  redress_headless_desk_close (&desk);
}

int
main (int argc, char **argv)
{
  if (argc != 5)
    {
      g_printerr ("usage: first-sync SERVER NAME PASSWORD HOME\n");
      return 2;
    }
  run_desk (argv[1], argv[2], argv[3], argv[4]);
  run_steps (argv[1], argv[2], argv[3]);
  return 0;
}
