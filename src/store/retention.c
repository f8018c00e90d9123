/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/retention.h"

#include "sql/transaction.h"
#include "store/details-table.h"
#include "store/evidence-store.h"
#include "store/ids.h"
#include "store/meta-table.h"
#include "store/ticket-table.h"

/* Contracts of what a desk keeps. */
#define KEEP_DETAILS (7 * REDRESS_DAY)
#define ROWS_PER_SLICE 100

/* Tickets that are worked on here stay, whatever their age. */
#define NOT_PINNED                                                                                 \
  "NOT IN (SELECT id FROM ticket WHERE claim_holder = $3 "                                         \
  "UNION SELECT value FROM json_each ($4)) LIMIT $5"

static const char sql_list_closed[] = "SELECT id FROM ticket WHERE state IN ($1, $6, $7) "
                                      "AND closed_at < $2 AND id " NOT_PINNED;
static const char sql_list_unused[] =
    "SELECT ticket FROM details WHERE $1 = 0 AND used_at < $2 AND ticket " NOT_PINNED;

typedef struct
{
  RedressDisk *disk;
  GArray *closed; /* (element-type gint64): rows to be removed */
  GArray *unused; /* (element-type gint64): details to be removed */
} Clearing;

static gboolean
list (RedressDisk *disk,
      const char *sql,
      const gint64 *states,
      RedressTime before,
      GArray *ids,
      GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->cache, sql, error);
  g_autoptr (GArray) work = redress_overlay_list_work (disk->overlay);
  g_autofree char *json = redress_ids_to_json (work);
  RedressSqlStep step;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, states != NULL ? states[0] : 0);
  redress_sql_statement_bind_int64 (statement, 2, before);
  redress_sql_statement_bind_text (statement, 3, disk->account);
  redress_sql_statement_bind_text (statement, 4, json);
  redress_sql_statement_bind_int64 (statement, 5, ROWS_PER_SLICE);
  for (guint i = 1; states != NULL && i < 3; i++)
    redress_sql_statement_bind_int64 (statement, 5 + i, states[i]);
  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == REDRESS_SQL_DONE;
}

static RedressSqlOutcome
clear (RedressSqlConnection *cache, gpointer data, GError **error)
{
  Clearing *clearing = data;

  for (guint i = 0; i < clearing->closed->len; i++)
    {
      gint64 id = g_array_index (clearing->closed, gint64, i);

      if (!redress_ticket_table_remove (cache, id, error) ||
          !redress_details_table_delete (clearing->disk, id, error))
        return REDRESS_SQL_ROLLBACK;
    }
  for (guint i = 0; i < clearing->unused->len; i++)
    if (!redress_details_table_delete (clearing->disk, g_array_index (clearing->unused, gint64, i),
                                       error))
      return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

/* Pieces that only such tickets showed go by themselves: they are the least recently used. */
static gboolean
clear_and_tell (Clearing *clearing, GError **error)
{
  RedressDisk *disk = clearing->disk;

  if (clearing->closed->len + clearing->unused->len == 0)
    return TRUE;
  if (!redress_sql_transaction (disk->cache, REDRESS_SQL_WRITE, clear, clearing, error))
    return FALSE;
  for (guint i = 0; i < clearing->unused->len; i++)
    redress_notices_add_ticket (disk->notices, g_array_index (clearing->unused, gint64, i));
  if (clearing->closed->len > 0)
    redress_notices_add_queues (disk->notices);
  return redress_disk_load_overlay (disk, error);
}

/* Written into the cache: it is a walk through all finished tickets, which no start has to wait for
 * but the first of a day or of another limit. */
static char *
mark_name (RedressDisk *disk)
{
  return g_strdup_printf ("cleared_up_at:%" G_GINT64_FORMAT, disk->keep_closed_days);
}

/**
 * redress_retention_clear_up:
 * @disk: the disk
 * @is_done: (out): whether there is nothing more to clear up today
 * @error: return location
 *
 * Once a day removes, some at a time, tickets that were finished long ago and details that nobody
 * used for a week.
 *
 * Returns: whether it worked
 */
gboolean
redress_retention_clear_up (RedressDisk *disk, gboolean *is_done, GError **error)
{
  static const gint64 finished[] = { REDRESS_STATE_DECIDED, REDRESS_STATE_EFFECTED,
                                     REDRESS_STATE_CLOSED };
  RedressTime now = redress_clock_now (disk->clock);
  g_autoptr (GArray) closed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) unused = g_array_new (FALSE, FALSE, sizeof (gint64));
  Clearing clearing = { disk, closed, unused };
  g_autofree char *mark = mark_name (disk);
  gint64 last = 0;

  *is_done = TRUE;
  if (redress_disk_get_cache (disk, error) == NULL ||
      !redress_meta_table_get_int64 (disk->cache, mark, &last, error))
    return FALSE;
  if (now >= last && now - last < REDRESS_DAY)
    return TRUE;
  if (!list (disk, sql_list_closed, finished, now - disk->keep_closed_days * REDRESS_DAY, closed,
             error) ||
      !list (disk, sql_list_unused, NULL, now - KEEP_DETAILS, unused, error) ||
      !clear_and_tell (&clearing, error))
    return FALSE;
  *is_done = closed->len < ROWS_PER_SLICE && unused->len < ROWS_PER_SLICE;
  return !*is_done || redress_meta_table_set_int64 (disk->cache, mark, now, error);
}
