/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/desk.h"

#include "core/error.h"
#include "server/account-table.h"
#include "server/session-table.h"
#include "sim/virtual-time.h"
#include "sim/worker.h"
#include "support/spin.h"

/* A person types the password again after so long. */
#define SIGN_IN_AFTER (30 * REDRESS_SECOND)
#define TRY_AGAIN (10 * REDRESS_SECOND)

static void start (SimDesk *self);

static void heard_status (RedressSyncStatus status, RedressTime since, gpointer owner);

static void
heard_synced (RedressTime when, gint64 clock_skew, gpointer owner)
{
}

static void
heard_progress (guint done, guint total, gpointer owner)
{
}

static void
heard_trouble (const char *text, gpointer owner)
{
  SimDesk *self = owner;

  g_free (self->trouble);
  self->trouble = g_strdup (text);
}

static RedressSession *
copy_session (const RedressSession *session)
{
  RedressSession *copy = redress_session_new ();

  copy->access_token = g_strdup (session->access_token);
  copy->access_until = session->access_until;
  copy->refresh_token = g_strdup (session->refresh_token);
  copy->refresh_until = session->refresh_until;
  copy->account = redress_account_copy (session->account);
  copy->server_time = session->server_time;
  return copy;
}

static void
heard_session (const RedressSession *session, gpointer owner)
{
  SimDesk *self = owner;
  RedressSession *newest = copy_session (session);

  redress_session_free (self->session);
  self->session = newest;
}

static void
heard_settled (const char *command_id, gint64 ticket, guint status, gpointer owner)
{
  SimDesk *self = owner;

  sim_ledger_settle (self->ledger, command_id, status);
}

static void
heard_fetched (gint64 ticket, const char *sha256, const GError *error, gpointer owner)
{
}

static const RedressEngineListener listener = {
  heard_status,  heard_synced,  heard_progress, heard_trouble,
  heard_session, heard_settled, heard_fetched,
};

/* (nullable): as if the person had signed in; NULL while the server is down. */
static RedressSession *
sign_in (SimDesk *self)
{
  SimServer *server = self->line.server;
  g_auto (RedressTokenPair) pair = { 0 };
  g_autoptr (RedressAccountRow) row = NULL;
  RedressSession *session;
  RedressSqlConnection *connection;

  if (server->server == NULL || !self->line.is_up)
    return NULL;
  connection = redress_server_get_connection (server->server);
  if (!redress_session_table_begin (connection, self->account, sim_now (), &pair, NULL) ||
      !redress_account_table_get (connection, self->account, &row, NULL))
    return NULL;
  session = redress_session_new ();
  session->access_token = g_strdup (pair.access);
  session->access_until = pair.access_until;
  session->refresh_token = g_strdup (pair.refresh);
  session->refresh_until = pair.refresh_until;
  session->account = redress_account_copy (row->account);
  session->server_time = sim_now ();
  return session;
}

static void
sign_in_again (gpointer data)
{
  SimDesk *self = data;
  RedressSession *session;

  self->sign_in_id = 0;
  if (self->engine == NULL)
    return;
  session = sign_in (self);
  if (session == NULL)
    {
      self->sign_in_id = sim_after (SIGN_IN_AFTER, sign_in_again, self);
      return;
    }
  redress_session_free (self->session);
  self->session = session;
  start (self);
}

static void
heard_status (RedressSyncStatus status, RedressTime since, gpointer owner)
{
  SimDesk *self = owner;

  self->status = status;
  if (status == REDRESS_SYNC_SIGN_IN_AGAIN && self->sign_in_id == 0)
    self->sign_in_id = sim_after (SIGN_IN_AFTER, sign_in_again, self);
}

static void
start (SimDesk *self)
{
  g_autofree char *server = g_strdup_printf ("http://desk-%u", self->number);

  redress_engine_start (self->engine, redress_http_new (server, NULL), copy_session (self->session),
                        self->store);
}

static void
open_store (SimDesk *self)
{
  g_autofree char *data = g_build_filename (self->folder, "data", NULL);
  g_autofree char *cache = g_build_filename (self->folder, "cache", NULL);
  RedressStorePaths paths = { data, cache };
  static const guint8 key[32] = { 1, 2, 3 };
  g_autoptr (GBytes) seal = g_bytes_new_static (key, sizeof key);
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_open_async (&paths, seal, self->clock, NULL, redress_test_keep_result, &pending);
  result = sim_await (&pending, "the desk's disk");
  self->store = redress_store_open_finish (result, NULL);
}

