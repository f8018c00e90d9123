/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/error.h"
#include "faults/told-desk.h"
#include "wire/json.h"

#include <stdlib.h>

/* What a desk asks for: each is asked again until it is here. */

gboolean
told_desk_tries_again (const GError *error)
{
  static const RedressError passing[] = {
    REDRESS_ERROR_UNAVAILABLE,
    REDRESS_ERROR_RETRY,
    REDRESS_ERROR_INVALID,
    REDRESS_ERROR_CORRUPT,
  };

  for (guint i = 0; i < G_N_ELEMENTS (passing); i++)
    if (g_error_matches (error, REDRESS_ERROR, passing[i]))
      {
        told_desk_say ("again %s", error->message);
        return TRUE;
      }
  return FALSE;
}

static void
end (const GError *error)
{
  if (error == NULL)
    told_desk_say ("done");
  else
    told_desk_say ("failed %s", error->message);
}

/* TRUE: it was tried and has to be tried again. Says how it ended otherwise. */
static gboolean
fails (const GError *error)
{
  if (error != NULL && told_desk_tries_again (error))
    return TRUE;
  end (error);
  return FALSE;
}

static gboolean
try_sign_in (ToldDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_sign_in_async (self->desk.sync, self->server, self->name, self->password, NULL,
                              redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "signing in");
  if (redress_sync_sign_in_finish (self->desk.sync, result, &error))
    redress_test_spin_until (redress_headless_desk_is_online, &self->desk, "the first sync");
  return fails (error);
}

void
told_desk_sign_in (ToldDesk *self, char **words)
{
  while (try_sign_in (self))
    ;
}

static gboolean
try_sign_out (ToldDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_sign_out_async (self->desk.sync, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "signing out");
  redress_sync_sign_out_finish (self->desk.sync, result, &error);
  return fails (error);
}

void
told_desk_sign_out (ToldDesk *self, char **words)
{
  while (try_sign_out (self))
    ;
}

static gboolean
is_read (gpointer data)
{
  ToldDesk *self = data;
  RedressCase *found = redress_headless_desk_load (&self->desk, self->ticket);
  gboolean here = found != NULL;

  g_clear_pointer (&found, redress_case_free);
  return here && redress_headless_desk_is_online (&self->desk);
}

/* @words: the last ticket there is, which comes last */
void
told_desk_rebuild (ToldDesk *self, char **words)
{
  RedressStore *store = redress_sync_get_store (self->desk.sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  self->ticket = atoi (words[1]);
  redress_store_rebuild_cache_async (store, NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "a new cache");
  if (redress_store_rebuild_cache_finish (store, result, &error))
    {
      redress_sync_wake (self->desk.sync);
      redress_test_spin_until (is_read, self, "the feed");
    }
  end (error);
}

void
told_desk_find (ToldDesk *self, char **words)
{
  told_desk_say ("row found %" G_GINT64_FORMAT,
                 redress_headless_desk_find_decidable (&self->desk, atoi (words[1])));
  told_desk_say ("done");
}

/* The page has a button where the details did not come. */
static gboolean
is_open (gpointer data)
{
  ToldDesk *self = data;
  RedressCase *found = redress_headless_desk_load (&self->desk, self->ticket);
  const GError *error = redress_sync_get_fetch_error (self->desk.sync, self->ticket, NULL);
  gboolean here = found != NULL && found->ticket != NULL && found->policy != NULL &&
                  found->evaluation != NULL && found->ticket->summary->rev >= found->summary->rev;

  g_clear_pointer (&found, redress_case_free);
  if (!here && error != NULL && told_desk_tries_again (error))
    {
      redress_sync_set_open_ticket (self->desk.sync, 0);
      redress_sync_set_open_ticket (self->desk.sync, self->ticket);
    }
  return here;
}

void
told_desk_open (ToldDesk *self, char **words)
{
  self->ticket = atoi (words[1]);
  redress_sync_set_open_ticket (self->desk.sync, self->ticket);
  redress_test_spin_until (is_open, self, "the details");
  redress_sync_set_open_ticket (self->desk.sync, 0);
  told_desk_say ("done");
}

/* (nullable) (transfer full): digest of the first thing that can be shown; @flow: of the ticket */
static char *
find_rendition (ToldDesk *self, char **flow)
{
  RedressCase *found = redress_headless_desk_load (&self->desk, self->ticket);
  char *sha256 = NULL;

  for (guint i = 0;
       found != NULL && found->ticket != NULL && sha256 == NULL && i < found->ticket->evidence->len;
       i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (found->ticket->evidence, i);
      const RedressRendition *first =
          piece->renditions->len > 0 ? g_ptr_array_index (piece->renditions, 0) : NULL;

      if (first != NULL)
        {
          sha256 = g_strdup (first->sha256);
          *flow = g_strdup (found->summary->flow);
        }
    }
  g_clear_pointer (&found, redress_case_free);
  return sha256;
}

static gboolean
has_digest (GBytes *bytes, const char *sha256)
{
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);
  g_autofree char *found = redress_sha256_hex (data, length);

  return g_str_equal (found, sha256);
}

