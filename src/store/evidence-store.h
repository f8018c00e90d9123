/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/disk.h"

G_BEGIN_DECLS

/* Evidence: the files, what is known of them, and how many may lie here. */

gboolean
redress_evidence_store_put (RedressDisk *disk, const char *sha256, GBytes *bytes, GError **error);
gboolean
redress_evidence_store_forget_if_bad (RedressDisk *disk, const char *sha256, GError **error);
gboolean
redress_evidence_store_forget_unshown (RedressDisk *disk, char *const *pieces, GError **error);
gboolean redress_evidence_store_remove_orphans (RedressDisk *disk, GError **error);
gboolean redress_evidence_store_adopt_files (RedressDisk *disk, GError **error);

G_END_DECLS
