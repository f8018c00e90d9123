/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/render-queue.h"

#include <errno.h>
#include <glib/gstdio.h>

#include "server/evidence-store.h"
#include "server/evidence-table.h"
#include "server/log.h"
#include "server/redaction-table.h"
#include "server/render-record.h"
#include "server/render/check.h"
#include "server/render/media.h"
#include "server/render/renderer.h"

/* The renderer runs two at a time; a few more wait there. The rest waits in the table. */
#define MAX_TAKEN 8

struct _RedressRenderQueue
{
  RedressServer *server;
  GMainContext *context;
  GCancellable *cancellable;
  RedressRenderer *renderer; /* (nullable) (owned): lives in the thread of @context */
  char *tool;
  char *folder;      /* where renditions are made; finished ones are moved away at once */
  gint64 last_taken; /* database thread */
  gboolean retried;  /* database thread */

  GMutex lock;
  GCond changed;
  guint n_taken; /* under the lock */
  GHashTable
      *refused; /* (owned) (element-type gint64): under the lock: not again before a restart */
};

/**
 * Work:
 * @result: (nullable): what came of it
 */
typedef struct
{
  RedressRenderQueue *queue;
  RedressEvidence *evidence;
  char *boxes; /* (nullable): what is painted over */
  RedressRenderResult *result;
} Work;

static void
work_free (Work *work)
{
  redress_evidence_free (work->evidence);
  g_free (work->boxes);
  g_clear_pointer (&work->result, redress_render_result_free);
  g_free (work);
}

/**
 * redress_render_queue_new:
 * @server: the server
 * @context: a context that somebody runs
 * @tool: (nullable): path of redress-render; %NULL finds it
 *
 * Returns: (transfer full): a queue that has not begun
 */
RedressRenderQueue *
redress_render_queue_new (RedressServer *server, GMainContext *context, const char *tool)
{
  RedressRenderQueue *self = g_new0 (RedressRenderQueue, 1);

  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  self->server = server;
  self->context = g_main_context_ref (context);
  self->cancellable = g_cancellable_new ();
  self->tool = g_strdup (tool);
  self->refused = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->folder = g_build_filename (redress_server_get_data_dir (server), "tmp", "renditions", NULL);
  return self;
}

static void
change_taken (RedressRenderQueue *self, int difference)
{
  g_mutex_lock (&self->lock);
  self->n_taken = (guint)((int)self->n_taken + difference);
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

static guint
get_taken (RedressRenderQueue *self)
{
  guint taken;

  g_mutex_lock (&self->lock);
  taken = self->n_taken;
  g_mutex_unlock (&self->lock);
  return taken;
}

static gboolean
is_refused (RedressRenderQueue *self, gint64 evidence)
{
  gboolean found;

  g_mutex_lock (&self->lock);
  found = g_hash_table_contains (self->refused, &evidence);
  g_mutex_unlock (&self->lock);
  return found;
}

static void
log_failure (RedressRenderQueue *self, gint64 evidence, const GError *error)
{
  redress_log (redress_server_get_clock (self->server), "render-failed",
               REDRESS_LOG_NUMBER ("evidence", evidence),
               REDRESS_LOG_TEXT ("error", error->message));
}

/* Database thread. */
static void
record (RedressServer *server, gpointer data)
{
  Work *work = data;
  RedressRenderQueue *queue = work->queue;
  g_autoptr (GError) error = NULL;
  gboolean good = redress_render_record (server, work->evidence->id, work->result->state,
                                         work->result->reason, work->result->renditions, &error);

  change_taken (queue, -1);
  /* Where it cannot be written down now, a later sweep has it made again. */
  if (good)
    redress_render_queue_fill (queue);
  else
    log_failure (queue, work->evidence->id, error);
}

static gboolean
keep_files (Work *work, GError **error)
{
  const char *data_dir = redress_server_get_data_dir (work->queue->server);

  for (guint i = 0; i < work->result->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (work->result->renditions, i);
      g_autofree char *path = g_build_filename (work->queue->folder, rendition->sha256, NULL);

      if (g_strcmp0 (rendition->sha256, work->evidence->sha256) == 0)
        continue;
      if (!redress_evidence_store_keep_rendition (data_dir, path, rendition->sha256, error))
        return FALSE;
      g_unlink (path);
    }
  return TRUE;
}

/* It stays pending and is tried again at the next start. @error is NULL at the end. */
static void
give_up (Work *work, const GError *error)
{
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    log_failure (work->queue, work->evidence->id, error);
  g_mutex_lock (&work->queue->lock);
  g_hash_table_add (work->queue->refused, g_memdup2 (&work->evidence->id, sizeof (gint64)));
  g_mutex_unlock (&work->queue->lock);
  change_taken (work->queue, -1);
  work_free (work);
}

static void
rendered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Work *work = data;
  g_autoptr (GError) error = NULL;
  gboolean good;

  work->result = redress_renderer_render_finish (REDRESS_RENDERER (source), result, &error);
  good = work->result != NULL && keep_files (work, &error);
  if (!good || g_cancellable_is_cancelled (work->queue->cancellable))
    give_up (work, error);
  else
    redress_server_run_later (work->queue->server, record, work, (GDestroyNotify)work_free);
}

