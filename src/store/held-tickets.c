/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/store-private.h"

#include "store/ticket-table.h"

typedef struct
{
  RedressDisk *disk;
  char *account;
  GPtrArray *held;
} HeldJob;

static const char sql_held[] = "SELECT id FROM ticket WHERE claim_holder = $1 ORDER BY due_at, id";

static void
held_job_free (HeldJob *job)
{
  g_clear_pointer (&job->held, g_ptr_array_unref);
  g_free (job->account);
  g_free (job);
}

void
redress_held_ticket_free (RedressHeldTicket *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->summary);
  g_free (self);
}

static gboolean
add (HeldJob *job, RedressSqlConnection *cache, gint64 id, GError **error)
{
  const RedressOverlayRow *over = redress_overlay_find (job->disk->overlay, id);
  RedressHeldTicket *held = g_new0 (RedressHeldTicket, 1);

  g_ptr_array_add (job->held, held);
  held->has_draft = over != NULL && over->has_draft;
  held->is_unsent = over != NULL && over->has_outbox;
  return redress_ticket_table_read (cache, id, &held->summary, error) == REDRESS_SQL_ROW;
}

static gboolean
run_held (RedressSqlConnection *connection, gpointer data, GError **error)
{
  HeldJob *job = data;
  RedressSqlConnection *cache = redress_disk_get_cache (job->disk, error);
  g_autoptr (RedressSqlStatement) statement =
      cache != NULL ? redress_sql_connection_prepare (cache, sql_held, error) : NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  job->held = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_held_ticket_free);
  redress_sql_statement_bind_text (statement, 1, job->account);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    if (!add (job, cache, redress_sql_statement_get_int64 (statement, 0), error))
      return FALSE;
  return step == REDRESS_SQL_DONE;
}

/**
 * redress_store_list_held_async:
 * @self: a store
 * @account: id of an account
 * @cancellable: (nullable): stops it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Lists the tickets that @account holds, as this computer knows it.
 */
void
redress_store_list_held_async (RedressStore *self,
                               const char *account,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  HeldJob *job = g_new0 (HeldJob, 1);

  job->disk = self->disk;
  job->account = g_strdup (account);
  redress_store_write_async (self, REDRESS_SQL_INTERACTIVE, run_held, job,
                             (GDestroyNotify)held_job_free, cancellable, callback, user_data);
}

/**
 * redress_store_list_held_finish:
 * @self: a store
 * @result: given to the callback
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressHeldTicket): due ones first
 */
GPtrArray *
redress_store_list_held_finish (RedressStore *self, GAsyncResult *result, GError **error)
{
  gpointer job = NULL;

  return redress_store_finish (result, &job, error) ? g_steal_pointer (&((HeldJob *)job)->held)
                                                    : NULL;
}
