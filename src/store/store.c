/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/cache.h"

enum
{
  SIGNAL_QUEUE_CHANGED,
  SIGNAL_TICKET_CHANGED,
  SIGNAL_OUTBOX_CHANGED,
  SIGNAL_EVIDENCE_CHANGED,
  SIGNAL_POLICIES_CHANGED,
  SIGNAL_TROUBLE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (RedressStore, redress_store, G_TYPE_OBJECT)

static void
redress_store_dispose (GObject *object)
{
  redress_store_close (REDRESS_STORE (object));

  G_OBJECT_CLASS (redress_store_parent_class)->dispose (object);
}

static void
redress_store_finalize (GObject *object)
{
  RedressStore *self = REDRESS_STORE (object);

  g_clear_pointer (&self->disk, redress_disk_free);
  redress_overlay_unref (self->overlay);
  redress_notices_unref (self->notices);
  redress_clock_unref (self->clock);

  G_OBJECT_CLASS (redress_store_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_params, GType param)
{
  return g_signal_new (name, REDRESS_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, n_params, param);
}

static void
redress_store_class_init (RedressStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = redress_store_dispose;
  object_class->finalize = redress_store_finalize;

  signals[SIGNAL_QUEUE_CHANGED] = add_signal ("queue-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_TICKET_CHANGED] = add_signal ("ticket-changed", 1, G_TYPE_INT64);
  signals[SIGNAL_OUTBOX_CHANGED] = add_signal ("outbox-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_EVIDENCE_CHANGED] = add_signal ("evidence-changed", 1, G_TYPE_STRING);
  signals[SIGNAL_POLICIES_CHANGED] = add_signal ("policies-changed", 0, G_TYPE_NONE);
  signals[SIGNAL_TROUBLE] = add_signal ("trouble", 1, G_TYPE_ERROR);
}

static void
tell_tickets (RedressStore *self, GHashTable *tickets)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, tickets);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_signal_emit (self, signals[SIGNAL_TICKET_CHANGED], 0, *(const gint64 *)key);
}

static void
news_cb (RedressNews *news, gpointer user_data)
{
  g_autoptr (RedressStore) self = g_object_ref (user_data);

  if (news->overlay != NULL)
    {
      redress_overlay_unref (self->overlay);
      self->overlay = redress_overlay_ref (news->overlay);
    }
  tell_tickets (self, news->tickets);
  if (news->queues)
    g_signal_emit (self, signals[SIGNAL_QUEUE_CHANGED], 0);
  if (news->outbox)
    g_signal_emit (self, signals[SIGNAL_OUTBOX_CHANGED], 0);
  if (news->policies)
    g_signal_emit (self, signals[SIGNAL_POLICIES_CHANGED], 0);
  for (guint i = 0; i < news->evidence->len; i++)
    g_signal_emit (self, signals[SIGNAL_EVIDENCE_CHANGED], 0,
                   g_ptr_array_index (news->evidence, i));
  for (guint i = 0; i < news->troubles->len; i++)
    g_signal_emit (self, signals[SIGNAL_TROUBLE], 0, g_ptr_array_index (news->troubles, i));
  if (news->failure != NULL)
    redress_store_report_damage (self, news->failure);
  if (news->work)
    redress_store_work (self);
}

static void
redress_store_init (RedressStore *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->notices = redress_notices_new (context, news_cb, self);
  self->overlay = redress_overlay_new ();
}

static RedressSqlConnection *
open_nothing (gpointer data, GError **error)
{
  const RedressSqlOptions options = { 0 };

  return redress_sql_connection_open (":memory:", &options, error);
}

/* The reader's connections open when they are wanted: a cache can be begun anew under them. */
static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  RedressStore *self = g_task_get_task_data (task);
  GError *error = NULL;

  if (!redress_sql_worker_run_finish (result, NULL, &error))
    {
      redress_store_close (self);
      g_task_return_error (task, error);
      return;
    }
  self->notes = self->disk->notes;
  self->reading = redress_reader_new (self->disk);
  self->window = redress_reader_new (self->disk);
  self->reader = redress_sql_worker_new ("store-reader", open_nothing, NULL, NULL);
  redress_overlay_unref (self->overlay);
  self->overlay = redress_overlay_ref (self->disk->overlay);
  redress_notices_begin (self->notices);
  redress_store_start_check (self);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static gboolean
do_nothing (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return TRUE;
}

/**
 * redress_store_open_async:
 * @paths: where it lies; folders are made
 * @seal_key: (nullable): 32 bytes; %NULL: evidence and details stay in memory, outbox bodies are
 *   plain
 * @clock: the clock
 * @cancellable: (nullable): not heeded once it has begun
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Opens the store of an account; nobody else may have it open. A damaged cache is begun anew, a
 * damaged outbox is salvaged, both are noted. Fails with TOO_NEW if a newer version of the program
 * wrote there, with NO_SPACE if the disk is full or read-only, with INVALID if the key has another
 * length; then nothing was changed.
 */
void
redress_store_open_async (const RedressStorePaths *paths,
                          GBytes *seal_key,
                          RedressClock *clock,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  RedressStore *self = g_object_new (REDRESS_TYPE_STORE, NULL);
  RedressSeal *seal = NULL;
  GError *error = NULL;

  g_task_set_source_tag (task, redress_store_open_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->clock = redress_clock_ref (clock);
  if (seal_key != NULL && (seal = redress_seal_new (seal_key, &error)) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  self->disk = redress_disk_new (paths, seal, clock, self->notices);
  self->writer = redress_sql_worker_new ("store-writer", redress_disk_open, self->disk, NULL);
  redress_sql_worker_run_async (self->writer, NULL, REDRESS_SQL_INTERACTIVE, do_nothing, NULL, NULL,
                                NULL, opened_cb, g_steal_pointer (&task));
}

/**
 * redress_store_open_finish:
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the open store
 */
RedressStore *
redress_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, redress_store_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
close_cache (RedressSqlConnection *connection, gpointer data, GError **error)
{
  redress_cache_close (data);
  return TRUE;
}

/**
 * redress_store_close:
 * @self: a store
 *
 * Ends what was begun and waits for it; then the files are closed. No signal comes after that, and
 * what is asked of the store fails.
 */
void
redress_store_close (RedressStore *self)
{
  RedressSqlWorker *reader, *writer;

  g_return_if_fail (REDRESS_IS_STORE (self));

  redress_notices_stop (self->notices);
  redress_store_stop_check (self);
  reader = g_steal_pointer (&self->reader);
  writer = g_steal_pointer (&self->writer);
  if (reader != NULL)
    redress_sql_worker_free (reader);
  g_clear_pointer (&self->reading, redress_reader_free);
  redress_store_close_window_cache (self);
  if (writer == NULL)
    return;
  redress_sql_worker_run_sync (writer, REDRESS_SQL_INTERACTIVE, close_cache, self->disk, NULL,
                               NULL);
  redress_sql_worker_free (writer);
}

static void
fail_closed (RedressStore *self,
             gpointer job,
             GDestroyNotify job_free,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_source_tag (task, redress_store_close);
  if (job_free != NULL)
    g_task_set_task_data (task, job, job_free);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
}

static void
run_async (RedressStore *self,
           RedressSqlWorker *worker,
           RedressSqlPriority priority,
           RedressSqlJobFunc func,
           gpointer job,
           GDestroyNotify job_free,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  if (worker == NULL)
    fail_closed (self, job, job_free, callback, user_data);
  else
    redress_sql_worker_run_async (worker, self, priority, func, job, job_free, cancellable,
                                  callback, user_data);
}

/*
 * redress_store_write_async:
 *
 * A job for the worker that writes. It gets the connection of the outbox.
 */
void
redress_store_write_async (RedressStore *self,
                           RedressSqlPriority priority,
                           RedressSqlJobFunc func,
                           gpointer job,
                           GDestroyNotify job_free,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (REDRESS_IS_STORE (self));

  run_async (self, self->writer, priority, func, job, job_free, cancellable, callback, user_data);
}

/*
 * redress_store_read_async:
 *
 * A job for the worker that reads: queues, counts and searches do not wait for the one that
 * writes, nor it for them.
 */
void
redress_store_read_async (RedressStore *self,
                          RedressSqlPriority priority,
                          RedressSqlJobFunc func,
                          gpointer job,
                          GDestroyNotify job_free,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_return_if_fail (REDRESS_IS_STORE (self));

  run_async (self, self->reader, priority, func, job, job_free, cancellable, callback, user_data);
}

/*
 * redress_store_write_sync:
 *
 * For the thread of the sync, which waits. The store must not be closed meanwhile.
 */
gboolean
redress_store_write_sync (RedressStore *self, RedressSqlJobFunc func, gpointer job, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (REDRESS_IS_STORE (self), FALSE);

  if (self->writer == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "the store is closed");
      return FALSE;
    }
  if (redress_sql_worker_run_sync (self->writer, REDRESS_SQL_BACKGROUND, func, job, NULL, &failure))
    return TRUE;
  redress_notices_add_failure (self->notices, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/*
 * redress_store_finish:
 * @job: (out) (optional) (nullable): the job with its results, owned by @result
 *
 * Ends any of the above.
 */
gboolean
redress_store_finish (GAsyncResult *result, gpointer *job, GError **error)
{
  if (!g_async_result_is_tagged (result, redress_store_close))
    return redress_sql_worker_run_finish (result, job, error);
  if (job != NULL)
    *job = NULL;
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * redress_store_get_notes:
 * @self: a store
 *
 * Returns: what was done when it was opened, #RedressStoreNotes
 */
guint
redress_store_get_notes (RedressStore *self)
{
  g_return_val_if_fail (REDRESS_IS_STORE (self), 0);

  return self->notes;
}

/**
 * redress_store_get_damage_report:
 * @self: a store
 *
 * Returns: (nullable): what became of a damaged outbox, in this run or an earlier one, if nobody
 *   has read it yet
 */
const RedressDamageReport *
redress_store_get_damage_report (RedressStore *self)
{
  g_return_val_if_fail (REDRESS_IS_STORE (self), NULL);

  return self->disk->report;
}

static gboolean
forget_damage_report (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_damage_report_remove (((RedressDisk *)data)->data_folder, error);
}

/**
 * redress_store_forget_damage_report:
 * @self: a store
 *
 * Somebody has read the report: the next run does not show it again.
 */
void
redress_store_forget_damage_report (RedressStore *self)
{
  g_return_if_fail (REDRESS_IS_STORE (self));

  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, forget_damage_report, self->disk, NULL,
                             NULL, NULL, NULL);
}

/* (transfer none): what lies over the cache, in the thread that opened the store. */
RedressOverlay *
redress_store_get_overlay (RedressStore *self)
{
  return self->overlay;
}
