/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/fetcher-private.h"

#include "config.h"

#include "core/error.h"
#include "sync/machine.h"

#define MAX_RUNNING 2
#define MAX_WANTED 60
/* The holidays of next year are announced once a year, while desks run. */
#define LISTS_KEEP G_TIME_SPAN_HOUR

/* Why something does not come, and for which state of its ticket that is so. */
typedef struct
{
  GError *error;
  gint64 rev;
} Refusal;

static void start_next (RedressFetcher *self);

static void
refusal_free (gpointer data)
{
  Refusal *refusal = data;

  g_error_free (refusal->error);
  g_free (refusal);
}

static void
fetch_free (RedressFetch *fetch)
{
  g_clear_pointer (&fetch->also, g_array_unref);
  g_free (fetch->name);
  g_free (fetch);
}

static char *
get_key (const RedressFetch *fetch)
{
  return g_strdup_printf ("%d/%" G_GINT64_FORMAT "/%s/%" G_GINT64_FORMAT, fetch->kind,
                          fetch->kind == REDRESS_FETCH_DETAILS ? fetch->ticket : 0,
                          fetch->name != NULL ? fetch->name : "", fetch->version);
}

/* @error: (nullable): NULL: it is on its way. */
static void
tell (RedressFetcher *self, const RedressFetch *fetch, const GError *error)
{
  if (fetch->ticket != 0)
    self->func (fetch->ticket, fetch->kind == REDRESS_FETCH_EVIDENCE ? fetch->name : NULL, error,
                self->owner);
  for (guint i = 0; fetch->also != NULL && i < fetch->also->len; i++)
    self->func (g_array_index (fetch->also, gint64, i), NULL, error, self->owner);
}

static void
refuse (RedressFetcher *self, const RedressFetch *fetch, const GError *error)
{
  Refusal *refusal = g_new0 (Refusal, 1);

  refusal->error = g_error_copy (error);
  refusal->rev = fetch->rev;
  g_hash_table_replace (self->refused, get_key (fetch), refusal);
}

/* Whether @fetch would fail as it did before. A ticket that changed since is another matter. */
static gboolean
is_refused (RedressFetcher *self, const RedressFetch *fetch, const char *key)
{
  const Refusal *refusal = g_hash_table_lookup (self->refused, key);

  if (refusal == NULL)
    return FALSE;
  if (fetch->rev > refusal->rev)
    {
      g_hash_table_remove (self->refused, key);
      return FALSE;
    }
  if (fetch->kind == REDRESS_FETCH_POLICY)
    tell (self, fetch, refusal->error);
  return TRUE;
}

/* A ticket that waits for a policy that another asked for has to hear when it does not come. */
static void
note_also (RedressFetch *known, gint64 ticket)
{
  if (known->kind != REDRESS_FETCH_POLICY || ticket == 0 || ticket == known->ticket)
    return;
  if (known->also == NULL)
    known->also = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < known->also->len; i++)
    if (g_array_index (known->also, gint64, i) == ticket)
      return;
  g_array_append_val (known->also, ticket);
}

/* The same thing is wanted once more before it came. */
static void
want_again (RedressFetcher *self, RedressFetch *known, const RedressFetch *wanted, gboolean first)
{
  known->evidence |= wanted->evidence;
  note_also (known, wanted->ticket);
  known->again = known->running && known->kind == REDRESS_FETCH_DETAILS;
  if (first && g_queue_remove (&self->waiting, known))
    g_queue_push_head (&self->waiting, known);
}

void
redress_fetcher_add (RedressFetcher *self, RedressFetch *fetch, gboolean first)
{
  g_autofree char *key = get_key (fetch);
  RedressFetch *known = g_hash_table_lookup (self->known, key);

  if (known != NULL)
    {
      want_again (self, known, fetch, first);
      fetch_free (fetch);
      return;
    }
  if (is_refused (self, fetch, key))
    {
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

RedressFetch *
redress_fetch_new (RedressFetchKind kind, gint64 ticket, const char *name, gint64 version)
{
  RedressFetch *fetch = g_new0 (RedressFetch, 1);

  fetch->kind = kind;
  fetch->ticket = ticket;
  fetch->name = g_strdup (name);
  fetch->version = version;
  return fetch;
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
static RedressFetch *
fetch_again (const RedressFetch *fetch)
{
  RedressFetch *again = redress_fetch_new (fetch->kind, fetch->ticket, fetch->name, fetch->version);

  again->evidence = fetch->evidence;
  again->rev = fetch->rev;
  return again;
}

/* Whether the same question would get the same answer. The two lists are small, and nothing is
 * right without them. */
static gboolean
is_final (const RedressFetch *fetch, const GError *error)
{
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_INVALID))
    return fetch->ticket != 0 || fetch->name != NULL;
  if (g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT))
    return fetch->kind == REDRESS_FETCH_EVIDENCE;
  return g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_FORBIDDEN) ||
         g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_TOO_LARGE);
}