/* Thread of the context. */
static gboolean
start_work (gpointer data)
{
  Work *work = data;
  RedressRenderQueue *self = work->queue;
  const char *data_dir = redress_server_get_data_dir (self->server);
  g_autofree char *input = redress_evidence_store_get_original (data_dir, work->evidence->sha256);

  if (self->renderer == NULL)
    self->renderer = redress_renderer_new (self->tool);
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_autoptr (GError) error =
          g_error_new_literal (REDRESS_ERROR, REDRESS_ERROR_NO_SPACE, g_strerror (errno));

      give_up (work, error);
      return G_SOURCE_REMOVE;
    }

  redress_renderer_render_async (self->renderer, input, work->evidence->media_type, work->boxes,
                                 self->folder, self->cancellable, rendered_cb, work);
  return G_SOURCE_REMOVE;
}

/**
 * redress_render_queue_take:
 * @self: the queue
 * @id: id of a piece of evidence that waits for its renditions
 *
 * Called on the database thread, for a piece that had its turn before.
 */
void
redress_render_queue_take (RedressRenderQueue *self, gint64 id)
{
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autoptr (GError) error = NULL;
  Work *work = g_new0 (Work, 1);
  gint64 ticket;

  work->queue = self;
  work->evidence = redress_evidence_table_get (connection, id, &ticket, &error);
  if (work->evidence != NULL)
    work->boxes = redress_redaction_table_dup_boxes (connection, id, &error);
  /* Better no picture than one that is not painted over. */
  if (error != NULL)
    {
      log_failure (self, id, error);
      work_free (work);
      return;
    }

  change_taken (self, 1);
  g_main_context_invoke (self->context, start_work, work);
}

/* What a machine could not show when it came may be shown since a package was installed. */
static gboolean
retry_unavailable (RedressRenderQueue *self, GError **error)
{
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autofree char *tool = self->tool != NULL ? g_strdup (self->tool) : redress_render_find_tool ();
  const char *const *types = redress_media_list_accepted ();
  g_auto (RedressRenderReport) report = { 0 };
  gboolean has = FALSE;

  if (!redress_evidence_table_has_unavailable (connection, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  redress_render_check (tool, &report);
  for (guint i = 0; types[i] != NULL; i++)
    {
      RedressRenderAbility needed = redress_render_get_needed (types[i]);

      if ((report.ability & needed) == needed &&
          !redress_evidence_table_retry (connection, types[i], error))
        return FALSE;
    }
  return TRUE;
}

/**
 * redress_render_queue_fill:
 * @self: the queue
 *
 * Takes as much out of the table as there is room for. Called on the database thread at the
 * start, after each new piece of evidence and after each finished one.
 */
void
redress_render_queue_fill (RedressRenderQueue *self)
{
  RedressSqlConnection *connection = redress_server_get_connection (self->server);
  g_autoptr (GError) failure = NULL;

  if (!self->retried && !retry_unavailable (self, &failure))
    log_failure (self, 0, failure);
  self->retried = TRUE;
  /* Another process may have hidden a part of an old one since, which makes it pending again. */
  if (get_taken (self) == 0)
    self->last_taken = 0;
  while (!g_cancellable_is_cancelled (self->cancellable) && get_taken (self) < MAX_TAKEN)
    {
      g_autoptr (GError) error = NULL;
      gint64 id = redress_evidence_table_next_pending (connection, self->last_taken, &error);

      if (id < 0)
        log_failure (self, 0, error);
      if (id <= 0)
        return;
      self->last_taken = id;
      if (!is_refused (self, id))
        redress_render_queue_take (self, id);
    }
}

/**
 * redress_render_queue_can_paint:
 * @self: the queue
 * @media_type: of a picture
 *
 * Returns: whether such pictures can be made on this machine now
 */
gboolean
redress_render_queue_can_paint (RedressRenderQueue *self, const char *media_type)
{
  g_autofree char *tool = self->tool != NULL ? g_strdup (self->tool) : redress_render_find_tool ();

  return redress_render_can (tool, redress_render_get_needed (media_type));
}

static gboolean
cancel (gpointer data)
{
  RedressRenderQueue *self = data;

  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_REMOVE;
}

static gboolean
drop_renderer (gpointer data)
{
  RedressRenderQueue *self = data;

  g_clear_object (&self->renderer);
  change_taken (self, -1);
  return G_SOURCE_REMOVE;
}

static void
wait_for_none (RedressRenderQueue *self)
{
  g_mutex_lock (&self->lock);
  while (self->n_taken > 0)
    g_cond_wait (&self->changed, &self->lock);
  g_mutex_unlock (&self->lock);
}

/**
 * redress_render_queue_stop:
 * @self: the queue
 *
 * Ends what runs and waits for its end, while the context and the database thread still run.
 */
void
redress_render_queue_stop (RedressRenderQueue *self)
{
  g_main_context_invoke (self->context, cancel, self);
  wait_for_none (self);
  change_taken (self, 1);
  g_main_context_invoke (self->context, drop_renderer, self);
  wait_for_none (self);
}

/**
 * redress_render_queue_free:
 * @self: (transfer full) (nullable): a queue that was stopped
 */
void
redress_render_queue_free (RedressRenderQueue *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->renderer);
  g_clear_object (&self->cancellable);
  g_main_context_unref (self->context);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_hash_table_unref (self->refused);
  g_free (self->tool);
  g_free (self->folder);
  g_free (self);
}
