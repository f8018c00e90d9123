/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/cache.h"
#include "store/case.h"
#include "store/counts.h"
#include "store/policy-table.h"
#include "store/ticket-table.h"

/* What windows ask of the cache: each call is a job, each job a struct with question and answer. */

typedef struct
{
  RedressReader *reader;
  RedressOverlay *overlay;
  char *account;
  RedressTime now;
  RedressCounts *counts;
} CountsJob;

static void
counts_job_free (CountsJob *job)
{
  redress_overlay_unref (job->overlay);
  g_free (job->account);
  redress_counts_free (job->counts);
  g_free (job);
}

static gboolean
run_counts (RedressSqlConnection *connection, gpointer data, GError **error)
{
  CountsJob *job = data;
  RedressSqlConnection *cache = redress_reader_get_cache (job->reader, error);

  if (cache != NULL)
    job->counts = redress_counts_load (cache, job->overlay, job->account, job->now, error);
  return job->counts != NULL;
}

/**
 * redress_store_load_counts_async:
 * @self: a store
 * @account: (nullable): id of the account whose work is counted
 * @cancellable: (nullable): stops it
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Counts the tickets of each view of the sidebar.
 */
void
redress_store_load_counts_async (RedressStore *self,
                                 const char *account,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  CountsJob *job = g_new0 (CountsJob, 1);

  job->reader = self->reading;
  job->overlay = redress_overlay_ref (self->overlay);
  job->account = g_strdup (account);
  job->now = redress_clock_now (self->clock);
  redress_store_read_async (self, REDRESS_SQL_INTERACTIVE, run_counts, job,
                            (GDestroyNotify)counts_job_free, cancellable, callback, user_data);
}

/* The one place where what a job met leads to mending. */
static gboolean
finish (RedressStore *self, GAsyncResult *result, gpointer *job, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (redress_store_finish (result, job, &failure))
    return TRUE;
  redress_store_report_damage (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/**
 * redress_store_load_counts_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the counts
 */
RedressCounts *
redress_store_load_counts_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return finish (self, result, &job, error) ? g_steal_pointer (&((CountsJob *)job)->counts) : NULL;
}

typedef struct
{
  RedressDisk *disk;
  gint64 ticket;
  RedressCase *found;
} CaseJob;

static void
case_job_free (CaseJob *job)
{
  redress_case_free (job->found);
  g_free (job);
}

static gboolean
run_case (RedressSqlConnection *connection, gpointer data, GError **error)
{
  CaseJob *job = data;

  job->found = redress_case_load (job->disk, job->ticket, error);
  return job->found != NULL;
}

/**
 * redress_store_load_case_async:
 * @self: a store
 * @ticket: a ticket
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads what is here of a ticket and judges it by its policy. What is recorded for the ticket
 * later rests on what was loaded last.
 */
void
redress_store_load_case_async (RedressStore *self,
                               gint64 ticket,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  CaseJob *job = g_new0 (CaseJob, 1);

  job->disk = self->disk;
  job->ticket = ticket;
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_case, job,
                             (GDestroyNotify)case_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_load_case_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the case; %NULL with NOT_FOUND if not even the summary is
 *   here
 */
RedressCase *
redress_store_load_case_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return finish (self, result, &job, error) ? g_steal_pointer (&((CaseJob *)job)->found) : NULL;
}

typedef struct
{
  RedressReader *reader;
  char *text;
  gint64 ticket;
} NumberJob;

static void
number_job_free (NumberJob *job)
{
  g_free (job->text);
  g_free (job);
}

static gboolean
run_number (RedressSqlConnection *connection, gpointer data, GError **error)
{
  NumberJob *job = data;
  RedressSqlConnection *cache = redress_reader_get_cache (job->reader, error);
  g_autoptr (RedressSummary) summary = NULL;
  gint64 id = 0;
  RedressSqlStep step = REDRESS_SQL_DONE;

  if (cache == NULL)
    return FALSE;
  if (redress_ticket_parse_id (job->text, &id))
    step = redress_ticket_table_read (cache, id, &summary, error);
  if (step == REDRESS_SQL_DONE)
    step = redress_ticket_table_find_number (cache, job->text, &id, error);
  if (step == REDRESS_SQL_ROW)
    job->ticket = id;
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_store_find_number_async:
 * @self: a store
 * @text: what was pasted
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Looks for the ticket with this external id, order number or T-number.
 */
void
redress_store_find_number_async (RedressStore *self,
                                 const char *text,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  NumberJob *job = g_new0 (NumberJob, 1);

  job->reader = self->reading;
  job->text = g_strstrip (g_strdup (text));
  redress_store_read_async (self, REDRESS_SQL_INTERACTIVE, run_number, job,
                            (GDestroyNotify)number_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_find_number_finish:
 * @self: a store
 * @result: given to the callback
 * @ticket: (out): the newest with this number, 0 if none is here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_find_number_finish (RedressStore *self,
                                  GAsyncResult *result,
                                  gint64 *ticket,
                                  GError **error)
{
  gpointer job = NULL;

  if (!finish (self, result, &job, error))
    return FALSE;
  *ticket = ((NumberJob *)job)->ticket;
  return TRUE;
}

typedef struct
{
  RedressDisk *disk;
  GPtrArray *policies;
} PoliciesJob;

static void
policies_job_free (PoliciesJob *job)
{
  g_clear_pointer (&job->policies, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run_policies (RedressSqlConnection *connection, gpointer data, GError **error)
{
  PoliciesJob *job = data;

  job->policies = redress_policy_table_list_newest (job->disk, error);
  return job->policies != NULL;
}

/**
 * redress_store_list_policies_async:
 * @self: a store
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads the newest policy of each flow.
 */
void
redress_store_list_policies_async (RedressStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  PoliciesJob *job = g_new0 (PoliciesJob, 1);

  job->disk = self->disk;
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_policies, job,
                             (GDestroyNotify)policies_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_list_policies_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressPolicy): the policies
 */
GPtrArray *
redress_store_list_policies_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return finish (self, result, &job, error) ? g_steal_pointer (&((PoliciesJob *)job)->policies)
                                            : NULL;
}

static gboolean
run_rebuild (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_cache_rebuild (data, FALSE, error);
}

/**
 * redress_store_rebuild_cache_async:
 * @self: a store
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Begins cache, search index and evidence anew. The outbox stays.
 */
void
redress_store_rebuild_cache_async (RedressStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_rebuild, self->disk, NULL,
                             cancellable, callback, user_data);
}

/**
 * redress_store_rebuild_cache_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: whether the new ones are open
 */
gboolean
redress_store_rebuild_cache_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  return redress_store_finish (result, NULL, error);
}
