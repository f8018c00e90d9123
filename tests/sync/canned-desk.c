/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/canned-desk.h"

#include "store/store-fixture.h"
#include "support/spin.h"
#include "wire/codec.h"
#include "wire/messages.h"

#include <string.h>

#define SESSION                                                                                    \
  "{\"access_token\":\"ra_x\",\"access_until\":\"2099-01-01T00:00:00.000000Z\","                   \
  "\"refresh_token\":\"rr_x\",\"refresh_until\":\"2099-01-01T00:00:00.000000Z\","                  \
  "\"server_time\":\"2026-11-22T00:00:00.000000Z\",\"account\":{\"id\":\"a-1\",\"name\":"          \
  "\"agent\",\"display_name\":\"Agent\",\"role\":\"%s\",\"scopes\":[\"kameng\"],"                  \
  "\"grants_version\":1}}"

static GBytes *
find_answer (RedressCannedDesk *self, const char *path)
{
  GHashTableIter iter;
  gpointer key, value;
  GBytes *found = NULL;
  gsize length = 0;

  g_hash_table_iter_init (&iter, self->answers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (g_str_has_prefix (path, key) && strlen (key) > length)
      {
        length = strlen (key);
        found = value;
      }
  if (found == NULL)
    return redress_canned_json (404, "{}");
  return g_bytes_get_size (found) > 0 ? g_bytes_ref (found) : NULL;
}

static gboolean
is_held (RedressCannedDesk *self, const char *path)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->held);
  while (!self->closing && g_hash_table_iter_next (&iter, &key, NULL))
    if (g_str_has_prefix (path, key))
      return TRUE;
  return FALSE;
}

static GBytes *
answer (const char *method, const char *path, const char *body, gpointer user_data)
{
  RedressCannedDesk *self = user_data;
  gboolean waits = g_str_has_prefix (path, "/v1/changes") && strstr (path, "wait=0") == NULL;
  GBytes *bytes;

  g_mutex_lock (&self->mutex);
  while (waits && self->page == NULL && !self->closing)
    g_cond_wait (&self->cond, &self->mutex);
  while (is_held (self, path))
    g_cond_wait (&self->cond, &self->mutex);
  if (waits)
    bytes = g_steal_pointer (&self->page);
  else
    bytes = find_answer (self, path);
  g_mutex_unlock (&self->mutex);
  return bytes;
}

void
redress_canned_desk_set (RedressCannedDesk *self, const char *path, GBytes *bytes)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->answers, g_strdup (path), bytes);
  g_mutex_unlock (&self->mutex);
  self->failures = 0;
}

void
redress_canned_desk_hold (RedressCannedDesk *self, const char *path)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_add (self->held, g_strdup (path));
  g_mutex_unlock (&self->mutex);
}