static gboolean
try_evidence (ToldDesk *self, const char *sha256)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_fetch_evidence_async (self->desk.sync, self->ticket, sha256, NULL,
                                     redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the evidence");
  bytes = redress_sync_fetch_evidence_finish (self->desk.sync, result, &error);
  if (bytes != NULL && !has_digest (bytes, sha256))
    g_error ("another file was shown than %s", sha256);
  return fails (error);
}

void
told_desk_evidence (ToldDesk *self, char **words)
{
  g_autofree char *sha256 = NULL;
  g_autofree char *flow = NULL;

  self->ticket = atoi (words[1]);
  sha256 = find_rendition (self, &flow);
  if (sha256 == NULL)
    told_desk_say ("failed no evidence");
  else
    {
      told_desk_say ("row evidence %s %s", sha256, flow);
      while (try_evidence (self, sha256))
        ;
    }
}

/* (nullable) (transfer full): digest of the first piece that is masked */
static char *
find_masked (ToldDesk *self)
{
  RedressCase *found = redress_headless_desk_load (&self->desk, self->ticket);
  char *sha256 = NULL;

  for (guint i = 0;
       found != NULL && found->ticket != NULL && sha256 == NULL && i < found->ticket->evidence->len;
       i++)
    {
      const RedressEvidence *piece = g_ptr_array_index (found->ticket->evidence, i);

      if (piece->masked)
        sha256 = g_strdup (piece->sha256);
    }
  g_clear_pointer (&found, redress_case_free);
  return sha256;
}

static gboolean
try_reveal (ToldDesk *self, const char *sha256)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (RedressRevealed) revealed = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_reveal_async (self->desk.sync, self->ticket, NULL, sha256, "compared with the order",
                             NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "what is masked");
  revealed = redress_sync_reveal_finish (self->desk.sync, result, &error);
  return fails (error);
}

void
told_desk_reveal (ToldDesk *self, char **words)
{
  g_autofree char *sha256 = NULL;

  self->ticket = atoi (words[1]);
  sha256 = find_masked (self);
  if (sha256 == NULL)
    told_desk_say ("failed nothing is masked");
  else
    while (try_reveal (self, sha256))
      ;
}

static gboolean
try_export (ToldDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressExport *found;
  g_autoptr (GError) error = NULL;

  redress_sync_export_async (self->desk.sync, self->ticket, "a complaint outside", NULL,
                             redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the pack");
  found = redress_sync_export_finish (self->desk.sync, result, &error);
  g_clear_pointer (&found, redress_export_free);
  return fails (error);
}

void
told_desk_export (ToldDesk *self, char **words)
{
  self->ticket = atoi (words[1]);
  while (try_export (self))
    ;
}

static gboolean
try_search (ToldDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_search_server_async (self->desk.sync, "T-1", NULL, redress_test_keep_result,
                                    &pending);
  result = redress_test_await_result (&pending, "the search");
  found = redress_sync_search_server_finish (self->desk.sync, result, &error);
  return fails (error);
}

void
told_desk_search (ToldDesk *self, char **words)
{
  while (try_search (self))
    ;
}

static gboolean
try_peaks (ToldDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_peaks_async (self->desk.sync, REDRESS_PEAK_LIST, NULL, NULL,
                            redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "the peaks");
  found = redress_sync_peaks_finish (self->desk.sync, result, &error);
  return fails (error);
}

void
told_desk_peaks (ToldDesk *self, char **words)
{
  while (try_peaks (self))
    ;
}

static gboolean
try_connectors (ToldDesk *self)
{
  const RedressConnectorsRequest request = { .action = REDRESS_CONNECTORS_LIST };
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressConnectors *found;
  g_autoptr (GError) error = NULL;

  redress_sync_connectors_async (self->desk.sync, &request, NULL, redress_test_keep_result,
                                 &pending);
  result = redress_test_await_result (&pending, "the connectors");
  found = redress_sync_connectors_finish (self->desk.sync, result, &error);
  g_clear_pointer (&found, redress_connectors_free);
  return fails (error);
}

void
told_desk_connectors (ToldDesk *self, char **words)
{
  while (try_connectors (self))
    ;
}
