/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/fetcher.h"

#include "config.h"

#include "core/error.h"
#include "sync/machine.h"
#include "wire/json.h"

#define MAX_RUNNING 2
#define MAX_WANTED 60
#define MAX_EVIDENCE_BYTES (64 * 1024 * 1024)

typedef enum
{
  FETCH_DETAILS,
  FETCH_EVIDENCE,
  FETCH_POLICY,
  FETCH_CALENDARS,
} FetchKind;

typedef struct
{
  RedressFetcher *fetcher;
  FetchKind kind;
  gint64 ticket; /* details, evidence */
  gboolean evidence;
  char *name;       /* digest, or flow of a policy */
  gint64 version;   /* of a policy */
  gboolean running; /* asked for, and not answered yet */
  gboolean again;   /* it changed since it was asked for */
} Fetch;

struct _RedressFetcher
{
  RedressHttp *http;   /* (unowned) */
  RedressStore *store; /* (unowned) */
  char *account;
  GCancellable *cancellable;
  GQueue waiting;      /* (element-type Fetch) */
  GHashTable *known;   /* (element-type utf8 Fetch): what waits or runs */
  GHashTable *refused; /* (element-type utf8): what the server will not give */
  guint running;
  gboolean have_calendars;
};

static void start_next (RedressFetcher *self);

static void
fetch_free (Fetch *fetch)
{
  g_free (fetch->name);
  g_free (fetch);
}

static char *
get_key (const Fetch *fetch)
{
  return g_strdup_printf ("%d/%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, fetch->kind,
                          fetch->kind == FETCH_DETAILS ? fetch->ticket : 0,
                          fetch->name != NULL ? fetch->name : "", fetch->version);
}

/* The same thing is wanted once more before it came. */
static void
want_again (RedressFetcher *self, Fetch *known, gboolean evidence, gboolean first)
{
  known->evidence |= evidence;
  known->again = known->running && known->kind == FETCH_DETAILS;
  if (first && g_queue_remove (&self->waiting, known))
    g_queue_push_head (&self->waiting, known);
}

/* Takes @fetch. */
static void
add (RedressFetcher *self, Fetch *fetch, gboolean first)
{
  g_autofree char *key = get_key (fetch);
  Fetch *known = g_hash_table_lookup (self->known, key);

  if (known != NULL || g_hash_table_contains (self->refused, key))
    {
      if (known != NULL)
        want_again (self, known, fetch->evidence, first);
      fetch_free (fetch);
      return;
    }
  g_hash_table_insert (self->known, g_steal_pointer (&key), fetch);
  fetch->fetcher = self;
  if (first)
    g_queue_push_head (&self->waiting, fetch);
  else
    g_queue_push_tail (&self->waiting, fetch);
}

static Fetch *
fetch_new (FetchKind kind, gint64 ticket, const char *name, gint64 version)
{
  Fetch *fetch = g_new0 (Fetch, 1);

  fetch->kind = kind;
  fetch->ticket = ticket;
  fetch->name = g_strdup (name);
  fetch->version = version;
  return fetch;
}

/* Evidence of a ticket whose details are on the disk. */
static void
want_evidence (RedressFetcher *self, gint64 ticket, gboolean first)
{
  g_auto (GStrv) missing = NULL;

  if (!redress_store_list_missing_evidence_sync (self->store, ticket, &missing, NULL))
    return;
  for (guint i = 0; missing != NULL && missing[i] != NULL; i++)
    add (self, fetch_new (FETCH_EVIDENCE, ticket, missing[i], 0), first);
}

static void
want_policy (RedressFetcher *self, const char *flow, gint64 version)
{
  gboolean has = TRUE;

  if (redress_store_has_policy_sync (self->store, flow, version, &has, NULL) && !has)
    add (self, fetch_new (FETCH_POLICY, 0, flow, version), TRUE);
}

/* An appeal cannot be judged without what it is about. */
static void
want_previous (RedressFetcher *self, gint64 ticket)
{
  gint64 previous = 0;

  if (redress_store_find_missing_previous_sync (self->store, ticket, &previous, NULL) &&
      previous != 0)
    add (self, fetch_new (FETCH_DETAILS, previous, NULL, 0), TRUE);
}

static JsonNode *
parse_object (const RedressReply *reply)
{
  gsize length;
  const char *data = g_bytes_get_data (reply->body, &length);
  g_autoptr (JsonNode) node =
      redress_json_parse (data, length, &redress_json_limits_response, NULL);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? g_steal_pointer (&node) : NULL;
}