void
redress_canned_desk_let_go (RedressCannedDesk *self, const char *path)
{
  g_mutex_lock (&self->mutex);
  g_hash_table_remove (self->held, path);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static GBytes *
make_answer (GBytes *body)
{
  GByteArray *whole = g_byte_array_new ();
  gsize length;
  const guint8 *data = g_bytes_get_data (body, &length);
  g_autofree char *head = g_strdup_printf (
      "HTTP/1.1 200 X\r\nContent-Length: %" G_GSIZE_FORMAT "\r\nConnection: close\r\n\r\n", length);

  g_byte_array_append (whole, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_append (whole, data, (guint)length);
  return g_byte_array_free_to_bytes (whole);
}

void
redress_canned_desk_set_details (RedressCannedDesk *self)
{
  g_autoptr (GBytes) json = redress_test_ticket_bytes (self->ticket);

  redress_canned_desk_set (self, REDRESS_CANNED_DETAILS, make_answer (json));
}

void
redress_canned_desk_set_policy (RedressCannedDesk *self)
{
  g_autoptr (GBytes) policy = redress_test_policy_bytes ();

  redress_canned_desk_set (self, REDRESS_CANNED_POLICY, make_answer (policy));
}

GBytes *
redress_canned_desk_make_page (RedressCannedDesk *self)
{
  g_autoptr (RedressChangePage) page = redress_test_page_new ("cursor");
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  redress_test_page_add (page, g_object_ref (self->ticket->summary));
  page->grants_version = 1;
  page->server_time = redress_clock_now (redress_clock_get_system ()) - self->behind;
  g_free (page->epoch);
  page->epoch = g_strdup ("e");
  node = redress_change_page_to_json (page);
  text = json_to_string (node, FALSE);
  return redress_canned_json (200, text);
}

void
redress_canned_desk_push (RedressCannedDesk *self, GBytes *bytes)
{
  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->page, g_bytes_unref);
  self->page = bytes;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
redress_canned_desk_set_piece (RedressCannedDesk *self)
{
  redress_canned_desk_set (self, self->piece_path, make_answer (self->piece));
}

static void
set_session (RedressCannedDesk *self)
{
  g_autofree char *session = g_strdup_printf (SESSION, self->role != NULL ? self->role : "agent");

  redress_canned_desk_set (self, "/v1/sessions", redress_canned_json (201, session));
}

static void
set_answers (RedressCannedDesk *self)
{
  set_session (self);
  redress_canned_desk_set (self, "/v1/changes", redress_canned_desk_make_page (self));
  redress_canned_desk_set (self, "/v1/calendars", redress_canned_json (200, "{\"calendars\":[]}"));
  redress_canned_desk_set (self, "/v1/policies", redress_canned_json (200, "{\"policies\":[]}"));
  redress_canned_desk_set_policy (self);
  redress_canned_desk_set_piece (self);
  redress_canned_desk_set_details (self);
}

static void
fetch_changed_cb (RedressCannedDesk *self, gint64 ticket, const char *sha256)
{
  self->failures += redress_sync_get_fetch_error (self->sync, ticket, sha256) != NULL;
}

void
redress_canned_desk_open (RedressCannedDesk *self)
{
  g_autofree char *data = NULL, *cache = NULL;

  *self = (RedressCannedDesk){ .role = self->role, .folder = redress_test_folder_new () };
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->answers =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->ticket = redress_test_ticket_new (REDRESS_CANNED_TICKET);
  self->piece = g_bytes_new_static ("a picture", 9);
  self->digest = redress_test_sha256 (self->piece);
  self->piece_path = g_strconcat (REDRESS_CANNED_DETAILS, "/evidence/", self->digest, NULL);
  redress_test_ticket_add_evidence (self->ticket, "chat", self->piece);
  set_answers (self);
  data = redress_test_folder_build (self->folder, "data");
  cache = redress_test_folder_build (self->folder, "cache");
  self->sync = redress_sync_new (redress_clock_get_system (), data, cache);
  g_signal_connect_swapped (self->sync, "fetch-changed", G_CALLBACK (fetch_changed_cb), self);
  self->server = redress_canned_server_new (answer, self);
}

void
redress_canned_desk_close (RedressCannedDesk *self)
{
  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
  redress_sync_shutdown (self->sync);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  redress_test_await_finalized (self->sync, "the end of the desk");
  redress_canned_server_free (self->server);
  g_clear_pointer (&self->page, g_bytes_unref);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->held);
  g_object_unref (self->ticket);
  g_bytes_unref (self->piece);
  g_free (self->digest);
  g_free (self->piece_path);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  redress_test_folder_free (self->folder);
}

void
redress_canned_desk_sign_in (RedressCannedDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sync_sign_in_async (self->sync, redress_canned_server_get_url (self->server), "agent",
                              "secret", NULL, redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "signing in");
  redress_sync_sign_in_finish (self->sync, result, &error);
  g_assert_no_error (error);
  redress_canned_desk_await_status (self, REDRESS_SYNC_ONLINE);
}

typedef struct
{
  RedressCannedDesk *desk;
  RedressSyncStatus status;
  const char *sha256;
} Awaited;

static gboolean
has_status (gpointer data)
{
  Awaited *awaited = data;

  return redress_sync_get_status (awaited->desk->sync) == awaited->status;
}

void
redress_canned_desk_await_status (RedressCannedDesk *self, RedressSyncStatus status)
{
  Awaited awaited = { .desk = self, .status = status };

  redress_test_spin_until (has_status, &awaited, "a status");
}

static gboolean
has_error (gpointer data)
{
  Awaited *awaited = data;

  return awaited->desk->failures > 0 &&
         redress_sync_get_fetch_error (awaited->desk->sync, REDRESS_CANNED_TICKET,
                                       awaited->sha256) != NULL;
}

const GError *
redress_canned_desk_await_error (RedressCannedDesk *self, const char *sha256)
{
  Awaited awaited = { .desk = self, .sha256 = sha256 };

  redress_test_spin_until (has_error, &awaited, "why it did not come");
  return redress_sync_get_fetch_error (self->sync, REDRESS_CANNED_TICKET, sha256);
}

static RedressCase *
load (RedressCannedDesk *self)
{
  RedressStore *store = redress_sync_get_store (self->sync);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_load_case_async (store, REDRESS_CANNED_TICKET, NULL, redress_test_keep_result,
                                 &pending);
  result = redress_test_await_result (&pending, "a case");
  return redress_store_load_case_finish (store, result, NULL);
}

static gboolean
is_whole (gpointer data)
{
  RedressCase *found = load (data);
  gboolean whole = found != NULL && found->ticket != NULL && found->policy != NULL;

  g_clear_pointer (&found, redress_case_free);
  return whole;
}

void
redress_canned_desk_await_case (RedressCannedDesk *self)
{
  redress_test_spin_until (is_whole, self, "the case");
}

static gboolean
is_newest (gpointer data)
{
  RedressCannedDesk *self = data;
  RedressCase *found = load (self);
  gboolean newest = found != NULL && found->ticket != NULL &&
                    found->ticket->summary->rev == self->ticket->summary->rev;

  g_clear_pointer (&found, redress_case_free);
  return newest;
}

void
redress_canned_desk_await_details (RedressCannedDesk *self)
{
  redress_test_spin_until (is_newest, self, "the newest details");
}

void
redress_canned_desk_change (RedressCannedDesk *self)
{
  self->ticket->summary->rev++;
  redress_canned_desk_set_details (self);
  redress_canned_desk_push (self, redress_canned_desk_make_page (self));
  redress_canned_desk_await_details (self);
}

gboolean
redress_canned_desk_fetch_piece (RedressCannedDesk *self, GError **error)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) bytes = NULL;

  redress_sync_fetch_evidence_async (self->sync, REDRESS_CANNED_TICKET, self->digest, NULL,
                                     redress_test_keep_result, &pending);
  result = redress_test_await_result (&pending, "a piece");
  bytes = redress_sync_fetch_evidence_finish (self->sync, result, error);
  return bytes != NULL;
}

gboolean
redress_canned_desk_has_piece (RedressCannedDesk *self)
{
  RedressCase *found = load (self);
  gboolean has = found != NULL && found->evidence_present != NULL &&
                 g_strv_contains ((const char *const *)found->evidence_present, self->digest);

  g_clear_pointer (&found, redress_case_free);
  return has;
}
