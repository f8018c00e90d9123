/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/feed-store.h"

#include "sql/transaction.h"
#include "store/cache.h"
#include "store/details-table.h"
#include "store/evidence-store.h"
#include "store/feed-apply.h"
#include "store/meta-table.h"
#include "store/policy-table.h"
#include "store/store-private.h"
#include "store/ticket-table.h"

/* What the sync tells the cache and asks of it: question and answer of any call. */
typedef struct
{
  RedressDisk *disk;
  gint64 ticket;
  gint64 number;    /* rev, version */
  const char *text; /* flow, name, cursor */
  GBytes *bytes;
  GPtrArray *files;
  RedressTicket *details;
  const RedressChangePage *page;
  const RedressAccount *account;
  const RedressClaim *claim;

  char *found_text;
  gint64 found_number;
  gboolean found;
  RedressClaim *found_claim;
} Job;

static gboolean
run (RedressStore *self, RedressSqlJobFunc func, Job *job, GError **error)
{
  job->disk = self->disk;
  return redress_store_write_sync (self, func, job, error);
}

static gboolean
run_get_cursor (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);

  return cache != NULL &&
         redress_meta_table_get (cache, "cursor", &job->found_text, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_store_get_cursor_sync:
 * @self: a store
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the cursor that was reached; %NULL without an error before
 *   the first page
 */
char *
redress_store_get_cursor_sync (RedressStore *self, GError **error)
{
  Job job = { NULL };

  return run (self, run_get_cursor, &job, error) ? job.found_text : NULL;
}

static gboolean
run_apply_page (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_feed_apply (job->disk, job->text, job->page, error);
}

/**
 * redress_store_apply_page_sync:
 * @self: a store
 * @from: (nullable): the cursor that the page was asked for with
 * @page: a page of the feed
 * @error: return location
 *
 * Applies a page and its cursor in one transaction, each entry only if its rev is newer. Applied
 * commands that the page shows leave the outbox.
 *
 * Returns: whether it worked; %REDRESS_ERROR_CONFLICT if the cache was begun anew since the page
 * was asked for
 */
gboolean
redress_store_apply_page_sync (RedressStore *self,
                               const char *from,
                               const RedressChangePage *page,
                               GError **error)
{
  Job job = { .page = page, .text = from };

  return run (self, run_apply_page, &job, error);
}

static gboolean
run_reset_feed (RedressSqlConnection *connection, gpointer data, GError **error)
{
  return redress_cache_reset_feed (((Job *)data)->disk, error);
}

/**
 * redress_store_reset_feed_sync:
 * @self: a store
 * @error: return location
 *
 * The server begins its feed anew: tickets, details, search and cursor are forgotten. Outbox,
 * drafts, policies and evidence stay.
 *
 * Returns: whether it worked
 */
gboolean
redress_store_reset_feed_sync (RedressStore *self, GError **error)
{
  Job job = { NULL };

  return run (self, run_reset_feed, &job, error);
}

static gboolean
run_set_account (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_feed_set_account (job->disk, job->account, error);
}

/**
 * redress_store_set_account_sync:
 * @self: a store
 * @account: whose desk it is
 * @error: return location
 *
 * Removes tickets, details and evidence outside of the account's scopes.
 *
 * Returns: whether it worked
 */
gboolean
redress_store_set_account_sync (RedressStore *self, const RedressAccount *account, GError **error)
{
  Job job = { .account = account };

  return run (self, run_set_account, &job, error);
}

static RedressSqlOutcome
put_details (RedressSqlConnection *cache, gpointer data, GError **error)
{
  Job *job = data;

  return redress_details_table_put (job->disk, job->details, job->bytes, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

static gboolean
run_put_details (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);
  gint64 id = job->details->summary->id;
  g_auto (GStrv) shown =
      cache != NULL ? redress_details_table_list_present (job->disk, id, error) : NULL;

  if (shown == NULL ||
      !redress_sql_transaction (cache, REDRESS_SQL_WRITE, put_details, job, error) ||
      !redress_evidence_store_forget_unshown (job->disk, shown, error) ||
      !redress_disk_update_overlay (job->disk, id, error))
    return FALSE;
  redress_notices_add_ticket (job->disk->notices, id);
  return TRUE;
}

/**
 * redress_store_put_details_sync:
 * @self: a store
 * @ticket: a ticket with its details
 * @json: the bytes it was read from
 * @error: return location
 *
 * Returns: whether it worked; details that are older than those here change nothing
 */
gboolean
redress_store_put_details_sync (RedressStore *self,
                                RedressTicket *ticket,
                                GBytes *json,
                                GError **error)
{
  Job job = { .details = ticket, .bytes = json };

  return run (self, run_put_details, &job, error);
}

static gboolean
run_get_details_rev (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_details_table_get_rev (job->disk, job->ticket, &job->found_number, error);
}

/**
 * redress_store_get_details_rev_sync:
 * @self: a store
 * @ticket: a ticket
 * @rev: (out): of its cached details, 0 if there are none
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_get_details_rev_sync (RedressStore *self, gint64 ticket, gint64 *rev, GError **error)
{
  Job job = { .ticket = ticket };

  if (!run (self, run_get_details_rev, &job, error))
    return FALSE;
  *rev = job.found_number;
  return TRUE;
}

static gboolean
run_put_policy (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_policy_table_keep (job->disk, job->bytes, error);
}

/**
 * redress_store_put_policy_sync:
 * @self: a store
 * @bytes: a policy file
 * @error: return location
 *
 * Returns: whether it is here; %FALSE with INVALID if it is none
 */
gboolean
redress_store_put_policy_sync (RedressStore *self, GBytes *bytes, GError **error)
{
  Job job = { .bytes = bytes };

  return run (self, run_put_policy, &job, error);
}

static gboolean
run_has_policy (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_policy_table_has (job->disk, job->text, job->number, &job->found, error);
}

/**
 * redress_store_has_policy_sync:
 * @self: a store
 * @flow: a flow
 * @version: of its policy
 * @has: (out): whether it is here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_has_policy_sync (
    RedressStore *self, const char *flow, gint64 version, gboolean *has, GError **error)
{
  Job job = { .text = flow, .number = version };

  if (!run (self, run_has_policy, &job, error))
    return FALSE;
  *has = job.found;
  return TRUE;
}

static gboolean
run_put_calendars (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;

  return redress_policy_table_put_calendars (job->disk, job->files, error);
}

/**
 * redress_store_put_calendars_sync:
 * @self: a store
 * @files: (element-type GBytes): every calendar file of the server
 * @error: return location
 *
 * Returns: whether they are here; %FALSE with INVALID if one is none, and then all is as before
 */
gboolean
redress_store_put_calendars_sync (RedressStore *self, GPtrArray *files, GError **error)
{
  Job job = { .files = files };

  return run (self, run_put_calendars, &job, error);
}

static gboolean
run_put_claim (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);

  if (cache == NULL ||
      !redress_ticket_table_put_claim (cache, job->ticket, job->number, job->claim, error))
    return FALSE;
  redress_notices_add_ticket (job->disk->notices, job->ticket);
  redress_notices_add_queues (job->disk->notices);
  return TRUE;
}

/**
 * redress_store_put_claim_sync:
 * @self: a store
 * @ticket: a ticket
 * @rev: of the ticket when the claim was so
 * @claim: (nullable): the claim; %NULL for free
 * @error: return location
 *
 * Takes over a claim that an answer told before the feed.
 *
 * Returns: whether it worked
 */
gboolean
redress_store_put_claim_sync (
    RedressStore *self, gint64 ticket, gint64 rev, const RedressClaim *claim, GError **error)
{
  Job job = { .ticket = ticket, .number = rev, .claim = claim };

  return run (self, run_put_claim, &job, error);
}

static gboolean
run_get_claim (RedressSqlConnection *connection, gpointer data, GError **error)
{
  Job *job = data;
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);
  g_autoptr (RedressSummary) summary = NULL;

  if (cache == NULL ||
      redress_ticket_table_read (cache, job->ticket, &summary, error) == REDRESS_SQL_ERROR)
    return FALSE;
  if (summary != NULL && summary->claim != NULL)
    job->found_claim = redress_claim_copy (summary->claim);
  return TRUE;
}

/**
 * redress_store_get_claim_sync:
 * @self: a store
 * @ticket: a ticket
 * @claim: (out) (transfer full) (nullable): its claim; %NULL where it is free or unknown
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_store_get_claim_sync (RedressStore *self,
                              gint64 ticket,
                              RedressClaim **claim,
                              GError **error)
{
  Job job = { .ticket = ticket };

  *claim = NULL;
  if (!run (self, run_get_claim, &job, error))
    return FALSE;
  *claim = job.found_claim;
  return TRUE;
}
