/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/wanted.h"

#include "store/ids.h"

/* Contracts of what a desk keeps: evidence of what is worked on and of the next three, details of
 * the next twenty. */
#define NEXT_DETAILS 20
#define NEXT_EVIDENCE 3

#define COLUMNS                                                                                    \
  "SELECT ticket.id, details.rev IS NULL OR details.rev < ticket.rev, "                            \
  "coalesce (details.ready, 0), ticket.rev FROM ticket LEFT JOIN details ON details.ticket = "     \
  "ticket.id "

static const char sql_work[] =
    COLUMNS "WHERE ticket.id IN (SELECT id FROM ticket WHERE claim_holder = $1 "
            "UNION SELECT value FROM json_each ($2)) "
            "AND +state IN ($3, $4, $5, $6, $7) ORDER BY claim_mode DESC, due_at, ticket.id";
static const char sql_open[] = COLUMNS "WHERE ticket.id = $1";
static const char sql_next[] =
    COLUMNS "WHERE ticket.id IN (SELECT id FROM ticket WHERE state IN ($1, $2) ORDER BY due_at, id "
            "LIMIT $3) ORDER BY due_at, ticket.id";

typedef struct
{
  GArray *wanted;    /* (element-type RedressWanted) */
  GHashTable *known; /* (element-type gint64) */
  guint max;
} List;

static gboolean
read_rows (RedressSqlStatement *statement, List *list, guint n_evidence, GError **error)
{
  RedressSqlStep step = REDRESS_SQL_DONE;

  for (guint i = 0; list->wanted->len < list->max &&
                    (step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW;
       i++)
    {
      const RedressWanted want = {
        .ticket = redress_sql_statement_get_int64 (statement, 0),
        .rev = redress_sql_statement_get_int64 (statement, 3),
        .details = redress_sql_statement_get_boolean (statement, 1),
        .evidence = i < n_evidence,
      };
      gboolean is_ready = redress_sql_statement_get_boolean (statement, 2);

      if (!g_hash_table_add (list->known, g_memdup2 (&want.ticket, sizeof want.ticket)))
        continue;
      if (want.details || (want.evidence && !is_ready))
        g_array_append_val (list->wanted, want);
    }
  return step != REDRESS_SQL_ERROR;
}

/* Somebody looks at it, so what they see has to follow the feed, whatever its state. */
static gboolean
add_open (RedressDisk *disk, gint64 open, List *list, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->cache, sql_open, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, open);
  return read_rows (statement, list, G_MAXUINT, error);
}

static gboolean
add_work (RedressDisk *disk, const char *account, List *list, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->cache, sql_work, error);
  g_autoptr (GArray) work = redress_overlay_list_work (disk->overlay);
  g_autofree char *ids = redress_ids_to_json (work);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, account);
  redress_sql_statement_bind_text (statement, 2, ids);
  redress_sql_statement_bind_int64 (statement, 3, REDRESS_STATE_OPEN);
  redress_sql_statement_bind_int64 (statement, 4, REDRESS_STATE_SECOND_APPROVAL);
  redress_sql_statement_bind_int64 (statement, 5, REDRESS_STATE_HELD);
  redress_sql_statement_bind_int64 (statement, 6, REDRESS_STATE_WAITING_CUSTOMER);
  redress_sql_statement_bind_int64 (statement, 7, REDRESS_STATE_WAITING_PLATFORM);
  return read_rows (statement, list, G_MAXUINT, error);
}

static gboolean
add_next (RedressDisk *disk, List *list, GError **error)
{
  g_autoptr (RedressSqlStatement) statement =
      redress_sql_connection_prepare (disk->cache, sql_next, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 1, REDRESS_STATE_OPEN);
  redress_sql_statement_bind_int64 (statement, 2, REDRESS_STATE_SECOND_APPROVAL);
  redress_sql_statement_bind_int64 (statement, 3, NEXT_DETAILS);
  return read_rows (statement, list, NEXT_EVIDENCE, error);
}

/**
 * redress_wanted_list:
 * @disk: the disk
 * @open: the ticket that is looked at, which comes first; 0: none
 * @account: (nullable): whose claims come next
 * @max: how many at most
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressWanted): what is to be fetched
 *   beforehand, most wanted first
 */
GArray *
redress_wanted_list (RedressDisk *disk, gint64 open, const char *account, guint max, GError **error)
{
  g_autoptr (GArray) wanted = g_array_new (FALSE, FALSE, sizeof (RedressWanted));
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  List list = { wanted, known, max };

  if (redress_disk_get_cache (disk, error) == NULL || !add_open (disk, open, &list, error) ||
      !add_work (disk, account, &list, error) || !add_next (disk, &list, error))
    return NULL;
  return g_steal_pointer (&wanted);
}
