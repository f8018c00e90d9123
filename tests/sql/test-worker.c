/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sql/worker.h"

#include "support/spin.h"

/* A job that holds the worker until the test lets it go, so that others queue behind it. */
typedef struct
{
  GMutex lock;
  GCond changed;
  gboolean is_reached;
  gboolean is_open;
} Gate;

typedef struct
{
  RedressSqlWorker *worker;
  Gate gate;
  GString *log; /* written by the worker alone while it runs */
} Fixture;

typedef struct
{
  Fixture *fixture;
  const char *name;
  GThread **freed_in; /* (nullable) */
} Entry;

static RedressSqlConnection *
open_memory (gpointer data, GError **error)
{
  const RedressSqlOptions options = { 0 };
  g_autoptr (RedressSqlConnection) connection =
      redress_sql_connection_open (":memory:", &options, error);

  if (connection == NULL ||
      !redress_sql_connection_run (connection, "CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT",
                                   error))
    return NULL;
  return g_steal_pointer (&connection);
}

static RedressSqlConnection *
fail_to_open (gpointer data, GError **error)
{
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "beyond repair");
  return NULL;
}

static void
set_up (Fixture *self, gconstpointer data)
{
  self->log = g_string_new (NULL);
  g_mutex_init (&self->gate.lock);
  g_cond_init (&self->gate.changed);
  self->worker = redress_sql_worker_new ("test", open_memory, NULL, NULL);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  g_clear_pointer (&self->worker, redress_sql_worker_free);
  g_mutex_clear (&self->gate.lock);
  g_cond_clear (&self->gate.changed);
  g_string_free (self->log, TRUE);
}

static gboolean
wait_at_gate (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Gate *gate = data;

  g_mutex_lock (&gate->lock);
  gate->is_reached = TRUE;
  g_cond_broadcast (&gate->changed);
  while (!gate->is_open)
    g_cond_wait (&gate->changed, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return TRUE;
}

static void
close_gate (Fixture *self)
{
  redress_sql_worker_run_async (self->worker, NULL, REDRESS_SQL_INTERACTIVE, wait_at_gate,
                                &self->gate, NULL, NULL, NULL, NULL);
  g_mutex_lock (&self->gate.lock);
  while (!self->gate.is_reached)
    g_cond_wait (&self->gate.changed, &self->gate.lock);
  g_mutex_unlock (&self->gate.lock);
}

static void
open_gate (Fixture *self)
{
  g_mutex_lock (&self->gate.lock);
  self->gate.is_open = TRUE;
  g_cond_broadcast (&self->gate.changed);
  g_mutex_unlock (&self->gate.lock);
}

static gboolean
write_log (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Entry *entry = data;

  g_assert_true (redress_sql_worker_is_own_thread (entry->fixture->worker));
  g_string_append (entry->fixture->log, entry->name);
  return redress_sql_connection_run (connection, "INSERT INTO thing DEFAULT VALUES", error);
}

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  if (entry->freed_in != NULL)
    *entry->freed_in = g_thread_self ();
  g_free (entry);
}

static Entry *
entry_new (Fixture *self, const char *name)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->fixture = self;
  entry->name = name;
  return entry;
}

static void
push (Fixture *self,
      RedressSqlPriority priority,
      const char *name,
      GCancellable *cancellable,
      GAsyncResult **result)
{
  redress_sql_worker_run_async (self->worker, NULL, priority, write_log, entry_new (self, name),
                                entry_free, cancellable,
                                result != NULL ? redress_test_keep_result : NULL, result);
}

