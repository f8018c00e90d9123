/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/clock.h"
#include "sql/connection.h"

G_BEGIN_DECLS

/**
 * RedressSignedHead:
 * @log: name of a log
 * @size: how many entries it had
 * @note: the checkpoint with its signatures
 * @key: public key of the signer
 * @at: when that was
 *
 * What was signed of a log last.
 */
typedef struct
{
  char *log;
  guint64 size;
  char *note;
  char *key;
  RedressTime at;
} RedressSignedHead;

void redress_signed_head_free (RedressSignedHead *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSignedHead, redress_signed_head_free)

/* (out) (nullable): %NULL where nothing was signed of it yet */
gboolean redress_checkpoint_table_find (RedressSqlConnection *connection,
                                        const char *log,
                                        RedressSignedHead **head,
                                        GError **error);
/* In a writing transaction. A smaller one never takes the place of a larger one. */
gboolean redress_checkpoint_table_put (RedressSqlConnection *connection,
                                       const RedressSignedHead *head,
                                       GError **error);
/* (transfer full) (element-type RedressSignedHead): of each log that was signed */
GPtrArray *redress_checkpoint_table_list (RedressSqlConnection *connection, GError **error);
/* (transfer full) (element-type utf8): all logs that have an entry */
GPtrArray *redress_checkpoint_table_list_logs (RedressSqlConnection *connection, GError **error);

G_END_DECLS
