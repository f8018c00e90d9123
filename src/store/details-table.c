/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/details-table.h"

#include "wire/codec.h"
#include "wire/json.h"

/* Reading a case writes at most once in this time that it was used. */
#define TOUCH_AFTER REDRESS_HOUR

/* How a piece is fetched: a placeholder never, a video when it is opened or checked out. */
typedef enum
{
  FETCH_NEVER,
  FETCH_BEFOREHAND,
  FETCH_OPENED,
} Fetch;

/* Whether $1 was taken along by $2, with everything. */
#define TAKEN_ALONG                                                                                \
  "EXISTS (SELECT 1 FROM ticket WHERE id = $1 AND claim_holder = $2 AND claim_mode = $3)"

static const char sql_put[] =
    "INSERT INTO details (ticket, rev, bytes, fetched_at, used_at, ready) "
    "VALUES ($1, $2, $3, $4, $4, 0) ON CONFLICT (ticket) DO UPDATE SET rev = excluded.rev, "
    "bytes = excluded.bytes, fetched_at = excluded.fetched_at WHERE excluded.rev >= details.rev";
static const char sql_get[] = "SELECT bytes, fetched_at FROM details WHERE ticket = $1";
static const char sql_get_rev[] = "SELECT rev FROM details WHERE ticket = $1";
static const char sql_touch[] =
    "UPDATE details SET used_at = $2 WHERE ticket = $1 AND used_at < $3";
static const char sql_delete[] = "DELETE FROM details WHERE ticket = $1";
static const char sql_delete_pieces[] = "DELETE FROM details_piece WHERE ticket = $1";
static const char sql_put_piece[] =
    "INSERT INTO details_piece (ticket, sha256, fetchable) VALUES ($1, $2, $3) "
    "ON CONFLICT DO NOTHING";
static const char sql_get_ready[] = "SELECT ready FROM details WHERE ticket = $1";
static const char sql_list_ready[] = "SELECT ticket FROM details WHERE ready = 1";
static const char sql_count_pieces[] =
    "UPDATE details SET ready = NOT EXISTS (SELECT 1 FROM details_piece AS wanted "
    "WHERE wanted.ticket = details.ticket AND (wanted.fetchable <> 2 OR " TAKEN_ALONG ") "
    "AND wanted.sha256 NOT IN (SELECT sha256 FROM piece)) WHERE ticket = $1";
static const char sql_list_by_piece[] = "SELECT ticket FROM details_piece WHERE sha256 = $1";
static const char sql_list_present[] =
    "SELECT sha256 FROM details_piece WHERE ticket = $1 AND sha256 IN (SELECT sha256 FROM piece) "
    "ORDER BY sha256";
static const char sql_list_missing[] =
    "SELECT sha256 FROM details_piece WHERE ticket = $1 "
    "AND (fetchable = 1 OR fetchable = 2 AND " TAKEN_ALONG ") "
    "AND sha256 NOT IN (SELECT sha256 FROM piece) ORDER BY fetchable, sha256";

static RedressSqlStatement *
prepare (RedressDisk *disk, const char *sql, gint64 first, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  RedressSqlStatement *statement =
      cache != NULL ? redress_sql_connection_prepare (cache, sql, error) : NULL;

  if (statement != NULL)
    redress_sql_statement_bind_int64 (statement, 1, first);
  return statement;
}

static gboolean
run (RedressDisk *disk, const char *sql, gint64 first, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql, first, error);

  return statement != NULL && redress_sql_statement_run (statement, error);
}

/* After the ticket, what TAKEN_ALONG asks for. */
static void
bind_taken_along (RedressSqlStatement *statement, RedressDisk *disk)
{
  redress_sql_statement_bind_text (statement, 2, disk->account);
  redress_sql_statement_bind_int64 (statement, 3, REDRESS_CLAIM_OFFLINE);
}

