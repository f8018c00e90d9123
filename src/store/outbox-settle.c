/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/feed-apply.h"

#include "store/outbox.h"
#include "store/ticket-table.h"
#include "wire/codec.h"
#include "wire/json.h"

/* What an answer makes of a row. One of another kind than 2xx and 4xx, or one of the 4xx that are
 * about the moment and not about the command, says nothing: the same bytes go out again. */
static RedressOutboxState
state_after (const RedressAnswer *answer)
{
  switch (answer != NULL ? answer->status : 0)
    {
    case 200:
      return REDRESS_OUTBOX_APPLIED;
    case 409:
    case 412:
      return REDRESS_OUTBOX_CONFLICT;
    case 401:
    case 408:
    case 425:
    case 426:
    case 429:
      return REDRESS_OUTBOX_RECORDED;
    default:
      return answer != NULL && answer->status >= 400 && answer->status < 500
                 ? REDRESS_OUTBOX_REFUSED
                 : REDRESS_OUTBOX_RECORDED;
    }
}

static gboolean
keep_theirs (RedressDisk *disk,
             RedressOutboxRow *row,
             const RedressDecision *theirs,
             GError **error)
{
  g_autofree char *context = redress_disk_context ("theirs", row->command_id);
  g_autoptr (JsonNode) node = redress_decision_to_json (theirs);
  g_autoptr (GBytes) plain = redress_json_canonical (node);

  g_clear_pointer (&row->theirs, g_bytes_unref);
  /* The row says once for all its bytes whether they are sealed. */
  row->theirs =
      row->sealed ? redress_disk_seal (disk, context, plain, error) : g_steal_pointer (&plain);
  return row->theirs != NULL;
}

static gboolean
put_answer (RedressDisk *disk, RedressOutboxRow *row, const RedressAnswer *answer, GError **error)
{
  row->state = state_after (answer);
  g_clear_pointer (&row->problem_code, g_free);
  g_clear_pointer (&row->problem_detail, g_free);
  if (answer == NULL)
    return TRUE;
  if (answer->problem != NULL)
    {
      row->problem_code = g_strdup (answer->problem->code);
      row->problem_detail = g_strdup (answer->problem->detail != NULL ? answer->problem->detail
                                                                      : answer->problem->title);
    }
  g_free (row->platform);
  row->platform = g_strdup (answer->platform);
  row->seq = answer->seq;
  row->rev = answer->rev;
  return row->state != REDRESS_OUTBOX_CONFLICT || answer->decision == NULL ||
         keep_theirs (disk, row, answer->decision, error);
}

/* The overlay of an applied command ends when the cache shows what it did: when the feed has
 * passed the place of the change, the ticket is as new as after it, or has left. */
static gboolean
is_shown (RedressDisk *disk, const RedressOutboxRow *row, gboolean *shown, GError **error)
{
  RedressSqlConnection *cache = redress_disk_get_cache (disk, error);
  g_autoptr (RedressSummary) summary = NULL;

  *shown = FALSE;
  if (cache == NULL)
    return FALSE;
  if (row->seq > 0 && row->platform != NULL &&
      !redress_feed_has_passed (disk, row->platform, row->seq, shown, error))
    return FALSE;
  if (*shown)
    return TRUE;
  switch (redress_ticket_table_read (cache, row->ticket, &summary, error))
    {
    case REDRESS_SQL_ROW:
      *shown = row->seq == 0 || (row->rev > 0 && summary->rev >= row->rev);
      return TRUE;
    case REDRESS_SQL_DONE:
      *shown = TRUE;
      return TRUE;
    case REDRESS_SQL_ERROR:
    default:
      return FALSE;
    }
}

static gboolean
drop_if_shown (RedressDisk *disk, const RedressOutboxRow *row, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean shown = FALSE;

  /* Without a cache nobody knows; the row is harmless and stays. */
  if (row->state != REDRESS_OUTBOX_APPLIED || !is_shown (disk, row, &shown, &failure) || !shown)
    return TRUE;
  if (!redress_outbox_table_delete (disk->outbox, row->command_id, error))
    return FALSE;
  redress_outbox_log_left (disk, row->command_id);
  redress_outbox_changed (disk, row->ticket);
  return TRUE;
}

/**
 * redress_outbox_drop_passed:
 * @disk: the disk
 * @error: return location
 *
 * Lets applied commands go that the cache shows.
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_drop_passed (RedressDisk *disk, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!drop_if_shown (disk, g_ptr_array_index (rows, i), error))
      return FALSE;
  return TRUE;
}

/**
 * redress_outbox_settle:
 * @disk: the disk
 * @command_id: a command that was sent
 * @answer: (nullable): its answer; %NULL: nobody knows whether it arrived
 * @error: return location
 *
 * Writes down what became of a command. Only a command on its way can be settled: an answer that
 * comes twice, or to a command that has left, changes nothing.
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_settle (RedressDisk *disk,
                       const char *command_id,
                       const RedressAnswer *answer,
                       GError **error)
{
  g_autoptr (RedressOutboxRow) row = NULL;
  g_autoptr (GError) failure = NULL;
  RedressSqlStep step = redress_outbox_table_find (disk->outbox, command_id, &row, error);

  if (step != REDRESS_SQL_ROW)
    return step == REDRESS_SQL_DONE;
  if (row->state != REDRESS_OUTBOX_SENDING)
    return TRUE;
  if (!put_answer (disk, row, answer, error) ||
      !redress_outbox_table_update (disk->outbox, row, error))
    return FALSE;
  redress_outbox_changed (disk, row->ticket);
  /* The answer is written down: that the row stays a little longer is no failure. */
  if (!drop_if_shown (disk, row, &failure))
    g_debug ("%s", failure->message);
  return TRUE;
}
