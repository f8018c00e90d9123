/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "server/command-run.h"

#include "server/note-table.h"

/**
 * redress_command_keep_note:
 * @run: a command, perhaps with a note
 *
 * Puts the note of the command on the ticket, for colleagues.
 */
gboolean
redress_command_keep_note (RedressCommandRun *run, GError **error)
{
  RedressNote note = {
    .actor = run->account->id,
    .actor_name = run->account->display_name,
    .at = run->now,
    .text = run->command->note,
  };

  if (note.text == NULL || note.text[0] == '\0')
    return TRUE;

  return redress_note_table_insert (run->connection, run->command->ticket, &note, error);
}

/**
 * redress_command_note:
 * @run: a command with a note
 */
gboolean
redress_command_note (RedressCommandRun *run, GError **error)
{
  if (run->command->note == NULL || run->command->note[0] == '\0')
    return redress_command_refuse (run, 422, "note_required", "The note is empty", "body.note");

  return redress_command_keep_note (run, error);
}
