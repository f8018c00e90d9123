/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/evidence-table.h"

#include "store/ids.h"

/* Reading a piece writes at most once in this time that it was used. */
#define TOUCH_AFTER REDRESS_HOUR

/* Tickets whose evidence must stay: claimed or checked out here, or with a draft or a command. */
#define PINNED                                                                                     \
  "(SELECT sha256 FROM details_piece WHERE ticket IN (SELECT id FROM ticket "                      \
  "WHERE claim_holder = $1 UNION SELECT value FROM json_each ($2)))"

static const char sql_put[] =
    "INSERT INTO piece (sha256, size, used_at) VALUES ($1, $2, $3) "
    "ON CONFLICT (sha256) DO UPDATE SET size = excluded.size, used_at = excluded.used_at";
static const char sql_delete[] = "DELETE FROM piece WHERE sha256 = $1";
static const char sql_has[] = "SELECT 1 FROM piece WHERE sha256 = $1";
static const char sql_touch[] = "UPDATE piece SET used_at = $2 WHERE sha256 = $1 AND used_at < $3";
static const char sql_sum[] = "SELECT coalesce (sum (size), 0) FROM piece";
static const char sql_list_evictable[] =
    "SELECT sha256 FROM piece WHERE sha256 NOT IN " PINNED " ORDER BY used_at LIMIT 16";
static const char sql_is_pinned[] = "SELECT 1 WHERE $3 IN " PINNED;
static const char sql_list_orphans[] =
    "SELECT sha256 FROM piece WHERE sha256 NOT IN (SELECT sha256 FROM details_piece)";

static RedressSqlStatement *
prepare (RedressDisk *disk, const char *sql, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  return cache != NULL ? redress_sql_connection_prepare (cache, sql, error) : NULL;
}

/**
 * redress_evidence_table_put:
 * @disk: the disk
 * @sha256: a piece that lies in its file
 * @size: its bytes
 * @used_at: when it was used
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_put (
    RedressDisk *disk, const char *sha256, gint64 size, RedressTime used_at, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_put, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, sha256);
  redress_sql_statement_bind_int64 (statement, 2, size);
  redress_sql_statement_bind_int64 (statement, 3, used_at);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_evidence_table_delete:
 * @disk: the disk
 * @sha256: a piece
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_delete (RedressDisk *disk, const char *sha256, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_delete, error);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, sha256);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_evidence_table_has:
 * @disk: the disk
 * @sha256: a piece
 * @has: (out): whether it is here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_has (RedressDisk *disk, const char *sha256, gboolean *has, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_has, error);
  RedressSqlStep step;
  gint64 one;

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, sha256);
  step = redress_sql_statement_fetch_int64 (statement, &one, error);
  *has = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}

/**
 * redress_evidence_table_touch:
 * @disk: the disk
 * @sha256: a piece that was read
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_touch (RedressDisk *disk, const char *sha256, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_touch, error);
  RedressTime now = redress_clock_now (disk->clock);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_text (statement, 1, sha256);
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_int64 (statement, 3, now - TOUCH_AFTER);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_evidence_table_sum:
 * @disk: the disk
 * @bytes: (out): of all pieces
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_sum (RedressDisk *disk, gint64 *bytes, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);

  return cache != NULL && redress_sql_connection_get_int64 (cache, sql_sum, bytes, error);
}

static void
bind_pins (RedressSqlStatement *statement, RedressDisk *disk)
{
  g_autoptr (GArray) work = redress_overlay_list_work (disk->overlay);
  g_autofree char *json = redress_ids_to_json (work);

  redress_sql_statement_bind_text (statement, 1, disk->account);
  redress_sql_statement_bind_text (statement, 2, json);
}

static char **
read_pieces (RedressSqlStatement *statement, GError **error)
{
  g_autoptr (GStrvBuilder) pieces = g_strv_builder_new ();
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      const char *sha256 = redress_sql_statement_get_text (statement, 0);

      if (sha256 != NULL)
        g_strv_builder_add (pieces, sha256);
    }
  return step == REDRESS_SQL_DONE ? g_strv_builder_end (pieces) : NULL;
}

/**
 * redress_evidence_table_list_evictable:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the few that were not used for the longest time and that
 *   nothing pins
 */
char **
redress_evidence_table_list_evictable (RedressDisk *disk, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_evictable, error);

  if (statement == NULL)
    return NULL;
  bind_pins (statement, disk);
  return read_pieces (statement, error);
}

/**
 * redress_evidence_table_list_orphans:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable): pieces that no ticket shows
 */
char **
redress_evidence_table_list_orphans (RedressDisk *disk, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_orphans, error);

  return statement != NULL ? read_pieces (statement, error) : NULL;
}

/**
 * redress_evidence_table_is_pinned:
 * @disk: the disk
 * @sha256: a piece
 * @is_pinned: (out): whether a ticket needs it that is worked on here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_evidence_table_is_pinned (RedressDisk *disk,
                                  const char *sha256,
                                  gboolean *is_pinned,
                                  GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_is_pinned, error);
  RedressSqlStep step;
  gint64 one;

  if (statement == NULL)
    return FALSE;
  bind_pins (statement, disk);
  redress_sql_statement_bind_text (statement, 3, sha256);
  step = redress_sql_statement_fetch_int64 (statement, &one, error);
  *is_pinned = step == REDRESS_SQL_ROW;
  return step != REDRESS_SQL_ERROR;
}
