/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sql/connection.h"
#include "store/outbox-entry.h"

G_BEGIN_DECLS

/**
 * RedressOutboxRow:
 * @position: order of recording; 0 before it was inserted
 * @sealed: whether @bytes, @draft and @theirs are sealed
 * @bytes: the command as it is sent
 * @draft: (nullable): the draft it was made of, for taking it back
 * @theirs: (nullable): JSON of the decision that stands recorded, for a conflict
 * @platform: (nullable): feed where an applied command shows up
 * @seq: its place there; 0 if none
 * @rev: of the ticket after it was applied; 0 if not
 * @is_sound: it came from the disk as it was written
 *
 * One row of the outbox as it lies on the disk.
 */
typedef struct
{
  gint64 position;
  char *command_id;
  gint64 ticket;
  RedressOutboxState state;
  RedressTime recorded_at;
  RedressTime not_before;
  gint64 attempts;
  gboolean sealed;
  GBytes *bytes;
  GBytes *draft;
  char *problem_code;
  char *problem_detail;
  GBytes *theirs;
  char *platform;
  gint64 seq;
  gint64 rev;
  gboolean is_sound;
} RedressOutboxRow;

RedressOutboxRow *redress_outbox_row_new (void);
void redress_outbox_row_free (RedressOutboxRow *self);

gboolean
redress_outbox_table_insert (RedressSqlConnection *outbox, RedressOutboxRow *row, GError **error);
gboolean redress_outbox_table_update (RedressSqlConnection *outbox,
                                      const RedressOutboxRow *row,
                                      GError **error);
gboolean
redress_outbox_table_delete (RedressSqlConnection *outbox, const char *command_id, GError **error);
gboolean redress_outbox_table_delete_position (RedressSqlConnection *outbox,
                                               gint64 position,
                                               GError **error);
RedressSqlStep redress_outbox_table_find (RedressSqlConnection *outbox,
                                          const char *command_id,
                                          RedressOutboxRow **row,
                                          GError **error);
GPtrArray *redress_outbox_table_list (RedressSqlConnection *outbox, GError **error);
GPtrArray *
redress_outbox_table_list_ticket (RedressSqlConnection *outbox, gint64 ticket, GError **error);
gboolean redress_outbox_table_count_waiting (RedressSqlConnection *outbox,
                                             gint64 *n_waiting,
                                             RedressTime *leaving_at,
                                             GError **error);
gboolean redress_outbox_table_wake_sending (RedressSqlConnection *outbox, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOutboxRow, redress_outbox_row_free)

G_END_DECLS
