/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/server.h"

#include "server/authenticate.h"
#include "server/router.h"
#include "server/sweep.h"
#include "sim/virtual-time.h"

/* Every run of a handler may end with the power of the disk. */

#define TRY_AGAIN (10 * REDRESS_SECOND)

static void open_again (gpointer data);

/* The linker gives this to everybody who calls redress_server_feed_moved(), which asks the edge. */
void __wrap_redress_server_feed_moved (RedressServer *server, const char *platform);

/* Since the parked were woken. */
static gboolean has_moved;

void
__wrap_redress_server_feed_moved (RedressServer *server, const char *platform)
{
  has_moved = TRUE;
}

typedef struct
{
  SimRequest *request;
  SimAnswerFunc func;
  gpointer data;
  RedressTime received_at;
  guint end_id; /* when it has waited enough */
  SimServer *server;
} Parked;

SimRequest *
sim_request_new (const char *method, const char *path, const char *token, GBytes *body)
{
  SimRequest *self = g_new0 (SimRequest, 1);

  g_atomic_ref_count_init (&self->n_refs);
  self->method = g_strdup (method);
  self->path = g_strdup (path);
  self->token = g_strdup (token);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  return self;
}

SimRequest *
sim_request_ref (SimRequest *self)
{
  g_atomic_ref_count_inc (&self->n_refs);
  return self;
}

void
sim_request_unref (SimRequest *self)
{
  if (!g_atomic_ref_count_dec (&self->n_refs))
    return;
  g_free (self->method);
  g_free (self->path);
  g_free (self->token);
  g_free (self->key);
  g_free (self->tag);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self);
}

static void
parked_free (gpointer data)
{
  Parked *parked = data;

  sim_cancel (parked->end_id);
  sim_request_unref (parked->request);
  g_free (parked);
}

void
sim_server_begin (SimServer *self, const char *folder)
{
  self->folder = g_strdup (folder);
  self->policies = g_build_filename (g_getenv ("REDRESS_SOURCE_DIR"), "tests", "server", "data",
                                     "policies", NULL);
  self->disk = sim_disk_new (folder);
  self->clock = redress_clock_new_manual (sim_now ());
  self->parked = g_ptr_array_new_with_free_func (parked_free);
  sim_server_open (self);
}

void
sim_server_open (SimServer *self)
{
  RedressServerOptions options = { .data_dir = self->folder,
                                   .policies_dir = self->policies,
                                   .clock = self->clock };
  g_autoptr (GError) error = NULL;

  if (self->server != NULL || self->open_id != 0)
    return;
  redress_clock_set (self->clock, sim_now ());
  self->server = redress_server_open (&options, &error);
  /* A disk that fails is tried again; one that is broken for good keeps the world from its rest. */
  if (self->server == NULL)
    self->open_id = sim_after (TRY_AGAIN, open_again, self);
}

static void
open_again (gpointer data)
{
  SimServer *self = data;

  self->open_id = 0;
  sim_server_open (self);
}

static void
drop_parked (SimServer *self)
{
  const SimAnswer broken = { 0 };

  while (self->parked->len > 0)
    {
      Parked *parked = g_ptr_array_steal_index (self->parked, self->parked->len - 1);

      parked->func (&broken, parked->data);
      parked_free (parked);
    }
}

void
sim_server_crash (SimServer *self)
{
  if (self->server == NULL)
    return;
  sim_disk_cut (self->disk);
  g_clear_pointer (&self->server, redress_server_close);
  sim_disk_restore (self->disk);
  self->n_crashes++;
  drop_parked (self);
}

void
sim_server_end (SimServer *self)
{
  drop_parked (self);
  sim_cancel (self->open_id);
  g_clear_pointer (&self->server, redress_server_close);
  g_clear_pointer (&self->parked, g_ptr_array_unref);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->policies, g_free);
}

static GHashTable *
make_headers (const SimRequest *request)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (headers, (gpointer) "redress-protocol", g_strdup ("1"));
  g_hash_table_insert (headers, (gpointer) "content-type", g_strdup ("application/json"));
  if (request->token != NULL)
    g_hash_table_insert (headers, (gpointer) "authorization",
                         g_strconcat ("Bearer ", request->token, NULL));
  if (request->key != NULL)
    g_hash_table_insert (headers, (gpointer) "idempotency-key", g_strdup (request->key));
  return headers;
}

static gboolean
authenticate (RedressRequest *call, const RedressRoute *route, RedressResponse *response)
{
  const char *token = redress_bearer_token (g_hash_table_lookup (call->headers, "authorization"));
  g_autoptr (GError) error = NULL;

  if (route->access != REDRESS_ACCESS_ACCOUNT && route->access != REDRESS_ACCESS_CONNECTOR)
    return TRUE;
  if (token == NULL)
    {
      redress_response_problem (response, 401, "sign_in_required", "Sign in first", NULL);
      return FALSE;
    }
  call->account = redress_authenticate (call->server, route->access, token, call->now, &error);
  if (call->account == NULL)
    redress_response_error (response, error);
  return call->account != NULL;
}

