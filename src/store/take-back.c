/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include "sql/transaction.h"
#include "store/draft-codec.h"
#include "store/draft-table.h"

typedef struct
{
  RedressDisk *disk;
  const RedressOutboxRow *row;
  const RedressDraft *draft; /* (nullable): put in the row's place */
} Leaving;

static char *
write_amount (RedressAmount amount)
{
  if (amount.unit == REDRESS_UNIT_POINTS)
    return g_strdup_printf ("%" G_GINT64_FORMAT, amount.value);
  return g_strdup_printf ("%" G_GINT64_FORMAT ".%02d", amount.value / 100,
                          (int)(ABS (amount.value) % 100));
}

static char **
join_lists (char **first, char **second)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (first != NULL)
    g_strv_builder_addv (builder, (const char **)first);
  if (second != NULL)
    g_strv_builder_addv (builder, (const char **)second);
  return g_strv_builder_end (builder);
}

/* Where the draft itself was not kept, the command says nearly the same. */
static RedressDraft *
make_draft (const RedressCommand *command)
{
  RedressDraft *draft = redress_draft_new (command->ticket);

  draft->verdict = redress_command_get_verdict (command);
  draft->reason_code = g_strdup (command->reason_code);
  draft->amount_text = command->has_amount ? write_amount (command->amount) : NULL;
  draft->message = g_strdup (command->message);
  draft->note = g_strdup (command->note);
  draft->override_reason = g_strdup (command->override_reason);
  draft->cited = g_strdupv (command->cited);
  draft->opened = g_strdupv (command->opened);
  draft->asked = join_lists (command->slots, command->fact_names);
  draft->until = command->until;
  return draft;
}

static RedressDraft *
read_kept_draft (RedressDisk *disk, const RedressOutboxRow *row)
{
  g_autofree char *context = redress_disk_context_of_ticket ("draft", row->ticket);
  g_autoptr (GBytes) plain = NULL;

  if (row->draft != NULL)
    plain = redress_disk_unseal (disk, row->sealed, context, row->draft, NULL);
  return plain != NULL ? redress_draft_from_bytes (plain, NULL) : NULL;
}

/* A command that cannot be read now stays: its key may come back. */
static RedressDraft *
restore_draft (RedressDisk *disk, const RedressOutboxRow *row, GError **error)
{
  g_autoptr (RedressOutboxEntry) entry = redress_outbox_row_to_entry (disk, row);
  RedressDraft *draft;

  if (entry->state == REDRESS_OUTBOX_UNREADABLE)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_UNAVAILABLE, "command %s: %s",
                   row->command_id, entry->problem_detail);
      return NULL;
    }
  draft = read_kept_draft (disk, row);
  return draft != NULL ? draft : make_draft (entry->command);
}

static void
prefer (char **text, const char *newer)
{
  if (newer == NULL || newer[0] == '\0')
    return;
  g_free (*text);
  *text = g_strdup (newer);
}

static void
prefer_list (char ***list, char **newer)
{
  if (newer == NULL || newer[0] == NULL)
    return;
  g_strfreev (*list);
  *list = g_strdupv (newer);
}

/* What was typed after the submit is newer than what was submitted. */
static gboolean
merge_newer (RedressDisk *disk, RedressDraft *draft, GError **error)
{
  g_autoptr (RedressDraft) newer = NULL;
  RedressSqlStep step = redress_draft_table_get (disk, draft->ticket, &newer, error);

  draft->saved_at = redress_clock_now (disk->clock);
  if (step != REDRESS_SQL_ROW)
    return step == REDRESS_SQL_DONE;
  if (newer->verdict != REDRESS_VERDICT_NONE)
    draft->verdict = newer->verdict;
  prefer (&draft->reason_code, newer->reason_code);
  prefer (&draft->amount_text, newer->amount_text);
  prefer (&draft->message, newer->message);
  prefer (&draft->note, newer->note);
  prefer (&draft->override_reason, newer->override_reason);
  prefer_list (&draft->cited, newer->cited);
  prefer_list (&draft->opened, newer->opened);
  prefer_list (&draft->asked, newer->asked);
  if (newer->until != REDRESS_TIME_UNKNOWN)
    draft->until = newer->until;
  return TRUE;
}

static RedressSqlOutcome
leave (RedressSqlConnection *outbox, gpointer data, GError **error)
{
  Leaving *leaving = data;

  if (!redress_outbox_table_delete (outbox, leaving->row->command_id, error) ||
      (leaving->draft != NULL && !redress_draft_is_empty (leaving->draft) &&
       !redress_draft_table_put (leaving->disk, leaving->draft, error)))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static gboolean
let_go (RedressDisk *disk, const RedressOutboxRow *row, const RedressDraft *draft, GError **error)
{
  Leaving leaving = { disk, row, draft };

  if (!redress_sql_transaction (disk->outbox, REDRESS_SQL_WRITE, leave, &leaving, error))
    return FALSE;
  redress_outbox_log_left (disk, row->command_id);
  redress_outbox_changed (disk, row->ticket);
  return TRUE;
}

static RedressOutboxRow *
find (RedressDisk *disk, const char *command_id, GError **error)
{
  RedressOutboxRow *row = NULL;

  if (redress_outbox_table_find (disk->outbox, command_id, &row, error) == REDRESS_SQL_DONE)
    g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_NOT_FOUND,
                 "command %s is not in the outbox any more", command_id);
  return row;
}

