/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/feed-apply.h"

#include "sql/transaction.h"
#include "store/details-table.h"
#include "store/evidence-store.h"
#include "store/meta-table.h"
#include "store/ticket-table.h"

/* Nearly always there is nothing to remove; the counts say so without a walk through all rows. */
static const char sql_has_outside[] = "SELECT 1 FROM ticket_count WHERE n > 0 AND platform NOT IN "
                                      "(SELECT value FROM json_each ($1)) LIMIT 1";
static const char sql_remove_outside[] =
    "DELETE FROM ticket WHERE platform NOT IN (SELECT value FROM json_each ($1))";
static const char sql_remove_details[] =
    "DELETE FROM details WHERE ticket NOT IN (SELECT id FROM ticket)";
static const char sql_remove_pieces[] =
    "DELETE FROM details_piece WHERE ticket NOT IN (SELECT id FROM ticket)";

typedef struct
{
  RedressDisk *disk;
  const RedressChangePage *page;
  GArray *changed; /* (element-type gint64) */
  gboolean has_removed;
} Applying;

static char *
seq_name (const char *platform)
{
  return g_strconcat ("seq:", platform, NULL);
}

/* Later entries of a platform have later places, so only the last of each is kept. */
static gboolean
keep_seqs (Applying *applying, GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < applying->page->changes->len; i++)
    {
      RedressChange *change = g_ptr_array_index (applying->page->changes, i);

      g_hash_table_replace (last, change->platform, change);
    }
  g_hash_table_iter_init (&iter, last);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const RedressChange *change = value;
      g_autofree char *name = seq_name (change->platform);

      if (!redress_meta_table_set_int64 (applying->disk->cache, name, change->seq, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
remove_ticket (Applying *applying, gint64 id, GError **error)
{
  applying->has_removed = TRUE;
  return redress_ticket_table_remove (applying->disk->cache, id, error) &&
         redress_details_table_delete (applying->disk, id, error);
}

static gboolean
apply_change (Applying *applying, const RedressChange *change, GError **error)
{
  gboolean is_news = TRUE;

  if (change->remove ? !remove_ticket (applying, change->id, error)
                     : change->summary == NULL ||
                           !redress_ticket_table_upsert (applying->disk->cache, change->summary,
                                                         &is_news, error))
    return FALSE;
  if (is_news)
    g_array_append_val (applying->changed, change->id);
  return TRUE;
}

static RedressSqlOutcome
apply_page (RedressSqlConnection *cache, gpointer data, GError **error)
{
  Applying *applying = data;

  for (guint i = 0; i < applying->page->changes->len; i++)
    if (!apply_change (applying, g_ptr_array_index (applying->page->changes, i), error))
      return REDRESS_SQL_ROLLBACK;
  if (!keep_seqs (applying, error) ||
      !redress_meta_table_set (cache, "cursor", applying->page->next, error))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

/* A page says what changed after a cursor. In a cache that was begun anew while the page was on its
 * way everything before it is missing. */
static gboolean
check_place (RedressSqlConnection *cache, const char *from, GError **error)
{
  g_autofree char *cursor = NULL;

  if (redress_meta_table_get (cache, "cursor", &cursor, error) == REDRESS_SQL_ERROR)
    return FALSE;
  if (g_strcmp0 (cursor, from) == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
               "feed: the cache was begun anew since the page was asked for");
  return FALSE;
}

static gboolean
check_page (const RedressChangePage *page, GError **error)
{
  for (guint i = 0; i < page->changes->len; i++)
    {
      const RedressChange *change = g_ptr_array_index (page->changes, i);

      if (change->platform == NULL || (!change->remove && change->summary == NULL))
        {
          g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID,
                       "feed: entry %u is not complete", i);
          return FALSE;
        }
    }
  return TRUE;
}

/* The cursor is committed: what goes wrong from here on does not undo the page. */
static gboolean
tell_applied (Applying *applying, GError **error)
{
  RedressDisk *disk = applying->disk;

  if (applying->changed->len == 0)
    return TRUE;
  for (guint i = 0; i < applying->changed->len; i++)
    redress_notices_add_ticket (disk->notices, g_array_index (applying->changed, gint64, i));
  redress_notices_add_queues (disk->notices);
  redress_notices_add_work (disk->notices);
  return !applying->has_removed || (redress_evidence_store_remove_orphans (disk, error) &&
                                    redress_disk_load_overlay (disk, error));
}

/**
 * redress_feed_apply:
 * @disk: the disk
 * @from: (nullable): the cursor that the page was asked for with
 * @page: a page of the feed
 * @error: return location
 *
 * Applies a page and its cursor in one transaction, each entry only if its rev is newer. Applied
 * commands that the page shows leave the outbox.
 *
 * Returns: whether it worked
 */
gboolean
redress_feed_apply (RedressDisk *disk,
                    const char *from,
                    const RedressChangePage *page,
                    GError **error)
{
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  Applying applying = { disk, page, changed, FALSE };
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  return cache != NULL && check_page (page, error) && check_place (cache, from, error) &&
         redress_sql_transaction (cache, REDRESS_SQL_WRITE, apply_page, &applying, error) &&
         tell_applied (&applying, error) && redress_outbox_drop_passed (disk, error);
}

/**
 * redress_feed_has_passed:
 * @disk: the disk
 * @platform: a feed
 * @seq: a place in it
 * @has: (out): whether the cache knows it up to there
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_feed_has_passed (
    RedressDisk *disk, const char *platform, gint64 seq, gboolean *has, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  g_autofree char *name = seq_name (platform);
  gint64 reached = 0;

  if (cache == NULL || !redress_meta_table_get_int64 (cache, name, &reached, error))
    return FALSE;
  *has = reached >= seq;
  return TRUE;
}

typedef struct
{
  RedressDisk *disk;
  const RedressAccount *account;
  gboolean has_removed;
} Account;

static char *
scopes_to_json (char *const *scopes)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;

  json_builder_begin_array (builder);
  for (guint i = 0; scopes != NULL && scopes[i] != NULL; i++)
    json_builder_add_string_value (builder, scopes[i]);
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  return json_to_string (node, FALSE);
}

static gboolean
has_outside (RedressSqlConnection *cache, const char *scopes, gboolean *has, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_has_outside, error);
  gint64 one;
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, scopes);
  step = redress_sql_statement_fetch_int64 (statement, &one, error);
  *has = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}

static gboolean
remove_outside (RedressSqlConnection *cache, const char *scopes, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (cache, sql_remove_outside, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, scopes);
  return redress_sql_statement_run (statement, error) &&
         redress_sql_connection_run (cache, sql_remove_details, error) &&
         redress_sql_connection_run (cache, sql_remove_pieces, error);
}

static RedressSqlOutcome
set_account (RedressSqlConnection *cache, gpointer data, GError **error)
{
  Account *setting = data;
  g_autofree char *scopes = scopes_to_json (setting->account->scopes);

  if (!has_outside (cache, scopes, &setting->has_removed, error) ||
      (setting->has_removed && !remove_outside (cache, scopes, error)))
    return REDRESS_SQL_ROLLBACK;
  return redress_meta_table_set (cache, "account", setting->account->id, error)
             ? REDRESS_SQL_COMMIT
             : REDRESS_SQL_ROLLBACK;
}

/**
 * redress_feed_set_account:
 * @disk: the disk
 * @account: whose desk it is
 * @error: return location
 *
 * Removes tickets, details and evidence outside of the account's scopes.
 *
 * Returns: whether it worked
 */
gboolean
redress_feed_set_account (RedressDisk *disk, const RedressAccount *account, GError **error)
{
  Account setting = { disk, account, FALSE };
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  if (cache == NULL ||
      !redress_sql_transaction (cache, REDRESS_SQL_WRITE, set_account, &setting, error))
    return FALSE;
  g_free (disk->account);
  disk->account = g_strdup (account->id);
  if (!setting.has_removed)
    return TRUE;
  redress_notices_add_queues (disk->notices);
  redress_notices_add_work (disk->notices);
  return redress_evidence_store_remove_orphans (disk, error) &&
         redress_disk_load_overlay (disk, error);
}
