/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/readers.h"

#include "server/database.h"

typedef struct
{
  RedressJobFunc func; /* %NULL: the thread ends */
  gpointer data;
} Job;

typedef struct
{
  GThread *thread; /* (owned) */
  GAsyncQueue *jobs;
  RedressSqlConnection *connection; /* (owned): opened by who made the pool, then the thread's */
} Reader;

struct _RedressReaders
{
  GAsyncQueue *jobs;  /* (owned) (element-type Job): of all, whoever comes to it first */
  GPtrArray *readers; /* (owned) (element-type Reader) */
};

static GPrivate own_connection;

static gpointer
run_thread (gpointer data)
{
  Reader *self = data;
  gboolean goes_on = TRUE;

  redress_sql_connection_adopt (self->connection);
  g_private_set (&own_connection, self->connection);
  while (goes_on)
    {
      g_autofree Job *job = g_async_queue_pop (self->jobs);

      goes_on = job->func != NULL;
      if (goes_on)
        job->func (job->data);
    }
  g_private_set (&own_connection, NULL);
  g_clear_pointer (&self->connection, redress_sql_connection_close);
  return NULL;
}

/* After an end for each was pushed. */
static void
reader_free (gpointer data)
{
  Reader *self = data;

  g_thread_join (self->thread);
  g_free (self);
}

static gboolean
add_reader (RedressReaders *self, const char *location, GError **error)
{
  RedressSqlConnection *connection = redress_database_open_reading (location, error);
  Reader *reader;

  if (connection == NULL)
    return FALSE;
  reader = g_new0 (Reader, 1);
  reader->jobs = self->jobs;
  reader->connection = connection;
  reader->thread = g_thread_new ("reader", run_thread, reader);
  g_ptr_array_add (self->readers, reader);
  return TRUE;
}

/**
 * redress_readers_new:
 * @location: of a database that is up to date
 * @n_readers: how many
 * @error: return location; as redress_sql_connection_open()
 *
 * Opens the connections and begins to work.
 *
 * Returns: (transfer full) (nullable): the readers, or %NULL with @error set
 */
RedressReaders *
redress_readers_new (const char *location, guint n_readers, GError **error)
{
  g_autoptr (RedressReaders) self = g_new0 (RedressReaders, 1);

  self->jobs = g_async_queue_new_full (g_free);
  self->readers = g_ptr_array_new_with_free_func (reader_free);
  for (guint i = 0; i < n_readers; i++)
    if (!add_reader (self, location, error))
      return NULL;
  return g_steal_pointer (&self);
}

/**
 * redress_readers_free:
 * @self: (transfer full) (nullable): readers
 *
 * Does what was pushed, then closes the connections.
 */
void
redress_readers_free (RedressReaders *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->readers->len; i++)
    redress_readers_push (self, NULL, NULL);
  g_ptr_array_unref (self->readers);
  g_async_queue_unref (self->jobs);
  g_free (self);
}

/**
 * redress_readers_push:
 * @self: readers
 * @func: what to do; it only reads
 * @data: for @func
 *
 * Runs @func in one of the threads, soon, beside others. Any thread may call this.
 */
void
redress_readers_push (RedressReaders *self, RedressJobFunc func, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->func = func;
  job->data = data;
  g_async_queue_push (self->jobs, job);
}

/**
 * redress_readers_count_waiting:
 * @self: readers
 *
 * Returns: how many jobs no reader has come to yet
 */
guint
redress_readers_count_waiting (RedressReaders *self)
{
  return (guint)MAX (g_async_queue_length (self->jobs), 0);
}

/**
 * redress_readers_get_connection:
 *
 * Returns: (transfer none) (nullable): the connection of the calling thread, %NULL where it is not
 *   one of the readers
 */
RedressSqlConnection *
redress_readers_get_connection (void)
{
  return g_private_get (&own_connection);
}