static GArray *
read_ids (RedressSqlStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  RedressSqlStep step;

  while ((step = redress_sql_statement_step (statement, error)) == REDRESS_SQL_ROW)
    {
      gint64 id = redress_sql_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return step == REDRESS_SQL_DONE ? g_steal_pointer (&ids) : NULL;
}

static gboolean
put_piece (RedressSqlStatement *statement, const char *sha256, Fetch fetch, GError **error)
{
  if (sha256 == NULL)
    return TRUE;
  redress_sql_statement_bind_text (statement, 2, sha256);
  redress_sql_statement_bind_int64 (statement, 3, fetch);
  return redress_sql_statement_run (statement, error);
}

/* While the server still makes the renditions the original stands for them: it never comes here,
 * so the ticket is not ready. */
static gboolean
put_pieces_of (RedressSqlStatement *statement, const RedressEvidence *evidence, GError **error)
{
  if (evidence->rendition_state == REDRESS_RENDITION_PENDING &&
      !put_piece (statement, evidence->sha256, FETCH_NEVER, error))
    return FALSE;
  for (guint i = 0; i < evidence->renditions->len; i++)
    {
      const RedressRendition *rendition = g_ptr_array_index (evidence->renditions, i);

      if (!put_piece (statement, rendition->sha256,
                      rendition->use == REDRESS_USE_VIDEO ? FETCH_OPENED : FETCH_BEFOREHAND, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
put_pieces (RedressDisk *disk, RedressTicket *ticket, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = NULL;

  if (!run (disk, sql_delete_pieces, ticket->summary->id, error))
    return FALSE;
  statement = prepare (disk, sql_put_piece, ticket->summary->id, error);
  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < ticket->evidence->len; i++)
    if (!put_pieces_of (statement, g_ptr_array_index (ticket->evidence, i), error))
      return FALSE;
  return TRUE;
}

/**
 * redress_details_table_put:
 * @disk: the disk, in a transaction of its cache
 * @ticket: a ticket
 * @json: what it was read from
 * @error: return location
 *
 * Returns: whether it worked; older details than those that are here change nothing
 */
gboolean
redress_details_table_put (RedressDisk *disk, RedressTicket *ticket, GBytes *json, GError **error)
{
  gint64 id = ticket->summary->id;
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_put, id, error);
  g_autofree char *context = redress_disk_context_of_ticket ("details", id);
  g_autoptr (GBytes) bytes = NULL;

  if (statement == NULL)
    return FALSE;
  bytes = redress_disk_seal (disk, context, json, error);
  if (bytes == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 2, ticket->summary->rev);
  redress_sql_statement_bind_bytes (statement, 3, bytes);
  redress_sql_statement_bind_int64 (statement, 4, redress_clock_now (disk->clock));
  if (!redress_sql_statement_run (statement, error))
    return FALSE;
  if (redress_sql_connection_get_changes (disk->cache) == 0)
    return TRUE;
  return put_pieces (disk, ticket, error) && redress_details_table_count_pieces (disk, id, error);
}

static RedressTicket *
read_ticket (RedressDisk *disk, gint64 id, GBytes *bytes, GError **error)
{
  g_autofree char *context = redress_disk_context_of_ticket ("details", id);
  g_autoptr (GBytes) plain = redress_disk_unseal (disk, disk->seal != NULL, context, bytes, error);
  g_autoptr (JsonNode) node = NULL;
  const char *data;
  gsize size;

  if (plain == NULL)
    return NULL;
  data = g_bytes_get_data (plain, &size);
  node = redress_json_parse (data, size, &redress_json_limits_response, error);
  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return redress_ticket_from_json (json_node_get_object (node), error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s is not an object", context);
  return NULL;
}

/**
 * redress_details_table_get:
 * @disk: the disk
 * @id: a ticket
 * @ticket: (out) (transfer full): the ticket, if its details are here
 * @fetched_at: (out): when they came
 * @error: return location
 *
 * Details that cannot be read, because they are damaged or sealed with a key that is gone, are
 * as good as not here: they are forgotten and can be fetched again.
 *
 * Returns: whether they are here
 */
RedressSqlStep
redress_details_table_get (
    RedressDisk *disk, gint64 id, RedressTicket **ticket, RedressTime *fetched_at, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_get, id, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) damage = NULL;
  RedressSqlStep step;

  if (statement == NULL)
    return REDRESS_SQL_ERROR;
  step = redress_sql_statement_step (statement, error);
  if (step != REDRESS_SQL_ROW)
    return step;
  bytes = redress_sql_statement_dup_bytes (statement, 0);
  *fetched_at = redress_sql_statement_get_int64 (statement, 1);
  redress_sql_statement_reset (statement);
  *ticket = read_ticket (disk, id, bytes, &damage);
  if (*ticket != NULL)
    return REDRESS_SQL_ROW;
  g_debug ("%s", damage->message);
  return redress_details_table_delete (disk, id, error) ? REDRESS_SQL_DONE : REDRESS_SQL_ERROR;
}

/**
 * redress_details_table_get_rev:
 * @disk: the disk
 * @id: a ticket
 * @rev: (out): of its details, 0 if they are not here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_details_table_get_rev (RedressDisk *disk, gint64 id, gint64 *rev, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_get_rev, id, error);

  *rev = 0;
  return statement != NULL &&
         redress_sql_statement_fetch_int64 (statement, rev, error) != REDRESS_SQL_ERROR;
}

/**
 * redress_details_table_touch:
 * @disk: the disk
 * @id: a ticket whose case was loaded
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_details_table_touch (RedressDisk *disk, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_touch, id, error);
  RedressTime now = redress_clock_now (disk->clock);

  if (statement == NULL)
    return FALSE;
  redress_sql_statement_bind_int64 (statement, 2, now);
  redress_sql_statement_bind_int64 (statement, 3, now - TOUCH_AFTER);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_details_table_delete:
 * @disk: the disk
 * @id: a ticket
 * @error: return location
 *
 * Returns: whether its details are gone; its pieces of evidence stay
 */
gboolean
redress_details_table_delete (RedressDisk *disk, gint64 id, GError **error)
{
  return run (disk, sql_delete, id, error) && run (disk, sql_delete_pieces, id, error);
}

/**
 * redress_details_table_get_ready:
 * @disk: the disk
 * @id: a ticket
 * @ready: (out): whether its details and all its evidence are here
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_details_table_get_ready (RedressDisk *disk, gint64 id, gboolean *ready, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_get_ready, id, error);
  gint64 found = 0;

  if (statement == NULL ||
      redress_sql_statement_fetch_int64 (statement, &found, error) == REDRESS_SQL_ERROR)
    return FALSE;
  *ready = found != 0;
  return TRUE;
}

/**
 * redress_details_table_list_ready:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): tickets that are ready offline
 */
GArray *
redress_details_table_list_ready (RedressDisk *disk, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  g_autoptr (RedressSqlStatement) statement =
      cache != NULL ? redress_sql_connection_prepare (cache, sql_list_ready, error) : NULL;

  return statement != NULL ? read_ids (statement, error) : NULL;
}

/**
 * redress_details_table_count_pieces:
 * @disk: the disk
 * @id: a ticket
 * @error: return location
 *
 * Finds out whether the ticket is ready, after a piece came or went.
 *
 * Returns: whether it worked
 */
gboolean
redress_details_table_count_pieces (RedressDisk *disk, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_count_pieces, id, error);

  if (statement == NULL)
    return FALSE;
  bind_taken_along (statement, disk);
  return redress_sql_statement_run (statement, error);
}

/**
 * redress_details_table_list_by_piece:
 * @disk: the disk
 * @sha256: a piece
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type gint64): tickets that show the piece
 */
GArray *
redress_details_table_list_by_piece (RedressDisk *disk, const char *sha256, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  g_autoptr (RedressSqlStatement) statement =
      cache != NULL ? redress_sql_connection_prepare (cache, sql_list_by_piece, error) : NULL;

  if (statement == NULL)
    return NULL;
  redress_sql_statement_bind_text (statement, 1, sha256);
  return read_ids (statement, error);
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
 * redress_details_table_list_present:
 * @disk: the disk
 * @id: a ticket
 * @error: return location
 *
 * Returns: (transfer full) (nullable): digests of its pieces that are here
 */
char **
redress_details_table_list_present (RedressDisk *disk, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_present, id, error);

  return statement != NULL ? read_pieces (statement, error) : NULL;
}

/**
 * redress_details_table_list_missing:
 * @disk: the disk
 * @id: a ticket
 * @error: return location
 *
 * Returns: (transfer full) (nullable): digests of its pieces that are to be fetched beforehand and
 *   are not here. A video is fetched when somebody opens it, or with a ticket that was checked out
 */
char **
redress_details_table_list_missing (RedressDisk *disk, gint64 id, GError **error)
{
  g_autoptr (RedressSqlStatement) statement = prepare (disk, sql_list_missing, id, error);

  if (statement == NULL)
    return NULL;
  bind_taken_along (statement, disk);
  return read_pieces (statement, error);
}
