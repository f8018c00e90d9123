/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/evidence-store.h"
#include "store/evidence-table.h"

/* Reading evidence: a large piece takes a while to be opened and verified, and must not keep a
 * decision waiting. */

typedef struct
{
  RedressDisk *disk;
  char *sha256;
  GBytes *bytes; /* (nullable) */
} Job;

static void
job_free (Job *job)
{
  g_free (job->sha256);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static Job *
job_new (RedressDisk *disk, const char *sha256)
{
  Job *job = g_new0 (Job, 1);

  job->disk = disk;
  job->sha256 = g_strdup (sha256);
  return job;
}

static gboolean
run_read (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->bytes = redress_evidence_files_get (job->disk->evidence, job->sha256, error);
  return job->bytes != NULL;
}

/**
 * redress_store_read_evidence_async:
 * @self: a store
 * @sha256: digest of a rendition
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Reads a piece of evidence and compares it with its digest.
 */
void
redress_store_read_evidence_async (RedressStore *self,
                                   const char *sha256,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  Job *job = job_new (self->disk, sha256);

  /* What lies in memory belongs to the worker that writes. */
  if (self->disk->seal == NULL)
    redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_read, job,
                               (GDestroyNotify)job_free, cancellable, callback, user_data);
  else
    redress_store_read_async (self, REDRESS_SQL_INTERACTIVE, run_read, job,
                              (GDestroyNotify)job_free, cancellable, callback, user_data);
}

static gboolean
run_touch (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_evidence_table_touch (job->disk, job->sha256, error);
}

static gboolean
run_forget (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_evidence_store_forget_if_bad (job->disk, job->sha256, error);
}

static void
account_for (RedressStore *self, const char *sha256, const GError *failure)
{
  if (failure == NULL)
    redress_store_write_async (self, REDRESS_SQL_BACKGROUND, run_touch,
                               job_new (self->disk, sha256), (GDestroyNotify)job_free, NULL, NULL,
                               NULL);
  else if (g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_CORRUPT) ||
           g_error_matches (failure, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND))
    redress_store_write_async (self, REDRESS_SQL_BACKGROUND, run_forget,
                               job_new (self->disk, sha256), (GDestroyNotify)job_free, NULL, NULL,
                               NULL);
}

/**
 * redress_store_read_evidence_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * A piece that turns out to be damaged is thrown away, so that it is fetched again.
 *
 * Returns: (transfer full) (nullable): the verified bytes; %NULL with NOT_FOUND if they are not
 *   here, CORRUPT if they were damaged, INVALID if the digest is none
 */
GBytes *
redress_store_read_evidence_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer data = NULL;
  gboolean done = redress_store_finish (result, &data, &failure);
  Job *job = data;

  if (job != NULL)
    account_for (self, job->sha256, failure);
  if (done)
    return g_steal_pointer (&job->bytes);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
