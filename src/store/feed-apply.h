/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"
#include "wire/messages.h"

G_BEGIN_DECLS

/* What the feed changes in the cache. */

gboolean redress_feed_apply (RedressDisk *disk,
                             const char *from,
                             const RedressChangePage *page,
                             GError **error);
gboolean
redress_feed_set_account (RedressDisk *disk, const RedressAccount *account, GError **error);
gboolean redress_feed_has_passed (
    RedressDisk *disk, const char *platform, gint64 seq, gboolean *has, GError **error);

/* outbox-send.c */
GPtrArray *redress_outbox_list_unsent (RedressDisk *disk, GError **error);
GPtrArray *
redress_outbox_take_sendable (RedressDisk *disk, guint max, gsize max_bytes, GError **error);
gboolean redress_outbox_find_next_send (RedressDisk *disk, RedressTime *when, GError **error);

/* outbox-settle.c */
gboolean redress_outbox_settle (RedressDisk *disk,
                                const char *command_id,
                                const RedressAnswer *answer,
                                GError **error);
gboolean redress_outbox_drop_passed (RedressDisk *disk, GError **error);

G_END_DECLS
