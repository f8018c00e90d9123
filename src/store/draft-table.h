/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* The drafts in outbox.db. */

gboolean redress_draft_table_put (RedressDisk *disk, const RedressDraft *draft, GError **error);
gboolean redress_draft_table_delete (RedressDisk *disk, gint64 ticket, GError **error);
RedressSqlStep
redress_draft_table_get (RedressDisk *disk, gint64 ticket, RedressDraft **draft, GError **error);
RedressSqlStep redress_draft_table_get_stored (
    RedressDisk *disk, gint64 ticket, gboolean sealed, GBytes **bytes, GError **error);
GArray *redress_draft_table_list (RedressDisk *disk, GError **error);
gboolean redress_draft_table_has (RedressDisk *disk, gint64 ticket, gboolean *has, GError **error);

G_END_DECLS