static void
got_details (RedressFetcher *self, const Fetch *fetch, const RedressReply *reply)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (JsonNode) node = NULL;

  if (reply->status == 200)
    {
      node = parse_object (reply);
      ticket = node != NULL ? redress_ticket_from_json (json_node_get_object (node), NULL) : NULL;
      if (ticket == NULL ||
          !redress_store_put_details_sync (self->store, ticket, reply->body, NULL))
        return;
      want_policy (self, ticket->summary->flow, ticket->policy_version);
    }
  want_previous (self, fetch->ticket);
  if (fetch->evidence)
    want_evidence (self, fetch->ticket, TRUE);
}

/* The list names every version; the newest of each flow is wanted for titles and labels. */
static void
got_policy_list (RedressFetcher *self, const RedressReply *reply)
{
  g_autoptr (JsonNode) node = parse_object (reply);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonArray *policies = NULL;

  if (node == NULL || !redress_json_read_array (json_node_get_object (node), "policies", TRUE, 1000,
                                                &policies, NULL))
    return;
  for (guint i = 0; i < json_array_get_length (policies); i++)
    {
      JsonNode *element = json_array_get_element (policies, i);
      g_autofree char *flow = NULL;
      gint64 version = 0;

      if (!JSON_NODE_HOLDS_OBJECT (element) ||
          !redress_json_read_string (json_node_get_object (element), "flow", TRUE, 64, &flow,
                                     NULL) ||
          !redress_json_read_int (json_node_get_object (element), "version", TRUE, 1,
                                  REDRESS_INTEGER_MAX, &version, NULL))
        continue;
      if (!g_hash_table_contains (seen, flow))
        want_policy (self, flow, version);
      g_hash_table_add (seen, g_steal_pointer (&flow));
    }
}

static void
got_calendars (RedressFetcher *self, const RedressReply *reply)
{
  g_autoptr (JsonNode) node = parse_object (reply);
  JsonArray *calendars = NULL;

  if (node == NULL || !redress_json_read_array (json_node_get_object (node), "calendars", TRUE, 100,
                                                &calendars, NULL))
    return;
  for (guint i = 0; i < json_array_get_length (calendars); i++)
    {
      g_autoptr (GBytes) bytes = redress_json_canonical (json_array_get_element (calendars, i));
      g_autofree char *name = g_strdup_printf ("calendar-%u", i);

      redress_store_put_calendar_sync (self->store, name, bytes, NULL);
    }
  self->have_calendars = TRUE;
}

static void
got (RedressFetcher *self, const Fetch *fetch, const RedressReply *reply)
{
  if (reply->status != 200 && reply->status != 304)
    return;
  switch (fetch->kind)
    {
    case FETCH_DETAILS:
      got_details (self, fetch, reply);
      break;
    case FETCH_EVIDENCE:
      redress_store_put_evidence_sync (self->store, fetch->name, reply->body, NULL);
      break;
    case FETCH_POLICY:
      if (fetch->name == NULL)
        got_policy_list (self, reply);
      else
        redress_store_put_policy_sync (self->store, reply->body, NULL);
      break;
    case FETCH_CALENDARS:
    default:
      got_calendars (self, reply);
    }
}

/* Whether the server was not there, or may answer another time. */
static gboolean
is_missed (const RedressReply *reply, const GError *error)
{
  RedressFailure failure;

  if (reply == NULL)
    return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE);
  failure = redress_failure_from_status (reply->status);
  return reply->status != 304 &&
         (failure == REDRESS_FAILURE_UNREACHABLE || failure == REDRESS_FAILURE_UNAUTHORIZED);
}

/* The answer that came may be older than the change. */
static Fetch *
fetch_again (const Fetch *fetch)
{
  Fetch *again = fetch_new (fetch->kind, fetch->ticket, fetch->name, fetch->version);

  again->evidence = fetch->evidence;
  return again;
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);
  g_autofree char *key = get_key (fetch);

  /* After a cancel the fetcher is gone. */
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      RedressFetcher *self = fetch->fetcher;

      self->running--;
      fetch->running = FALSE;
      if (is_missed (reply, error))
        {
          /* The case page waits for it. It goes again when the feed is read to its end. */
          g_queue_push_tail (&self->waiting, fetch);
          return;
        }
      g_hash_table_remove (self->known, key);
      if (reply != NULL && redress_failure_from_status (reply->status) == REDRESS_FAILURE_REFUSED)
        g_hash_table_add (self->refused, g_steal_pointer (&key));
      else if (reply != NULL)
        got (self, fetch, reply);
      if (fetch->again)
        add (self, fetch_again (fetch), TRUE);
      start_next (self);
    }
  fetch_free (fetch);
}

