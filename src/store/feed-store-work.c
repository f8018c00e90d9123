/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/feed-store.h"

#include "store/details-table.h"
#include "store/evidence-store.h"
#include "store/evidence-table.h"
#include "store/feed-apply.h"
#include "store/policy-table.h"
#include "store/store-private.h"
#include "store/wanted.h"

/* Evidence and commands: question and answer of any call. */
typedef struct
{
  RedressDisk *disk;
  gint64 ticket;
  guint max;
  gsize max_bytes;
  const char *text; /* digest, command id, account */
  GBytes *bytes;
  const RedressAnswer *answer;

  RedressTime found_time;
  gint64 found_number;
  char *found_text;
  gboolean found;
  GPtrArray *found_rows;
  GArray *found_wanted;
  char **found_list;
} Job;

static gboolean
run (RedressStore *self, RedressSqlJobFunc func, Job *job, GError **error)
{
  job->disk = self->disk;
  return redress_store_write_sync (self, func, job, error);
}

static gboolean
run_put_evidence (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_evidence_store_put (job->disk, job->text, job->bytes, error);
}

/**
 * redress_store_put_evidence_sync:
 * @self: a store
 * @sha256: digest the bytes must have
 * @bytes: a rendition
 * @error: return location
 *
 * Returns: whether the piece is here; %FALSE with CORRUPT on a wrong digest, INVALID if it is
 *   empty, TOO_LARGE, NO_SPACE
 */
gboolean
redress_store_put_evidence_sync (RedressStore *self,
                                 const char *sha256,
                                 GBytes *bytes,
                                 GError **error)
{
  Job job = { .text = sha256, .bytes = bytes };

  g_return_val_if_fail (REDRESS_IS_STORE (self), FALSE);

  /* The digest is computed here, so that the worker serves others meanwhile. */
  return redress_evidence_files_check (sha256, bytes, error) &&
         run (self, run_put_evidence, &job, error);
}

static gboolean
run_has_evidence (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_evidence_table_has (job->disk, job->text, &job->found, error);
}

/**
 * redress_store_has_evidence_sync:
 * @self: a store
 * @sha256: a digest
 * @has: (out): whether the piece is here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_has_evidence_sync (RedressStore *self,
                                 const char *sha256,
                                 gboolean *has,
                                 GError **error)
{
  Job job = { .text = sha256 };

  if (!run (self, run_has_evidence, &job, error))
    return FALSE;
  *has = job.found;
  return TRUE;
}

static gboolean
run_list_wanted (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->found_wanted = redress_wanted_list (job->disk, job->ticket, job->text, job->max, error);
  return job->found_wanted != NULL;
}

/**
 * redress_store_list_wanted_sync:
 * @self: a store
 * @open: the ticket that is looked at, which comes first; 0: none
 * @account: (nullable): whose claims come next
 * @max: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressWanted): what is to be fetched
 *   beforehand, most wanted first
 */
GArray *
redress_store_list_wanted_sync (
    RedressStore *self, gint64 open, const char *account, guint max, GError **error)
{
  Job job = { .ticket = open, .text = account, .max = max };

  return run (self, run_list_wanted, &job, error) ? job.found_wanted : NULL;
}

static gboolean
run_list_missing (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  gint64 rev = 0;

  if (!redress_details_table_get_rev (job->disk, job->ticket, &rev, error))
    return FALSE;
  if (rev == 0)
    return TRUE;
  job->found_list = redress_details_table_list_missing (job->disk, job->ticket, error);
  return job->found_list != NULL;
}

/**
 * redress_store_list_missing_evidence_sync:
 * @self: a store
 * @ticket: a ticket
 * @digests: (out) (transfer full) (nullable): ready renditions that its cached details list and
 *   the disk lacks; %NULL if the details are not here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_list_missing_evidence_sync (RedressStore *self,
                                          gint64 ticket,
                                          char ***digests,
                                          GError **error)
{
  Job job = { .ticket = ticket };

  if (!run (self, run_list_missing, &job, error))
    return FALSE;
  *digests = job.found_list;
  return TRUE;
}

static gboolean
run_find_previous (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (RedressTicket) ticket = NULL;
  RedressTime fetched_at;
  gint64 rev = 0;
  RedressSqlStep step =
      redress_details_table_get (job->disk, job->ticket, &ticket, &fetched_at, error);

  /* One before the other: a chain that leads back to itself ends here. */
  if (step != REDRESS_SQL_ROW || ticket->previous_ticket >= job->ticket)
    return step != REDRESS_SQL_ERROR;
  if (!redress_details_table_get_rev (job->disk, ticket->previous_ticket, &rev, error))
    return FALSE;
  job->found_number = ticket->previous_ticket;
  job->found = rev != 0;
  return TRUE;
}