static void
call_handler (RedressRequest *call, const RedressRoute *route, RedressResponse *response)
{
  route->handler (call, response);
  while (response->compute != NULL)
    {
      gpointer data = g_steal_pointer (&response->compute_data);
      GDestroyNotify free_data = response->compute_free;

      response->compute (data);
      redress_response_clear (response);
      redress_response_init (response);
      call->computed = data;
      route->handler (call, response);
      if (free_data != NULL)
        free_data (data);
    }
}

/* As the edge does: 304 where the client has it already. */
static gboolean
is_known (const SimRequest *request, RedressResponse *response)
{
  const char *tag = g_hash_table_lookup (response->headers, "ETag");
  g_autofree char *quoted = NULL;

  if (tag == NULL || request->tag == NULL)
    return FALSE;
  quoted = g_strdup_printf ("\"%s\"", request->tag);
  return g_str_equal (tag, quoted);
}

/* FALSE: it waits until @park_until. */
static gboolean
run (SimServer *self, Parked *asked, gboolean may_park, SimAnswer *answer, RedressTime *park_until)
{
  const SimRequest *request = asked->request;
  g_auto (RedressResponse) response = { 0 };
  const RedressRoute *route = NULL;
  g_auto (GStrv) captures = NULL;
  g_autofree char *allow = NULL;
  g_autofree char *body = NULL; /* with the NUL behind that handlers count on */
  g_autoptr (GHashTable) headers = make_headers (request);
  g_autoptr (GHashTable) query = redress_router_parse_query (request->path);
  RedressRequest call = { .server = self->server,
                          .id = "0",
                          .method = request->method,
                          .path = request->path,
                          .query = query,
                          .headers = headers,
                          .now = sim_now (),
                          .received_at = asked->received_at,
                          .may_park = may_park };

  if (redress_router_find (&redress_routes, request->method, request->path, &route, &captures,
                           &allow) != REDRESS_ROUTING_FOUND)
    g_error ("no route for %s %s", request->method, request->path);
  redress_clock_set (self->clock, sim_now ());
  redress_response_init (&response);
  call.captures = captures;
  if (request->body != NULL)
    {
      gconstpointer bytes = g_bytes_get_data (request->body, &call.body_length);

      call.body = body = g_strndup (bytes, call.body_length);
    }
  if (self->before != NULL)
    self->before (request, self->data);
  if (authenticate (&call, route, &response))
    call_handler (&call, route, &response);
  *park_until = response.park_until;
  answer->status = is_known (request, &response) ? 304 : response.status;
  answer->body = response.body != NULL ? g_bytes_ref (response.body) : NULL;
  answer->grants_version = call.account != NULL ? call.account->grants_version : 0;
  if (self->after != NULL)
    self->after (request, answer, call.account, self->data);
  g_clear_pointer (&call.account, redress_account_free);
  return !response.park || !may_park;
}

static void
finish (Parked *asked, SimAnswer *answer)
{
  asked->func (answer, asked->data);
  g_clear_pointer (&answer->body, g_bytes_unref);
}

static void
end_waiting (gpointer data)
{
  Parked *parked = data;
  SimServer *self = parked->server;
  SimAnswer answer = { 0 };
  RedressTime until;
  guint index;

  parked->end_id = 0;
  if (!g_ptr_array_find (self->parked, parked, &index))
    g_assert_not_reached ();
  g_ptr_array_steal_index (self->parked, index);
  run (self, parked, FALSE, &answer, &until);
  finish (parked, &answer);
  parked_free (parked);
}

/* If a feed moved. */
static void
wake_parked (SimServer *self)
{
  g_autoptr (GPtrArray) waiting = NULL;

  if (!has_moved)
    return;
  has_moved = FALSE;
  waiting = g_steal_pointer (&self->parked);
  g_ptr_array_set_free_func (waiting, NULL);
  self->parked = g_ptr_array_new_with_free_func (parked_free);
  for (guint i = 0; i < waiting->len; i++)
    {
      Parked *parked = g_ptr_array_index (waiting, i);
      SimAnswer answer = { 0 };
      RedressTime until;

      if (!run (self, parked, TRUE, &answer, &until))
        {
          g_ptr_array_add (self->parked, parked);
          continue;
        }
      finish (parked, &answer);
      parked_free (parked);
    }
}

void
sim_server_ask (SimServer *self, SimRequest *request, SimAnswerFunc func, gpointer data)
{
  Parked *asked = g_new0 (Parked, 1);
  SimAnswer answer = { 0 };
  RedressTime until = REDRESS_TIME_UNKNOWN;

  *asked = (Parked){ sim_request_ref (request), func, data, sim_now (), 0, self };
  if (self->server == NULL)
    finish (asked, &answer);
  else if (!run (self, asked, TRUE, &answer, &until))
    {
      asked->end_id = sim_after (until - sim_now (), end_waiting, asked);
      g_ptr_array_add (self->parked, asked);
      return;
    }
  else
    finish (asked, &answer);
  parked_free (asked);
  if (self->server != NULL)
    wake_parked (self);
}

void
sim_server_sweep (SimServer *self)
{
  if (self->server == NULL)
    return;
  redress_clock_set (self->clock, sim_now ());
  redress_sweep_wake_tickets (self->server, sim_now ());
  redress_sweep_renew_clocks (self->server, sim_now ());
  redress_sweep_forget (self->server, sim_now ());
  wake_parked (self);
}