/* Takes @fetch. */
static void
finish (RedressFetcher *self, RedressFetch *fetch, const RedressReply *reply, GError *failed)
{
  g_autofree char *key = get_key (fetch);
  g_autoptr (GError) error = NULL;
  gboolean missed = is_missed (reply, failed);

  if (reply == NULL)
    error = g_error_copy (failed);
  else if (reply->status == 200 || (reply->status == 304 && fetch->kind == REDRESS_FETCH_DETAILS))
    redress_fetcher_take (self, fetch, reply, &error);
  else
    error = redress_http_error_from_status (reply->status);
  /* The session is renewed first. */
  if (error != NULL && !(reply != NULL && reply->status == 401))
    tell (self, fetch, error);
  if (missed)
    {
      /* The case page waits for it. It goes again when the feed is read to its end. */
      g_queue_push_tail (&self->waiting, fetch);
      return;
    }
  g_hash_table_remove (self->known, key);
  if (error != NULL && is_final (fetch, error))
    refuse (self, fetch, error);
  else if (fetch->again)
    redress_fetcher_add (self, fetch_again (fetch), TRUE);
  fetch_free (fetch);
  start_next (self);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RedressFetch *fetch = user_data;
  RedressFetcher *self = fetch->fetcher;
  g_autoptr (GError) error = NULL;
  g_autoptr (RedressReply) reply = redress_http_send_finish (result, &error);

  /* The fetcher is gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      fetch_free (fetch);
      return;
    }
  self->running--;
  fetch->running = FALSE;
  finish (self, fetch, reply, error);
}

static char *
get_path (const RedressFetch *fetch)
{
  g_autofree char *id = redress_ticket_format_id (fetch->ticket);

  switch (fetch->kind)
    {
    case REDRESS_FETCH_DETAILS:
      return g_strconcat ("/v1/tickets/", id, NULL);
    case REDRESS_FETCH_EVIDENCE:
      return g_strconcat ("/v1/tickets/", id, "/evidence/", fetch->name, NULL);
    case REDRESS_FETCH_POLICY:
      return fetch->name == NULL ? g_strdup ("/v1/policies")
                                 : g_strdup_printf ("/v1/policies/%s/%" G_GINT64_FORMAT,
                                                    fetch->name, fetch->version);
    case REDRESS_FETCH_CALENDARS:
    default:
      return g_strdup ("/v1/calendars");
    }
}

static void
start_one (RedressFetcher *self, RedressFetch *fetch)
{
  g_autofree char *path = get_path (fetch);
  g_autofree char *tag = NULL;
  gint64 rev = 0;
  RedressCall call = { .method = "GET", .path = path, .timeout = 60 };

  if (fetch->kind == REDRESS_FETCH_EVIDENCE)
    call.max_bytes = REDRESS_MAX_EVIDENCE_BYTES;
  if (fetch->kind == REDRESS_FETCH_DETAILS &&
      redress_store_get_details_rev_sync (self->store, fetch->ticket, &rev, NULL) && rev > 0)
    {
      tag = g_strdup_printf ("%" G_GINT64_FORMAT, rev);
      call.if_none_match = tag;
    }
  self->running++;
  fetch->running = TRUE;
  fetch->again = FALSE;
  tell (self, fetch, NULL);
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
                     GCancellable *cancellable,
                     RedressFetchedFunc func,
                     gpointer owner)
{
  RedressFetcher *self = g_new0 (RedressFetcher, 1);

  self->http = http;
  self->store = store;
  self->account = g_strdup (account);
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->owner = owner;
  g_queue_init (&self->waiting);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, refusal_free);
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

/* @at: when it came, in monotonic time; 0: it did not yet */
static void
want_list (RedressFetcher *self, RedressFetchKind kind, gint64 at)
{
  if (at == 0 || g_get_monotonic_time () - at > LISTS_KEEP)
    redress_fetcher_add (self, redress_fetch_new (kind, 0, NULL, 0), FALSE);
}

void
redress_fetcher_refill (RedressFetcher *self, gint64 open, gboolean evidence)
{
  g_autoptr (GArray) wanted =
      redress_store_list_wanted_sync (self->store, open, self->account, MAX_WANTED, NULL);

  want_list (self, REDRESS_FETCH_POLICY, self->policies_at);
  want_list (self, REDRESS_FETCH_CALENDARS, self->calendars_at);
  for (guint i = 0; wanted != NULL && i < wanted->len; i++)
    {
      const RedressWanted *want = &g_array_index (wanted, RedressWanted, i);
      gboolean is_open = want->ticket == open;
      gboolean with_evidence = want->evidence && (evidence || is_open);

      if (want->details)
        {
          RedressFetch *fetch = redress_fetch_new (REDRESS_FETCH_DETAILS, want->ticket, NULL, 0);

          fetch->evidence = with_evidence;
          fetch->rev = want->rev;
          redress_fetcher_add (self, fetch, is_open);
        }
      else if (with_evidence)
        redress_fetcher_want_evidence (self, want->ticket, is_open);
    }
  start_next (self);
}

static gboolean
is_policy (gpointer key, gpointer value, gpointer user_data)
{
  return atoi (key) == REDRESS_FETCH_POLICY;
}

void
redress_fetcher_want_ticket (RedressFetcher *self, gint64 ticket)
{
  RedressFetch *fetch = redress_fetch_new (REDRESS_FETCH_DETAILS, ticket, NULL, 0);
  g_autofree char *key = get_key (fetch);

  g_hash_table_remove (self->refused, key);
  g_hash_table_foreach_remove (self->refused, is_policy, NULL);
  fetch->evidence = TRUE;
  redress_fetcher_add (self, fetch, TRUE);
  start_next (self);
}

void
redress_fetcher_note_evidence (RedressFetcher *self,
                               gint64 ticket,
                               const char *sha256,
                               const GError *error)
{
  RedressFetch *fetch = redress_fetch_new (REDRESS_FETCH_EVIDENCE, ticket, sha256, 0);
  g_autofree char *key = get_key (fetch);

  if (error == NULL)
    g_hash_table_remove (self->refused, key);
  else if (is_final (fetch, error))
    refuse (self, fetch, error);
  tell (self, fetch, error);
  fetch_free (fetch);
}
