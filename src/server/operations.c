/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/operations.h"

#include "server/backfill.h"
#include "server/database.h"
#include "server/feed.h"
#include "server/key-file.h"
#include "server/log.h"
#include "server/redaction-table.h"
#include "server/render-queue.h"
#include "server/server-private.h"
#include "server/sweep.h"
#include "server/tailer.h"
#include "server/webhook/sender.h"

#define WAKE_SECONDS 5
#define FORGET_EVERY REDRESS_DAY

struct _RedressOperations
{
  RedressServer *server;
  char *epoch;
  GBytes *cursor_key;
  RedressPresence *presence;

  RedressRenderQueue *render_queue; /* (nullable): while it serves */
  GSource *timer;                   /* (nullable): while it serves */
  GBytes *webhook_key;
  GBytes *hand_in_key;
  RedressWebhookSender *webhooks; /* (nullable): while it serves */
  RedressSigning *signing;        /* (nullable): while it serves and has the logs signed */
  RedressTailer *tailer;          /* (nullable): while it serves a database that others write to */
  RedressTime next_forget;        /* database thread */
  gboolean leads;                 /* database thread: of several processes it does this work */
};

/**
 * redress_operations_new:
 * @server: a server whose database is open
 *
 * Returns: (transfer full): what the handlers need; %NULL with an error
 */
