/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/feed-apply.h"

#include "sql/transaction.h"
#include "store/feed-store.h"
#include "store/outbox.h"

/* A command recorded while the clock was ahead must not wait until the clock gets there again. */
#define CLOCK_TOLERANCE (2 * REDRESS_SECOND)

/**
 * redress_sendable_free:
 * @self: (transfer full) (nullable): a row
 */
void
redress_sendable_free (RedressSendable *self)
{
  if (self == NULL)
    return;
  g_free (self->command_id);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

/* What is not answered yet leaves in the order it was recorded in, one of a ticket at a time; what
 * was refused or is in conflict holds back the later ones of its ticket until somebody read it.
 * Whoever asks has nothing under way: a row that is said to be is one that a failing disk, or the
 * end of a session, kept from being given back. */
static GPtrArray *
list_heads (RedressDisk *disk, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);
  g_autoptr (GHashTable) tickets = g_hash_table_new (g_int64_hash, g_int64_equal);
  GPtrArray *heads;

  if (rows == NULL)
    return NULL;
  heads = g_ptr_array_new_with_free_func ((GDestroyNotify)redress_outbox_row_free);
  for (guint i = 0; i < rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state == REDRESS_OUTBOX_APPLIED || !g_hash_table_add (tickets, &row->ticket))
        continue;
      if (row->state != REDRESS_OUTBOX_RECORDED && row->state != REDRESS_OUTBOX_SENDING)
        continue;
      g_ptr_array_add (heads, row);
      g_ptr_array_index (rows, i) = NULL;
    }
  return heads;
}

static RedressTime
leaves_at (const RedressOutboxRow *row, RedressTime now)
{
  return row->recorded_at > now + CLOCK_TOLERANCE ? now : row->not_before;
}

static RedressSqlOutcome
mark_sending (RedressSqlConnection *outbox, gpointer data, GError **error)
{
  GPtrArray *rows = data;

  for (guint i = 0; i < rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (rows, i);

      row->state = REDRESS_OUTBOX_SENDING;
      row->attempts++;
      if (!redress_outbox_table_update (outbox, row, error))
        return REDRESS_SQL_ROLLBACK;
    }
  return REDRESS_SQL_COMMIT;
}

static RedressSendable *
make_sendable (const RedressOutboxRow *row, GBytes *bytes)
{
  RedressSendable *sendable = g_new0 (RedressSendable, 1);

  sendable->position = row->position;
  sendable->ticket = row->ticket;
  sendable->command_id = g_strdup (row->command_id);
  sendable->bytes = bytes;
  sendable->attempts = (guint)CLAMP (row->attempts, 0, G_MAXINT) + 1;
  return sendable;
}

/* A row that cannot be opened stays and is shown as unreadable in the list; others go on. */
static GBytes *
open_bytes (RedressDisk *disk, const RedressOutboxRow *row)
{
  g_autoptr (GError) failure = NULL;
  GBytes *bytes = redress_outbox_open_bytes (disk, row, &failure);

  if (bytes == NULL)
    g_debug ("%s", failure->message);
  return bytes;
}

static gboolean
may_leave (const RedressOutboxRow *row, RedressTime now)
{
  return (row->state == REDRESS_OUTBOX_RECORDED || row->state == REDRESS_OUTBOX_SENDING) &&
         leaves_at (row, now) <= now;
}

/**
 * redress_outbox_list_unsent:
 * @disk: the disk
 * @error: return location
 *
 * What an earlier one of its ticket holds back (it was refused, is in conflict, can still be taken
 * back or cannot be read) is not among them: it was made after the other, and means nothing alone.
 *
 * Returns: (transfer full) (nullable) (element-type GBytes): what is not answered and cannot be
 *   taken back any more, in the order recorded
 */
GPtrArray *
redress_outbox_list_unsent (RedressDisk *disk, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);
  g_autoptr (GHashTable) held = g_hash_table_new (g_int64_hash, g_int64_equal);
  RedressTime now = redress_clock_now (disk->clock);
  GPtrArray *unsent;

  if (rows == NULL)
    return NULL;
  unsent = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (rows, i);
      GBytes *bytes;

      if (row->state == REDRESS_OUTBOX_APPLIED || g_hash_table_contains (held, &row->ticket))
        continue;
      bytes = may_leave (row, now) ? open_bytes (disk, row) : NULL;
      if (bytes != NULL)
        g_ptr_array_add (unsent, bytes);
      else
        g_hash_table_add (held, &row->ticket);
    }
  return unsent;
}

/**
 * redress_outbox_take_sendable:
 * @disk: the disk
 * @max: how many at most
 * @max_bytes: how long they may be together; one goes however long it is
 * @error: return location
 *
 * Takes the commands that may leave now and marks them as on their way, durably: after a crash
 * they are known to have been sent perhaps.
 *
 * Returns: (transfer full) (nullable) (element-type RedressSendable): at most one per ticket
 */
GPtrArray *
redress_outbox_take_sendable (RedressDisk *disk, guint max, gsize max_bytes, GError **error)
{
  g_autoptr (GPtrArray) heads = list_heads (disk, error);
  g_autoptr (GPtrArray) sendable =
      g_ptr_array_new_with_free_func ((GDestroyNotify)redress_sendable_free);
  g_autoptr (GPtrArray) taken = g_ptr_array_new ();
  RedressTime now = redress_clock_now (disk->clock);
  gsize size = 0;

  if (heads == NULL)
    return NULL;
  for (guint i = 0; i < heads->len && sendable->len < max; i++)
    {
      RedressOutboxRow *row = g_ptr_array_index (heads, i);
      g_autoptr (GBytes) bytes = leaves_at (row, now) <= now ? open_bytes (disk, row) : NULL;

      if (bytes == NULL)
        continue;
      /* With the comma between two. */
      size += g_bytes_get_size (bytes) + 1;
      if (sendable->len > 0 && size > max_bytes)
        break;
      g_ptr_array_add (sendable, make_sendable (row, g_steal_pointer (&bytes)));
      g_ptr_array_add (taken, row);
    }
  if (taken->len > 0 &&
      !redress_sql_transaction (disk->outbox, REDRESS_SQL_WRITE, mark_sending, taken, error))
    return NULL;
  for (guint i = 0; i < taken->len; i++)
    redress_outbox_changed (disk, ((RedressOutboxRow *)g_ptr_array_index (taken, i))->ticket);
  return g_steal_pointer (&sendable);
}

/**
 * redress_outbox_find_next_send:
 * @disk: the disk
 * @when: (out): earliest time at which there may be something to send, or REDRESS_TIME_UNKNOWN
 * @error: return location
 *
 * Returns: whether it worked
 */
gboolean
redress_outbox_find_next_send (RedressDisk *disk, RedressTime *when, GError **error)
{
  g_autoptr (GPtrArray) heads = list_heads (disk, error);
  RedressTime now = redress_clock_now (disk->clock);

  if (heads == NULL)
    return FALSE;
  *when = REDRESS_TIME_UNKNOWN;
  for (guint i = 0; i < heads->len; i++)
    {
      const RedressOutboxRow *row = g_ptr_array_index (heads, i);
      RedressTime at = leaves_at (row, now);
      g_autoptr (GBytes) bytes = open_bytes (disk, row);

      if (bytes != NULL && (*when == REDRESS_TIME_UNKNOWN || at < *when))
        *when = at;
    }
  return TRUE;
}
