/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* Which pieces of evidence are here, how large they are and when they were used. */

gboolean redress_evidence_table_put (
    RedressDisk *disk, const char *sha256, gint64 size, RedressTime used_at, GError **error);
gboolean redress_evidence_table_delete (RedressDisk *disk, const char *sha256, GError **error);
gboolean
redress_evidence_table_has (RedressDisk *disk, const char *sha256, gboolean *has, GError **error);
gboolean redress_evidence_table_touch (RedressDisk *disk, const char *sha256, GError **error);
gboolean redress_evidence_table_sum (RedressDisk *disk, gint64 *bytes, GError **error);
char **redress_evidence_table_list_evictable (RedressDisk *disk, GError **error);
char **redress_evidence_table_list_orphans (RedressDisk *disk, GError **error);
gboolean redress_evidence_table_is_pinned (RedressDisk *disk,
                                           const char *sha256,
                                           gboolean *is_pinned,
                                           GError **error);

G_END_DECLS
