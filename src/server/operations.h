/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "server/presence.h"
#include "server/proof/signing.h"
#include "server/server.h"

G_BEGIN_DECLS

/**
 * RedressOperations:
 *
 * What the handlers of tickets, feeds and evidence keep between requests, and what goes on
 * between them by itself.
 */

/* Database thread. */
RedressOperations *redress_operations_new (RedressServer *server, GError **error);
void redress_operations_free (RedressOperations *self);
const char *redress_operations_get_epoch (RedressOperations *self);
GBytes *redress_operations_get_cursor_key (RedressOperations *self);
GBytes *redress_operations_get_webhook_key (RedressOperations *self);
GBytes *redress_operations_get_hand_in_key (RedressOperations *self);
RedressPresence *redress_operations_get_presence (RedressOperations *self);
/* Whether pictures of this type can be made on this machine now. Blocks for some ten
 * milliseconds. */
gboolean redress_operations_can_paint (RedressOperations *self, const char *media_type);
/* After the transaction: the renditions of a piece are made again, its old files go. */
void redress_operations_paint_later (RedressOperations *self, gint64 evidence);
/* A piece of evidence came. */
void redress_operations_render_soon (RedressOperations *self);

/* Due times have to be worked out again. */
void redress_operations_renew_clocks_soon (RedressOperations *self);

/* While the server serves: waiting tickets wake, old entries go, renditions are made, logs are
 * signed.
 * @render_tool: (nullable): path of redress-render; NULL finds it.
 * @signer: (nullable): where redress-signer listens; NULL: another process has the logs signed, or
 *   nobody does. */
void redress_operations_start (RedressOperations *self,
                               GMainContext *context,
                               const char *render_tool,
                               const char *signer);
/* Any thread, while it serves: how the signing goes; UNKNOWN where this process does not. */
RedressSigningState redress_operations_get_signing (RedressOperations *self);
/* Before the context ends. */
void redress_operations_stop (RedressOperations *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (RedressOperations, redress_operations_free)

G_END_DECLS