static char *
get_path (const Fetch *fetch)
{
  g_autofree char *id = redress_ticket_format_id (fetch->ticket);

  switch (fetch->kind)
    {
    case FETCH_DETAILS:
      return g_strconcat ("/v1/tickets/", id, NULL);
    case FETCH_EVIDENCE:
      return g_strconcat ("/v1/tickets/", id, "/evidence/", fetch->name, NULL);
    case FETCH_POLICY:
      return fetch->name == NULL ? g_strdup ("/v1/policies")
                                 : g_strdup_printf ("/v1/policies/%s/%" G_GINT64_FORMAT,
                                                    fetch->name, fetch->version);
    case FETCH_CALENDARS:
    default:
      return g_strdup ("/v1/calendars");
    }
}

static void
start_one (RedressFetcher *self, Fetch *fetch)
{
  g_autofree char *path = get_path (fetch);
  g_autofree char *tag = NULL;
  gint64 rev = 0;
  RedressCall call = { .method = "GET", .path = path, .timeout = 60 };

  if (fetch->kind == FETCH_EVIDENCE)
    call.max_bytes = MAX_EVIDENCE_BYTES;
  if (fetch->kind == FETCH_DETAILS &&
      redress_store_get_details_rev_sync (self->store, fetch->ticket, &rev, NULL) && rev > 0)
    {
      tag = g_strdup_printf ("%" G_GINT64_FORMAT, rev);
      call.if_none_match = tag;
    }
  self->running++;
  fetch->running = TRUE;
  redress_http_send_async (self->http, &call, self->cancellable, fetched_cb, fetch);
}

static void
start_next (RedressFetcher *self)
{
  while (self->running < MAX_RUNNING && !g_queue_is_empty (&self->waiting))
    start_one (self, g_queue_pop_head (&self->waiting));
}

RedressFetcher *
redress_fetcher_new (RedressHttp *http,
                     RedressStore *store,
                     const char *account,
                     GCancellable *cancellable)
{
  RedressFetcher *self = g_new0 (RedressFetcher, 1);

  self->http = http;
  self->store = store;
  self->account = g_strdup (account);
  self->cancellable = g_object_ref (cancellable);
  g_queue_init (&self->waiting);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
redress_fetcher_free (RedressFetcher *self)
{
  if (self == NULL)
    return;
  g_queue_clear_full (&self->waiting, (GDestroyNotify)fetch_free);
  g_hash_table_unref (self->known);
  g_hash_table_unref (self->refused);
  g_object_unref (self->cancellable);
  g_free (self->account);
  g_free (self);
}

void
redress_fetcher_refill (RedressFetcher *self, gint64 open, gboolean evidence)
{
  g_autoptr (GArray) wanted =
      redress_store_list_wanted_sync (self->store, open, self->account, MAX_WANTED, NULL);

  if (!self->have_calendars)
    {
      add (self, fetch_new (FETCH_POLICY, 0, NULL, 0), FALSE);
      add (self, fetch_new (FETCH_CALENDARS, 0, NULL, 0), FALSE);
    }
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const RedressWanted *want = &g_array_index (wanted, RedressWanted, i);
      gboolean is_open = want->ticket == open;
      gboolean with_evidence = want->evidence && (evidence || is_open);

      if (want->details)
        {
          Fetch *fetch = fetch_new (FETCH_DETAILS, want->ticket, NULL, 0);

          fetch->evidence = with_evidence;
          add (self, fetch, is_open);
        }
      else if (with_evidence)
        want_evidence (self, want->ticket, is_open);
    }
  start_next (self);
}

void
redress_fetcher_want_ticket (RedressFetcher *self, gint64 ticket)
{
  Fetch *fetch = fetch_new (FETCH_DETAILS, ticket, NULL, 0);
  g_autofree char *key = get_key (fetch);

  g_hash_table_remove (self->refused, key);
  fetch->evidence = TRUE;
  add (self, fetch, TRUE);
  start_next (self);
}