/**
 * redress_store_find_previous_sync:
 * @self: a store
 * @ticket: a ticket
 * @previous: (out): the ticket before it, which an appeal is about; 0 if there is none
 * @is_here: (out): whether its details are on the disk
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_find_previous_sync (
    RedressStore *self, gint64 ticket, gint64 *previous, gboolean *is_here, GError **error)
{
  Job job = { .ticket = ticket };

  if (!run (self, run_find_previous, &job, error))
    return FALSE;
  *previous = job.found_number;
  *is_here = job.found;
  return TRUE;
}

static gboolean
run_find_policy (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (RedressTicket) ticket = NULL;
  RedressTime fetched_at;
  gboolean has = FALSE;
  RedressSqlStep step =
      redress_details_table_get (job->disk, job->ticket, &ticket, &fetched_at, error);

  if (step != REDRESS_SQL_ROW)
    return step != REDRESS_SQL_ERROR;
  if (!redress_policy_table_has (job->disk, ticket->summary->flow, ticket->policy_version, &has,
                                 error))
    return FALSE;
  if (!has)
    job->found_text = g_strdup (ticket->summary->flow);
  job->found_number = ticket->policy_version;
  return TRUE;
}

/**
 * redress_store_find_missing_policy_sync:
 * @self: a store
 * @ticket: a ticket
 * @flow: (out) (transfer full) (nullable): of the policy that judges it, if it is not here
 * @version: (out): of that policy
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_find_missing_policy_sync (
    RedressStore *self, gint64 ticket, char **flow, gint64 *version, GError **error)
{
  Job job = { .ticket = ticket };

  if (!run (self, run_find_policy, &job, error))
    return FALSE;
  *flow = job.found_text;
  *version = job.found_number;
  return TRUE;
}

static gboolean
run_take_sendable (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->found_rows = redress_outbox_take_sendable (job->disk, job->max, job->max_bytes, error);
  return job->found_rows != NULL;
}

static gboolean
run_list_unsent (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  job->found_rows = redress_outbox_list_unsent (job->disk, error);
  return job->found_rows != NULL;
}

/**
 * redress_store_list_unsent_sync:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type GBytes): commands that are not answered, as
 *   stored
 */
GPtrArray *
redress_store_list_unsent_sync (RedressStore *self, GError **error)
{
  Job job = { 0 };

  return run (self, run_list_unsent, &job, error) ? job.found_rows : NULL;
}

/**
 * redress_store_take_sendable_sync:
 * @self: a store
 * @max: how many at most
 * @max_bytes: how long they may be together; one goes however long it is
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressSendable): commands that may leave now,
 *   at most one per ticket, marked as on their way
 */
GPtrArray *
redress_store_take_sendable_sync (RedressStore *self, guint max, gsize max_bytes, GError **error)
{
  Job job = { .max = max, .max_bytes = max_bytes };

  return run (self, run_take_sendable, &job, error) ? job.found_rows : NULL;
}

static gboolean
run_settle (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_outbox_settle (job->disk, job->text, job->answer, error);
}

/**
 * redress_store_settle_sync:
 * @self: a store
 * @command_id: a command that was taken
 * @answer: (nullable): its answer; %NULL: nobody knows whether it arrived
 * @error: return location
 *
 * Returns: whether it was written down
 */
gboolean
redress_store_settle_sync (RedressStore *self,
                           const char *command_id,
                           const RedressAnswer *answer,
                           GError **error)
{
  Job job = { .text = command_id, .answer = answer };

  return run (self, run_settle, &job, error);
}

static gboolean
run_next_send (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_outbox_find_next_send (job->disk, &job->found_time, error);
}

/**
 * redress_store_next_send_sync:
 * @self: a store
 * @when: (out): earliest time at which there may be something to send, or REDRESS_TIME_UNKNOWN
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_next_send_sync (RedressStore *self, RedressTime *when, GError **error)
{
  Job job = { NULL };

  if (!run (self, run_next_send, &job, error))
    return FALSE;
  *when = job.found_time;
  return TRUE;
}
