/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include "core/evaluation.h"
#include "sql/transaction.h"
#include "store/details-table.h"
#include "store/draft-table.h"
#include "store/policy-table.h"
#include "store/seen-cases.h"
#include "wire/codec.h"

typedef struct
{
  RedressDisk *disk;
  RedressOutboxRow *row;
  gboolean takes_draft;
} Recording;

static gpointer
fail_missing (const RedressCommand *command, const char *what, RedressError code, GError **error)
{
  g_set_error (error, REDRESS_ERROR, code, "ticket T-%" G_GINT64_FORMAT " %s", command->ticket,
               what);
  return NULL;
}

/* After a restart no window has loaded the case, but a draft may be there to be submitted. */
static char *
digest_from_disk (RedressDisk *disk, const RedressCommand *command, GError **error)
{
  g_autoptr (RedressTicket) ticket = NULL;
  g_autoptr (RedressPolicy) policy = NULL;
  g_autoptr (RedressEvaluation) evaluation = NULL;
  RedressTime fetched_at;
  RedressSqlStep step =
      redress_details_table_get (disk, command->ticket, &ticket, &fetched_at, error);

  if (step == REDRESS_SQL_ERROR)
    return NULL;
  if (step == REDRESS_SQL_DONE || ticket->summary->version != command->base_version)
    return fail_missing (command, "is not the one that was looked at any more",
                         REDRESS_ERROR_CONFLICT, error);
  step = redress_policy_table_get (disk, ticket->summary->flow, ticket->policy_version, &policy,
                                   error);
  if (step == REDRESS_SQL_ERROR)
    return NULL;
  if (step == REDRESS_SQL_DONE)
    return fail_missing (command, "has a policy that is not on this computer",
                         REDRESS_ERROR_UNAVAILABLE, error);
  evaluation = redress_policy_evaluate (policy, ticket, redress_clock_now (disk->clock));
  return redress_seen_digest (ticket, policy, evaluation);
}

static gboolean
set_seen_digest (RedressDisk *disk, RedressCommand *command, GError **error)
{
  const RedressSeenCase *shown = redress_seen_cases_find (disk->seen, command->ticket);

  if (!redress_command_type_proves_what_was_seen (command->type) || command->seen_digest != NULL)
    return TRUE;
  command->seen_digest = shown != NULL && shown->version == command->base_version
                             ? g_strdup (shown->digest)
                             : digest_from_disk (disk, command, error);
  return command->seen_digest != NULL;
}

static RedressOutboxRow *
make_row (RedressDisk *disk,
          const RedressCommand *command,
          guint undo_seconds,
          RedressTime now,
          GError **error)
{
  g_autoptr (RedressOutboxRow) row = redress_outbox_row_new ();
  g_autofree char *context = redress_disk_context ("outbox", command->command_id);
  g_autoptr (GBytes) plain = redress_command_to_bytes (command);

  row->command_id = g_strdup (command->command_id);
  row->ticket = command->ticket;
  row->state = REDRESS_OUTBOX_RECORDED;
  row->recorded_at = now;
  row->not_before = now + (gint64)undo_seconds * REDRESS_SECOND;
  row->sealed = disk->seal != NULL;
  row->bytes = redress_disk_seal (disk, context, plain, error);
  return row->bytes != NULL ? g_steal_pointer (&row) : NULL;
}

static RedressSqlOutcome
write_row (RedressSqlConnection *outbox, gpointer data, GError **error)
{
  Recording *recording = data;
  RedressOutboxRow *row = recording->row;

  if (recording->takes_draft &&
      redress_draft_table_get_stored (recording->disk, row->ticket, row->sealed, &row->draft,
                                      error) == REDRESS_SQL_ERROR)
    return REDRESS_SQL_ROLLBACK;
  if (!redress_outbox_table_insert (outbox, row, error))
    return REDRESS_SQL_ROLLBACK;
  if (recording->takes_draft && !redress_draft_table_delete (recording->disk, row->ticket, error))
    return REDRESS_SQL_ROLLBACK;
  return REDRESS_SQL_COMMIT;
}

static gboolean
check_command (const RedressCommand *command, GError **error)
{
  if (redress_command_type_is_durable (command->type) && command->ticket > 0)
    return redress_command_check_texts (command, error);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_INVALID, "%s is not recorded in the outbox",
               redress_command_type_to_string (command->type));
  return FALSE;
}

/**
 * redress_outbox_record:
 * @disk: the disk
 * @command: a command; without its id it gets one
 * @undo_seconds: how long it may be taken back
 * @error: return location
 *
 * Makes the bytes of a command and commits them durably, in one transaction with the end of the
 * ticket's draft, if the command is made of it.
 *
 * Returns: (transfer full) (nullable): the entry, which is on the disk; %NULL if nothing was
 *   recorded: CONFLICT if the ticket is not the one that was looked at, INVALID if
 *   a text is too long to be read again, NO_SPACE, ...
 */
RedressOutboxEntry *
redress_outbox_record (RedressDisk *disk,
                       const RedressCommand *command,
                       guint undo_seconds,
                       GError **error)
{
  RedressTime now = redress_clock_now (disk->clock);
  g_autoptr (RedressCommand) final = redress_command_copy (command);
  g_autoptr (RedressOutboxRow) row = NULL;
  Recording recording = { disk, NULL, redress_command_type_takes_draft (command->type) };

  if (!check_command (final, error))
    return NULL;
  if (final->command_id == NULL)
    final->command_id = redress_command_id_new (now);
  if (!set_seen_digest (disk, final, error))
    return NULL;
  row = make_row (disk, final, undo_seconds, now, error);
  if (row == NULL)
    return NULL;
  recording.row = row;
  if (!redress_sql_transaction (disk->outbox, REDRESS_SQL_WRITE, write_row, &recording, error))
    return NULL;
  redress_outbox_log_recorded (disk, row);
  redress_outbox_changed (disk, row->ticket);
  return redress_outbox_row_to_entry (disk, row);
}