static void
test_sync (Fixture *self, gconstpointer data)
{
  Entry entry = { .fixture = self, .name = "a" };
  g_autoptr (GError) error = NULL;

  g_assert_false (redress_sql_worker_is_own_thread (self->worker));
  g_assert_true (redress_sql_worker_run_sync (self->worker, REDRESS_SQL_BACKGROUND, write_log,
                                              &entry, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (self->log->str, ==, "a");
}

static void
test_async (Fixture *self, gconstpointer data)
{
  g_autoptr (GObject) source = g_object_new (G_TYPE_OBJECT, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GObject) seen = NULL;
  g_autoptr (GError) error = NULL;
  GThread *freed_in = NULL;
  Entry *entry = entry_new (self, "a");
  gpointer job = NULL;

  entry->freed_in = &freed_in;
  redress_sql_worker_run_async (self->worker, source, REDRESS_SQL_INTERACTIVE, write_log, entry,
                                entry_free, NULL, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the job");
  seen = g_async_result_get_source_object (result);
  g_assert_true (seen == source);
  g_assert_true (redress_sql_worker_run_finish (result, &job, &error));
  g_assert_no_error (error);
  g_assert_true (job == entry);
  g_assert_cmpstr (self->log->str, ==, "a");

  /* The data is let go of here, not in the worker. */
  g_assert_null (freed_in);
  g_clear_object (&result);
  redress_test_spin_until_set ((gpointer *)&freed_in, "the data");
  g_assert_true (freed_in == g_thread_self ());
}

static gboolean
fail (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_sql_connection_run (connection, "SELECT * FROM nowhere", error);
}

static void
test_error (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) sync_error = NULL;

  redress_sql_worker_run_async (self->worker, NULL, REDRESS_SQL_INTERACTIVE, fail, NULL, NULL, NULL,
                                redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the job");
  g_assert_false (redress_sql_worker_run_finish (result, NULL, &error));
  g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
  g_assert_false (redress_sql_worker_run_sync (self->worker, REDRESS_SQL_INTERACTIVE, fail, NULL,
                                               NULL, &sync_error));
  g_assert_error (sync_error, REDRESS_ERROR, REDRESS_ERROR_INVALID);
}

static void
test_order (Fixture *self, gconstpointer data)
{
  g_autoptr (GAsyncResult) last = NULL;

  close_gate (self);
  push (self, REDRESS_SQL_BACKGROUND, "a", NULL, NULL);
  push (self, REDRESS_SQL_INTERACTIVE, "1", NULL, NULL);
  push (self, REDRESS_SQL_BACKGROUND, "b", NULL, NULL);
  push (self, REDRESS_SQL_INTERACTIVE, "2", NULL, NULL);
  push (self, REDRESS_SQL_INTERACTIVE, "3", NULL, NULL);
  push (self, REDRESS_SQL_BACKGROUND, "c", NULL, &last);
  open_gate (self);
  last = redress_test_await_result (&last, "the last job");
  g_assert_cmpstr (self->log->str, ==, "123abc");
}

static void
test_cancel_waiting (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GAsyncResult) last = NULL;
  g_autoptr (GError) error = NULL;

  close_gate (self);
  push (self, REDRESS_SQL_INTERACTIVE, "a", cancellable, &cancelled);
  push (self, REDRESS_SQL_INTERACTIVE, "b", NULL, &last);
  g_cancellable_cancel (cancellable);
  open_gate (self);
  last = redress_test_await_result (&last, "the last job");
  cancelled = redress_test_await_result (&cancelled, "the cancelled job");
  g_assert_false (redress_sql_worker_run_finish (cancelled, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (self->log->str, ==, "b");
}

static gboolean
run_endless (RedressSqlConnection *connection, gpointer data, GError **error)
{
  g_autoptr (RedressSqlStatement) endless = redress_sql_connection_prepare (
      connection,
      "SELECT 1 UNION ALL SELECT * FROM (WITH RECURSIVE n (i) AS"
      " (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n)",
      error);

  g_assert_cmpint (redress_sql_statement_step (endless, error), ==, REDRESS_SQL_ROW);
  g_atomic_int_set ((int *)data, 1);
  g_main_context_wakeup (NULL);
  return redress_sql_statement_run (endless, error);
}

static gboolean
is_set (gpointer data)
{
  return g_atomic_int_get ((int *)data) != 0;
}

static void
test_cancel_running (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  int is_running = 0;

  redress_sql_worker_run_async (self->worker, NULL, REDRESS_SQL_INTERACTIVE, run_endless,
                                &is_running, NULL, cancellable, redress_test_keep_result, &result);
  redress_test_spin_until (is_set, &is_running, "the query");
  g_cancellable_cancel (cancellable);
  result = redress_test_await_result (&result, "the cancelled query");
  g_assert_false (redress_sql_worker_run_finish (result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  /* The next job has nothing to do with it. */
  test_sync (self, data);
}

static gboolean
cancel_at_the_end (RedressSqlConnection *connection, gpointer data, GError **error)
{
  gboolean done =
      redress_sql_connection_run (connection, "INSERT INTO thing DEFAULT VALUES", error);

  g_cancellable_cancel (data);
  return done;
}

static void
test_cancel_too_late (Fixture *self, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  redress_sql_worker_run_async (self->worker, NULL, REDRESS_SQL_INTERACTIVE, cancel_at_the_end,
                                cancellable, NULL, cancellable, redress_test_keep_result, &result);
  result = redress_test_await_result (&result, "the job");
  g_assert_true (redress_sql_worker_run_finish (result, NULL, &error));
  g_assert_no_error (error);
}

static void
test_drain (Fixture *self, gconstpointer data)
{
  close_gate (self);
  for (guint i = 0; i < 20; i++)
    push (self, i % 2 == 0 ? REDRESS_SQL_BACKGROUND : REDRESS_SQL_INTERACTIVE, "x", NULL, NULL);
  open_gate (self);
  redress_sql_worker_free (self->worker);
  self->worker = NULL;
  g_assert_cmpuint (self->log->len, ==, 20);
}

static void
test_stop (Fixture *self, gconstpointer data)
{
  Entry entry = { .fixture = self, .name = "z" };
  g_autoptr (GAsyncResult) queued = NULL;
  g_autoptr (GAsyncResult) stopped = NULL;
  g_autoptr (GAsyncResult) twice = NULL;
  g_autoptr (GAsyncResult) late = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) late_error = NULL;
  g_autoptr (GError) sync_error = NULL;
  g_autoptr (GError) twice_error = NULL;

  close_gate (self);
  push (self, REDRESS_SQL_BACKGROUND, "a", NULL, &queued);
  redress_sql_worker_stop_async (self->worker, redress_test_keep_result, &stopped);
  push (self, REDRESS_SQL_INTERACTIVE, "b", NULL, &late);
  redress_sql_worker_stop_async (self->worker, redress_test_keep_result, &twice);
  g_assert_false (redress_sql_worker_run_sync (self->worker, REDRESS_SQL_INTERACTIVE, write_log,
                                               &entry, NULL, &sync_error));
  g_assert_error (sync_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  late = redress_test_await_result (&late, "the refused job");
  g_assert_false (redress_sql_worker_run_finish (late, NULL, &late_error));
  g_assert_error (late_error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  twice = redress_test_await_result (&twice, "the second stop");
  g_assert_false (redress_sql_worker_stop_finish (twice, &twice_error));
  g_assert_error (twice_error, G_IO_ERROR, G_IO_ERROR_CLOSED);

  open_gate (self);
  stopped = redress_test_await_result (&stopped, "the end");
  g_assert_true (redress_sql_worker_stop_finish (stopped, &error));
  g_assert_no_error (error);
  queued = redress_test_await_result (&queued, "the queued job");
  g_assert_cmpstr (self->log->str, ==, "a");
}

static void
test_cannot_open (void)
{
  g_autoptr (RedressSqlWorker) worker = redress_sql_worker_new ("test", fail_to_open, NULL, NULL);

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (
          redress_sql_worker_run_sync (worker, REDRESS_SQL_INTERACTIVE, fail, NULL, NULL, &error));
      g_assert_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT);
    }
}

static gpointer
write_many (gpointer data)
{
  Fixture *self = data;

  for (guint i = 0; i < 100; i++)
    {
      Entry entry = { .fixture = self, .name = "x" };
      g_autoptr (GError) error = NULL;

      redress_sql_worker_run_sync (self->worker, i % 2, write_log, &entry, NULL, &error);
      g_assert_no_error (error);
    }
  return NULL;
}

static void
test_many_threads (Fixture *self, gconstpointer data)
{
  GThread *threads[8];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("writer", write_many, self);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (self->log->len, ==, 800);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/sql/worker/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("sync", test_sync);
  ADD ("async", test_async);
  ADD ("error", test_error);
  ADD ("order", test_order);
  ADD ("cancel-waiting", test_cancel_waiting);
  ADD ("cancel-running", test_cancel_running);
  ADD ("cancel-too-late", test_cancel_too_late);
  ADD ("drain", test_drain);
  ADD ("stop", test_stop);
  ADD ("many-threads", test_many_threads);
  g_test_add_func ("/sql/worker/cannot-open", test_cannot_open);
  return g_test_run ();
}