/* One that was sent before, even without an answer, may have arrived. */
static gboolean
check_unsent (const RedressOutboxRow *row, GError **error)
{
  if (row->state == REDRESS_OUTBOX_RECORDED && row->attempts == 0)
    return TRUE;
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "command %s is already on its way",
               row->command_id);
  return FALSE;
}

/**
 * redress_outbox_take_back:
 * @disk: the disk
 * @command_id: a command
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the draft the command has become again; %NULL with CONFLICT
 *   if it was sent, NOT_FOUND if it is not there
 */
RedressDraft *
redress_outbox_take_back (RedressDisk *disk, const char *command_id, GError **error)
{
  g_autoptr (RedressOutboxRow) row = find (disk, command_id, error);
  g_autoptr (RedressDraft) draft = NULL;

  if (row == NULL || !check_unsent (row, error))
    return NULL;
  draft = restore_draft (disk, row, error);
  if (draft == NULL || !merge_newer (disk, draft, error) || !let_go (disk, row, draft, error))
    return NULL;
  return g_steal_pointer (&draft);
}

/**
 * redress_outbox_acknowledge:
 * @disk: the disk
 * @command_id: a command the server will not take as it is
 * @keep_as_draft: whether what was typed becomes the ticket's draft
 * @error: return location
 *
 * Returns: whether the command has left; %FALSE with CONFLICT if it has no such answer
 */
gboolean
redress_outbox_acknowledge (RedressDisk *disk,
                            const char *command_id,
                            gboolean keep_as_draft,
                            GError **error)
{
  g_autoptr (RedressOutboxRow) row = find (disk, command_id, error);
  g_autoptr (RedressDraft) draft = NULL;

  if (row == NULL)
    return FALSE;
  if (row->state != REDRESS_OUTBOX_CONFLICT && row->state != REDRESS_OUTBOX_REFUSED)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT,
                   "command %s was neither refused nor in conflict", command_id);
      return FALSE;
    }
  if (keep_as_draft)
    {
      draft = restore_draft (disk, row, error);
      if (draft == NULL || !merge_newer (disk, draft, error))
        return FALSE;
    }
  return let_go (disk, row, draft, error);
}

/* In the form of the journal, which says all that is known of it. */
static char *
keep_aside (RedressDisk *disk, RedressOutboxRow *row, GError **error)
{
  g_autofree char *name = g_strdup_printf ("outbox.unreadable-%s", row->command_id);
  g_autofree char *path = redress_disk_build_data_path (disk, name);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  g_ptr_array_add (rows, row);
  return redress_outbox_journal_rewrite (path, rows, error) ? g_steal_pointer (&path) : NULL;
}

/**
 * redress_outbox_set_aside:
 * @disk: the disk
 * @command_id: a command that cannot be read
 * @error: return location
 *
 * Takes such a command out of the outbox, so that its ticket can be decided again, and keeps its
 * bytes in a file beside it. A draft that can still be read becomes the ticket's again.
 *
 * Returns: (transfer full) (nullable): the path of that file; %NULL with CONFLICT if the command
 *   can be read
 */
char *
redress_outbox_set_aside (RedressDisk *disk, const char *command_id, GError **error)
{
  g_autoptr (RedressOutboxRow) row = find (disk, command_id, error);
  g_autoptr (RedressDraft) draft = NULL;
  g_autofree char *path = NULL;

  if (row == NULL)
    return NULL;
  if (redress_outbox_get_shown_state (disk, row) != REDRESS_OUTBOX_UNREADABLE)
    {
      g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CONFLICT, "command %s can be read",
                   command_id);
      return NULL;
    }
  path = keep_aside (disk, row, error);
  if (path == NULL)
    return NULL;
  draft = read_kept_draft (disk, row);
  if ((draft != NULL && !merge_newer (disk, draft, error)) || !let_go (disk, row, draft, error))
    return NULL;
  return g_steal_pointer (&path);
}

/**
 * redress_outbox_send_now:
 * @disk: the disk
 * @command_id: a command
 * @error: return location
 *
 * Returns: whether the command may leave at once; %FALSE with CONFLICT if it was sent
 */
gboolean
redress_outbox_send_now (RedressDisk *disk, const char *command_id, GError **error)
{
  g_autoptr (RedressOutboxRow) row = find (disk, command_id, error);

  if (row == NULL || !check_unsent (row, error))
    return FALSE;
  row->not_before = redress_clock_now (disk->clock);
  if (!redress_outbox_table_update (disk->outbox, row, error))
    return FALSE;
  redress_outbox_changed (disk, row->ticket);
  return TRUE;
}