RedressOperations *
redress_operations_new (RedressServer *server, GError **error)
{
  g_autoptr (RedressOperations) self = g_new0 (RedressOperations, 1);

  self->server = server;
  self->presence = redress_presence_new ();
  self->epoch = redress_feed_get_epoch (redress_server_get_connection (server), error);
  if (self->epoch == NULL)
    return NULL;
  self->cursor_key = redress_key_file_load (redress_server_get_data_dir (server), "cursor", error);
  if (self->cursor_key == NULL)
    return NULL;
  self->webhook_key =
      redress_key_file_load (redress_server_get_data_dir (server), "webhook", error);
  if (self->webhook_key == NULL)
    return NULL;
  self->hand_in_key =
      redress_key_file_load (redress_server_get_data_dir (server), "hand-in", error);
  if (self->hand_in_key == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * redress_operations_free:
 * @self: (transfer full) (nullable): stopped, or never started
 */
void
redress_operations_free (RedressOperations *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->tailer, redress_tailer_free);
  g_clear_pointer (&self->render_queue, redress_render_queue_free);
  g_clear_pointer (&self->presence, redress_presence_free);
  g_clear_pointer (&self->cursor_key, g_bytes_unref);
  g_clear_pointer (&self->webhooks, redress_webhook_sender_free);
  g_clear_pointer (&self->webhook_key, g_bytes_unref);
  g_clear_pointer (&self->hand_in_key, g_bytes_unref);
  g_free (self->epoch);
  g_free (self);
}

/**
 * redress_operations_get_epoch:
 * @self: the operations
 *
 * Returns: the epoch of the feeds
 */
const char *
redress_operations_get_epoch (RedressOperations *self)
{
  return self->epoch;
}

/**
 * redress_operations_get_cursor_key:
 * @self: the operations
 *
 * Returns: (transfer none): what cursors are signed with
 */
GBytes *
redress_operations_get_cursor_key (RedressOperations *self)
{
  return self->cursor_key;
}

/**
 * redress_operations_get_hand_in_key:
 * @self: operations
 *
 * Returns: (transfer none): opens what desks sealed for this server
 */
GBytes *
redress_operations_get_hand_in_key (RedressOperations *self)
{
  return self->hand_in_key;
}

/**
 * redress_operations_get_webhook_key:
 * @self: the operations
 *
 * Returns: (transfer none): what the secrets of webhooks are made of
 */
GBytes *
redress_operations_get_webhook_key (RedressOperations *self)
{
  return self->webhook_key;
}

/**
 * redress_operations_get_presence:
 * @self: the operations
 *
 * Returns: (transfer none): who looks at what
 */
RedressPresence *
redress_operations_get_presence (RedressOperations *self)
{
  return self->presence;
}

/**
 * redress_operations_can_paint:
 * @self: the operations
 * @media_type: of a picture
 *
 * Returns: whether a picture that goes comes again
 */
gboolean
redress_operations_can_paint (RedressOperations *self, const char *media_type)
{
  return self->render_queue != NULL &&
         redress_render_queue_can_paint (self->render_queue, media_type);
}

/* Database thread. */
static void
drop_files (RedressOperations *self)
{
  g_autoptr (GError) error = NULL;

  if (!redress_redaction_table_sweep (redress_server_get_connection (self->server),
                                      redress_server_get_data_dir (self->server), &error))
    redress_log (redress_server_get_clock (self->server), "drop-failed",
                 REDRESS_LOG_TEXT ("error", error->message));
}

/* Database thread. */
static void
paint (RedressServer *server, gpointer data)
{
  RedressOperations *self = redress_server_get_operations (server);

  drop_files (self);
  if (self->render_queue != NULL && self->leads)
    redress_render_queue_take (self->render_queue, *(const gint64 *)data);
}

/**
 * redress_operations_paint_later:
 * @self: the operations
 * @evidence: id of a piece that lost its renditions
 */
void
redress_operations_paint_later (RedressOperations *self, gint64 evidence)
{
  redress_server_run_later (self->server, paint, g_memdup2 (&evidence, sizeof evidence), g_free);
}

/**
 * redress_operations_render_soon:
 * @self: the operations
 */
void
redress_operations_render_soon (RedressOperations *self)
{
  if (self->render_queue != NULL && self->leads)
    redress_render_queue_fill (self->render_queue);
}

/* Database thread. */
static void
sweep (RedressServer *server, gpointer data)
{
  RedressOperations *self = data;
  RedressTime now = redress_clock_now (redress_server_get_clock (server));
  gboolean has_more;

  if (self->tailer != NULL)
    redress_server_renew_policies (server);
  self->leads = redress_database_leads (redress_server_get_connection (server));
  if (!self->leads)
    return;
  redress_sweep_wake_tickets (server, now);
  has_more = redress_sweep_renew_clocks (server, now);
  if (redress_backfill_run (server) || has_more)
    redress_server_run_later (server, sweep, self, NULL);
  redress_operations_render_soon (self);
  drop_files (self);
  if (now < self->next_forget)
    return;

  self->next_forget = now + FORGET_EVERY;
  redress_sweep_forget (server, now);
}

/**
 * redress_operations_renew_clocks_soon:
 * @self: the operations
 *
 * Some due times were marked. Where nothing serves, that is done when something does.
 */
void
redress_operations_renew_clocks_soon (RedressOperations *self)
{
  redress_server_run_later (self->server, sweep, self, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  RedressOperations *self = data;

  redress_server_run_later (self->server, sweep, self, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * redress_operations_start:
 * @self: the operations
 * @context: runs as long as the server serves
 * @render_tool: (nullable): path of redress-render
 * @signer: (nullable): where redress-signer listens
 */
void
redress_operations_start (RedressOperations *self,
                          GMainContext *context,
                          const char *render_tool,
                          const char *signer)
{
  self->render_queue = redress_render_queue_new (self->server, context, render_tool);
  self->timer = g_timeout_source_new_seconds (WAKE_SECONDS);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);
  self->webhooks = redress_webhook_sender_new (self->server, self->webhook_key, context);
  if (redress_sql_connection_get_dialect (redress_server_get_connection (self->server)) !=
      REDRESS_SQL_SQLITE)
    self->tailer = redress_tailer_new (self->server, context);
  if (signer != NULL)
    self->signing = redress_signing_start (self->server, self->server->jobs, signer);
  redress_server_run_later (self->server, sweep, self, NULL);
}

/**
 * redress_operations_stop:
 * @self: the operations
 *
 * Called while the context and the database thread still run.
 */
void
redress_operations_stop (RedressOperations *self)
{
  if (self->timer == NULL)
    return;

  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  redress_tailer_stop (self->tailer);
  redress_render_queue_stop (self->render_queue);
  redress_webhook_sender_stop (self->webhooks);
  g_clear_pointer (&self->signing, redress_signing_stop);
}

/**
 * redress_operations_get_signing:
 * @self: the operations
 *
 * Returns: how the signing of the logs goes
 */
RedressSigningState
redress_operations_get_signing (RedressOperations *self)
{
  return self->signing != NULL ? redress_signing_get_state (self->signing)
                               : REDRESS_SIGNING_UNKNOWN;
}
