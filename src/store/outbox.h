/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"
#include "store/outbox-table.h"

G_BEGIN_DECLS

/* What the agent did, on the disk. */

/* outbox-open.c */
gboolean redress_outbox_open (RedressDisk *disk, GError **error);

/* outbox.c */
RedressOutboxEntry *redress_outbox_row_to_entry (RedressDisk *disk, const RedressOutboxRow *row);
GBytes *redress_outbox_open_bytes (RedressDisk *disk, const RedressOutboxRow *row, GError **error);
RedressOutboxState redress_outbox_get_shown_state (RedressDisk *disk, const RedressOutboxRow *row);
const RedressOutboxRow *redress_outbox_choose_row (RedressDisk *disk, GPtrArray *rows);
GPtrArray *redress_outbox_list (RedressDisk *disk, GError **error);
void redress_outbox_log_recorded (RedressDisk *disk, const RedressOutboxRow *row);
void redress_outbox_log_left (RedressDisk *disk, const char *command_id);
void redress_outbox_changed (RedressDisk *disk, gint64 ticket);

/* record.c */
RedressOutboxEntry *redress_outbox_record (RedressDisk *disk,
                                           const RedressCommand *command,
                                           guint undo_seconds,
                                           GError **error);

/* take-back.c */
RedressDraft *redress_outbox_take_back (RedressDisk *disk, const char *command_id, GError **error);
gboolean redress_outbox_acknowledge (RedressDisk *disk,
                                     const char *command_id,
                                     gboolean keep_as_draft,
                                     GError **error);
char *redress_outbox_set_aside (RedressDisk *disk, const char *command_id, GError **error);
gboolean redress_outbox_send_now (RedressDisk *disk, const char *command_id, GError **error);

G_END_DECLS
