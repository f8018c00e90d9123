/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/tailer.h"

#include "server/log.h"

/* How much later than its own desk those of other processes learn of a change, at most. */
#define LOOK_MS 200

static const char sql_heads[] = "select platform, seq from feed_head";

struct _RedressTailer
{
  RedressServer *server;
  GSource *timer;
  GHashTable *heads; /* (owned) (element-type utf8 gint64): database thread */
  gint is_asked;     /* atomic: one look waits for the database thread, not many */
  gint64 n_failed;   /* database thread: looks, one after the other */
};

/* Database thread. At the first look everybody is woken: who waits already may have read what was
 * there a moment before. */
static void
compare (RedressTailer *self, const char *platform, gint64 seq)
{
  const gint64 *known = g_hash_table_lookup (self->heads, platform);

  if (known != NULL && *known == seq)
    return;
  g_hash_table_replace (self->heads, g_strdup (platform), g_memdup2 (&seq, sizeof seq));
  redress_server_feed_moved (self->server, platform);
}

static gboolean
read_heads (RedressTailer *self, GError **error)
{
  RedressSqlStep step;
  g_autoptr (RedressSqlStatement) statement = redress_sql_connection_prepare (
      redress_server_get_connection (self->server), sql_heads, error);

  if (statement == NULL)
    return FALSE;
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    compare (self, redress_sql_statement_get_text (statement, 0),
             redress_sql_statement_get_int64 (statement, 1));
  return step == REDRESS_SQL_DONE;
}

/* Database thread. The next look comes soon, so a failure is told once, and its end. */
static void
look (RedressServer *server, gpointer data)
{
  RedressTailer *self = data;
  RedressClock *clock = redress_server_get_clock (server);
  g_autoptr (GError) error = NULL;

  g_atomic_int_set (&self->is_asked, 0);
  if (read_heads (self, &error))
    {
      if (self->n_failed > 0)
        redress_log (clock, "feeds-read-again", REDRESS_LOG_NUMBER ("failed", self->n_failed));
      self->n_failed = 0;
      return;
    }
  if (self->n_failed++ == 0)
    redress_log (clock, "feeds-unread", REDRESS_LOG_TEXT ("error", error->message));
  redress_metrics_add (redress_server_get_metrics (server), "redress_feed_look_failures_total",
                       NULL, 1);
}

static gboolean
timer_cb (gpointer data)
{
  RedressTailer *self = data;

  if (g_atomic_int_compare_and_exchange (&self->is_asked, 0, 1))
    redress_server_run_later (self->server, look, self, NULL);
  return G_SOURCE_CONTINUE;
}

/**
 * redress_tailer_new:
 * @server: a server whose database others write to as well
 * @context: where the time is kept
 *
 * Returns: (transfer full): looks for changes from now on
 */
RedressTailer *
redress_tailer_new (RedressServer *server, GMainContext *context)
{
  RedressTailer *self = g_new0 (RedressTailer, 1);

  self->server = server;
  self->heads = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->timer = g_timeout_source_new (LOOK_MS);
  g_source_set_callback (self->timer, timer_cb, self, NULL);
  g_source_attach (self->timer, context);
  return self;
}

/**
 * redress_tailer_stop:
 * @self: (nullable): a tailer
 *
 * Asks no more. A look that was asked for may still come.
 */
void
redress_tailer_stop (RedressTailer *self)
{
  if (self != NULL)
    g_source_destroy (self->timer);
}

/**
 * redress_tailer_free:
 * @self: (transfer full) (nullable): a tailer that was stopped
 *
 * When nothing runs on the database thread any more.
 */
void
redress_tailer_free (RedressTailer *self)
{
  if (self == NULL)
    return;
  g_source_unref (self->timer);
  g_hash_table_unref (self->heads);
  g_free (self);
}