static void
open_again (gpointer data)
{
  SimDesk *self = data;

  self->open_id = 0;
  sim_desk_open (self);
}

void
sim_desk_open (SimDesk *self)
{
  if (self->store != NULL || self->open_id != 0)
    return;
  sim_desk_set_clock (self);
  open_store (self);
  if (self->store == NULL)
    {
      self->open_id = sim_after (TRY_AGAIN, open_again, self);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->engine = redress_engine_new (self->clock, &listener, self);
  if (self->session != NULL)
    start (self);
  else
    sign_in_again (self);
}

void
sim_desk_begin (SimDesk *self, const char *folder, SimServer *server, SimLedger *ledger)
{
  self->folder = g_strdup (folder);
  self->disk = sim_disk_new (folder);
  self->clock = redress_clock_new_manual (sim_now ());
  self->ledger = ledger;
  self->line.server = server;
  sim_network_set_line (self->number, &self->line);
  sim_desk_open (self);
}

static void
close_store (SimDesk *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->engine, redress_engine_free);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  redress_store_close (self->store);
  redress_test_await_finalized (g_steal_pointer (&self->store), "the end of the desk's disk");
}

void
sim_desk_crash (SimDesk *self)
{
  if (self->store == NULL)
    return;
  sim_disk_cut (self->disk);
  close_store (self);
  sim_disk_restore (self->disk);
  self->n_crashes++;
  /* The keyring has the refresh token alone. */
  if (self->session != NULL)
    g_clear_pointer (&self->session->access_token, g_free);
}

void
sim_desk_end (SimDesk *self)
{
  if (self->store != NULL)
    close_store (self);
  sim_cancel (self->sign_in_id);
  sim_cancel (self->open_id);
  g_clear_pointer (&self->disk, sim_disk_free);
  g_clear_pointer (&self->clock, redress_clock_unref);
  g_clear_pointer (&self->session, redress_session_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->trouble, g_free);
}

void
sim_desk_set_clock (SimDesk *self)
{
  redress_clock_set (self->clock, sim_now () + self->skew);
}

RedressCase *
sim_desk_load (SimDesk *self, gint64 ticket)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_load_case_async (self->store, ticket, NULL, redress_test_keep_result, &pending);
  result = sim_await (&pending, "a case");
  return redress_store_load_case_finish (self->store, result, NULL);
}

RedressOutboxEntry *
sim_desk_record (SimDesk *self, const RedressCommand *command, guint undo_seconds)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressOutboxEntry *entry;
  SimEntry *promise = sim_ledger_add (self->ledger, self->number, command);

  redress_store_record_async (self->store, command, undo_seconds, NULL, redress_test_keep_result,
                              &pending);
  result = sim_await (&pending, "the record");
  entry = redress_store_record_finish (self->store, result, NULL);
  if (entry == NULL)
    return NULL;
  promise->is_promised = TRUE;
  redress_engine_look (self->engine);
  return entry;
}

gboolean
sim_desk_take_back (SimDesk *self, const char *command_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  RedressDraft *draft;
  SimEntry *entry = sim_ledger_find (self->ledger, command_id);
  g_autoptr (GError) error = NULL;

  redress_store_take_back_async (self->store, command_id, NULL, redress_test_keep_result, &pending);
  result = sim_await (&pending, "the undo");
  draft = redress_store_take_back_finish (self->store, result, &error);
  if (draft == NULL)
    {
      /* The disk may have it, or not. */
      if (!g_error_matches (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT))
        entry->is_doubtful = TRUE;
      return FALSE;
    }
  redress_draft_free (draft);
  entry->is_withdrawn = TRUE;
  redress_engine_look (self->engine);
  return TRUE;
}

gboolean
sim_desk_acknowledge (SimDesk *self, const char *command_id)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_acknowledge_async (self->store, command_id, FALSE, NULL, redress_test_keep_result,
                                   &pending);
  result = sim_await (&pending, "the acknowledgement");
  return redress_store_acknowledge_finish (self->store, result, NULL);
}

GPtrArray *
sim_desk_list_outbox (SimDesk *self)
{
  GAsyncResult *pending = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  redress_store_list_outbox_async (self->store, NULL, redress_test_keep_result, &pending);
  result = sim_await (&pending, "the outbox");
  return redress_store_list_outbox_finish (self->store, result, NULL);
}

/* What comes of it the desk keeps by itself. */
void
sim_desk_claim (SimDesk *self, RedressCommandType type, gint64 ticket)
{
  redress_engine_claim (self->engine, redress_command_new (type, ticket),
                        g_task_new (NULL, self->cancellable, NULL, NULL));
}
