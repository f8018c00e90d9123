/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/draft-table.h"
#include "store/outbox.h"

/* What windows ask of the outbox. */

typedef struct
{
  RedressDisk *disk;
  RedressDraft *draft;     /* (nullable) */
  RedressCommand *command; /* (nullable) */
  guint undo_seconds;
  char *command_id; /* (nullable) */
  gboolean keep_as_draft;
  char *path;                /* (nullable) */
  RedressOutboxEntry *entry; /* (nullable) */
  GPtrArray *entries;        /* (nullable) */
} Job;

static void
job_free (Job *job)
{
  redress_draft_free (job->draft);
  redress_command_free (job->command);
  g_free (job->command_id);
  g_free (job->path);
  g_clear_object (&job->entry);
  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_free (job);
}

static Job *
job_new (RedressStore *self, const char *command_id)
{
  Job *job = g_new0 (Job, 1);

  job->disk = self->disk;
  job->command_id = g_strdup (command_id);
  return job;
}

static void
run (RedressStore *self,
     RedressSqlJobFunc func,
     Job *job,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, func, job, (GDestroyNotify)job_free,
                             cancellable, callback, user_data);
}

static gboolean
run_save_draft (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  RedressDraft *draft = job->draft;

  draft->saved_at = redress_clock_now (job->disk->clock);
  if (redress_draft_is_empty (draft) ? !redress_draft_table_delete (job->disk, draft->ticket, error)
                                     : !redress_draft_table_put (job->disk, draft, error))
    return FALSE;
  return redress_disk_update_overlay (job->disk, draft->ticket, error);
}

/**
 * redress_store_save_draft_async:
 * @self: a store
 * @draft: what was typed so far; copied
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Keeps what was typed, at every key. The last call for a ticket wins; an empty draft deletes what
 * was kept.
 */
void
redress_store_save_draft_async (RedressStore *self,
                                const RedressDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  Job *job = job_new (self, NULL);

  job->draft = redress_draft_copy (draft);
  run (self, run_save_draft, job, cancellable, callback, user_data);
}

/**
 * redress_store_save_draft_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: whether it is on the disk
 */
gboolean
redress_store_save_draft_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  return redress_store_finish (result, NULL, error);
}

static gboolean
run_record (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->entry = redress_outbox_record (job->disk, job->command, job->undo_seconds, error);
  return job->entry != NULL;
}

/**
 * redress_store_record_async:
 * @self: a store
 * @command: a decision or another durable command; copied
 * @undo_seconds: how long it may be taken back
 * @cancellable: (nullable): stops it before it begins
 * @callback: called after the commit
 * @user_data: for @callback
 *
 * Records a command: mints its id if it has none, computes the digest of what was seen (for a
 * decision) and its bytes, and commits them with fsync. The ticket's draft ends in the same
 * transaction.
 */
void
redress_store_record_async (RedressStore *self,
                            const RedressCommand *command,
                            guint undo_seconds,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  Job *job = job_new (self, NULL);

  job->command = redress_command_copy (command);
  job->undo_seconds = undo_seconds;
  run (self, run_record, job, cancellable, callback, user_data);
}

/**
 * redress_store_record_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the entry, which is on the disk; %NULL if nothing was
 *   recorded: CONFLICT if the ticket is not the one that was looked at any more, UNAVAILABLE if its
 *   policy is not here, INVALID if commands of this type are not recorded, NO_SPACE
 */
RedressOutboxEntry *
redress_store_record_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return redress_store_finish (result, &job, error) ? g_steal_pointer (&((Job *)job)->entry) : NULL;
}

static gboolean
run_take_back (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->draft = redress_outbox_take_back (job->disk, job->command_id, error);
  return job->draft != NULL;
}

/**
 * redress_store_take_back_async:
 * @self: a store
 * @command_id: a recorded command
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Makes a command that was not sent the ticket's draft again. What was typed since stays in it.
 */
void
redress_store_take_back_async (RedressStore *self,
                               const char *command_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  run (self, run_take_back, job_new (self, command_id), cancellable, callback, user_data);
}

/**
 * redress_store_take_back_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the draft; %NULL with CONFLICT if the command is already on
 *   its way, NOT_FOUND if it is not in the outbox
 */
RedressDraft *
redress_store_take_back_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return redress_store_finish (result, &job, error) ? g_steal_pointer (&((Job *)job)->draft) : NULL;
}

static gboolean
run_send_now (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_outbox_send_now (job->disk, job->command_id, error);
}

/**
 * redress_store_send_now_async:
 * @self: a store
 * @command_id: a recorded command
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Ends the time in which a command may be taken back.
 */
void
redress_store_send_now_async (RedressStore *self,
                              const char *command_id,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  run (self, run_send_now, job_new (self, command_id), cancellable, callback, user_data);
}

/**
 * redress_store_send_now_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: whether it may leave; %FALSE with CONFLICT if it is already on its way
 */
gboolean
redress_store_send_now_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  return redress_store_finish (result, NULL, error);
}

static gboolean
run_acknowledge (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_outbox_acknowledge (job->disk, job->command_id, job->keep_as_draft, error);
}

/**
 * redress_store_acknowledge_async:
 * @self: a store
 * @command_id: a refused command or one in conflict
 * @keep_as_draft: whether what was typed becomes the ticket's draft
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The agent has read that the server does not take the command: it leaves the outbox, and its
 * ticket is not blocked any more.
 */
void
redress_store_acknowledge_async (RedressStore *self,
                                 const char *command_id,
                                 gboolean keep_as_draft,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  Job *job = job_new (self, command_id);

  job->keep_as_draft = keep_as_draft;
  run (self, run_acknowledge, job, cancellable, callback, user_data);
}

/**
 * redress_store_acknowledge_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: whether it has left; %FALSE with CONFLICT if the command has no such answer
 */
gboolean
redress_store_acknowledge_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  return redress_store_finish (result, NULL, error);
}

static gboolean
run_set_aside (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->path = redress_outbox_set_aside (job->disk, job->command_id, error);
  return job->path != NULL;
}

/**
 * redress_store_set_aside_async:
 * @self: a store
 * @command_id: a command that cannot be read
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Takes the command out of the outbox, so that its ticket is not blocked any more; its bytes are
 * kept in a file of their own.
 */
void
redress_store_set_aside_async (RedressStore *self,
                               const char *command_id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  run (self, run_set_aside, job_new (self, command_id), cancellable, callback, user_data);
}

/**
 * redress_store_set_aside_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the file that has its bytes; %NULL with CONFLICT if the
 *   command can be read
 */
char *
redress_store_set_aside_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return redress_store_finish (result, &job, error) ? g_steal_pointer (&((Job *)job)->path) : NULL;
}

static gboolean
run_list (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->entries = redress_outbox_list (job->disk, error);
  return job->entries != NULL;
}

/**
 * redress_store_list_outbox_async:
 * @self: a store
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads all rows of the outbox.
 */
void
redress_store_list_outbox_async (RedressStore *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  run (self, run_list, job_new (self, NULL), cancellable, callback, user_data);
}

/**
 * redress_store_list_outbox_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressOutboxEntry): all rows, oldest first
 */
GPtrArray *
redress_store_list_outbox_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return redress_store_finish (result, &job, error) ? g_steal_pointer (&((Job *)job)->entries)
                                                    : NULL;
}
