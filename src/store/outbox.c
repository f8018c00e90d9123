/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/outbox.h"

#include "wire/codec.h"
#include "wire/json.h"

static JsonNode *
read_json (
    RedressDisk *disk, const RedressOutboxRow *row, GBytes *bytes, const char *what, GError **error)
{
  g_autofree char *context = redress_disk_context (what, row->command_id);
  g_autoptr (GBytes) plain = redress_disk_unseal (disk, row->sealed, context, bytes, error);
  g_autoptr (JsonNode) node = NULL;
  const char *data;
  gsize size;

  if (plain == NULL)
    return NULL;
  data = g_bytes_get_data (plain, &size);
  node = redress_json_parse (data, size, &redress_json_limits_response, error);
  if (node == NULL || JSON_NODE_HOLDS_OBJECT (node))
    return g_steal_pointer (&node);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "%s is not an object", context);
  return NULL;
}

static RedressCommand *
read_command (RedressDisk *disk, const RedressOutboxRow *row, GError **error)
{
  g_autoptr (JsonNode) node = read_json (disk, row, row->bytes, "outbox", error);
  g_autoptr (RedressCommand) command = NULL;

  if (node != NULL)
    command = redress_command_from_json (json_node_get_object (node), error);
  if (command == NULL || g_strcmp0 (command->command_id, row->command_id) == 0)
    return g_steal_pointer (&command);
  g_set_error (error, REDRESS_ERROR, REDRESS_ERROR_CORRUPT, "row %s holds another command",
               row->command_id);
  return NULL;
}

/**
 * redress_outbox_open_bytes:
 * @disk: the disk
 * @row: a row
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the command as it is sent; %NULL if it cannot be read
 */
GBytes *
redress_outbox_open_bytes (RedressDisk *disk, const RedressOutboxRow *row, GError **error)
{
  g_autofree char *context = redress_disk_context ("outbox", row->command_id);
  g_autoptr (RedressCommand) command = read_command (disk, row, error);

  return command != NULL ? redress_disk_unseal (disk, row->sealed, context, row->bytes, error)
                         : NULL;
}

/* A command that cannot be read, because its key is gone or its bytes are damaged, still shows up
 * with what the row itself says. */
static RedressCommand *
make_unreadable (const RedressOutboxRow *row)
{
  RedressCommand *command = redress_command_new (REDRESS_COMMAND_NOTE, row->ticket);

  command->command_id = g_strdup (row->command_id);
  return command;
}

/**
 * redress_outbox_row_to_entry:
 * @disk: the disk
 * @row: a row
 *
 * Returns: (transfer full): what windows see of it; of a command that cannot be read only its
 *   number, its times and why
 */
RedressOutboxEntry *
redress_outbox_row_to_entry (RedressDisk *disk, const RedressOutboxRow *row)
{
  RedressOutboxEntry *entry = g_object_new (REDRESS_TYPE_OUTBOX_ENTRY, NULL);
  g_autoptr (GError) failure = NULL;

  entry->position = row->position;
  entry->state = row->state;
  entry->recorded_at = row->recorded_at;
  entry->not_before = row->not_before;
  entry->attempts = (guint)CLAMP (row->attempts, 0, G_MAXINT);
  entry->problem_code = g_strdup (row->problem_code);
  entry->problem_detail = g_strdup (row->problem_detail);
  entry->command = read_command (disk, row, &failure);
  if (entry->command == NULL)
    {
      entry->command = make_unreadable (row);
      if (row->state != REDRESS_OUTBOX_APPLIED)
        entry->state = REDRESS_OUTBOX_UNREADABLE;
      g_free (entry->problem_detail);
      entry->problem_detail = g_strdup (failure->message);
    }
  entry->seen_version = entry->command->base_version;
  if (row->theirs != NULL)
    {
      g_autoptr (JsonNode) theirs = read_json (disk, row, row->theirs, "theirs", NULL);

      if (theirs != NULL)
        entry->theirs = redress_decision_from_json (json_node_get_object (theirs), NULL);
    }
  return entry;
}

/**
 * redress_outbox_get_shown_state:
 * @disk: the disk
 * @row: a row
 *
 * Returns: the state that windows see, which is another one if the command cannot be read
 */
RedressOutboxState
redress_outbox_get_shown_state (RedressDisk *disk, const RedressOutboxRow *row)
{
  g_autoptr (RedressCommand) command = NULL;

  if (row->state == REDRESS_OUTBOX_APPLIED)
    return row->state;
  command = read_command (disk, row, NULL);
  return command != NULL ? row->state : REDRESS_OUTBOX_UNREADABLE;
}

static gboolean
needs_somebody (RedressOutboxState state)
{
  return state == REDRESS_OUTBOX_CONFLICT || state == REDRESS_OUTBOX_REFUSED ||
         state == REDRESS_OUTBOX_UNREADABLE;
}

/**
 * redress_outbox_choose_row:
 * @disk: the disk
 * @rows: (element-type RedressOutboxRow): rows of one ticket, oldest first
 *
 * Returns: (transfer none) (nullable): the one to show: what needs somebody, else the newest
 */
const RedressOutboxRow *
redress_outbox_choose_row (RedressDisk *disk, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const RedressOutboxRow *row = g_ptr_array_index (rows, i);

      if (needs_somebody (redress_outbox_get_shown_state (disk, row)))
        return row;
    }
  return rows->len > 0 ? g_ptr_array_index (rows, rows->len - 1) : NULL;
}

/**
 * redress_outbox_list:
 * @disk: the disk
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type RedressOutboxEntry): all, oldest first
 */
GPtrArray *
redress_outbox_list (RedressDisk *disk, GError **error)
{
  g_autoptr (GPtrArray) rows = redress_outbox_table_list (disk->outbox, error);
  GPtrArray *entries;

  if (rows == NULL)
    return NULL;
  entries = g_ptr_array_new_full (rows->len, g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (entries, redress_outbox_row_to_entry (disk, g_ptr_array_index (rows, i)));
  return entries;
}

/* The database has it already: a journal that cannot be written is said, not failed for. */
static void
report_journal (RedressDisk *disk, gboolean is_written, GError *failure)
{
  if (!is_written)
    redress_notices_add_trouble (disk->notices, failure);
  redress_notices_add_work (disk->notices);
}

/**
 * redress_outbox_log_recorded:
 * @disk: the disk
 * @row: a row that was committed
 */
void
redress_outbox_log_recorded (RedressDisk *disk, const RedressOutboxRow *row)
{
  g_autoptr (GError) failure = NULL;

  report_journal (disk, redress_outbox_journal_add_recorded (disk->journal, row, &failure),
                  failure);
}

/**
 * redress_outbox_log_left:
 * @disk: the disk
 * @command_id: a command whose row left
 */
void
redress_outbox_log_left (RedressDisk *disk, const char *command_id)
{
  g_autoptr (GError) failure = NULL;

  report_journal (disk, redress_outbox_journal_add_left (disk->journal, command_id, &failure),
                  failure);
}

/**
 * redress_outbox_changed:
 * @disk: the disk
 * @ticket: whose rows or draft changed
 *
 * Tells the windows, after a commit. What was committed stays so whatever happens here.
 */
void
redress_outbox_changed (RedressDisk *disk, gint64 ticket)
{
  g_autoptr (GError) failure = NULL;

  redress_notices_add_outbox (disk->notices);
  redress_notices_add_ticket (disk->notices, ticket);
  if (!redress_disk_update_overlay (disk, ticket, &failure))
    redress_notices_add_trouble (disk->notices, failure);
}
