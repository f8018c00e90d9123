/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * RedressSignerReply:
 * @status: 200, or as tlog-witness has them
 * @words: what came below it
 *
 * What the signer answered.
 */
typedef struct
{
  guint status;
  char *words;
} RedressSignerReply;

/* Blocks for some seconds at most. */
RedressSignerReply *redress_signer_client_ask (const char *socket_path,
                                               const char *request,
                                               GCancellable *cancellable,
                                               GError **error);
void redress_signer_reply_free (RedressSignerReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressSignerReply, redress_signer_reply_free)

G_END_DECLS
